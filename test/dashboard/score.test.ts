// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { scoreOverTime } from "../../dashboard/charts/score-over-time.js";
import { scoreParts } from "../../dashboard/charts/score-parts.js";
import { partsFinding, trendFinding } from "../../dashboard/findings-score.js";
import { rate, score } from "../../dashboard/strings-score.js";

const readable = (svg: SVGElement) => svg.outerHTML.replaceAll("><", ">\n<") + "\n";
const golden = (name: string) => `golden/${name}.svg`;

beforeEach(() => {
  for (const level of ["warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      throw new TypeError(`console.${level}: ${words.join(" ")}`);
    });
});
afterEach(() => vi.restoreAllMocks());

const bands = [
  { tier: "within", name: "excellent", severity: "within" as const, from: 90, until: 100 },
  { tier: "good", name: "good", severity: "near" as const, from: 80, until: 90 },
  { tier: "fair", name: "fair", severity: "above" as const, from: 60, until: 80 },
  { tier: "poor", name: "poor", severity: "severe" as const, from: 0, until: 60 },
];
const tierOf = (points: number) => bands.find(({ from }) => points >= from)?.tier ?? "poor";

/** Forty days from 1 October: falling from 97, two without a score. */
const days = Array.from({ length: 40 }, (_, i) => {
  const points = i === 5 || i === 6 ? null : 97 - i * 0.7;
  return {
    as_of: new Date(Date.UTC(2026, 9, 1 + i)).toISOString().slice(0, 10),
    score: points,
    tier: points === null ? "not_scored" : tierOf(points),
  };
});
const sets = [
  { set_on: "2026-10-03", name: "excellent" },
  { set_on: "2026-11-03", name: "good" },
];
const trend = { bands, sets, maximum: 100, severity: "above" as const };

const part = (name: string, points: number | null, average: number | null, says: string) => ({
  part: name,
  name,
  effective_points: points,
  effective_weight: points === null ? null : 25,
  effective_at_average: average,
  says,
});
const parts = [
  part("Deals not sold", 4.1, 25, "10.4 %; your peers 3.1 %"),
  part("Not received", 22, 20, "1.0 %; your peers 1.9 %"),
  part("A part with a name that is much too long for its place", 25, null, "0.5 %"),
  part("Ratings: logistics", null, null, "4 of the 10 that it takes, in 30 days."),
];

describe.each([390, 720])("at %i px", (width) => {
  it.each([
    ["score-over-time", () => scoreOverTime(days, { width, ...trend })],
    ["score-parts", () => scoreParts(parts, { width })],
  ])("draws %s", async (name, draw) => {
    await expect(readable(draw())).toMatchFileSnapshot(golden(`${name}-${width}`));
  });
});

describe("edges", () => {
  const size = { width: 390, ...trend };
  it("draws one day, no levels, a score of nothing", () => {
    for (const svg of [
      scoreOverTime(days.slice(0, 1), { ...size, sets: [] }),
      scoreOverTime(days, { ...size, bands: [], sets: [] }),
      scoreOverTime([{ as_of: "2026-10-01", score: 0 }], size),
      scoreParts(parts.slice(3), { width: 390 }),
    ])
      expect(svg.outerHTML).not.toMatch(/NaN|Infinity/);
  });

  it("keeps a part that takes away far more than it could give within the drawing", () => {
    const svg = scoreParts([...parts, part("Far below", -250, 20, "90 %")], { width: 720 });
    const bars = [...svg.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("x")));
    expect(Math.min(...bars)).toBeGreaterThanOrEqual(0);
    expect(svg.textContent).toContain("-250 of 25");
  });

  it("gives each day and each part its place, once", () => {
    const drawn = scoreOverTime(days, { width: 720, ...trend });
    expect(drawn.querySelectorAll("[data-i]")).toHaveLength(38);
    expect(scoreParts(parts, { width: 720 }).querySelectorAll("[data-i]")).toHaveLength(4);
  });
});

describe("figures", () => {
  it.each([
    [89.96, "89.9"],
    [90, "90"],
    [89.99999999999, "90"],
    [0, "0"],
    [null, "–"],
  ])("%f is shown as %s, never as a level that is not reached", (value, text) => {
    expect(score(value)).toBe(text);
  });

  it("shows shares as percent and stars as they are", () => {
    const stars = { counts: "metric" as const, rate: 4.62, peer_rate: 0.9 };
    expect([rate(stars, 4.62), rate(stars, 0.9)]).toEqual(["4.62", "0.90"]);
    const answers = { counts: "metric" as const, rate: 0.7, peer_rate: 0.9 };
    expect(rate(answers, 0.7)).toBe("70.0\u202f%");
    expect(rate({ counts: "orders", rate: 0.02, peer_rate: null }, 0.02)).toBe("2.00\u202f%");
  });
});

describe("findings", () => {
  const flat = days.map((day) => ({ ...day, score: 95, tier: "within" }));
  const none = days.map((day) => ({ ...day, score: null, tier: "not_scored" }));
  const stopped = days.map((day, i) => (i < 20 ? day : { ...day, score: null }));
  const rising = days.toReversed().map((day, i) => ({ ...day, as_of: days[i]!.as_of }));
  it.each([
    ["a fall", days, "Down 21 points in 30 days, from excellent to fair"],
    ["a rise", rising, "Up 21 points in 30 days, from fair to excellent"],
    ["no change", flat, "Steady at 95 in 30 days"],
    ["no score", none, "No score yet"],
    ["an end", stopped, "The last score was 83.7, on 20 Oct"],
    ["one day", days.slice(0, 1), "The first score is 97"],
    ["a few days", days.slice(0, 4), "Down 2.1 points since 1 Oct"],
    ["nothing", [], "No score yet"],
  ])("tell of %s", (_, rows, text) => {
    expect(trendFinding(rows, bands)).toBe(text);
  });

  const step = { name: "Not received", gain: 12.54 };
  it.each([
    ["scored", 2, [step], "Most can be won back in “Not received”: 12.5 points"],
    ["scored", 2, [], "Every part that is scored gives all its points"],
    ["not_scored", 2, [], "Two of three parts can be scored"],
    ["not_scored", 0, [], "No part can be scored"],
  ] as const)("tell of parts, %s with %i", (state, scored, next_steps, text) => {
    const made = Array.from({ length: 3 }, (_, i) => ({
      state: i < scored ? "scored" : "no_data",
    }));
    const found = { state, parts: made, next_steps } as unknown as Parameters<
      typeof partsFinding
    >[0];
    expect(partsFinding(found)).toBe(text);
  });
});
