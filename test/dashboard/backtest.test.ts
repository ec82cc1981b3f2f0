// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { flaggedByDay } from "../../dashboard/charts/flagged-by-day.js";
import { overlap, overlapPieces } from "../../dashboard/charts/overlap.js";
import { spells } from "../../dashboard/charts/spells.js";
import {
  byDayFinding,
  differing,
  leadFinding,
  overlapFinding,
  spellsFinding,
} from "../../dashboard/findings-backtest.js";
import { days, FROM, resultOf, seller, sellers, TO } from "./backtest-rows.js";

const readable = (svg: SVGElement) => svg.outerHTML.replaceAll("><", ">\n<") + "\n";

beforeEach(() => {
  for (const level of ["warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      throw new Error(`console.${level}: ${words.join(" ")}`);
    });
});
afterEach(() => vi.restoreAllMocks());

const rows = sellers.flatMap((row) =>
  (["a", "b"] as const).flatMap((side) =>
    row[`${side}_spell_list`].map(({ from, until }) => ({
      seller: row.seller_id,
      name: row.seller_name ?? row.seller_id,
      side,
      from,
      until,
    })),
  ),
);
const bars = [
  { of: "sellers", a: 1, both: 4, b: 12 },
  { of: "days of sellers", a: 0, both: 120, b: 980 },
];

describe.each([390, 720])("charts of a backtest at %i px", (width) => {
  it.each([
    ["flagged-by-day", () => flaggedByDay(days, { width })],
    ["overlap", () => overlap(bars, { width })],
    ["spells", () => spells(rows, { width, from: FROM, to: TO })],
  ])("draws %s", async (name, draw) => {
    await expect(readable(draw())).toMatchFileSnapshot(`golden/${name}-${width}.svg`);
  });

  it("draws one day, and bars and rows of nobody", () => {
    const none = [{ of: "sellers", a: 0, both: 0, b: 0 }];
    const one = [{ day: FROM, a: 0, b: 0, both: 0 }];
    for (const svg of [
      flaggedByDay(one, { width }),
      overlap(none, { width }),
      spells([], { width, from: FROM, to: TO }),
    ])
      expect(svg.outerHTML).not.toContain("NaN");
  });

  it("puts every spell and every piece in reach, once", () => {
    const reach = (svg: SVGElement) =>
      [...svg.querySelectorAll<SVGElement>("[data-i]")].map((node) => Number(node.dataset["i"]));
    expect(reach(spells(rows, { width, from: FROM, to: TO }))).toEqual(rows.map((_, i) => i));
    expect(reach(overlap(bars, { width }))).toEqual(overlapPieces(bars).map((_, i) => i));
  });
});

describe("findings of a backtest", () => {
  it("say whom each flags, and who was first", () => {
    const both = { both: 15, a_first: 1, b_first: 13, same_day: 1, median_b_lead_days: 57 };
    expect(leadFinding(resultOf(both, { sellers: 15 }, { sellers: 69 }))).toEqual([
      "One would have put 15 sellers in a tier, Two 69.",
      "Of the 15 that both flag, B was first with 13, by 57 days in the median.",
    ]);
    expect(leadFinding(resultOf({}))).toEqual([
      "Neither One nor Two would have put a seller in a tier.",
    ]);
    const same = resultOf(
      { both: 1, same_day: 1 },
      { sellers: 1, name: "X" },
      { sellers: 1, name: "X" },
    );
    expect(leadFinding(same)).toEqual([
      "one would have put 1 seller in a tier, two 1.",
      "The one that both flag, both flag on the same day.",
    ]);
    expect(leadFinding(resultOf({ only_a: 2 }, { sellers: 2 }))).toEqual([
      "One would have put 2 sellers in a tier, Two none.",
    ]);
  });

  it("compare the days", () => {
    const flat = (a: number, b: number) => [{ day: FROM, a, b, both: 0, a_raw: 0, b_raw: 0 }];
    expect(byDayFinding(flat(0, 0))).toBe("Nobody in a tier of either");
    expect(byDayFinding(flat(0, 3))).toBe("Only B has anybody in a tier: 3.0 on an average day");
    expect(byDayFinding(flat(100, 101))).toBe(
      "Much the same on an average day: 100 by A and 101 by B",
    );
    expect(byDayFinding(flat(26, 20))).toBe(
      "A has 30.0\u202f% more in a tier on an average day: 26 by A and 20 by B",
    );
    expect(byDayFinding(flat(4, 28))).toBe(
      "B has 7.0 times as many in a tier on an average day: 4.0 by A and 28 by B",
    );
  });

  it("say how far they agree, and about whom they do not", () => {
    expect(overlapFinding(resultOf({ both: 15, only_b: 54 }))).toBe("Both flag 15, only B 54");
    expect(overlapFinding(resultOf({ both: 4, only_a: 1, only_b: 2 }))).toBe(
      "Both flag four, only A one, only B two",
    );
    expect(overlapFinding(resultOf({ only_a: 1 }))).toBe("They agree about nobody");
    expect(overlapFinding(resultOf({}))).toBe("Nobody to agree about");
    expect(overlapFinding(resultOf({ both: 2, agreement: 1 }))).toBe(
      "They agree about every seller, on every day",
    );
    expect(overlapFinding(resultOf({ both: 2, agreement: 0.5 }))).toBe(
      "They agree about whom, and on 50.0\u202f% of the days",
    );
    expect(spellsFinding(sellers)).toBe(
      "They differ about two of three, most about Shop s1: 42 days",
    );
    expect(spellsFinding([seller("s9", [[0, 1]], [])])).toBe(
      "They differ about the only seller that they flag, Shop s9: 1 day",
    );
    expect(spellsFinding(sellers.slice(2))).toBe("They agree about every seller, on every day");
    expect(differing(sellers).map((row) => row.seller_id)).toEqual(["s1", "s2"]);
  });
});
