import { rateInterval } from "../3_rates/interval.js";
import type { Figures } from "../3_rates/figures.js";
import type { Program, ProgramTier } from "./program.js";
import type { GateResult } from "./standing.js";
import { headroomOf } from "./headroom.js";

/** What a programme makes of one seller's figures. Pure: the same figures give the same judgement. */
export interface Judgement {
  rate: number | null;
  rawRate: number | null;
  low: number | null;
  high: number | null;
  tier: string;
  gates: GateResult[];
  headroom: number | null;
}

export type Gate = GateResult["gate"];

/** numerator / denominator, or null where there is nothing to divide by. */
export const ratio = (numerator: number, denominator: number): number | null =>
  denominator > 0 ? numerator / denominator : null;

export function judge(program: Program, figures: Figures): Judgement {
  const { numerator, denominator } = figures;
  const interval =
    program.unit === "amount"
      ? null
      : rateInterval(Math.max(0, numerator.judged), denominator.judged);
  const gates = program.tiers.flatMap((tier) => judgeGates(tier, figures));
  return {
    rate: ratio(numerator.judged, denominator.judged),
    rawRate: ratio(numerator.raw, denominator.judged),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    tier: tierOf(program, figures),
    gates,
    headroom: isScored(program, figures) ? headroomOf(program, figures) : null,
  };
}

/** Too few orders to say anything; a seller without any is never scored. */
export function isScored(program: Program, { numerator, denominator }: Figures): boolean {
  if (program.floor) return denominator.judged >= program.floor.denominator;
  return denominator.judged > 0 || numerator.raw > 0;
}

/** `not_scored`, `within`, or the worst tier whose gates are all met. */
export function tierOf(program: Program, figures: Figures): string {
  if (!isScored(program, figures)) return "not_scored";
  return program.tiers.findLast((tier) => isTierMet(tier, figures))?.id ?? "within";
}

/** Whether a seller's tier is one of the programme's. */
export const isListed = (program: Program, figures: Figures): boolean =>
  isScored(program, figures) && program.tiers.some((tier) => isTierMet(tier, figures));

const isTierMet = (tier: ProgramTier, figures: Figures): boolean =>
  gatesOf(tier).every(([gate, threshold]) =>
    isMet(gate, gateValue(gate, figures), threshold, figures),
  );

/** Every gate of a tier, with what it compared. */
export function judgeGates(tier: ProgramTier, figures: Figures): GateResult[] {
  return gatesOf(tier).map(([gate, threshold]) => {
    const value = gateValue(gate, figures);
    return { tier: tier.id, gate, value, threshold, met: isMet(gate, value, threshold, figures) };
  });
}

const gatesByTier = new WeakMap<ProgramTier, readonly (readonly [Gate, number])[]>();

/** The gates that a tier has; read once, as fifty thousand sellers ask. */
export function gatesOf(tier: ProgramTier): readonly (readonly [Gate, number])[] {
  const known = gatesByTier.get(tier);
  if (known) return known;
  const gates = Object.entries(tier.gates).filter(
    (gate): gate is [Gate, number] => gate[1] !== undefined,
  );
  gatesByTier.set(tier, gates);
  return gates;
}

function gateValue(gate: Gate, { numerator, denominator }: Figures): number | null {
  switch (gate) {
    case "rate":
      return ratio(numerator.judged, denominator.judged);
    case "rate_low":
      return rateInterval(numerator.judged, denominator.judged)?.low ?? null;
    case "count":
      return numerator.count;
    case "amount":
      return numerator.amount;
    case "distinct_buyers":
      return numerator.buyers;
    case "denominator":
      return denominator.judged;
  }
}

/** Defects without a single sale are above every rate: such a seller must not slip through. */
function isMet(
  gate: Gate,
  value: number | null,
  threshold: number,
  { numerator }: Figures,
): boolean {
  if (value === null) return gate === "rate" && numerator.judged > 0;
  return value >= threshold;
}
