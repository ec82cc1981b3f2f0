import { InvalidArgumentError } from "commander";
import { isDay, parseMoment } from "../moment.js";
import { strings } from "./strings.js";

/** A parser of whole numbers for commander. */
export function wholeNumber(least = 0, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(strings.wholeNumber(least, most));
    return value;
  };
}

/** A day that exists, as YYYY-MM-DD. */
export function date(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError(strings.date);
  return text;
}

/** A moment in ISO 8601, UTC where it has no offset; a date means its first moment. */
export function moment(text: string): string {
  const parsed = parseMoment(text);
  if (parsed === null) throw new InvalidArgumentError(strings.moment);
  return parsed;
}
