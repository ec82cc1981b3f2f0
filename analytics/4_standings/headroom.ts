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
      return rateMissing(threshold, figures);
    case "rate_low":
      return lowMissing(threshold, figures);
    case "count":
      return isMoney ? fixed(numerator.count) : wholeMissing(threshold, numerator.count);
    case "amount":
      return isMoney ? wholeMissing(threshold, numerator.amount) : fixed(numerator.amount);
    case "distinct_buyers":
      return isMoney ? fixed(numerator.buyers) : wholeMissing(threshold, numerator.buyers);
  }
}

/** How many more meet a threshold; figures of scores may have decimals, defects come as wholes. */
function wholeMissing(threshold: Threshold, figure: number): number {
  const more = Math.ceil(boundOf(threshold).bound - figure);
  return meets(figure + more, threshold) ? more : more + 1;
}

/** How many more make a rate that meets the threshold, compared just as a gate compares. */
function rateMissing(threshold: Threshold, { numerator, denominator }: Figures): number {
  if (denominator.judged <= 0) return Math.floor(1 - numerator.judged);
  const estimate = Math.floor(boundOf(threshold).bound * denominator.judged - numerator.judged) - 1;
  let more = Math.max(-Math.floor(numerator.judged), estimate);
  while (!meets((numerator.judged + more) / denominator.judged, threshold)) more += 1;
  return more;
}

/** Defects until the interval lies wholly beyond the line; without a denominator there is none. */
function lowMissing(threshold: Threshold, { numerator, denominator }: Figures): number | "never" {
  const part = numerator.judged - Math.floor(numerator.judged);
  const isAbove = (count: number) =>
    meets(rateInterval(count + part, Math.max(0, denominator.judged))?.low ?? 0, threshold);
  let [unmet, met] = [-1, 100 + Math.ceil(denominator.judged) * 40];
  if (!isAbove(met)) return "never";
  while (met - unmet > 1) {
    const middle = Math.floor((unmet + met) / 2);
    if (isAbove(middle)) met = middle;
    else unmet = middle;
  }
  return met - Math.floor(numerator.judged);
}
