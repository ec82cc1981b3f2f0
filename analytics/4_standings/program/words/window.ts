import { calendarOf } from "../../../3_rates/window.js";
import type { ProgramVersion } from "../../program.js";
import type { BasicWindow, ProgramWindow } from "../window.js";
import { listed, number, ordinal, several } from "./text.js";

/** "the last 30 days", "the last calendar month". */
export function windowInWords(window: ProgramWindow, base: string): string {
  switch (window.kind) {
    case "adaptive": {
      const { probe, at_least, then, otherwise } = window;
      return `${basic(then)} for sellers with at least ${number(at_least)} ${base} in ${basic(probe)}; for the others ${basic(otherwise)}`;
    }
    case "best_of":
      return `whichever is best for the seller: ${listed(window.windows.map(basic), "or")}`;
    case "worst_of":
      return `whichever is worst for the seller: ${listed(window.windows.map(basic), "or")}`;
    default:
      return basic(window);
  }
}

function basic(window: BasicWindow): string {
  switch (window.kind) {
    case "rolling_days":
      return window.lag_days === 0
        ? `the last ${several(window.days, "day")}`
        : `the ${several(window.days, "day")} that ended ${several(window.lag_days, "day")} before the day of judgement`;
    case "calendar_month":
      return "the last calendar month that is over";
    case "full_months":
      return `the last ${several(window.months, "calendar month")} that ${window.months === 1 ? "is" : "are"} over`;
    case "full_weeks":
      return `the last ${several(window.weeks, "week")}, Monday to Sunday, that ${window.weeks === 1 ? "is" : "are"} over`;
  }
}

/** When a programme looks at its sellers. */
export function evaluationInWords(version: ProgramVersion): string {
  const calendar = calendarOf(version);
  switch (calendar.every) {
    case "day":
      return "Judged every day.";
    case "week":
      return "Judged on Mondays; a standing holds until the next one.";
    case "month":
      return `Judged on the ${ordinal(calendar.day)} of each month; a standing holds until the next one.`;
  }
}
