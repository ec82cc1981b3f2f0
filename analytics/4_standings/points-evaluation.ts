import { addDays, yearStart, quarterStart } from "../dates.js";
import { NO_RATE } from "../3_rates/figures.js";
import { calendarOf, previousEvaluation } from "../3_rates/window.js";
import type { EvaluationQuery, ProgramEvaluation, Verdict } from "./evaluation.js";
import { areMet, comparesMoney, isScored, judgeGates, lacksRates, tierOf } from "./judge.js";
import { traitsOf, type LedgerView } from "./ledger-view.js";
import { linesFor, needsTraits } from "./lines.js";
import { OUTSIDE } from "./periods.js";
import { isFloor, meets } from "./program/threshold.js";
import { inForceOn, type PointsProgram, type Program } from "./program.js";
import { basicWindows } from "./program/window.js";
import { figuresAt, type Moment, type MomentFigures } from "./rate-figures.js";
import { windowOn } from "../3_rates/window.js";

type Rule = PointsProgram["points"]["rules"][number];

/** Points that one evaluation gave one seller by one rule. */
export interface Award {
  day: string;
  rule: string;
  name: string;
  points: number;
}

/** A rule on the days on which it was in force. */
interface Reading {
  rule: Rule;
  days: readonly string[];
  figures: MomentFigures[];
}

export interface PointsEvaluation extends ProgramEvaluation {
  /** What still stands against a seller, oldest first in each rule. */
  awards(key: number): Award[];
}

/** Evaluates a ledger of points at one moment: every evaluation since the last reset adds up. */
export async function evaluatePoints(
  ledger: LedgerView,
  program: Program,
  version: PointsProgram,
  moment: Moment,
  query: EvaluationQuery,
): Promise<PointsEvaluation> {
  const days = countedDays(program, version, moment, ledger.earliest);
  const read: Reading[] = [];
  for (const [rules, own] of rulesInForce(program, days)) {
    const moments = own.map((day): Moment => {
      return { ...moment, day, cutoff: earlier(day, moment.cutoff) };
    });
    for (const rule of rules)
      read.push({
        rule,
        days: own,
        figures: await figuresAt(ledger.reader, rule, moments, { sellerKeys: query.sellerKeys }),
      });
  }
  const traits = needsTraits(version) ? await ledger.traits() : null;
  const awards = (key: number): Award[] =>
    read.flatMap(({ rule, days: own, figures }) =>
      figures.flatMap((found, index) => awardOf(rule, found, key, own[index] as string)),
    );
  const ofMoney = read.filter(({ rule }) => comparesMoney(rule.awards));
  let scored: ReadonlySet<number> | undefined;
  const isKnown = (key: number) => (scored ??= scoredKeys(read)).has(key);
  const mayBeQuiet = isZeroHarmless(version) && read.every(({ rule }) => needsDefects(rule.awards));
  const isQuiet = (key: number) =>
    mayBeQuiet && read.every(({ figures }) => figures.every((found) => !found.hasNumerator(key)));
  const window = spanOf(version, days, moment);
  const isCutOff = ledger.earliest !== null && isOlder(version, moment.day, ledger.earliest);
  const verdict = (key: number): Verdict => {
    const isPriced = !lacksRatesIn(ofMoney, key);
    const points = isPriced ? pointsOf(version, awards(key)) : null;
    const lines = linesFor(version, traitsOf(traits, key));
    const judged = { unit: "events" as const, tiers: lines?.tiers ?? [] };
    // Figures of a points programme are its points: nothing is divided.
    const sum = points ?? 0;
    const side = { raw: sum, judged: sum, count: sum, amount: 0, buyers: 0 };
    const figures = { ...NO_RATE, numerator: side };
    const isScoredAtAll = lines !== null && isPriced && isKnown(key);
    const tier = isScoredAtAll
      ? tierOf({ ...judged, floor: undefined }, withBase(figures), { points })
      : "not_scored";
    return {
      tier,
      window,
      figures,
      rate: null,
      rawRate: null,
      low: null,
      high: null,
      gates: lines ? judgeGates(judged, figures, { points }) : [],
      headroom: null,
      cleanOrders: null,
      tiers: judged.tiers,
      lines: lines?.id ?? null,
      peerRate: null,
      points,
      period: tier === "not_scored" || tier === "within" ? OUTSIDE : { ...OUTSIDE, months: 1 },
      fees: [],
      remarks: [
        ...(lines ? [] : (["no_lines_for_region"] as const)),
        ...(isPriced ? [] : (["no_exchange_rate"] as const)),
        ...(isCutOff ? (["history_too_short"] as const) : []),
      ],
    };
  };
  return {
    program,
    version,
    kind: query.kind ?? "current",
    moment,
    tierOf: (key) => {
      if (traits !== null || ofMoney.length > 0 || !isQuiet(key)) return verdict(key).tier;
      return isKnown(key) ? "within" : "not_scored";
    },
    isQuiet,
    verdict,
    keys: () => new Set(read.flatMap(({ figures }) => figures.flatMap((each) => [...each.keys()]))),
    awards,
  };
}

