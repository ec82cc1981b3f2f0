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
      return "the last full calendar month";
    case "full_months":
      return window.months === 1
        ? "the last full calendar month"
        : `the last ${window.months} full calendar months`;
    case "full_weeks":
      return `the last ${window.weeks === 1 ? "full week" : `${window.weeks} full weeks`}, Monday to Sunday`;
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
