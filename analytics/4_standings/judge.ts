import { rateInterval } from "../3_rates/interval.js";
import type { Figures } from "../3_rates/figures.js";
import type { Unit } from "./program/rate.js";
import { boundOf, isFloor, meets, type Threshold } from "./program/threshold.js";
import type { Gate, Gates, Tier } from "./program/tier.js";
import type { GateResult } from "./standing.js";

/** The lines that hold for a seller: those of its region, of the version in force. */
export interface Lines {
  unit: Unit;
  tiers: readonly Tier[];
  floor?: { denominator: number } | undefined;
}

/** What gates compare beyond the seller's own figures. */
export interface Context {
  /** Average rate of the seller's peers; null where there are too few. */
  peerRate?: number | null;
  /** Points or score; null where there are none. */
  points?: number | null;
  /** Evaluations in a row, this one included, that have met a tier's gates. */
  inARow?: ((tier: Tier) => number) | undefined;
}

/**
 * numerator / denominator, or null where there is nothing to divide by; 0 where more is subtracted from
 * the numerator than there is.
 */
export const ratio = (numerator: number, denominator: number): number | null =>
  denominator > 0 ? Math.max(0, numerator) / denominator : null;

/** Too few orders to say anything; a seller without any is never scored. */
export function isScored({ floor }: Pick<Lines, "floor">, figures: Figures): boolean {
  const { numerator, denominator } = figures;
  if (floor) return denominator.judged >= floor.denominator;
  return denominator.judged > 0 || numerator.raw > 0;
}

export type HasGates = Pick<Tier, "gates" | "pieces">;

/** Whether any of some lines compares money. */
export const comparesMoney = (lines: readonly HasGates[]): boolean =>
  lines.some(({ gates, pieces = [] }) =>
    [gates, ...pieces.map((piece) => piece.gates)].some((each) => each?.amount !== undefined),
  );

/**
 * Whether lines compare money that could not be converted: then they judge nobody, and say why. Where
 * money itself is divided (unit amount) it never comes so far, as reading it is an error.
 */
export const lacksRates = (lines: readonly HasGates[], { numerator }: Figures): boolean =>
  numerator.isUnpriced === true && comparesMoney(lines);

/** Whether anything can be said of a seller: it has orders enough, and its money can be compared. */
export const isJudgeable = (lines: Lines, figures: Figures): boolean =>
  isScored(lines, figures) && !lacksRates(lines.tiers, figures);

/** `not_scored`, `within`, or the worst tier whose gates are all met. */
export function tierOf(lines: Lines, figures: Figures, context: Context = {}): string {
  if (!isJudgeable(lines, figures)) return "not_scored";
  return lines.tiers.findLast((tier) => isTierMet(tier, figures, context))?.id ?? "within";
}

/**
 * The least rate and the least count with which any line can be met; -Infinity where one asks for
 * neither. Money is left out of it, as it may not be known.
 */
export interface Least {
  rate: number;
  count: number;
}

export function leastOf({ unit, tiers }: { unit: Unit; tiers: readonly HasGates[] }): Least | null {
  if (comparesMoney(tiers)) return null;
  const sets = tiers.flatMap(({ gates, pieces = [] }) => [
    ...(gates ? [gates] : []),
    ...pieces.map((piece) => piece.gates),
  ]);
  const least = (gate: "rate" | "count") => {
    const bounds = sets.map((gates) => {
      const threshold = gates[gate];
      return threshold !== undefined && isFloor(threshold) ? boundOf(threshold).bound : -Infinity;
    });
    return Math.min(...bounds);
  };
  // What is judged is money there, and its count another figure.
  return { rate: least("rate"), count: unit === "amount" ? -Infinity : least("count") };
}

/** Whether figures are surely below every line: a quick answer for the many that are. */
export function isBelow({ rate, count }: Least, judged: number, denominator: number): boolean {
  if (judged < count) return true;
  if (rate === -Infinity) return false;
  return denominator > 0 ? Math.max(0, judged) / denominator < rate : judged <= 0;
}

