// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buyers } from "../../dashboard/charts/buyers.js";
import { byDay } from "../../dashboard/charts/by-day.js";
import { binRates, distribution } from "../../dashboard/charts/distribution.js";
import { fleet, thin } from "../../dashboard/charts/fleet.js";
import { gauge } from "../../dashboard/charts/gauge.js";
import { spread } from "../../dashboard/charts/points.js";
import { rateOverTime } from "../../dashboard/charts/rate-over-time.js";
import { tiers } from "../../dashboard/charts/tiers.js";
import { days, fleetDots, lines, standing } from "./rows.js";

const ahead = { as_of: "2026-12-01", rate: 0.0176, rate_low: 0.012, rate_high: 0.031 };
const steps = days.map((day, i) => ({
  as_of: day.as_of,
  rate: Math.floor(i / 12) * 3,
  rate_low: null,
  rate_high: null,
}));
const pointLines = [
  { name: "warned", severity: "above" as const, rate: 3 },
  { name: "closed", severity: "severe" as const, rate: 48 },
];

const x_label = "orders in the window (log) →";

/** One element a line, so that a changed golden reads as a difference. */
const readable = (svg: SVGElement) => svg.outerHTML.replaceAll("><", ">\n<") + "\n";

const golden = (name: string) => `golden/${name}.svg`;

beforeEach(() => {
  for (const level of ["warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      throw new Error(`console.${level}: ${words.join(" ")}`);
    });
});
afterEach(() => vi.restoreAllMocks());

const counts = [
  { program: "odr", program_name: "Order defect rate", severity: "within" as const, sellers: 611 },
  { program: "odr", program_name: "Order defect rate", severity: "above" as const, sellers: 87 },
  { program: "ecm", program_name: "Excessive", severity: "within" as const, sellers: 882 },
  { program: "ecm", program_name: "Excessive", severity: "above" as const, sellers: 0 },
];
const people = [
  { buyer: "b-91637", defects: 19, isRest: false },
  { buyer: "a-buyer-with-a-very-long-name", defects: 4, isRest: false },
  { buyer: "12 others", defects: 14, isRest: true },
];

describe.each([390, 720])("at %i px", (width) => {
  const bins = binRates(fleetDots.map((dot) => dot.multiple));
  const counted = days.map(({ as_of, orders, defects }) => ({ day: as_of, orders, defects }));
  it.each([
    ["fleet", () => fleet(fleetDots, { width, x_label })],
    ["distribution", () => distribution(bins, { width, line_rate: 0.015 })],
    ["rate-over-time", () => rateOverTime(days, { width, lines, severity: "above" })],
    ["rate-ahead", () => rateOverTime(days.slice(-20), { width, lines, severity: "above", ahead })],
    [
      "points-over-time",
      () => rateOverTime(steps, { width, lines: pointLines, severity: "above", isPoints: true }),
    ],
    ["by-day", () => byDay(counted, { width })],
    ["tiers", () => tiers(counts, { width })],
    ["buyers", () => buyers(people, { width })],
  ])("draws %s", async (name, draw) => {
    await expect(readable(draw())).toMatchFileSnapshot(golden(`${name}-${width}`));
  });
});

describe("the gauge", () => {
  const far = standing({ rate: 0.5, rate_low: 0.2, rate_high: 0.8 });
  const none = standing({ rate: 0, rate_low: 0, rate_high: 0.03, severity: "within" });
  it.each([
    ["gauge", standing()],
    ["gauge-beyond", far],
    ["gauge-none", none],
    ["gauge-empty", standing({ rate: null, line_rate: null })],
  ])("draws %s", async (name, row) => {
    await expect(readable(gauge(row, { width: 300 }))).toMatchFileSnapshot(golden(name));
  });
});

describe("edges", () => {
  it("draws one seller, one day, no line, nothing but zeros", () => {
    const one = [{ ...fleetDots[0]!, multiple: 0, volume: 1 }];
    expect(fleet(one, { width: 390, x_label }).outerHTML).not.toContain("NaN");
    const lone = rateOverTime(days.slice(0, 1), { width: 390, lines: [], severity: "within" });
    expect(lone.outerHTML).not.toContain("NaN");
    const zeros = days.map((day) => ({ ...day, rate: 0, rate_low: 0, rate_high: 0 }));
    const flat = rateOverTime(zeros, { width: 390, lines, severity: "within" });
    expect(flat.outerHTML).not.toContain("NaN");
    expect(fleet([], { width: 390, x_label }).querySelectorAll("[data-i]")).toHaveLength(0);
  });

  it("gives each drawn dot its row and place, once", () => {
    const svg = fleet(fleetDots, { width: 720, x_label });
    const rows = [...svg.querySelectorAll<SVGElement>("[data-i]")].map((node) => node.dataset["i"]);
    expect(new Set(rows).size).toBe(fleetDots.length);
    expect(rows).toHaveLength(fleetDots.length);
  });

  it("thins only what lies below half the line", () => {
    const many = Array.from({ length: 48_212 }, (_, i) => ({ multiple: i / 40_000 }));
    const kept = thin(many, 30_000);
    expect(kept.filter((row) => row.multiple >= 0.5)).toHaveLength(
      many.filter((row) => row.multiple >= 0.5).length,
    );
    expect(kept.length).toBeLessThanOrEqual(30_001);
    expect(thin(many.slice(0, 100))).toHaveLength(100);
  });

  it("loses no seller in the bins", () => {
    const multiples = [0, 0, 1e-9, 0.5, 0.999999, 1, 1.0001, 400, 2 ** -5, 15.99];
    const bins = binRates(multiples);
    expect(bins.reduce((sum, bin) => sum + bin.sellers, 0)).toBe(multiples.length);
    const above = bins.filter((bin) => bin.low >= 1).reduce((sum, bin) => sum + bin.sellers, 0);
    expect(above).toBe(4);
  });

  it("moves labels apart and keeps their order", () => {
    const placed = spread([100, 101, 40], 14, 0, 200);
    expect(placed[1]! - placed[0]!).toBeGreaterThanOrEqual(14);
    expect(placed[2]).toBe(40);
  });
});

it("turns to a logarithmic scale where the rate is far above its lines", async () => {
  const far = days.map((day) => ({ ...day, rate: day.rate === null ? null : day.rate * 300 }));
  const svg = rateOverTime(far, { width: 720, lines, severity: "severe" });
  await expect(readable(svg)).toMatchFileSnapshot(golden("rate-over-time-far"));
});
