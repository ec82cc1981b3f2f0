import { InvalidArgumentError } from "commander";
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
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!parsed || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError(strings.date);
  return text;
}

/** A moment in ISO 8601, UTC where it has no offset; a date means its first moment. */
export function moment(text: string): string {
  const [, day, clock] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?))?$/.exec(
      text,
    ) ?? [];
  if (day === undefined || date(day) !== day) throw new InvalidArgumentError(strings.moment);
  const full = clock === undefined ? `${day}T00:00Z` : `${day}T${clock}`;
  const parsed = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(full) ? full : `${full}Z`);
  if (Number.isNaN(parsed.getTime())) throw new InvalidArgumentError(strings.moment);
  return parsed.toISOString();
}
