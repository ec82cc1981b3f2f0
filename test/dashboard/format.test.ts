import { describe, expect, it } from "vitest";
import { toCsv } from "../../dashboard/export.js";
import {
  addDays,
  count,
  date,
  daysBetween,
  inWords,
  longCount,
  money,
  multiple,
  percent,
  roundMoney,
  windowOf,
} from "../../dashboard/format.js";

describe("figures", () => {
  it.each([
    [0, "0\u202f%"],
    [0.0247, "2.47\u202f%"],
    [0.015, "1.50\u202f%"],
    [0.00012, "0.012\u202f%"],
    [0.5, "50.0\u202f%"],
    [1, "100\u202f%"],
    [null, "–"],
  ])("percent(%s)", (rate, text) => expect(percent(rate)).toBe(text));

  it("writes counts, multiples and money", () => {
    expect([count(48_212), count(null), longCount(1_920_000)]).toEqual([
      "48,212",
      "–",
      "1.92 million",
    ]);
    expect([multiple(1.6467), multiple(50.62), multiple(0)]).toEqual([
      "1.65\u202f×",
      "50.6\u202f×",
      "0\u202f×",
    ]);
    expect([money(1_842_000, "USD"), money(2273, "JPY")]).toEqual(["US$18,420.00", "JP¥2,273"]);
    // ISO 4217 has three digits here, where prices are written without any.
    expect([money(1_234_567, "IQD"), roundMoney(1_234_567, "IQD")]).toEqual([
      "IQD\u00a01,234.567",
      "IQD\u00a01,235",
    ]);
    expect([inWords(0), inWords(12), inWords(13)]).toEqual(["no", "twelve", "13"]);
  });

  it("writes dates in UTC and windows by their last day", () => {
    expect(date("2026-11-21")).toBe("21 Nov 2026");
    expect(date("2025-07-31 23:20:18", "time")).toBe("31 Jul 2025, 23:20");
    expect(date("2025-07-31T23:20:18+02:00", "time")).toBe("31 Jul 2025, 21:20");
    expect(date("2026-11-21", "weekday")).toBe("Saturday 21 November 2026");
    expect(windowOf("2026-10-01", "2026-11-01")).toBe("October 2026");
    expect(windowOf("2026-09-22", "2026-11-21")).toBe("60 days to 20 Nov");
    expect([addDays("2026-03-01", -1), daysBetween("2026-10-24", "2026-10-26")]).toEqual([
      "2026-02-28",
      2,
    ]);
  });
});

it("writes CSV that no spreadsheet runs", () => {
  const csv = toCsv(
    ["name", "rate"],
    [
      ['Aldous, "Sons"', 0.5],
      ["=cmd()", -1],
      [null, true],
    ],
  );
  expect(csv).toBe(`name,rate\r\n"Aldous, ""Sons""",0.5\r\n'=cmd(),-1\r\n,true\r\n`);
});
