import { z } from "zod";

const RollingDays = z
  .strictObject({
    kind: z.literal("rolling_days"),
    days: z.int().min(1).max(3660),
    lag_days: z.int().min(0).max(3660).default(0),
  })
  .describe(
    "The `days` days before the day of evaluation, or before that day minus `lag_days` so that orders have had time to mature.",
  );
const CalendarMonth = z
  .strictObject({ kind: z.literal("calendar_month") })
  .describe("The last calendar month that is over on the day of evaluation.");
const FullMonths = z
  .strictObject({ kind: z.literal("full_months"), months: z.int().min(1).max(60) })
  .describe("The last `months` calendar months that are over.");
const FullWeeks = z
  .strictObject({ kind: z.literal("full_weeks"), weeks: z.int().min(1).max(104) })
  .describe("The last `weeks` weeks, Monday to Sunday, that are over.");

/** One stretch of days. */
export const BasicWindow = z.discriminatedUnion("kind", [
  RollingDays,
  CalendarMonth,
  FullMonths,
  FullWeeks,
]);
export type BasicWindow = z.infer<typeof BasicWindow>;

/** One stretch of days, or a choice among several that is made seller by seller. */
export const ProgramWindow = z.discriminatedUnion("kind", [
  RollingDays,
  CalendarMonth,
  FullMonths,
  FullWeeks,
  z
    .strictObject({
      kind: z.literal("adaptive"),
      probe: BasicWindow.describe("Where the denominator is counted to choose."),
      at_least: z.int().min(1).describe("Denominator in the probe from which `then` is taken."),
      then: BasicWindow,
      otherwise: BasicWindow,
    })
    .describe("A short window for sellers with many orders, a long one for the others."),
  z
    .strictObject({ kind: z.literal("best_of"), windows: z.array(BasicWindow).min(2) })
    .describe("The window in which the seller's tier, then its rate, is the lowest."),
  z
    .strictObject({ kind: z.literal("worst_of"), windows: z.array(BasicWindow).min(2) })
    .describe("The window in which the seller's tier, then its rate, is the highest."),
]);
export type ProgramWindow = z.infer<typeof ProgramWindow>;

/** When a programme looks at its sellers; a standing holds until the next time. */
export const Evaluation = z
  .discriminatedUnion("every", [
    z.strictObject({ every: z.literal("day") }),
    z.strictObject({ every: z.literal("week"), on: z.literal("monday").default("monday") }),
    z.strictObject({
      every: z.literal("month"),
      day: z.int().min(1).max(28).default(1).describe("Day of the month."),
    }),
  ])
  .describe(
    "The calendar of evaluation. Default: monthly on the 1st for windows of months, on Mondays for weeks, else daily. Days are those of the ledger's time zone.",
  );
export type Evaluation = z.infer<typeof Evaluation>;

/** Every basic window that a window may choose from; an adaptive one's probe is the last. */
export function basicWindows(window: ProgramWindow): BasicWindow[] {
  switch (window.kind) {
    case "adaptive":
      return [window.then, window.otherwise, window.probe];
    case "best_of":
    case "worst_of":
      return window.windows;
    default:
      return [window];
  }
}

/** Windows that begin and end with a month, so that a side can be offset by months. */
export const isOfMonths = (window: BasicWindow): boolean =>
  window.kind === "calendar_month" || window.kind === "full_months";
