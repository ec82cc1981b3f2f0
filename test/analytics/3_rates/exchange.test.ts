import { describe, expect, it } from "vitest";
import { factorsOf, type Quote } from "../../../analytics/3_rates/exchange.js";

/** `EUR/USD 1.1` on a day. */
const quote = (date: string, text: string): Quote => {
  const [pair = "", rate = ""] = text.split(" ");
  const [currency = "", base = ""] = pair.split("/");
  const [whole = "", decimals = ""] = rate.split(".");
  return { date, currency, base, rate: BigInt(whole + decimals.padEnd(12, "0")) };
};

/** What a minor unit is worth on each day from the 1st to the 20th, by day of January 2026. */
function worth(quotes: readonly Quote[], currency: string, reporting = "USD") {
  const days = { start: "2026-01-01", end: "2026-01-21" };
  const found = factorsOf(quotes, { reporting, currencies: [currency], ...days });
  return Object.fromEntries(found.map(({ day, factor }) => [Number(day.slice(8)), factor]));
}

const trimmed = (factors: Record<string, string>) =>
  Object.fromEntries(Object.entries(factors).map(([day, factor]) => [day, Number(factor)]));

describe("a minor unit's worth", () => {
  it("is that of the newest rate on or before the day, for 7 days after its own", () => {
    const quotes = [quote("2025-12-30", "EUR/USD 1.1"), quote("2026-01-09", "EUR/USD 1.2")];
    const days = (from: number, until: number, factor: number) =>
      Object.fromEntries(Array.from({ length: until - from + 1 }, (_, n) => [from + n, factor]));
    expect(trimmed(worth(quotes, "EUR"))).toEqual({ ...days(1, 6, 1.1), ...days(9, 16, 1.2) });
  });

  it("minds the minor units of both currencies", () => {
    const day = "2026-01-20";
    expect(worth([quote(day, "JPY/USD 0.0067")], "JPY")).toEqual({ 20: "0.670000000000000000" });
    expect(worth([quote(day, "USD/JPY 150")], "USD", "JPY")).toEqual({
      20: "1.500000000000000000",
    });
    expect(worth([quote(day, "KWD/USD 3.25")], "KWD")).toEqual({ 20: "0.325000000000000000" });
    expect(worth([quote(day, "KWD/JPY 0.000000000001")], "KWD", "JPY")).toEqual({
      20: "0.000000000000001000",
    });
    expect(worth([quote(day, "JPY/KWD 999999999.999999999999")], "JPY", "KWD")).toEqual({
      20: "999999999999.999999999000000000",
    });
  });

  it("is rounded half away from zero where it must be divided", () => {
    const day = "2026-01-20";
    expect(worth([quote(day, "USD/EUR 3")], "EUR")).toEqual({ 20: "0.333333333333333333" });
    expect(worth([quote(day, "USD/EUR 1.5")], "EUR")).toEqual({ 20: "0.666666666666666667" });
  });

  it("comes by the first road that there is: as priced, the other way round, through a third", () => {
    const day = "2026-01-20";
    const roads = [
      quote("2026-01-13", "GBP/USD 1.25"),
      quote(day, "USD/GBP 0.5"),
      quote(day, "GBP/CHF 1.2"),
      quote(day, "CHF/USD 1.5"),
      quote(day, "EUR/GBP 0.5"),
      quote(day, "EUR/USD 3.5"),
    ].sort((a, b) => (a.date < b.date ? -1 : 1));
    const on = (quotes: readonly Quote[]) => trimmed(worth(quotes, "GBP"))[20];
    const without = (...pairs: string[]) =>
      roads.filter(({ currency, base }) => !pairs.includes(`${currency}/${base}`));
    expect(on(roads)).toBe(1.25);
    expect(on(without("GBP/USD"))).toBe(2);
    expect(on(without("GBP/USD", "USD/GBP"))).toBe(1.8);
    expect(on(without("GBP/USD", "USD/GBP", "GBP/CHF"))).toBe(7);
    expect(on(without("GBP/USD", "USD/GBP", "GBP/CHF", "EUR/USD"))).toBeUndefined();
  });

  it("is not known through two others, nor by rates of the future", () => {
    const day = "2026-01-20";
    const chain = [
      quote(day, "GBP/CHF 1"),
      quote(day, "CHF/EUR 1"),
      quote(day, "EUR/USD 1"),
      quote("2026-01-21", "GBP/USD 1"),
    ];
    expect(worth(chain, "GBP")).toEqual({});
    expect(worth([], "GBP")).toEqual({});
  });
});
