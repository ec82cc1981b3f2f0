import { describe, expect, it } from "vitest";
import type { SideFigures } from "../../../analytics/3_rates/side.js";
import { feesOf } from "../../../analytics/4_standings/fees.js";
import { tierOf } from "../../../analytics/4_standings/judge.js";
import { judgedBy, linesFor } from "../../../analytics/4_standings/lines.js";
import { inForceOn, type RateProgram } from "../../../analytics/4_standings/program.js";
import { findProgram } from "../../../analytics/4_standings/programs.js";

/* Both sides of every published line of networks and processors, and their fees month by month. */

const TODAY = "2026-11-21";
const DOLLARS = 100;

/** A programme of rates on a day. */
function versionOf(id: string, day: string): RateProgram | null {
  const version = inForceOn(findProgram(id), day);
  return version?.kind === "rate" ? version : null;
}

const side = (judged: number, more: Partial<SideFigures> = {}): SideFigures => ({
  raw: judged,
  judged,
  count: judged,
  amount: judged * 20 * DOLLARS,
  buyers: judged,
  ...more,
});
const money = (dollars: number, count = 1_000) =>
  side(dollars * DOLLARS, { count, amount: dollars * DOLLARS });

interface Seller {
  day?: string;
  region?: string | null;
  /** Evaluations in a row, this one included. */
  inARow?: number;
}

function tier(
  id: string,
  numerator: number | SideFigures,
  denominator: number | SideFigures,
  { day = TODAY, region = null, inARow = 1 }: Seller = {},
): string | null {
  const version = versionOf(id, day);
  const lines = version && linesFor(version, { region, category: null });
  if (!version || !lines) return null;
  const sides = [numerator, denominator].map((each) =>
    typeof each === "number" ? side(each) : each,
  ) as [SideFigures, SideFigures];
  const figures = { numerator: sides[0], denominator: sides[1] };
  return tierOf(judgedBy(version, lines), figures, { inARow: () => inARow });
}

describe("Visa", () => {
  const vamp = (count: number, sales: number, region: string | null, day: string) =>
    tier("visa-vamp", count, sales, { region, day });

  it.each([
    ["2025-05-31", null],
    ["2025-06-01", "within"],
    ["2026-03-31", "within"],
    ["2026-04-01", "excessive"],
  ])("judges 1,500 events at 150 bps on %s: %s", (day, expected) => {
    for (const region of ["US", "CA", "EU", "AP", "AU", null])
      expect(vamp(1_500, 100_000, region, day)).toBe(expected);
  });

  it("takes 220 bps before April 2026, and 1,500 events at any time", () => {
    expect(vamp(2_200, 100_000, "US", "2026-03-31")).toBe("excessive");
    expect(vamp(2_199, 100_000, "US", "2026-03-31")).toBe("within");
    expect(vamp(1_499, 2_000, "US", TODAY)).toBe("within");
    expect(vamp(1_500, 2_000, "US", TODAY)).toBe("excessive");
  });

  it("keeps 150 bps for Latin America from the first day", () => {
    expect(vamp(1_500, 100_000, "LAC", "2025-06-01")).toBe("excessive");
    expect(vamp(1_500, 100_000, "LAC", TODAY)).toBe("excessive");
    expect(vamp(1_499, 90_000, "LAC", TODAY)).toBe("within");
  });

  it("asks for 150 events and USD 75,000 at 220 bps in CEMEA, also today", () => {
    const cemea = (count: number, dollars: number, sales: number) =>
      tier("visa-vamp", side(count, { amount: dollars * DOLLARS }), sales, { region: "CEMEA" });
    expect(cemea(150, 75_000, 6_818)).toBe("excessive");
    expect(cemea(150, 75_000, 6_819)).toBe("within");
    expect(cemea(149, 75_000, 6_000)).toBe("within");
    expect(cemea(150, 74_999.99, 6_818)).toBe("within");
  });

  it("has no lines for regions that it does not name", () => {
    expect(vamp(5_000, 10_000, "Atlantis", TODAY)).toBeNull();
  });

  it.each([
    [75, 11_538, "early_warning"],
    [75, 11_539, "within"],
    [74, 1_000, "within"],
    [100, 11_111, "standard"],
    [100, 11_112, "early_warning"],
    [99, 1_000, "early_warning"],
    [1_000, 55_555, "excessive"],
    [1_000, 55_556, "standard"],
    [999, 10_000, "standard"],
  ])("VDMP: %d of %d were %s until March 2025", (count, sales, expected) => {
    expect(tier("visa-vdmp", count, sales, { day: "2025-03-31" })).toBe(expected);
    expect(tier("visa-vdmp", count, sales, { day: "2025-04-01" })).toBeNull();
  });

  it.each([
    [50_000, 7_692_307, "early_warning"],
    [50_000, 7_692_308, "within"],
    [49_999.99, 1_000_000, "within"],
    [75_000, 8_333_333, "standard"],
    [75_000, 8_333_334, "early_warning"],
    [250_000, 13_888_888, "excessive"],
    [250_000, 13_888_889, "standard"],
  ])("VFMP: $%d of $%d were %s until March 2025", (fraud, sales, expected) => {
    const on = (day: string) => tier("visa-vfmp", money(fraud), money(sales), { day });
    expect(on("2025-03-31")).toBe(expected);
    expect(on("2025-04-01")).toBeNull();
  });
});

