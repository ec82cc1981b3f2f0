import { minorUnits } from "../../../../ingest/validate/currencies.js";

/** "a", "a and b", "a, b and c"; a comma before the last where an item has that word itself. */
export function listed(items: readonly string[], last = "and"): string {
  if (items.length < 2) return items[0] ?? "";
  const comma = items.some((item) => item.includes(` ${last} `)) ? "," : "";
  return `${items.slice(0, -1).join(", ")}${comma} ${last} ${items.at(-1)}`;
}

export const number = (value: number): string => value.toLocaleString("en");

/** 0.0075 → "0.75 %". */
export const percent = (rate: number): string =>
  `${Number((rate * 100).toPrecision(12)).toLocaleString("en", { maximumFractionDigits: 6 })} %`;

/** 7500000 of USD → "USD 75,000". */
export function money(minor: number, currency: string): string {
  const units = minorUnits.get(currency) ?? 100;
  const digits = minor % units === 0 ? 0 : Math.round(Math.log10(units));
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${currency} ${(minor / units).toLocaleString("en", options)}`;
}

/** `non_delivery` → "non delivery". */
export const plain = (id: string): string => id.replaceAll("_", " ");

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const sentence = (text: string): string => `${capital(text)}.`;

/** (1, "month") → "1 month", (3, "month") → "3 months". */
export const several = (count: number, one: string): string =>
  `${number(count)} ${one}${count === 1 ? "" : "s"}`;

/** 1 → "1st", 12 → "12th". */
export function ordinal(value: number): string {
  const ending = { one: "st", two: "nd", few: "rd" } as Record<string, string>;
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(value);
  return `${value}${ending[rule] ?? "th"}`;
}
