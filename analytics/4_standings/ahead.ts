import { addDays } from "../dates.js";
import { calendarOf, nextEvaluation } from "../3_rates/window.js";
import type { Figures } from "../3_rates/figures.js";
import type { Window } from "../3_rates/window.js";
import { versionAt } from "./evaluation.js";
import { tierOf, type Context, type Lines } from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { judgedBy, linesFor, type Traits } from "./lines.js";
import {
  contextOf,
  countsMonths,
  evaluationsBehind,
  judgePeriod,
  OUTSIDE,
  rankBy,
  type Period,
} from "./periods.js";
import type { Program, RateProgram } from "./program.js";
import { figuresAt, type Moment, type MomentFigures } from "./rate-figures.js";

/** Further ahead than this nobody looks. */
const DAYS_AHEAD = 365;

/** What a seller carries from today into the evaluations to come. */
export interface Carried {
  key: number;
  period: Period;
  /** Average of its peers today: held, as nobody knows what they will do. */
  peerRate: number | null;
}

/** One evaluation to come, as it would be if nothing more happened. */
export interface Ahead {
  day: string;
  isIn: boolean;
  tier: string;
}

/** A seller's lines at one moment, and what figures make of it there. */
export interface Judged {
  lines: Lines | null;
  context: Context;
  figures: Figures;
  window: Window;
  tier: string;
  /** After this evaluation. */
  period: Period;
}

/** The days of evaluation after `asOf`, a year long. */
export function evaluationsAfter(program: Program, asOf: string): string[] {
  const calendar = calendarOf(program);
  const last = addDays(asOf, DAYS_AHEAD);
  const days: string[] = [];
  const next = (day: string) =>
    calendar.every === "day" ? addDays(day, 1) : nextEvaluation(calendar, day);
  for (let day = next(asOf); day <= last; day = next(day)) days.push(day);
  return days;
}

/** Judges one seller's figures, as a report of that moment would. Pure. */
export function judgeAt(
  version: RateProgram,
  found: MomentFigures,
  { key, period, peerRate }: Carried,
  traits: Traits,
): Judged {
  const regionLines = linesFor(version, traits);
  const lines = regionLines && judgedBy(version, regionLines);
  const context: Context = { ...contextOf(period), peerRate };
  const { figures, window } = found.at(key, lines ? rankBy(lines, context) : undefined);
  return {
    lines,
    context,
    figures,
    window,
    tier: lines ? tierOf(lines, figures, context) : "not_scored",
    period: judgePeriod(period, lines, figures, version.exit.clean_periods, peerRate),
  };
}

/** What one evaluation leaves to the next, of that which reports look back on: see readPeriods. */
export function leftBehind(program: Program, period: Period): Period {
  if (evaluationsBehind(program) === 0) return OUTSIDE;
  return countsMonths(program) ? period : { ...OUTSIDE, inARow: period.inARow };
}

/**
 * Every evaluation of the coming year if nothing more happened: no order, no defect, nothing learnt
 * about old ones. What is old leaves the windows, clean evaluations add up, and versions that are
 * published already take over on their day.
 */
export async function lookAhead(
  ledger: LedgerView,
  program: Program,
  asOf: string,
  carried: Carried,
): Promise<Ahead[]> {
  let period = leftBehind(program, carried.period);
  const evaluations: Ahead[] = [];
  for (const { day, version, figures } of await figuresAhead(ledger, program, asOf, carried.key)) {
    if (!version || !figures) {
      evaluations.push({ day, isIn: false, tier: "not_scored" });
      continue;
    }
    const traits = (await ledger.traitsFor(version)).of(carried.key);
    const judged = judgeAt(version, figures, { ...carried, period }, traits);
    const isListed = judged.tier !== "within" && judged.tier !== "not_scored";
    evaluations.push({ day, tier: judged.tier, isIn: isListed || judged.period.months > 0 });
    period = leftBehind(program, judged.period);
  }
  return evaluations;
}

interface FiguresAhead {
  day: string;
  version: RateProgram | null;
  figures: MomentFigures | null;
}

/** Figures of each evaluation to come, in one reading for each version. */
async function figuresAhead(
  ledger: LedgerView,
  program: Program,
  asOf: string,
  key: number,
): Promise<FiguresAhead[]> {
  const byVersion = new Map<RateProgram | null, Moment[]>();
  for (const day of evaluationsAfter(program, asOf)) {
    const moment = { day, cutoff: asOf, knownBatch: ledger.knownBatch };
    const version = versionAt(program, moment);
    const rate = version?.kind === "rate" ? version : null;
    byVersion.set(rate, [...(byVersion.get(rate) ?? []), moment]);
  }
  const found: FiguresAhead[] = [];
  for (const [version, moments] of byVersion) {
    const figures = version
      ? await figuresAt(ledger.reader, version, moments, { sellerKeys: [key] })
      : [];
    moments.forEach(({ day }, index) =>
      found.push({ day, version, figures: figures[index] ?? null }),
    );
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : 1));
}