describe("Mastercard", () => {
  const efm = (count: number, dollars: number, sales: number, region: string | null = null) =>
    tier("mastercard-efm", side(count, { amount: dollars * DOLLARS }), sales, { region });

  it("EFM: 0.5 % of 1,000 sales and more than $50,000", () => {
    expect(efm(5, 50_000.01, 1_000)).toBe("excessive");
    expect(efm(5, 50_000, 1_000)).toBe("within");
    expect(efm(5, 60_000, 999)).toBe("within");
    expect(efm(5, 60_000, 1_001)).toBe("within");
  });

  it("EFM: 0.2 % and more than $15,000 in Australia", () => {
    expect(efm(2, 15_000.01, 1_000, "AU")).toBe("excessive");
    expect(efm(2, 15_000.01, 1_000, "AP")).toBe("within");
    expect(efm(2, 15_000, 1_000, "AU")).toBe("within");
    expect(efm(2, 16_000, 1_001, "AU")).toBe("within");
  });
});

describe("American Express and Discover", () => {
  it("Amex: a warning from 10 of 50 and 1 %, excessive above 1 % three times in a row", () => {
    const amex = (count: number, sales: number, inARow: number) =>
      tier("amex-excess-chargebacks", count, sales, { inARow });
    expect(amex(10, 1_000, 3)).toBe("warning");
    expect(amex(10, 1_001, 3)).toBe("within");
    expect(amex(10, 50, 2)).toBe("warning");
    expect(amex(10, 49, 2)).toBe("within");
    expect(amex(9, 50, 2)).toBe("within");
    expect(amex(11, 1_000, 3)).toBe("excessive");
  });

  it("Discover: 100 of 100 and above 1 %", () => {
    expect(tier("discover-medf", 100, 9_999)).toBe("excessive");
    expect(tier("discover-medf", 100, 10_000)).toBe("within");
    expect(tier("discover-medf", 99, 1_000)).toBe("within");
    expect(tier("discover-medf", 100, 100)).toBe("excessive");
    expect(tier("discover-medf", 100, 99)).toBe("within");
  });
});

describe("processors", () => {
  it("Stripe: above 0.75 %", () => {
    for (const [id, above] of [
      ["stripe-dispute-activity", "excessive"],
      ["stripe-dispute-rate", "above_line"],
    ] as const) {
      expect(tier(id, 75, 10_000)).toBe("within");
      expect(tier(id, 76, 10_000)).toBe(above);
    }
  });

  it("PayPal: from 1.5 % of the money, and more than 100 sales", () => {
    const paypal = (claims: number, sales: number, count: number) =>
      tier("paypal-dispute-ratio", money(claims), money(sales, count));
    expect(paypal(1_500, 100_000, 101)).toBe("high_volume");
    expect(paypal(1_500, 100_000, 100)).toBe("within");
    expect(paypal(1_499.99, 100_000, 101)).toBe("within");
  });
});

