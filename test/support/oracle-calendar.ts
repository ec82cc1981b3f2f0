import type { ProgramVersion } from "../../analytics/4_standings/program.js";
import type { BasicWindow, Evaluation } from "../../analytics/4_standings/program/window.js";

/*
 * Days, windows and days of evaluation by another road than the product's: days are whole numbers
 * since 1970, months whole numbers since the year 0, and the day of an evaluation is found by asking
 * one day after another.
 */

const DAY = 86_400_000;

export const numberOf = (day: string): number => Date.parse(day) / DAY;
export const dayFrom = (number: number): string =>
  new Date(number * DAY).toISOString().slice(0, 10);

const monthOf = (day: number) => {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
const firstOf = (month: number) => Date.UTC(Math.floor(month / 12), month % 12) / DAY;
/** 1970-01-05 was a Monday. */
const mondayOf = (day: number) => day - ((((day - 4) % 7) + 7) % 7);

/** From the first day to before the other. */
export interface Span {
  from: number;
  to: number;
}

export function spanOn(window: BasicWindow, day: number): Span {
  if (window.kind === "rolling_days")
    return { from: day - window.lag_days - window.days, to: day - window.lag_days };
  if (window.kind === "full_weeks")
    return { from: mondayOf(day) - 7 * window.weeks, to: mondayOf(day) };
  const months = window.kind === "calendar_month" ? 1 : window.months;
  return { from: firstOf(monthOf(day) - months), to: firstOf(monthOf(day)) };
}

/** A span of whole months some months earlier (negative) or later. */
export const byMonths = ({ from, to }: Span, months: number): Span =>
  months === 0
    ? { from, to }
    : { from: firstOf(monthOf(from) + months), to: firstOf(monthOf(to) + months) };

/** When a programme evaluates, by its own word or by the stretches of days that its YAML names. */
export function calendar(program: ProgramVersion): Evaluation {
  if (program.evaluation) return program.evaluation;
  const window = program.kind === "rate" ? JSON.stringify(program.window) : "";
  if (/"(calendar_month|full_months)"/.test(window)) return { every: "month", day: 1 };
  return window.includes('"full_weeks"') ? { every: "week", on: "monday" } : { every: "day" };
}

function isEvaluationDay(of: Evaluation, day: number): boolean {
  if (of.every === "day") return true;
  if (of.every === "week") return mondayOf(day) === day;
  return new Date(day * DAY).getUTCDate() === of.day;
}

/** The last evaluation up to a day or, projected, the first one after it. */
export function evaluatedOn(of: Evaluation, asOf: number, kind: "current" | "projected"): number {
  let day = asOf;
  if (kind === "projected" && of.every !== "day") day += 1;
  while (!isEvaluationDay(of, day)) day += kind === "current" ? -1 : 1;
  return day;
}

/** Every evaluation from `from` to before `to`. */
export function evaluationsBetween(of: Evaluation, from: number, to: number): number[] {
  const days: number[] = [];
  for (let day = from; day < to; day += 1) if (isEvaluationDay(of, day)) days.push(day);
  return days;
}

/** First day of the quarter or the year of a day. */
export const startOf = (unit: "quarter" | "year", day: number): number => {
  const size = unit === "quarter" ? 3 : 12;
  return firstOf(Math.floor(monthOf(day) / size) * size);
};
