import { addDays, addMonths, daysBetween, daysFrom, monthStart } from "../../dates.js";
import { evaluationOn } from "../../3_rates/window.js";
import type { LevelRule } from "../program/score.js";
import { exact } from "../score-points.js";
import type { ServiceScoreDay, ServiceScoreLevel, ServiceScoreMonth } from "./contract.js";
import type { Levels } from "./levels.js";
import { levelInWords } from "./words.js";

/** How many times of setting are told. */
const TOLD = 6;

const calendarOf = ({ day }: LevelRule) => ({ every: "month" as const, day });

/** The month that a level is made of. */
const monthOf = (setOn: string) => addMonths(monthStart(setOn), -1);

/** The days on which the levels were set that are told as of a day, newest first. */
const settingDays = (rule: LevelRule, asOf: string) => {
  const newest = evaluationOn(calendarOf(rule), asOf);
  return Array.from({ length: TOLD }, (_, back) => addMonths(newest, -back));
};

/** First day whose score any of these levels needs. */
export const firstDayOf = (rule: LevelRule, asOf: string): string =>
  monthOf(settingDays(rule, asOf).at(-1) as string);

export interface MonthsQuery {
  rule: LevelRule;
  asOf: string;
  maximum: number;
  /** A score for every day from firstDayOf to asOf. */
  days: readonly ServiceScoreDay[];
  /** The levels that judge on a day of setting. */
  levelsOn: (setOn: string) => Levels;
}

/** The level that holds on a day, the ones before it and the one to come. */
export function readLevel(query: MonthsQuery): ServiceScoreLevel {
  const { rule, asOf } = query;
  const scores = new Map(query.days.map(({ as_of, score }) => [as_of, score]));
  const history = settingDays(rule, asOf).map((setOn) => monthFor(query, scores, setOn));
  const [current] = history as [ServiceScoreMonth];
  const run = history.findIndex(({ tier }) => tier !== current.tier);
  const level = {
    day: rule.day,
    min_days: rule.min_days,
    current,
    since: (history[(run < 0 ? TOLD : run) - 1] as ServiceScoreMonth).set_on,
    since_or_earlier: run < 0,
    history,
    next: nextMonth(query, scores, addMonths(current.set_on, 1)),
  };
  return { ...level, says: levelInWords(level) };
}

type Scores = ReadonlyMap<string, number | null>;

function monthFor({ rule, levelsOn }: MonthsQuery, scores: Scores, set_on: string) {
  const month = monthOf(set_on);
  const end = addMonths(month, 1);
  const scored = daysFrom(month, end).flatMap((day) => scores.get(day) ?? []);
  const sum = scored.reduce((total, score) => total + score, 0);
  const average = scored.length === 0 ? null : exact(sum / scored.length);
  const isEnough = scored.length >= rule.min_days;
  return {
    set_on,
    month,
    average,
    scored_days: scored.length,
    days: daysBetween(month, end),
    ...levelsOn(set_on).of(isEnough ? average : null),
  };
}

function nextMonth(query: MonthsQuery, scores: Scores, setOn: string): ServiceScoreLevel["next"] {
  const month = monthFor(query, scores, setOn);
  const end = addMonths(month.month, 1);
  const left = Math.max(0, daysBetween(addDays(query.asOf, 1), end));
  return { ...month, days_left: left, better: betterOf(query, month, left) };
}

/** What the days left would need on average to end in a better level than the days so far. */
function betterOf(
  { levelsOn, rule, maximum }: MonthsQuery,
  { set_on, average, scored_days }: ServiceScoreMonth,
  left: number,
): ServiceScoreLevel["next"]["better"] {
  if (left === 0 || average === null || scored_days + left < rule.min_days) return null;
  const levels = levelsOn(set_on);
  const band = levels.above(levels.of(average).tier);
  if (!band) return null;
  const needed = exact((band.from * (scored_days + left) - average * scored_days) / left);
  const { tier, name, severity } = band;
  return needed > maximum ? null : { tier, name, severity, needed };
}