/** Dollars that a month in a tier costs. */
function fee(
  id: string,
  month: { tier: string; months: number; quiet?: number },
  [numerator, denominator]: [number, number] = [0, 0],
  day = TODAY,
): number {
  const figures = { numerator: side(numerator), denominator: side(denominator) };
  const lines = feesOf(versionOf(id, day)?.fees, { quiet: null, ...month }, figures);
  return lines.reduce((sum, { amount }) => sum + amount, 0) / DOLLARS;
}

describe("fees", () => {
  const MONTHS = [1, 2, 3, 4, 6, 7, 11, 12, 18, 19, 30];
  const THOUSAND = 1_000;

  it.each([
    ["mastercard-ecm", "excessive", [0, 1, 1, 5, 5, 25, 25, 50, 50, 100, 100]],
    ["mastercard-ecm", "high_excessive", [0, 1, 2, 10, 10, 50, 50, 100, 100, 200, 200]],
    ["mastercard-efm", "excessive", [0, 0.5, 1, 5, 5, 25, 25, 50, 50, 100, 100]],
  ])("of %s, %s, rise with the months", (id, name, thousands) => {
    const fees = MONTHS.map((months) => fee(id, { tier: name, months }) / THOUSAND);
    expect(fees).toEqual(thousands);
  });

  it("of ECM have issuer recovery from the fourth month, beyond 300, and not in a clean month", () => {
    const ecm = (name: string, months: number, count: number) =>
      fee("mastercard-ecm", { tier: name, months }, [count, 20_000]);
    expect(ecm("excessive", 3, 500)).toBe(1_000);
    expect(ecm("excessive", 4, 300)).toBe(5_000);
    expect(ecm("excessive", 4, 301)).toBe(5_005);
    expect(ecm("within", 4, 500)).toBe(0);
  });

  it("of VAMP begin in October 2025, after three months of grace, once in twelve months", () => {
    const vamp = (months: number, quiet?: number, day = TODAY) =>
      fee(
        "visa-vamp",
        { tier: "excessive", months, ...(quiet === undefined ? {} : { quiet }) },
        [1_500, 50_000],
        day,
      );
    expect([1, 2, 3, 4].map((months) => vamp(months))).toEqual([0, 0, 0, 12_000]);
    expect(vamp(1, 12)).toBe(0);
    expect(vamp(1, 11)).toBe(12_000);
    expect(vamp(4, undefined, "2025-09-30")).toBe(0);
    expect(vamp(4, undefined, "2025-10-01")).toBe(12_000);
  });

  it("of VDMP were due in months 5 to 9, but not for an early warning", () => {
    const vdmp = (name: string) =>
      [4, 5, 9, 10].map((months) =>
        fee("visa-vdmp", { tier: name, months }, [100, 10_000], "2025-03-31"),
      );
    expect(vdmp("standard")).toEqual([0, 5_000, 5_000, 0]);
    expect(vdmp("early_warning")).toEqual([0, 0, 0, 0]);
  });

  it("of American Express and Discover are due for what is above 1 %", () => {
    expect(fee("amex-excess-chargebacks", { tier: "warning", months: 2 }, [65, 5_000])).toBe(0);
    expect(fee("amex-excess-chargebacks", { tier: "excessive", months: 3 }, [65, 5_000])).toBe(375);
    expect(fee("discover-medf", { tier: "excessive", months: 1 }, [101, 5_001])).toBe(51 * 25);
  });
});

describe("packs of networks and processors", () => {
  const IDS = [
    "visa-vamp",
    "visa-vdmp",
    "visa-vfmp",
    "mastercard-ecm",
    "mastercard-efm",
    "amex-excess-chargebacks",
    "discover-medf",
    "stripe-dispute-activity",
    "stripe-dispute-rate",
    "paypal-dispute-ratio",
  ];

  it.each(IDS)("%s says where its figures are from, and what it leaves out", (id) => {
    const { sources, leaves_out: leavesOut, confidence } = findProgram(id);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect(source.retrieved).toBe(TODAY);
      expect(["A", "A*", "B", "C"]).toContain(source.confidence);
    }
    expect(leavesOut.length).toBeGreaterThan(0);
    const isOfficial = sources.some((source) => source.confidence.startsWith("A"));
    expect(isOfficial || confidence !== "verified").toBe(true);
  });
});
