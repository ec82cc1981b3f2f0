import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figures } from "../../analytics/3_rates/figures.js";
import { judge } from "../../analytics/4_standings/judge.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { findProgram } from "../../analytics/4_standings/programs.js";

const [DISPUTES, ECM, ODR] = [
  "marketplace-dispute-rate",
  "mastercard-ecm",
  "order-defect-rate",
].map(findProgram) as [Program, Program, Program];

const side = (judged: number, more: Partial<Figures["numerator"]> = {}) => ({
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
const meetsFirst = (program: Program, found: Figures) =>
  judge(program, found)
    .gates.filter(({ tier }) => tier === program.tiers[0]?.id)
    .every(({ met }) => met);

/** Headroom by trying every number of defects. */
function bruteHeadroom(program: Program, found: Figures): number | null {
  if (judge(program, found).tier === "not_scored") return null;
  const least = -found.numerator.judged;
  if (meetsFirst(program, after(found, least))) return null;
  for (let more = least + 1; more <= 5000; more += 1)
    if (meetsFirst(program, after(found, more))) return more - 1;
  return null;
}

const gates = fc
  .record(
    {
      rate: fc.constantFrom(0.001, 0.01, 0.05, 0.3, 1, 2),
      count: fc.integer({ min: 1, max: 150 }),
      distinct_buyers: fc.integer({ min: 1, max: 150 }),
      rate_low: fc.constantFrom(0.01, 0.05, 0.2),
    },
    { requiredKeys: [] },
  )
  .filter((drawn) => Object.keys(drawn).length > 0);

const programs = fc
  .tuple(fc.constantFrom(DISPUTES, ECM, ODR), fc.option(gates))
  .map(([program, drawn]): Program =>
    drawn === null
      ? program
      : { ...program, tiers: [{ id: "line", name: "line", severity: "above", gates: drawn }] },
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

describe("headroom", () => {
  it("is what trying every number of defects finds", () => {
    fc.assert(
      fc.property(programs, somebody, (program, found) => {
        expect(judge(program, found).headroom).toBe(bruteHeadroom(program, found));
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
    expect(judge(program, found).headroom).toBe(headroom);
  });
});

describe("without a denominator", () => {
  it("has no rate and no interval, and is not scored while nothing was raised", () => {
    for (const program of [DISPUTES, ECM, ODR])
      expect(judge(program, figures(0, 0))).toMatchObject({
        rate: null,
        rawRate: null,
        low: null,
        high: null,
        tier: "not_scored",
        headroom: null,
      });
  });

  it("is above every rate as soon as there is a defect, but not above a count", () => {
    expect(judge(ODR, figures(1, 0)).tier).toBe("at_risk");
    expect(judge(ECM, figures(99, 0)).tier).toBe("within");
    expect(judge(ECM, figures(100, 0)).tier).toBe("excessive");
    expect(judge(ECM, figures(300, 0)).tier).toBe("high_excessive");
  });

  it("is within where all that was raised is exempt", () => {
    const exempt = { numerator: { ...side(0), raw: 5 }, denominator: side(0) };
    expect(judge(ODR, exempt)).toMatchObject({ tier: "within", rate: null });
  });
});

describe("any judgement", () => {
  it("has its rate inside its interval, and the interval around 0 to 1 where it is a share", () => {
    fc.assert(
      fc.property(programs, somebody, (program, found) => {
        fc.pre(found.denominator.judged > 0);
        const { rate, low, high } = judge(program, found);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(Number(rate));
        expect(high).toBeGreaterThanOrEqual(Number(rate));
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("has Wilson's interval, as a textbook gives it", () => {
    // 10 of 100: Wilson's interval without correction is 5.52 % to 17.44 %.
    const { low, high } = judge(ODR, figures(10, 100));
    expect(low).toBeCloseTo(0.0552, 4);
    expect(high).toBeCloseTo(0.1744, 4);
  });

  it("bounds a rate above 1 too, where chargebacks outnumber the sales of the month before", () => {
    const { rate, low, high } = judge(ECM, figures(30, 10));
    expect(rate).toBe(3);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeGreaterThan(3);
  });

  it("is in the worst tier whose gates are all met, and says of each gate whether it is", () => {
    fc.assert(
      fc.property(programs, somebody, (program, found) => {
        const { tier, gates: results } = judge(program, found);
        if (tier === "not_scored") return;
        const met = program.tiers.filter(({ id }) =>
          results.filter((gate) => gate.tier === id).every((gate) => gate.met),
        );
        expect(tier).toBe(met.at(-1)?.id ?? "within");
        for (const { value, threshold, met: isMet } of results.filter(
          (gate) => gate.value !== null,
        ))
          expect(isMet).toBe((value ?? 0) >= threshold);
      }),
    );
  });

  it("never gets better by another defect", () => {
    fc.assert(
      fc.property(programs, somebody, (program, found) => {
        const rank = (tier: string) => program.tiers.findIndex(({ id }) => id === tier);
        const next = judge(program, after(found, 1));
        expect(rank(next.tier)).toBeGreaterThanOrEqual(rank(judge(program, found).tier));
      }),
    );
  });
});