/** Whether every gate is met, and for long enough. */
export function isTierMet(tier: Tier, figures: Figures, context: Context = {}): boolean {
  if (!areGatesMet(tier, figures, context)) return false;
  return tier.periods === undefined || !context.inARow || context.inARow(tier) >= tier.periods;
}

/** Whether every gate is met at this evaluation, however long it has been so. */
export function areGatesMet(tier: Tier, figures: Figures, context: Context = {}): boolean {
  for (const [gate, threshold] of entriesOf(gatesFor(tier, figures)))
    if (!isMet(gate, threshold, figures, context)) return false;
  return true;
}

/** Whether gates alone are met: an award's, say. */
export const areMet = (gates: Gates, figures: Figures): boolean =>
  entriesOf(gates).every(([gate, threshold]) => isMet(gate, threshold, figures, {}));

/** A tier's gates; where they depend on volume, those of the seller's. */
export function gatesFor(tier: Tier, { denominator }: Figures): Gates {
  return tier.gates ?? tier.pieces?.findLast(({ from }) => from <= denominator.judged)?.gates ?? {};
}

/** Every gate of the lines, with what it compared. */
export function judgeGates(lines: Lines, figures: Figures, context: Context = {}): GateResult[] {
  return lines.tiers.flatMap((tier) => [
    ...entriesOf(gatesFor(tier, figures)).map(([gate, threshold]): GateResult => {
      const { comparison, bound } = boundOf(threshold);
      return {
        tier: tier.id,
        gate,
        value: gateValue(gate, figures, context),
        comparison,
        threshold: bound,
        met: isMet(gate, threshold, figures, context),
      };
    }),
    ...periodsGate(tier, context),
  ]);
}

function periodsGate(tier: Tier, { inARow }: Context): GateResult[] {
  if (tier.periods === undefined) return [];
  const value = inARow?.(tier) ?? null;
  return [
    {
      tier: tier.id,
      gate: "periods",
      value,
      comparison: ">=",
      threshold: tier.periods,
      met: value === null || value >= tier.periods,
    },
  ];
}

const known = new WeakMap<Gates, readonly (readonly [Gate, Threshold])[]>();

/** The gates that are set; read once, as fifty thousand sellers ask. */
export function entriesOf(gates: Gates): readonly (readonly [Gate, Threshold])[] {
  const found = known.get(gates);
  if (found) return found;
  const entries = Object.entries(gates).filter(
    (gate): gate is [Gate, Threshold] => gate[1] !== undefined,
  );
  known.set(gates, entries);
  return entries;
}

/** Without the last digit of binary fractions: 0.6 is three times 0.2, not 2.9999999999999996 times. */
const multipleOf = (rate: number, average: number) => Number((rate / average).toPrecision(15));

function gateValue(gate: Gate, figures: Figures, context: Context): number | null {
  const { numerator, denominator } = figures;
  switch (gate) {
    case "rate":
      return ratio(numerator.judged, denominator.judged);
    case "rate_low":
      return (
        rateInterval(Math.max(0, numerator.judged), Math.max(0, denominator.judged))?.low ?? null
      );
    case "count":
      return numerator.count;
    case "amount":
      return numerator.isUnpriced ? null : numerator.amount;
    case "distinct_buyers":
      return numerator.buyers;
    case "denominator":
      return denominator.judged;
    case "denominator_count":
      return denominator.count;
    case "peer_multiple": {
      const rate = ratio(numerator.judged, denominator.judged);
      return rate === null || !context.peerRate ? null : multipleOf(rate, context.peerRate);
    }
    case "points":
      return context.points ?? null;
  }
}

/** Defects without a single sale are above every rate: such a seller must not slip through. */
export function isRateMet(judged: number, denominator: number, threshold: Threshold): boolean {
  const rate = ratio(judged, denominator);
  return rate === null ? judged > 0 && meets(Infinity, threshold) : meets(rate, threshold);
}

function isMet(gate: Gate, threshold: Threshold, figures: Figures, context: Context): boolean {
  const { numerator, denominator } = figures;
  if (gate === "rate") return isRateMet(numerator.judged, denominator.judged, threshold);
  const value = gateValue(gate, figures, context);
  return value !== null && meets(value, threshold);
}
