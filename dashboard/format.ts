import { minorUnits } from "../ingest/validate/currencies.js";

const LOCALE = "en-GB";
const NARROW = "\u202f";

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const long = new Intl.NumberFormat(LOCALE, {
  notation: "compact",
  compactDisplay: "long",
  maximumSignificantDigits: 3,
});
const short = new Intl.NumberFormat(LOCALE, {
  notation: "compact",
  maximumSignificantDigits: 3,
});

/** 48212 → "48,212"; null → an en dash. */
export const count = (value: number | null): string => (value === null ? "–" : whole.format(value));

/** From a million on in words: 1920000 → "1.92 million". */
export const longCount = (value: number): string =>
  value >= 1e6 ? long.format(value) : whole.format(value);

/** For ticks: 20000 → "20k". */
export const shortCount = (value: number): string => short.format(value).toLowerCase();

/** A rate from 0 to 1: 0.0247 → "2.47 %", with a narrow no-break space. */
export function percent(rate: number | null): string {
  if (rate === null) return "–";
  const value = rate * 100;
  const options: Intl.NumberFormatOptions =
    value === 0 || value >= 99.95
      ? { maximumFractionDigits: 0 }
      : value < 0.1
        ? { maximumSignificantDigits: 2 }
        : value < 10
          ? { minimumFractionDigits: 2, maximumFractionDigits: 2 }
          : { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALE, options).format(value) + NARROW + "%";
}

/** Percent for an axis, without trailing zeros: 0.015 → "1.5 %". */
export const percentTick = (rate: number): string =>
  new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 }).format(rate * 100) + NARROW + "%";

/** A multiple of the line: 1.6467 → "1.65 ×". */
export const multiple = (value: number | null): string =>
  value === null
    ? "–"
    : new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: value < 100 ? 3 : 4 }).format(
        value,
      ) +
      NARROW +
      "×";

/** Minor units as major ones, by ISO 4217: what Intl knows of digits is how prices are written. */
export const majorOf = (minor: number, currency: string): number =>
  minor / (minorUnits.get(currency) ?? 1);

/** Minor units in their own currency: (1842000, "USD") → "US$18,420.00". */
export function money(minor: number, currency: string): string {
  const digits = Math.round(Math.log10(minorUnits.get(currency) ?? 1));
  const format = { style: "currency", currency, minimumFractionDigits: digits } as const;
  const exactly = { ...format, maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALE, exactly).format(majorOf(minor, currency));
}

/** The same without cents, for tables. */
export const roundMoney = (minor: number, currency: string): string =>
  new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency,
    maximumFractionDigits: 0,
  }).format(majorOf(minor, currency));

const utc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });
const formats = {
  day: utc({ day: "numeric", month: "short", year: "numeric" }),
  dayMonth: utc({ day: "numeric", month: "short" }),
  weekday: utc({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  month: utc({ month: "long", year: "numeric" }),
  monthOnly: utc({ month: "long" }),
  time: utc({
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }),
};

/** Formats an ISO date or timestamp, in UTC; null → an en dash. */
export const date = (iso: string | null, as: keyof typeof formats = "day"): string =>
  iso === null
    ? "–"
    : formats[as].format(new Date(inUtc(iso))).replace(",", as === "weekday" ? "" : ",");

/** Timestamps without an offset are UTC; browsers would take them for local time. */
const inUtc = (iso: string) =>
  /\d\d:\d\d/.test(iso) && !/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso.replace(" ", "T")}Z` : iso;

const DAY = 86_400_000;

/** Whole days from one ISO date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY);

/** Moves an ISO date by whole days. */
export const addDays = (iso: string, days: number): string =>
  new Date(Date.parse(iso.slice(0, 10)) + days * DAY).toISOString().slice(0, 10);

/** The window [start, end) in words: "October 2026" or "60 days to 20 Nov". */
export function windowOf(start: string, end: string): string {
  const from = new Date(start);
  const next = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1);
  if (start.endsWith("-01") && next === Date.parse(end)) return date(start, "month");
  return `${count(daysBetween(start, end))} days to ${date(addDays(end, -1), "dayMonth")}`;
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
WORDS.push("ten", "eleven", "twelve");

/** Small counts as words, for sentences: 12 → "twelve", 13 → "13". */
export const inWords = (value: number): string => WORDS[value] ?? count(value);

/** Keeps figures and their percent signs on one line. */
export const unbroken = (text: string): string => text.replaceAll(/(\d) %/g, `$1${NARROW}%`);

/** The first letter of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
