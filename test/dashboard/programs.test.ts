// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { binValues, histogram } from "../../dashboard/charts/histogram.js";
import { unbroken } from "../../dashboard/format.js";
import {
  aboveIn,
  groupPrograms,
  nearIn,
  scoredIn,
  troubled,
  type ProgramState,
} from "../../dashboard/programs.js";

const state = (program: string, changes: Partial<ProgramState> = {}, above = 0): ProgramState => ({
  program,
  program_version: "1",
  name: program,
  owner: "Visa",
  kind: "rate",
  in_force: true,
  summary: "",
  confidence: "verified",
  window_start: "2026-01-01",
  window_end: "2026-02-01",
  line_rate: 0.01,
  near: 0,
  tiers: [
    { tier: "not_scored", name: "not scored", severity: "not_scored", sellers: 5 },
    { tier: "within", name: "within", severity: "within", sellers: 10 },
    { tier: "warned", name: "warned", severity: "near", sellers: 2 },
    { tier: "above", name: "above", severity: "above", sellers: above },
    { tier: "severe", name: "severe", severity: "severe", sellers: above },
  ],
  ...changes,
});

const nobody = {
  tiers: state("x").tiers.map((tier) => ({ ...tier, sellers: tier.tier === "not_scored" ? 9 : 0 })),
};

describe("programmes", () => {
  it("count who is above, near and scored", () => {
    const program = state("a", { near: 3 }, 4);
    expect([aboveIn(program), nearIn(program), scoredIn(program)]).toEqual([8, 5, 20]);
  });

  it("are grouped by owner, whatever the article; those that judge nobody stand apart", () => {
    const { owners, unscored, notInForce } = groupPrograms([
      state("z", { owner: "Walmart" }),
      state("b", { owner: "The cross-border marketplace" }),
      state("a", { owner: "The cross-border marketplace" }),
      state("d", { owner: "eBay" }),
      state("silent", nobody),
      state("retired", { ...nobody, in_force: false }),
    ]);
    expect(
      owners.map(({ owner, programs }) => [owner, programs.map(({ program }) => program)]),
    ).toEqual([
      ["The cross-border marketplace", ["b", "a"]],
      ["eBay", ["d"]],
      ["Walmart", ["z"]],
    ]);
    expect(unscored.map(({ program }) => program)).toEqual(["silent"]);
    expect(notInForce.map(({ program }) => program)).toEqual(["retired"]);
  });

  it("with most above come first, those without any trouble not at all", () => {
    const all = [state("few", {}, 1), state("none", nobody), state("many", {}, 5)];
    expect(troubled(all).map(({ program }) => program)).toEqual(["many", "few"]);
  });
});

describe("bins of values", () => {
  const total = (bins: readonly { sellers: number }[]) =>
    bins.reduce((sum, { sellers }) => sum + sellers, 0);

  it("hold everybody once, the ends included", () => {
    const values = [0, 0, 12.5, 99.9, 100];
    const bins = binValues(values, 100);
    expect([total(bins), bins[0]?.sellers, bins.at(-1)?.sellers]).toEqual([5, 2, 2]);
    expect(bins.at(-1)?.high).toBeCloseTo(100);
  });

  it("are whole where the values are", () => {
    const bins = binValues([0, 3, 3, 15], 19);
    expect(bins.map(({ low }) => low)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(bins[3]?.sellers).toBe(2);
    expect(total(binValues([], 0))).toBe(0);
  });
});

describe.each([390, 720])("the histogram at %i px", (width) => {
  const readable = (svg: SVGElement) => svg.outerHTML.replaceAll("><", ">\n<") + "\n";
  const lines = [
    { name: "Good", value: 90, severity: "near" as const },
    { name: "Fair", value: 80, severity: "above" as const },
    { name: "Poor", value: 60, severity: "severe" as const },
  ];
  it("draws scores against their tiers", async () => {
    const bins = binValues([39, 50, 63, 74, 79, 79, 85, 91, 98, 98, 100], 100);
    const svg = histogram(bins, {
      width,
      lines,
      isBelow: true,
      format: String,
      axis: "score →",
    });
    await expect(readable(svg)).toMatchFileSnapshot(`golden/histogram-${width}.svg`);
  });
});

it("keeps figures and percent signs on one line", () => {
  expect(unbroken("At least 1.5 % of 20 orders")).toBe("At least 1.5\u202f% of 20 orders");
});
