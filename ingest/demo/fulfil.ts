import { DAY, HOUR, MINUTE } from "./clock.js";
import { habit } from "./conduct.js";
import type { Fate } from "./fate.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";
import type { Scenario } from "./scenario.js";

const SELLER_REASONS = [
  "out_of_stock",
  "project_mismatch",
  "unforeseen_circumstances",
  "delayed_delivery",
] as const;
const BUYER_REASONS = [
  "changed_mind",
  "project_mismatch",
  "unforeseen_circumstances",
  "delayed_delivery",
] as const;

/** Pays, ships, delivers and completes an order, or cancels it, as its fate wants. */
export function fulfil(random: Random, scenario: Scenario, order: Order, fate: Fate): void {
  if (!fate.fault && random.chance(scenario.payment.never_paid)) {
    cancel(order, order.orderedAt + 48 * HOUR, "platform", "payment_not_received", "buyer");
    return;
  }
  order.paidAt = order.orderedAt + MINUTE * (0.5 + random.logNormal(2, 0.8));
  if (!fate.fault && cancelEarly(random, scenario, order)) return;
  const digital = order.seller.goods.digital;
  if (digital) deliverFile(random, order, fate);
  else ship(random, scenario, order, fate);
  complete(random, order, digital ? 3 : 14);
  if (digital && !fate.fault) cancelAfterAccess(random, scenario, order);
}

export function cancel(
  order: Order,
  at: number,
  by: Order["cancelledBy"],
  reason: Order["cancelReason"],
  fault: Order["cancelFault"],
  consent?: Order["cancelConsent"],
): void {
  order.cancelledAt = at;
  order.cancelledBy = by;
  order.cancelReason = reason;
  order.cancelFault = fault;
  order.cancelConsent = consent;
}

function cancelEarly(random: Random, scenario: Scenario, order: Order): boolean {
  if (random.chance(habit(scenario, order.seller, order.day, "cancels"))) {
    const reason = random.chance(0.01) ? undefined : random.pick(SELLER_REASONS);
    const at = order.paidAt + DAY * random.logNormal(1.5, 0.7);
    cancel(order, at, "seller", reason, "seller", random.chance(0.9) ? "both" : "forced");
    return true;
  }
  if (random.chance(0.011)) {
    const reason = random.pick(BUYER_REASONS);
    const fault =
      reason === "delayed_delivery" ? "seller" : reason === "project_mismatch" ? "none" : "buyer";
    const at = order.paidAt + DAY * random.logNormal(0.8, 0.9);
    cancel(order, at, "buyer", reason, fault, random.chance(0.85) ? "both" : "forced");
    return true;
  }
  return false;
}

function ship(random: Random, scenario: Scenario, order: Order, fate: Fate): void {
  const { handling, transit } = order.seller.goods;
  const stolen = fate.fault === "seller" && fate.reason === "non_delivery";
  const lost = stolen && random.chance(scenario.cases.undelivered);
  if (lost && random.chance(0.5)) return;
  order.shippedAt = fate.late
    ? order.shipBy + DAY * random.logNormal(1.8, 0.8)
    : order.paidAt + DAY * handling * random.between(0.1, 0.95);
  if (lost) return;
  const delay = stolen ? order.estimatedAt - order.shippedAt + DAY * random.logNormal(14, 0.5) : 0;
  order.deliveredAt = order.shippedAt + Math.max(delay, DAY * transit * random.logNormal(1, 0.3));
  order.proof = proof(random, scenario, order);
}

function proof(random: Random, scenario: Scenario, order: Order): Order["proof"] {
  if (!random.chance(habit(scenario, order.seller, order.day, "proof"))) return "none";
  if (order.cents > 20_000 && random.chance(0.6)) return "signature";
  return random.chance(0.84) ? "tracking_to_address" : "tracking";
}

function deliverFile(random: Random, order: Order, fate: Fate): void {
  const withheld = fate.fault === "seller" && fate.reason === "non_delivery";
  if (withheld && random.chance(0.6)) return;
  order.deliveredAt =
    fate.late || withheld
      ? order.shipBy + DAY * random.logNormal(3, 0.7)
      : order.paidAt + DAY * order.seller.goods.handling * random.between(0.05, 0.95);
  order.proof = "none";
  if (random.chance(0.92)) order.accessedAt = order.deliveredAt + HOUR * random.logNormal(5, 1.2);
}

function complete(random: Random, order: Order, timeoutDays: number): void {
  const confirmed = order.deliveredAt + DAY * random.logNormal(2.2, 0.9);
  const timeout = order.deliveredAt + timeoutDays * DAY;
  const byBuyer = random.chance(0.6) && confirmed < timeout;
  order.completedAt = byBuyer ? confirmed : timeout;
  order.completedBy = byBuyer ? "buyer" : "timeout";
}

function cancelAfterAccess(random: Random, { buyers }: Scenario, order: Order): void {
  const { kind } = order.buyer;
  if (!random.chance(kind === "honest" ? 0.002 : buyers.kinds[kind].cancel)) return;
  const at = order.accessedAt + HOUR * random.between(1, 40);
  if (at > order.completedAt) return;
  cancel(order, at, "buyer", "project_mismatch", "none", random.chance(0.5) ? "forced" : "both");
  order.completedAt = Infinity;
}
