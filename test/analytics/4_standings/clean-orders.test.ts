import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanOrdersToLeave } from "../../../analytics/4_standings/clean-orders.js";
import { headroomTo } from "../../../analytics/4_standings/headroom.js";
import { isTierMet, type Context } from "../../../analytics/4_standings/judge.js";
import { Tier } from "../../../analytics/4_standings/program/tier.js";
import type { Figures } from "../../../analytics/3_rates/figures.js";
import type { SideFigures } from "../../../analytics/3_rates/side.js";

const tier = (more: object, id = "above"): Tier =>
  Tier.parse({ id, name: id, severity: "above", ...more });

const further = ({ numerator, denominator }: Figures, orders: number, defects = 0): Figures => ({
  numerator: side(numerator.judged + defects),
  denominator: side(denominator.judged + orders),
});

const side = (judged: number, more: Partial<SideFigures> = {}): SideFigures => ({
  raw: judged,
  judged,
  count: judged,
  amount: judged * 100,
  buyers: judged,
  ...more,
});
const figures = (numerator: number, denominator: number): Figures => ({
  numerator: side(numerator),
  denominator: side(denominator),
});

/** The fewest by trying them one by one. */
function tried(tiers: Tier[], from: Figures, context: Context, most: number): number | null {
  for (let more = 0; more <= most; more += 1)
    if (!tiers.some((each) => isTierMet(each, further(from, more), context))) return more;
  return null;
}

describe("clean orders to leave", () => {
  it("are those that bring the rate below the line, which itself is in it", () => {
    const line = tier({ gates: { rate: 0.05 } });
    expect(cleanOrdersToLeave([line], "orders", figures(12, 60))).toBe(181);
    expect(cleanOrdersToLeave([line], "orders", figures(3, 60))).toBe(1);
    expect(cleanOrdersToLeave([line], "orders", figures(2, 60))).toBe(0);
    const above = tier({ gates: { rate: { above: 0.05 } } });
    expect(cleanOrdersToLeave([above], "orders", figures(12, 60))).toBe(180);
  });

  it("need only one gate of several unmet, and none at all where another is", () => {
    const both = tier({ gates: { rate: 0.015, count: 100 } });
    expect(cleanOrdersToLeave([both], "events", figures(150, 5000))).toBe(5001);
    expect(cleanOrdersToLeave([both], "events", figures(99, 1000))).toBe(0);
    const count = tier({ gates: { count: 3 } });
    expect(cleanOrdersToLeave([count], "events", figures(3, 10))).toBeNull();
  });

  it("may change the piece: 3 of 297 orders are too many, 3 of 301 are too few", () => {
    const etsy = tier({
      pieces: [
        { from: 0, gates: { count: 3 } },
        { from: 300, gates: { rate: 0.01 } },
      ],
    });
    expect(cleanOrdersToLeave([etsy], "orders", figures(3, 297))).toBe(4);
    expect(cleanOrdersToLeave([etsy], "orders", figures(7, 297))).toBe(404);
  });

  it("lead out of every tier, also where a worse one is left first", () => {
    const tiers = [tier({ gates: { rate: 0.05 } }), tier({ gates: { rate: 0.1 } }, "serious")];
    expect(cleanOrdersToLeave(tiers, "orders", figures(12, 60))).toBe(181);
    expect(cleanOrdersToLeave(tiers.slice(1), "orders", figures(12, 60))).toBe(61);
  });

  it("are money where money is divided", () => {
    const line = tier({ gates: { rate: 0.01, denominator_count: 5 } });
    const sales: Figures = {
      numerator: side(200, { amount: 200 }),
      denominator: side(10_000, { count: 9, amount: 10_000 }),
    };
    expect(cleanOrdersToLeave([line], "amount", sales)).toBe(10_001);
  });

  it("are what trying every number finds, for any gates", () => {
    const share = fc.integer({ min: 1, max: 60 }).map((each) => each / 100);
    const rate = fc.oneof(
      share,
      share.map((above) => ({ above })),
      share.map((below) => ({ below: below / 10 })),
    );
    const whole = fc.integer({ min: 0, max: 90 });
    const bound = fc.oneof(
      whole,
      whole.map((at_most) => ({ at_most })),
      whole.map((below) => ({ below })),
    );
    const gates = fc
      .record(
        {
          rate,
          rate_low: share,
          count: fc.integer({ min: 0, max: 6 }),
          denominator: bound,
          peer_multiple: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: [] },
      )
      .filter((each) => Object.keys(each).length > 0);
    const pieces = fc
      .tuple(gates, gates, gates, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 50 }))
      .map(([one, two, three, first, more]) => ({
        pieces: [
          { from: 0, gates: one },
          { from: first, gates: two },
          { from: first + more, gates: three },
        ],
      }));
    const any = fc.oneof(
      gates.map((each) => ({ gates: each })),
      pieces,
    );
    fc.assert(
      fc.property(
        fc.array(any, { minLength: 1, maxLength: 3 }),
        fc.nat(12),
        fc.nat(80),
        (shapes, defects, orders) => {
          const tiers = shapes.map((shape, index) => tier(shape, `t${index}`));
          const context = { peerRate: 0.03 };
          const from = figures(defects, orders);
          const found = cleanOrdersToLeave(tiers, "orders", from, context);
          const most = 1300;
          const isFar = found === null || found > most;
          expect(tried(tiers, from, context, most)).toBe(isFar ? null : found);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("and headroom are two ways over one line: one more defect than headroom meets it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(20),
        fc.integer({ min: 1, max: 300 }),
        (percent, count, defects, orders) => {
          const line = tier({ gates: { rate: percent / 100, count } });
          const from = figures(defects, orders);
          const headroom = headroomTo(line, { unit: "orders", tiers: [line] }, from) ?? NaN;
          expect(isTierMet(line, further(from, 0, headroom + 1))).toBe(true);
          expect(isTierMet(line, further(from, 0, headroom))).toBe(false);
        },
      ),
    );
  });
});