/** Sellers whom any rule could judge at any evaluation. */
function scoredKeys(read: readonly Reading[]): Set<number> {
  const keys = new Set<number>();
  for (const { rule, figures } of read)
    for (const found of figures)
      for (const key of found.keys())
        if (!keys.has(key) && isScored(rule, found.at(key).figures)) keys.add(key);
  return keys;
}

/** Whether no points lead to no tier. */
const isZeroHarmless = ({ points, tiers, regional }: PointsProgram): boolean =>
  points.direction === "accumulate" &&
  points.start === 0 &&
  [...tiers, ...regional.flatMap((variant) => variant.tiers)].every(
    ({ gates }) => gates?.points !== undefined && !meets(0, gates.points),
  );

/** Whether nobody without a defect is given points. */
const needsDefects = (awards: Rule["awards"]): boolean =>
  awards.every(({ gates: { rate, count, distinct_buyers: buyers } }) =>
    [rate, count, buyers].some((threshold) => threshold !== undefined && isFloor(threshold)),
  );

const earlier = (a: string, b: string) => (a < b ? a : b);

/** Points are judged even at 0, so the judge is given something to divide by. */
const withBase = (figures: typeof NO_RATE) => ({
  ...figures,
  denominator: { ...figures.denominator, judged: 1 },
});

/** The first day whose awards still stand on a day. */
export function countedFrom({ points: { reset } }: PointsProgram, day: string): string {
  switch (reset.kind) {
    case "never":
      return "0001-01-01";
    case "quarter":
      return quarterStart(day);
    case "year":
      return yearStart(day);
    case "days":
      return addDays(day, 1 - reset.days);
  }
}

/** Whether awards may stand that were given before anything was recorded. */
const isOlder = (version: PointsProgram, day: string, earliest: string) =>
  version.points.reset.kind !== "never" && countedFrom(version, day) < earliest;

/** Days of evaluation whose awards still stand, oldest first. */
function countedDays(
  program: Program,
  version: PointsProgram,
  { day }: Moment,
  earliest: string | null,
): string[] {
  const first = countedFrom(version, day);
  const calendar = calendarOf(program);
  const days = [day];
  let previous = previousEvaluation(calendar, day);
  while (earliest !== null && previous >= first && previous > earliest) {
    days.unshift(previous);
    previous = previousEvaluation(calendar, previous);
  }
  return days;
}

/** The rules that gave points on these days: those of the version that was in force on each. */
function rulesInForce(program: Program, days: readonly string[]): Map<readonly Rule[], string[]> {
  const found = new Map<readonly Rule[], string[]>();
  for (const day of days) {
    const version = inForceOn(program, addDays(day, -1));
    if (version?.kind !== "points") continue;
    const { rules } = version.points;
    found.set(rules, [...(found.get(rules) ?? []), day]);
  }
  return found;
}

/** Whether an award depends on money that could not be converted: then the points are not known. */
const lacksRatesIn = (read: readonly Reading[], key: number): boolean =>
  read.some(({ rule, figures }) =>
    figures.some((found) => lacksRates(rule.awards, found.at(key).figures)),
  );

function awardOf(rule: Rule, found: MomentFigures, key: number, day: string): Award[] {
  if (!found.hasNumerator(key) && needsDefects(rule.awards)) return [];
  const { figures } = found.at(key);
  if (!isScored(rule, figures)) return [];
  const award = rule.awards.findLast(({ gates }) => areMet(gates, figures));
  return award ? [{ day, rule: rule.id, name: award.name, points: award.points }] : [];
}

export function pointsOf(
  { points: { start, direction } }: PointsProgram,
  awards: readonly Award[],
): number {
  const sum = awards.reduce((total, { points }) => total + points, 0);
  return direction === "accumulate" ? start + sum : Math.max(0, start - sum);
}

function spanOf({ points }: PointsProgram, days: readonly string[], moment: Moment) {
  const starts = points.rules.flatMap(({ window }) =>
    basicWindows(window).map((each) => windowOn(each, days[0] as string).start),
  );
  return { start: starts.reduce(earlier), end: moment.cutoff };
}
