import { areMet, isScored, lacksRates, type Least } from "./judge.js";
import type { PlainLines } from "./plain-lines.js";
import type { PointsProgram } from "./program.js";
import { isFloor } from "./program/threshold.js";
import type { MomentFigures } from "./rate-figures.js";

export type Rule = PointsProgram["points"]["rules"][number];

/** Points that one evaluation gave one seller by one rule. */
export interface Award {
  day: string;
  rule: string;
  name: string;
  points: number;
}

/** A rule on the days on which it was in force. */
export interface Reading {
  rule: Rule;
  days: readonly string[];
  figures: MomentFigures[];
  /** Whether nobody without a defect is given points. */
  needsDefects: boolean;
  /** What every award asks for at least; null where it is money, which may not be known. */
  least: Least | null;
  /** Null where any award compares more than two numbers. */
  plain: PlainLines | null;
}

/** Whether any rule could judge a seller at any evaluation. */
export function isScoredIn(read: readonly Reading[], key: number): boolean {
  for (const { figures } of read) for (const found of figures) if (found.isScored(key)) return true;
  return false;
}

/** Whether a seller has anything in a numerator at any evaluation. */
export function hasNumeratorIn(read: readonly Reading[], key: number): boolean {
  for (const { figures } of read)
    for (const found of figures) if (found.hasNumerator(key)) return true;
  return false;
}

/** Whether nobody without a defect is given points. */
export const needsDefects = (awards: Rule["awards"]): boolean =>
  awards.every(({ gates: { rate, count, distinct_buyers: buyers } }) =>
    [rate, count, buyers].some((threshold) => threshold !== undefined && isFloor(threshold)),
  );

/** Whether an award depends on money that could not be converted: then the points are not known. */
export const lacksRatesIn = (read: readonly Reading[], key: number): boolean =>
  read.some(({ rule, figures }) =>
    figures.some((found) => lacksRates(rule.awards, found.at(key).figures)),
  );

/** Every award to a seller, rule by rule, oldest first. */
export const awardsTo = (read: readonly Reading[], key: number): Award[] =>
  read.flatMap((reading) =>
    reading.figures.flatMap((found, index) => {
      const award = awarded(reading, found, key);
      const day = reading.days[index] as string;
      return award ? [{ day, rule: reading.rule.id, name: award.name, points: award.points }] : [];
    }),
  );

/** What one evaluation gives a seller by one rule. */
function awarded(reading: Reading, found: MomentFigures, key: number) {
  const { rule, needsDefects: isFor, least, plain } = reading;
  if (isFor && !found.hasNumerator(key)) return undefined;
  if (least && found.isBelow(least, key)) return undefined;
  if (plain)
    return found.isScored(key) ? rule.awards[plain.worstIn(found.lookOf(key), key)] : undefined;
  const { figures } = found.at(key);
  if (!isScored(rule, figures)) return undefined;
  return rule.awards.findLast(({ gates }) => areMet(gates, figures));
}

/** The points of all awards to a seller, without a list of them. */
export function awardedTo(read: readonly Reading[], key: number): number {
  let sum = 0;
  for (const reading of read)
    for (const found of reading.figures) sum += awarded(reading, found, key)?.points ?? 0;
  return sum;
}

export const sumOf = (awards: readonly Award[]): number =>
  awards.reduce((total, { points }) => total + points, 0);
