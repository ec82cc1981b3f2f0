import { rateInterval } from "../3_rates/interval.js";
import type { Figures } from "../3_rates/figures.js";
import { entriesOf, gatesFor, type Lines } from "./judge.js";
import { boundOf, isFloor, meets, type Threshold } from "./program/threshold.js";
import type { Gate, Tier } from "./program/tier.js";

/**
 * Defects that can surely still come before a tier is met; negative where it is met: how many fewer
 * would have kept the seller out. In minor units for programmes over amounts. Each defect is taken to
 * come from another buyer and on an order that is in the base already, so that it is never too
 * hopeful. Null where no number of defects alone meets or leaves the tier.
 */
export function headroomTo(tier: Tier, lines: Lines, figures: Figures): number | null {
  let most: number | null = null;
  for (const [gate, threshold] of entriesOf(gatesFor(tier, figures))) {
    const more = missing(lines, gate, threshold, figures);
    if (more === "never") return null;
    if (more !== "always") most = Math.max(most ?? more, more);
  }
  return most === null ? null : most - 1;
}

/** Headroom to the first tier. */
export function headroomOf(lines: Lines, figures: Figures): number | null {
  const [first] = lines.tiers;
  return first ? headroomTo(first, lines, figures) : null;
}

/** How many more defects meet a gate; 0 or less where it is met. */
function missing(
  { unit }: Lines,
  gate: Gate,
  threshold: Threshold,
  figures: Figures,
): number | "always" | "never" {
  const { numerator, denominator } = figures;
  const isMoney = unit === "amount";
  const fixed = (value: number) => (meets(value, threshold) ? "always" : "never");
  if (gate === "peer_multiple" || gate === "points") return "never";
  if (gate === "denominator") return fixed(denominator.judged);
  if (gate === "denominator_count") return fixed(denominator.count);
  if (!isFloor(threshold)) return "never";
  switch (gate) {
    case "rate":
      return leastReaching(threshold, denominator.judged) - numerator.judged;
    case "rate_low":
      return lowMissing(threshold, figures);
    case "count":
      return isMoney ? fixed(numerator.count) : leastWhole(threshold) - numerator.count;
    case "amount":
      return isMoney ? leastWhole(threshold) - numerator.amount : fixed(numerator.amount);
    case "distinct_buyers":
      return isMoney ? fixed(numerator.buyers) : leastWhole(threshold) - numerator.buyers;
  }
}

/** The least whole number that meets a threshold. */
function leastWhole(threshold: Threshold): number {
  const least = Math.ceil(boundOf(threshold).bound);
  return meets(least, threshold) ? least : least + 1;
}

/** The least whole numerator whose rate meets the threshold, compared just as a gate compares. */
function leastReaching(threshold: Threshold, denominator: number): number {
  if (denominator <= 0) return 1;
  let least = Math.max(0, Math.floor(boundOf(threshold).bound * denominator) - 1);
  while (!meets(least / denominator, threshold)) least += 1;
  return least;
}

/** Defects until the interval lies wholly beyond the line; without a denominator there is none. */
function lowMissing(threshold: Threshold, { numerator, denominator }: Figures): number | "never" {
  const isAbove = (count: number) =>
    meets(rateInterval(count, Math.max(0, denominator.judged))?.low ?? 0, threshold);
  let [unmet, met] = [-1, 100 + denominator.judged * 40];
  if (!isAbove(met)) return "never";
  while (met - unmet > 1) {
    const middle = Math.floor((unmet + met) / 2);
    if (isAbove(middle)) met = middle;
    else unmet = middle;
  }
  return met - numerator.judged;
}
