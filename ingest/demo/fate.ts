import type { Row } from "../feeds/index.js";
import type { Buyer } from "./buyers.js";
import { faultRate, habit } from "./conduct.js";
import type { Random } from "./random.js";
import type { Scenario } from "./scenario.js";
import type { Seller } from "./sellers.js";
import { weightedKeys } from "./weighted.js";

/** What will become of an order, decided before its events so that they agree with it. */
export interface Fate {
  /** Who is at fault for the dispute, if there is one. */
  fault: "seller" | "buyer" | undefined;
  reason: Row<"cases">["reason"];
  detail: Row<"cases">["detail"];
  late: boolean;
  /** The cardholder will not recognise the payment. */
  fraud: boolean;
}

const usualDetail = weightedKeys({
  short_loaded: 0.12,
  counterfeit: 0.04,
  damaged: 0.28,
  quality: 0.42,
  other: 0.14,
});
const fakeDetail = weightedKeys({
  short_loaded: 0.14,
  counterfeit: 0.5,
  damaged: 0.06,
  quality: 0.25,
  other: 0.05,
});

export function decideFate(
  random: Random,
  scenario: Scenario,
  seller: Seller,
  buyer: Buyer,
  day: number,
): Fate {
  const { kinds, honest_fraud } = scenario.buyers;
  const traits = buyer.kind === "honest" ? undefined : kinds[buyer.kind];
  const slow = habit(scenario, seller, day, "slow");
  const late = random.chance(slow);
  const { late_factor } = scenario.cases;
  const lateness = (late ? late_factor : 1) / (1 + slow * (late_factor - 1));
  const rate = Math.min(0.95, faultRate(scenario, seller, day) * lateness * buyer.fussiness);
  const fault = random.chance(rate)
    ? "seller"
    : traits && random.chance(traits.dispute)
      ? "buyer"
      : undefined;
  const notReceived = fault === "buyer" ? 0.55 : seller.goods.not_received;
  const reason = random.chance(notReceived) ? "non_delivery" : "not_as_described";
  const detailOf = fault === "seller" && seller.kind === "fraudulent" ? fakeDetail : usualDetail;
  return {
    fault,
    reason,
    detail: reason === "not_as_described" ? detailOf(random) : undefined,
    late: late || (fault === "seller" && reason === "non_delivery"),
    fraud: random.chance(traits?.fraud ?? honest_fraud),
  };
}
