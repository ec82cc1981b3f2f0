import { addDays, yearStart, quarterStart } from "../dates.js";
import { distinct } from "../3_rates/distinct.js";
import { NO_RATE } from "../3_rates/figures.js";
import { calendarOf, previousEvaluation } from "../3_rates/window.js";
import type { EvaluationQuery, ProgramEvaluation, Verdict } from "./evaluation.js";
import { comparesMoney, judgeGates, leastOf, tierOf } from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { linesFor } from "./lines.js";
import { OUTSIDE } from "./periods.js";
import {
  awardedTo,
  awardsTo,
  hasNumeratorIn,
  isScoredIn,
  lacksRatesIn,
  needsDefects,
  sumOf,
  type Award,
  type Reading,
  type Rule,
} from "./point-awards.js";
import { meets } from "./program/threshold.js";
import { PlainLines } from "./plain-lines.js";
import { inForceOn, type PointsProgram, type Program } from "./program.js";
import { basicWindows } from "./program/window.js";
import { figuresAt, type Moment } from "./rate-figures.js";
import { windowOn } from "../3_rates/window.js";

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
  const read = await Promise.all(
    [...rulesInForce(program, days)].flatMap(([rules, own]) => {
      const moments = own.map((day): Moment => {
        return { ...moment, day, cutoff: earlier(day, moment.cutoff) };
      });
      return rules.map(async (rule): Promise<Reading> => {
        const { sellerKeys } = query;
        const figures = await figuresAt(ledger.reader, rule, moments, { sellerKeys });
        const least = leastOf({ unit: rule.unit, tiers: rule.awards });
        const plain = PlainLines.of(rule.unit, rule.awards);
        return { rule, days: own, figures, least, plain, needsDefects: needsDefects(rule.awards) };
      });
    }),
  );
  const traits = await ledger.traitsFor(version);
  const linesOf = traits.map((own) => linesFor(version, own));
  const awards = (key: number) => awardsTo(read, key);
  const ofMoney = read.filter(({ rule }) => comparesMoney(rule.awards));
  const isKnown = (key: number) => isScoredIn(read, key);
  const mayBeQuiet = isZeroHarmless(version) && read.every((reading) => reading.needsDefects);
  const isQuiet = (key: number) => mayBeQuiet && !hasNumeratorIn(read, key);
  const window = spanOf(version, days, moment);
  const isCutOff = ledger.earliest !== null && isOlder(version, moment.day, ledger.earliest);
  const verdict = (key: number): Verdict => {
    const isPriced = !lacksRatesIn(ofMoney, key);
    const points = isPriced ? pointsOf(version, sumOf(awards(key))) : null;
    const lines = linesOf.of(key);
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
      if (ofMoney.length > 0) return verdict(key).tier;
      const lines = linesOf.of(key);
      if (!lines || !isKnown(key)) return "not_scored";
      const awarded = awardedTo(read, key);
      if (awarded === 0 && mayBeQuiet) return "within";
      const points = pointsOf(version, awarded);
      return tierOf({ unit: "events", tiers: lines.tiers }, BASE, { points });
    },
    isQuiet,
    verdict,
    keys: () => distinct(read.flatMap(({ figures }) => figures.map((each) => each.keys()))),
    awards,
  };
}

/** Whether no points lead to no tier. */
const isZeroHarmless = ({ points, tiers, regional }: PointsProgram): boolean =>
  points.direction === "accumulate" &&
  points.start === 0 &&
  [...tiers, ...regional.flatMap((variant) => variant.tiers)].every(
    ({ gates }) => gates?.points !== undefined && !meets(0, gates.points),
  );

const earlier = (a: string, b: string) => (a < b ? a : b);

/** Points are judged even at 0, so the judge is given something to divide by. */
const withBase = (figures: typeof NO_RATE) => ({
  ...figures,
  denominator: { ...figures.denominator, judged: 1 },
});
const BASE = withBase(NO_RATE);

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

/** Where points stand that were given in sum. */
export function pointsOf({ points: { start, direction } }: PointsProgram, sum: number): number {
  return direction === "accumulate" ? start + sum : Math.max(0, start - sum);
}

function spanOf({ points }: PointsProgram, days: readonly string[], moment: Moment) {
  const starts = points.rules.flatMap(({ window }) =>
    basicWindows(window).map((each) => windowOn(each, days[0] as string).start),
  );
  return { start: starts.reduce(earlier), end: moment.cutoff };
}
