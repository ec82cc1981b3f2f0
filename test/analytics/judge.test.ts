import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figures } from "../../analytics/3_rates/figures.js";
import { headroomOf } from "../../analytics/4_standings/headroom.js";
import { isScored, judgeGates, tierOf } from "../../analytics/4_standings/judge.js";
import type { RateProgram } from "../../analytics/4_standings/program.js";
import type { Threshold } from "../../analytics/4_standings/program/threshold.js";
import type { Gates, Tier } from "../../analytics/4_standings/program/tier.js";
import type { GateResult } from "../../analytics/4_standings/standing.js";
import { figures, rateProgram, side, verdictOf } from "../support/judging.js";

const DISPUTES = rateProgram("marketplace-dispute-rate");
const ECM = rateProgram("mastercard-ecm");
const ODR = rateProgram("order-defect-rate");

/** The figures after `more` defects, each of another buyer and on an order already in the base. */
const after = ({ numerator, denominator }: Figures, more: number): Figures => ({
  numerator: {
    ...numerator,
    judged: numerator.judged + more,
    count: numerator.count + more,
    raw: numerator.raw + more,
    buyers: Math.max(0, numerator.buyers + more),
  },
  denominator,
});

/** Whether the gates of the first tier are met, from what the judgement says of each gate. */
const meetsFirst = (program: RateProgram, found: Figures) =>
  judgeGates(program, found)
    .filter(({ tier }) => tier === program.tiers[0]?.id)
    .every(({ met }) => met);

/** Headroom by trying every number of defects. */
function bruteHeadroom(program: RateProgram, found: Figures): number | null {
  if (tierOf(program, found) === "not_scored") return null;
  const least = -found.numerator.judged;
  if (meetsFirst(program, after(found, least))) return null;
  for (let more = least + 1; more <= 1000; more += 1)
    if (meetsFirst(program, after(found, more))) return more - 1;
  return null;
}

const atLeast = (values: readonly number[]): fc.Arbitrary<Threshold> =>
  fc
    .tuple(fc.constantFrom(...values), fc.boolean())
    .map(([bound, isAbove]) => (isAbove ? { above: bound } : bound));
const whole = fc.integer({ min: 1, max: 150 }).chain((bound) => atLeast([bound]));
const gates: fc.Arbitrary<Gates> = fc
  .record(
    {
      rate: atLeast([0.001, 0.01, 0.05, 0.3, 1, 2]),
      count: whole,
      distinct_buyers: whole,
      rate_low: atLeast([0.01, 0.05, 0.2]),
      denominator: fc.constantFrom<Threshold>(
        100,
        { above: 100 },
        { below: 300 },
        { at_most: 300 },
      ),
    },
    { requiredKeys: [] },
  )
  .filter(({ denominator: _, ...others }) => Object.keys(others).length > 0);
const drawn: fc.Arbitrary<Pick<Tier, "gates" | "pieces">> = fc.oneof(
  gates.map((each) => ({ gates: each })),
  fc.tuple(gates, gates).map(([few, many]) => ({
    pieces: [
      { from: 0, gates: few },
      { from: 200, gates: many },
    ],
  })),
);

const programs = fc
  .tuple(fc.constantFrom(DISPUTES, ECM, ODR), fc.option(drawn))
  .map(([program, line]): RateProgram =>
    line === null
      ? program
      : { ...program, tiers: [{ id: "line", name: "line", severity: "above", ...line }] },
  );

