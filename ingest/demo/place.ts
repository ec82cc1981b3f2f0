import type { Buyer, Buyers } from "./buyers.js";
import { DAY, NEVER } from "./clock.js";
import { within } from "./conduct.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";
import type { CardNetwork, Scenario } from "./scenario.js";
import type { Seller } from "./sellers.js";
import { weightedKeys } from "./weighted.js";

/** Makes orders as they stand the moment they are placed. */
export function orderPlacer(scenario: Scenario, buyers: Buyers) {
  const networkOf = weightedKeys(scenario.payment.card_networks);
  const { bust_outs } = scenario.sellers;

  function network(
    random: Random,
    seller: Seller,
    buyer: Buyer,
    day: number,
  ): CardNetwork | undefined {
    if (buyer.kind === "carder" && within(seller.bustOut, day)) {
      if (random.chance(bust_outs.network_share)) return bust_outs.network;
    }
    const drawn = networkOf(random);
    return drawn === "none" ? undefined : drawn;
  }

  return (
    random: Random,
    number: number,
    seller: Seller,
    buyer: Buyer,
    day: number,
    orderedAt: number,
  ): Order => {
    const { goods } = seller;
    const itemCount = random.chance(0.72) ? 1 : 1 + Math.floor(random.logNormal(1.6, 0.5));
    const price = random.logNormal(goods.price, goods.spread) * (buyer.kind === "carder" ? 1.8 : 1);
    const whole = random.chance(0.5) ? Math.ceil(price) - 0.01 : Math.round(price * 20) / 20;
    const cents = Math.max(199, Math.round(whole * 100) * itemCount);
    const { card, device, address } = buyers.identity(random, buyer);
    const home = random.chance(scenario.home_region_share);
    const shipBy = endOfDay(orderedAt + goods.handling * DAY);
    return {
      id: `O${number + 1}`,
      seller,
      buyer,
      day,
      orderedAt,
      cents: Math.min(cents, 950_000),
      itemCount,
      network: network(random, seller, buyer, day),
      cardPresent: random.chance(scenario.payment.card_present),
      region: home ? seller.region : buyer.region,
      card,
      device,
      address,
      paidAt: NEVER,
      shipBy,
      shippedAt: NEVER,
      estimatedAt: endOfDay(shipBy + (goods.transit * 1.4 + (goods.digital ? 0 : 1)) * DAY),
      deliveredAt: NEVER,
      proof: undefined,
      completedAt: NEVER,
      completedBy: "buyer",
      accessedAt: NEVER,
      cancelledAt: NEVER,
      cancelledBy: undefined,
      cancelReason: undefined,
      cancelFault: undefined,
      cancelConsent: undefined,
    };
  };
}

function endOfDay(seconds: number): number {
  return Math.floor(seconds / DAY) * DAY + DAY - 1;
}
