import { addDays, addMonths, monthStart, weekStart } from "../dates.js";
import type { Term } from "../4_standings/program/rate.js";
import {
  basicWindows,
  isOfMonths,
  type BasicWindow,
  type Evaluation,
  type ProgramWindow,
} from "../4_standings/program/window.js";

/** Half-open days. */
export interface Window {
  start: string;
  end: string;
}

/** Every day. */
export const EVER = { start: "0001-01-01", end: "9999-12-31" } as const;

/** A window on a day of evaluation, before any month offset. */
export function windowOn(window: BasicWindow, day: string): Window {
  switch (window.kind) {
    case "rolling_days": {
      const end = addDays(day, -window.lag_days);
      return { start: addDays(end, -window.days), end };
    }
    case "calendar_month":
    case "full_months": {
      const end = monthStart(day);
      return { start: addMonths(end, window.kind === "full_months" ? -window.months : -1), end };
    }
    case "full_weeks": {
      const end = weekStart(day);
      return { start: addDays(end, -7 * window.weeks), end };
    }
  }
}

/** When a programme evaluates, if it does not say so itself. */
export function calendarOf(rule: {
  evaluation?: Evaluation | undefined;
  window?: ProgramWindow;
}): Evaluation {
  if (rule.evaluation) return rule.evaluation;
  const windows = rule.window ? basicWindows(rule.window) : [];
  if (windows.some(isOfMonths)) return { every: "month", day: 1 };
  if (windows.some(({ kind }) => kind === "full_weeks")) return { every: "week", on: "monday" };
  return { every: "day" };
}

/** The newest day of evaluation that is not after `asOf`. */
export function evaluationOn(calendar: Evaluation, asOf: string): string {
  switch (calendar.every) {
    case "day":
      return asOf;
    case "week":
      return weekStart(asOf);
    case "month": {
      const day = addDays(monthStart(asOf), calendar.day - 1);
      return day <= asOf ? day : addMonths(day, -1);
    }
  }
}

/** The first day of evaluation after `asOf`; for daily programmes the day itself. */
export function nextEvaluation(calendar: Evaluation, asOf: string): string {
  switch (calendar.every) {
    case "day":
      return asOf;
    case "week":
      return addDays(weekStart(asOf), 7);
    case "month":
      return addMonths(evaluationOn(calendar, asOf), 1);
  }
}

/** The evaluation before one. */
export function previousEvaluation(calendar: Evaluation, evaluation: string): string {
  return evaluationOn(calendar, addDays(evaluation, -1));
}

/** Bounds on order_date and event_date. */
export interface Bounds {
  order: Window;
  event: Window;
}

/** What one side of a rate lets in: nothing from `cutoff` on, as that is not known yet. */
export function boundsOf(term: Term, window: Window, cutoff: string): Bounds {
  const { by, month_offset: offset } = term;
  const moved = offset === 0 ? window : offsetBy(window, offset);
  if (by === "order_date") return { order: moved, event: { start: EVER.start, end: cutoff } };
  return { order: EVER, event: { start: moved.start, end: earlier(moved.end, cutoff) } };
}

const offsetBy = ({ start, end }: Window, months: number): Window => ({
  start: addMonths(start, months),
  end: addMonths(end, months),
});

const earlier = (a: string, b: string) => (a < b ? a : b);
