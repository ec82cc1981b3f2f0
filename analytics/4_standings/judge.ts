import { rateInterval } from "../3_rates/interval.js";
import type { Figures } from "../3_rates/figures.js";
import type { Program, ProgramTier } from "./program.js";
import type { GateResult } from "./standing.js";

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

type Gate = GateResult["gate"];

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
    headroom: headroomOf(program, figures),
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
  const met = program.tiers.filter((tier) => judgeGates(tier, figures).every((gate) => gate.met));
  return met.at(-1)?.id ?? "within";
}

export function judgeGates(tier: ProgramTier, figures: Figures): GateResult[] {
  return (Object.entries(tier.gates) as [Gate, number | undefined][]).flatMap(
    ([gate, threshold]) => {
      if (threshold === undefined) return [];
      const value = gateValue(gate, figures);
      return [
        { tier: tier.id, gate, value, threshold, met: isMet(gate, value, threshold, figures) },
      ];
    },
  );
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

/**
 * Defects that can still come before the first tier is met, each from a buyer of its own; negative
 * where it is met. Every gate only rises with the number of defects, so halving finds the edge.
 */
function headroomOf(program: Program, figures: Figures): number | null {
  const [first] = program.tiers;
  if (!first || !isScored(program, figures)) return null;
  const { numerator, denominator } = figures;
  const isMetWith = (more: number) =>
    judgeGates(first, withDefects(program, figures, more)).every((gate) => gate.met);
  let unmet = -numerator.judged;
  const { rate: _rate, rate_low: _rateLow, ...counts } = first.gates;
  let met = Math.max(1, denominator.judged * 10, ...Object.values(counts));
  if (isMetWith(unmet) || !isMetWith(met)) return null;
  while (met - unmet > 1) {
    const middle = Math.floor((unmet + met) / 2);
    if (isMetWith(middle)) met = middle;
    else unmet = middle;
  }
  return met - 1;
}

function withDefects(program: Program, { numerator, denominator }: Figures, more: number): Figures {
  const isInBase = program.numerator.measures.some((name) =>
    program.denominator.measures.includes(name),
  );
  const add = (value: number) => Math.max(0, value + more);
  return {
    numerator: {
      raw: add(numerator.raw),
      judged: add(numerator.judged),
      count: program.unit === "amount" ? numerator.count : add(numerator.count),
      amount: program.unit === "amount" ? add(numerator.amount) : numerator.amount,
      buyers: add(numerator.buyers),
    },
    denominator: isInBase ? { ...denominator, judged: denominator.judged + more } : denominator,
  };
}
