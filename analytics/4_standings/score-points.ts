import { NO_RATE, type Figures } from "../3_rates/figures.js";
import { entriesOf, ratio, tierOf } from "./judge.js";
import type { PeerSums } from "./peers.js";
import type { ScoreProgram } from "./program.js";
import type { ScorePart } from "./program/score.js";
import { boundOf, meets, type Threshold } from "./program/threshold.js";
import type { Tier } from "./program/tier.js";

/** Whether a seller has enough of a part to be scored by it, and to be a peer of others. */
export const isEnoughOf = ({ floor }: Pick<ScorePart, "floor">, denominator: number): boolean =>
  denominator > 0 && denominator >= (floor?.denominator ?? 0);

/** What a part makes of a seller's figures, and of its peers'. */
export function pointsOf(
  part: ScorePart,
  numerator: number,
  denominator: number,
  peerRate: number | null,
) {
  const rate = ratio(numerator, denominator);
  const isEnough = isEnoughOf(part, denominator);
  const position = rate !== null && isEnough ? positionOf(part, rate, peerRate) : null;
  const points = position === null ? null : part.weight * readCurve(part.curve, position);
  return { rate, isEnough, position, points };
}

export const rateOf = (sums: PeerSums | null): number | null =>
  sums && ratio(sums.numerator, sums.denominator);

/** What the points of some parts come to, of their weight; null where too few are scored. */
export function scoreOf(
  { maximum, min_parts }: ScoreProgram["score"],
  { points, weight, parts }: { points: number; weight: number; parts: number },
): number | null {
  if (parts < min_parts) return null;
  return Math.min(maximum, Math.max(0, (points * maximum) / weight));
}

/** The tier of a score: `within`, or the worst whose gate it meets. */
export function tierOfScore(tiers: readonly Tier[], points: number): string {
  const lines = linesOf(tiers);
  if (!lines) return tierOf({ unit: "events", tiers }, SCORED, { points });
  for (let place = lines.length - 1; place >= 0; place -= 1)
    if (meets(points, lines[place] as Threshold)) return (tiers[place] as Tier).id;
  return "within";
}

/** The same of a score before `exact`, which is slow, and matters on a line only. */
export function tierOfRaw(tiers: readonly Tier[], points: number): string {
  const isOnLine = linesOf(tiers)?.some((line) => Math.abs(points - boundOf(line).bound) < 1e-8);
  return tierOfScore(tiers, isOnLine === false ? points : exact(points));
}

const known = new WeakMap<readonly Tier[], readonly Threshold[] | null>();

/** What points are compared with, tier by tier; null where any tier compares more. */
function linesOf(tiers: readonly Tier[]): readonly Threshold[] | null {
  const found = known.get(tiers);
  if (found !== undefined) return found;
  const lines = tiers.flatMap(({ gates = {}, periods }) => {
    const isAlone = entriesOf(gates).length === 1 && periods === undefined;
    return isAlone ? (gates.points ?? []) : [];
  });
  const whole = lines.length === tiers.length ? lines : null;
  known.set(tiers, whole);
  return whole;
}

const SCORED: Figures = { ...NO_RATE, denominator: { ...NO_RATE.denominator, judged: 1 } };

/** Without the last digits of binary fractions: what is 90 on paper is 90 here. */
export const exact = (value: number): number => Number(value.toFixed(9));

/** Where a part is on its curve. Peers without any defect: spotless is spotless, all else is far off. */
export function positionOf(part: ScorePart, rate: number, peerRate: number | null): number | null {
  if (part.against === "fixed") return rate;
  if (peerRate === null) return null;
  if (peerRate === 0) return rate === 0 ? 0 : Infinity;
  return rate / peerRate;
}

type Point = ScorePart["curve"][number];

/** The share of the weight at a position: a broken line, flat beyond its ends. */
export function readCurve(curve: ScorePart["curve"], position: number): number {
  const [first] = curve;
  if (!first || position <= first[0]) return first?.[1] ?? 0;
  for (let index = 1; index < curve.length; index += 1) {
    const point = curve[index] as Point;
    if (position > point[0]) continue;
    const [x, y] = point;
    const [x0, y0] = curve[index - 1] as Point;
    return y0 + ((y - y0) * (position - x0)) / (x - x0);
  }
  return curve.at(-1)?.[1] ?? 0;
}
