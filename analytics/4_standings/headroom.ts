import { rateInterval } from "../3_rates/interval.js";
import type { Figures } from "../3_rates/figures.js";
import { gatesOf, type Gate } from "./judge.js";
import type { Program } from "./program.js";

/**
 * Defects that can surely still come before the first tier is met; negative where it is met: how many
 * fewer would have kept the seller out. In minor units for programmes over amounts. Each defect is
 * taken to come from another buyer and on an order that is in the base already, so that it is never
 * too hopeful. Null where no number of defects alone meets or leaves the tier.
 */
export function headroomOf(program: Program, figures: Figures): number | null {
  const [first] = program.tiers;
  if (!first) return null;
  let most: number | null = null;
  for (const [gate, threshold] of gatesOf(first)) {
    const more = missing(program, gate, threshold, figures);
    if (more === "never") return null;
    if (more !== "always") most = Math.max(most ?? more, more);
  }
  return most === null ? null : most - 1;
}

/** How many more defects meet a gate; 0 or less where it is met. */
function missing(
  program: Program,
  gate: Gate,
  threshold: number,
  figures: Figures,
): number | "always" | "never" {
  const { numerator, denominator } = figures;
  const isMoney = program.unit === "amount";
  switch (gate) {
    case "rate":
      return leastReaching(threshold, denominator.judged) - numerator.judged;
    case "rate_low":
      return lowMissing(threshold, figures);
    case "count":
      return isMoney ? fixed(numerator.count >= threshold) : threshold - numerator.count;
    case "amount":
      return isMoney ? threshold - numerator.amount : fixed(numerator.amount >= threshold);
    case "distinct_buyers":
      return isMoney ? fixed(numerator.buyers >= threshold) : threshold - numerator.buyers;
    case "denominator":
      return fixed(denominator.judged >= threshold);
  }
}

const fixed = (met: boolean) => (met ? "always" : "never");

/** The least whole numerator whose rate reaches `rate`, compared just as a gate compares. */
function leastReaching(rate: number, denominator: number): number {
  if (denominator === 0) return 1;
  let least = Math.max(1, Math.floor(rate * denominator) - 1);
  while (least / denominator < rate) least += 1;
  return least;
}

/** Defects until the interval lies wholly on or above `rate`; without a denominator there is none. */
function lowMissing(rate: number, { numerator, denominator }: Figures): number | "never" {
  const isAbove = (count: number) => (rateInterval(count, denominator.judged)?.low ?? 0) >= rate;
  let [unmet, met] = [0, 100 + denominator.judged * 40];
  if (!isAbove(met)) return "never";
  while (met - unmet > 1) {
    const middle = Math.floor((unmet + met) / 2);
    if (isAbove(middle)) met = middle;
    else unmet = middle;
  }
  return met - numerator.judged;
}
