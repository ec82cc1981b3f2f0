import type { Buyer } from "./buyers.js";
import { DAY, formatDate } from "./clock.js";
import { faultRate } from "./conduct.js";
import type { CsvColumn, CsvRow } from "./csv.js";
import { startOfData } from "./calendar.js";
import type { Plan } from "./options.js";
import type { Scenario } from "./scenario.js";
import type { DayRange, Seller } from "./sellers.js";

const columns = (...names: string[]): CsvColumn[] => names.map((name) => ({ name, kind: "text" }));

/** Columns of truth_sellers: fault rates are shares of orders that the seller's own fault spoils. */
export const truthSellerColumns = columns(
  "seller_id",
  "kind",
  "is_risky",
  "is_targeted",
  "fault_rate_first",
  "fault_rate_last",
  "declines_from",
  "attacked_from",
  "attacked_to",
  "busts_out_from",
  "busts_out_to",
);

/** Columns of truth_buyers: only the bad ones; `group_id` is shared by those who act together. */
export const truthBuyerColumns = columns(
  "buyer_id",
  "kind",
  "group_id",
  "false_dispute_rate",
  "fraud_rate",
);

export function truthSellerRow(seller: Seller, plan: Plan, scenario: Scenario): CsvRow {
  const risky = seller.kind !== "honest" && seller.kind !== "targeted";
  const { attack, bustOut, decline } = seller;
  return {
    seller_id: seller.id,
    kind: seller.kind,
    is_risky: risky,
    is_targeted: seller.kind === "targeted",
    fault_rate_first: faultRate(scenario, seller, 0).toFixed(5),
    fault_rate_last: faultRate(scenario, seller, plan.days - 1).toFixed(5),
    declines_from: Number.isFinite(decline.from) ? date(plan, decline, "from") : undefined,
    attacked_from: date(plan, attack, "from"),
    attacked_to: date(plan, attack, "to"),
    busts_out_from: date(plan, bustOut, "from"),
    busts_out_to: date(plan, bustOut, "to"),
  };
}

export function truthBuyerRow(buyer: Buyer, { buyers: { kinds } }: Scenario): CsvRow {
  if (buyer.kind === "honest") throw new TypeError(`${buyer.id} is honest: not in truth_buyers`);
  const { dispute, fraud } = kinds[buyer.kind];
  return {
    buyer_id: buyer.id,
    kind: buyer.kind,
    group_id: buyer.group === undefined ? undefined : `${buyer.kind}-${buyer.group + 1}`,
    false_dispute_rate: dispute,
    fraud_rate: fraud,
  };
}

function date(plan: Plan, range: DayRange | undefined, end: keyof DayRange): string | undefined {
  return range && formatDate(startOfData(plan) + Math.floor(range[end]) * DAY);
}
