import type { Figures } from "../3_rates/figures.js";
import type { Fees } from "./program/fees.js";
import type { Fee } from "./standing.js";

export interface FeeMonth {
  /** The seller's tier at this evaluation. */
  tier: string;
  /** Months in the programme, this one included. */
  months: number;
  /** Months between the end of the last stay and this entry; null if there was none. */
  quiet: number | null;
}

/** What a month in a tier costs, as published: pure, in minor units. Nothing outside of tiers. */
export function feesOf(fees: Fees | undefined, month: FeeMonth, figures: Figures): Fee[] {
  if (!fees || isOutside(month) || isInGrace(fees, month)) return [];
  const lines: Fee[] = [];
  const add = (name: string, amount: number) => {
    if (amount > 0) lines.push({ name, amount });
  };
  const step = fees.ladder[month.tier]?.findLast(({ from_month }) => from_month <= month.months);
  add("monthly", step?.amount ?? 0);
  for (const each of fees.per_event) {
    const { name, tiers, from_month, until_month = Infinity } = each;
    if (tiers && !tiers.includes(month.tier)) continue;
    if (month.months < from_month || month.months > until_month) continue;
    add(name, each.amount * eventsBeyond(each, figures));
  }
  for (const { name, amount, month: due } of fees.once) if (due === month.months) add(name, amount);
  return lines;
}

/** A clean month on the way out costs nothing, though the seller has not left yet. */
const isOutside = ({ tier, months }: FeeMonth) =>
  months === 0 || tier === "within" || tier === "not_scored";

const isInGrace = ({ grace }: Fees, { months, quiet }: FeeMonth) =>
  grace !== undefined && months <= grace.months && (quiet === null || quiet >= grace.within_months);

function eventsBeyond(
  { over_count = 0, over_rate }: Fees["per_event"][number],
  { numerator, denominator }: Figures,
): number {
  const free = over_rate === undefined ? over_count : wholeOf(over_rate, denominator.judged);
  return Math.max(0, numerator.count - free);
}

/** floor(rate x base), for rates given in decimals: 0.01 x 5000 is 50, whatever binary makes of it. */
const wholeOf = (rate: number, base: number) => Math.floor(Number((rate * base).toPrecision(15)));
