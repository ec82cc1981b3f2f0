import { addDays, addMonths, monthStart } from "../dates.js";
import type { Program } from "../4_standings/program.js";

/** Half-open days. */
export interface Window {
  start: string;
  end: string;
}

const EVER = { start: "0001-01-01", end: "9999-12-31" } as const;

/** The programme's window on a day of judgement, before any month offset. */
export function windowOn(program: Program, asOf: string): Window {
  const { window } = program;
  switch (window.kind) {
    case "rolling_days": {
      const end = addDays(asOf, -window.lag_days);
      return { start: addDays(end, -window.days), end };
    }
    case "calendar_month": {
      const end = monthStart(asOf);
      return { start: addMonths(end, -1), end };
    }
  }
}

/** Bounds on order_date and event_date for one side of the rate on a day of judgement. */
export interface Bounds {
  order: Window;
  event: Window;
}

/** What happened on asOf or later is not known yet, so no side reaches beyond it. */
export function boundsOn(
  program: Program,
  side: "numerator" | "denominator",
  asOf: string,
): Bounds {
  const { by, month_offset: offset } = program[side];
  const base = windowOn(program, asOf);
  const moved = { start: addMonths(base.start, offset), end: addMonths(base.end, offset) };
  const known = { start: EVER.start, end: asOf };
  return by === "order_date" ? { order: moved, event: known } : { order: EVER, event: moved };
}