const somebody = fc
  .record({ denominator: fc.nat(400), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .chain(({ denominator, share }) => {
    const numerator = Math.floor(share ** 3 * denominator);
    return fc.nat(numerator).map((fewer) => ({
      numerator: side(numerator, { buyers: numerator - Math.min(fewer, 3) }),
      denominator: side(denominator),
    }));
  });

const holds = (value: number, comparison: string, bound: number) =>
  ({ ">=": value >= bound, ">": value > bound, "<": value < bound, "<=": value <= bound })[
    comparison
  ];

const hasValue = (gate: GateResult): gate is GateResult & { value: number } => gate.value !== null;

describe("headroom", () => {
  it("is what trying every number of defects finds", async () => {
    await fc.assert(
      fc.asyncProperty(programs, somebody, async (program, found) => {
        const { headroom } = await verdictOf(program, found);
        expect(headroom).toBe(bruteHeadroom(program, found));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    [ODR, figures(0, 100), 0],
    [ODR, figures(0, 101), 1],
    [ODR, figures(1, 100), -1],
    [ECM, figures(0, 1000), 99],
    [ECM, figures(99, 1000), 0],
    [ECM, figures(100, 1000), -1],
    [ECM, figures(100, 10_000), 49],
    [ECM, figures(0, 0), null],
    [DISPUTES, figures(10, 49), null],
    [DISPUTES, figures(8, 100), -4],
  ])("of %#", (program, found, headroom) => {
    expect(isScored(program, found) ? headroomOf(program, found) : null).toBe(headroom);
  });
});

describe("figures that are no whole counts", () => {
  it("have a headroom of whole defects, and never one too many", () => {
    fc.assert(
      fc.property(
        programs,
        somebody,
        fc.constantFrom(0.25, 0.5, 0.9999),
        (program, found, part) => {
          const judged = found.numerator.judged + part;
          const numerator = { ...side(judged), buyers: Math.floor(judged) };
          const fractional = { ...found, numerator };
          const headroom = isScored(program, fractional) ? headroomOf(program, fractional) : null;
          fc.pre(headroom !== null && headroom >= 0);
          expect(Number.isInteger(headroom)).toBe(true);
          expect(meetsFirst(program, after(fractional, Number(headroom)))).toBe(false);
          expect(meetsFirst(program, after(fractional, Number(headroom) + 1))).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("have no rate below 0, though more was subtracted than there is", async () => {
    const found = { numerator: side(-3), denominator: side(10) };
    expect(await verdictOf(ODR, found)).toMatchObject({ rate: 0, low: 0, tier: "within" });
  });
});

describe("without a denominator", () => {
  it("has no rate and no interval, and is not scored while nothing was raised", async () => {
    for (const program of [DISPUTES, ECM, ODR])
      expect(await verdictOf(program, figures(0, 0))).toMatchObject({
        rate: null,
        rawRate: null,
        low: null,
        high: null,
        tier: "not_scored",
        headroom: null,
      });
  });

  it("is above every rate as soon as there is a defect, but not above a count", () => {
    expect(tierOf(ODR, figures(1, 0))).toBe("at_risk");
    expect(tierOf(ECM, figures(99, 0))).toBe("within");
    expect(tierOf(ECM, figures(100, 0))).toBe("excessive");
    expect(tierOf(ECM, figures(300, 0))).toBe("high_excessive");
  });

  it("is within where all that was raised is exempt", async () => {
    const exempt = { numerator: { ...side(0), raw: 5 }, denominator: side(0) };
    expect(await verdictOf(ODR, exempt)).toMatchObject({
      tier: "within",
      rate: null,
      remarks: ["no_denominator"],
    });
  });
});

describe("any judgement", () => {
  it("has its rate inside its interval, and the interval around 0 to 1 where it is a share", async () => {
    await fc.assert(
      fc.asyncProperty(programs, somebody, async (program, found) => {
        fc.pre(found.denominator.judged > 0);
        const { rate, low, high } = await verdictOf(program, found);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(Number(rate));
        expect(high).toBeGreaterThanOrEqual(Number(rate));
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("has Wilson's interval, as a textbook gives it", async () => {
    // 10 of 100: Wilson's interval without correction is 5.52 % to 17.44 %.
    const { low, high } = await verdictOf(ODR, figures(10, 100));
    expect(low).toBeCloseTo(0.0552, 4);
    expect(high).toBeCloseTo(0.1744, 4);
  });

  it("bounds a rate above 1 too, where chargebacks outnumber the sales of the month before", async () => {
    const { rate, low, high } = await verdictOf(ECM, figures(30, 10));
    expect(rate).toBe(3);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeGreaterThan(3);
  });

  it("is in the worst tier whose gates are all met, and says of each gate whether it is", async () => {
    await fc.assert(
      fc.asyncProperty(programs, somebody, async (program, found) => {
        const { tier, gates: results } = await verdictOf(program, found);
        if (tier === "not_scored") return;
        const met = program.tiers.filter(({ id }) =>
          results.filter((gate) => gate.tier === id).every((gate) => gate.met),
        );
        expect(tier).toBe(met.at(-1)?.id ?? "within");
        for (const { value, comparison, threshold, met: isMet } of results.filter(hasValue))
          expect(isMet).toBe(holds(value, comparison, threshold));
      }),
    );
  });

  it("never gets better by another defect", () => {
    fc.assert(
      fc.property(programs, somebody, (program, found) => {
        const rank = (tier: string) => program.tiers.findIndex(({ id }) => id === tier);
        expect(rank(tierOf(program, after(found, 1)))).toBeGreaterThanOrEqual(
          rank(tierOf(program, found)),
        );
      }),
    );
  });

  it("compares with the gates of the seller's volume", () => {
    const ETSY = {
      ...ODR,
      tiers: [
        {
          id: "line",
          name: "line",
          severity: "above" as const,
          pieces: [
            { from: 0, gates: { count: { above: 3 } } },
            { from: 300, gates: { rate: 0.01 } },
          ],
        },
      ],
    };
    // Vector 11: 299 orders with 3 refunded cases pass, 300 with 3 do not.
    expect(tierOf(ETSY, figures(3, 299))).toBe("within");
    expect(tierOf(ETSY, figures(4, 299))).toBe("line");
    expect(tierOf(ETSY, figures(3, 300))).toBe("line");
    expect(tierOf(ETSY, figures(2, 300))).toBe("within");
  });
});
