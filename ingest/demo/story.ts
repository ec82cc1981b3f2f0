import { chargebacksOf } from "./bank.js";
import type { Buyer, Buyers } from "./buyers.js";
import type { Case } from "./case.js";
import type { Chargeback } from "./chargeback.js";
import { badBuyerShare, within } from "./conduct.js";
import { openCase, settleOrder } from "./dispute.js";
import { caseEvidence, chargebackEvidence, type Evidence } from "./evidence.js";
import { decideFate } from "./fate.js";
import type { Freeze } from "./freeze.js";
import { fulfil } from "./fulfil.js";
import type { Order } from "./order.js";
import { orderPlacer } from "./place.js";
import { freezeDishonestConduct, freezeRefusedPayment, freezeRiskyAddress } from "./police.js";
import { Random, STREAM } from "./random.js";
import { refundsOf, type Refund } from "./refund.js";
import { BAD_BUYER_KINDS, type Scenario } from "./scenario.js";
import type { Seller } from "./sellers.js";
import type { ShopPicker, Visit } from "./traffic.js";

/** An order with all that happened to it. */
export interface Story {
  random: Random;
  order: Order;
  dispute: Case | undefined;
  refunds: Refund[];
  chargebacks: Chargeback[];
  freezes: Freeze[];
  evidence: Evidence[];
}

/** Tells the stories of visits one by one; ids count up in the order of telling. */
export function storyTeller(scenario: Scenario, shops: ShopPicker, buyers: Buyers) {
  const place = orderPlacer(scenario, buyers);
  const ids = {
    case: counter("C"),
    refund: counter("R"),
    chargeback: counter("K"),
    freeze: counter("F"),
    evidence: counter("E"),
  };

  return ({ number, day, orderedAt, bustOut }: Visit): Story => {
    const random = new Random(shops.plan.seed, STREAM.order, number);
    const seller = bustOut ?? shops.pick(random, day);
    const buyer = pickBuyer(random, scenario, buyers, seller, day, bustOut !== undefined);
    const order = place(random, number, seller, buyer, day, orderedAt);
    const fate = decideFate(random, scenario, seller, buyer, day);
    fulfil(random, scenario, order, fate);

    const freezes: Freeze[] = [];
    const risky = freezeRiskyAddress(random, scenario, order, ids.freeze);
    if (risky) freezes.push(risky);
    const stopped = risky?.closedAs === "closed";
    const direct = order.network !== undefined && random.chance(scenario.cases.direct_chargeback);
    const disputed = fate.fault !== undefined && !direct && !stopped;
    const dispute = disputed ? openCase(random, scenario, order, fate, ids.case()) : undefined;
    if (dispute) settleOrder(order, dispute);

    const refunds = refundsOf(random, scenario, order, dispute, ids.refund);
    const chargebacks = stopped
      ? []
      : chargebacksOf(random, scenario, order, fate, dispute, ids.chargeback);
    const refused = freezeRefusedPayment(random, scenario, order, chargebacks, ids.freeze);
    if (refused) freezes.push(refused);
    const suspected =
      freezes.length === 0 && freezeDishonestConduct(random, scenario, order, ids.freeze);
    if (suspected) freezes.push(suspected);

    const evidence = dispute ? caseEvidence(random, dispute, ids.evidence) : [];
    for (const each of chargebacks)
      evidence.push(...chargebackEvidence(random, each, ids.evidence));
    return { random, order, dispute, refunds, chargebacks, freezes, evidence };
  };
}

function pickBuyer(
  random: Random,
  scenario: Scenario,
  buyers: Buyers,
  seller: Seller,
  day: number,
  burst: boolean,
): Buyer {
  if (burst && within(seller.bustOut, day)) return buyers.bad(random, "carder", seller.index);
  let left = random.float();
  for (const kind of BAD_BUYER_KINDS) {
    left -= badBuyerShare(scenario, seller, day, kind);
    if (left < 0) return buyers.bad(random, kind, seller.index);
  }
  return buyers.honest(random);
}

function counter(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}${++count}`;
}
