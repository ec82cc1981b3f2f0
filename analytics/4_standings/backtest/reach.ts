import type { SideFigures } from "../../3_rates/side.js";
import { entriesOf } from "../judge.js";
import type { RateProgram } from "../program.js";
import { boundOf, isFloor, meets, type Threshold } from "../program/threshold.js";
import type { Gate, Gates } from "../program/tier.js";

/** Whether a seller with this numerator may be in a tier, whatever its denominator. */
export type Reach = (numerator: SideFigures) => boolean;

/** Gates that nobody meets without a numerator. */
const OF_DEFECTS: readonly Gate[] = [
  "rate",
  "count",
  "amount",
  "distinct_buyers",
  "rate_low",
  "peer_multiple",
];

/**
 * What a numerator must be for any tier of a version, or null where a seller without any may be in
 * one. It lets through too many, never too few.
 */
export function reachOf(version: RateProgram): Reach | null {
  const sets = setsOf(version);
  const needsDefects = sets.every(({ gates }) =>
    entriesOf(gates).some(
      ([gate, threshold]) =>
        OF_DEFECTS.includes(gate) && isFloor(threshold) && !meets(0, threshold),
    ),
  );
  if (!needsDefects) return null;
  return (numerator) => sets.some((set) => mayMeet(set, numerator));
}

interface GateSet {
  gates: Gates;
  /** A denominator below it keeps a seller out of the tier. */
  least: number;
}

function setsOf({ tiers, regional, floor }: RateProgram): GateSet[] {
  const all = [...tiers, ...regional.flatMap((variant) => variant.tiers)];
  return all.flatMap(({ gates, pieces = [] }) => {
    const sets = gates ? [{ from: 0, gates }] : pieces;
    return sets.map((set) => ({
      gates: set.gates,
      least: Math.max(floor?.denominator ?? 0, set.from, leastOf(set.gates.denominator)),
    }));
  });
}

const leastOf = (threshold: Threshold | undefined) =>
  threshold !== undefined && isFloor(threshold) ? boundOf(threshold).bound : 0;

function mayMeet({ gates, least }: GateSet, numerator: SideFigures): boolean {
  return entriesOf(gates).every(([gate, threshold]) => {
    switch (gate) {
      case "count":
        return meets(numerator.count, threshold);
      case "amount":
        return meets(numerator.amount, threshold);
      case "distinct_buyers":
        return meets(numerator.buyers, threshold);
      case "rate":
      case "rate_low":
        if (!isFloor(threshold)) return true;
        return least > 0
          ? meets(numerator.judged / least, threshold)
          : numerator.judged > 0 || meets(0, threshold);
      case "peer_multiple":
        return !isFloor(threshold) || numerator.judged > 0 || meets(0, threshold);
      default:
        return true;
    }
  });
}
