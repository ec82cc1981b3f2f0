import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { poissonRate, rateInterval, wilson } from "../../../analytics/3_rates/interval.js";
import { hasSharedData, sharedData } from "../../real/shared-data.js";

const pair = z.tuple([z.number(), z.number()]);
const references = z.object({
  binomial_ci: z.array(
    z.object({
      x: z.number(),
      n: z.number(),
      conf: z.number(),
      wilson: z.union([pair, z.string()]).optional(),
      src: z.string(),
    }),
  ),
  poisson_rate_ci: z.array(z.object({ count: z.number(), exposure: z.number(), exact: pair })),
});
const end = z.number().nullable();
const fromR = z.object({
  rows: z.array(z.object({ x: z.number(), n: z.number(), method: z.string(), lo: end, hi: end })),
});

describe("wilson", () => {
  it("knows nothing without trials", () => {
    expect(wilson(0, 0)).toBeNull();
  });

  it("stays inside 0 and 1 where rounding would leave it", () => {
    expect(wilson(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775327998628899, 12) });
    expect(wilson(12, 12)).toEqual({ low: expect.closeTo(0.7575059933447587, 12), high: 1 });
    expect(wilson(0, 77)?.low).toBe(0);
  });

  it("refuses more successes than trials, negative and absent counts", () => {
    expect(() => wilson(3, 2)).toThrow(RangeError);
    expect(() => wilson(-1, 2)).toThrow(RangeError);
    expect(() => wilson(Number.NaN, 2)).toThrow(RangeError);
  });

  it("contains the rate and lies in 0 to 1", () => {
    fc.assert(
      fc.property(shares(), ([x, n]) => {
        const interval = wilson(x, n)!;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(x / n);
        expect(interval.high).toBeGreaterThanOrEqual(x / n);
        expect(interval.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("rises with every success", () => {
    fc.assert(
      fc.property(shares(), ([x, n]) => {
        fc.pre(x < n);
        const [here, above] = [wilson(x, n)!, wilson(x + 1, n)!];
        expect(above.low).toBeGreaterThan(here.low);
        expect(above.high).toBeGreaterThan(here.high);
      }),
    );
  });

  it("narrows when the same rate is seen on twice the trials", () => {
    fc.assert(
      fc.property(shares(), ([x, n]) => {
        expect(width(wilson(2 * x, 2 * n))).toBeLessThan(width(wilson(x, n)));
      }),
    );
  });
});

describe("poissonRate", () => {
  it("knows nothing without exposure", () => {
    expect(poissonRate(3, 0)).toBeNull();
  });

  it("starts at 0 and ends at -ln(0.025) when nothing was seen", () => {
    expect(poissonRate(0, 1)).toEqual({ low: 0, high: expect.closeTo(-Math.log(0.025), 12) });
  });

  it("contains the rate and rises with every event", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (events) => {
        const [here, above] = [poissonRate(events, 1)!, poissonRate(events + 1, 1)!];
        expect(here.low).toBeLessThanOrEqual(events);
        expect(here.high).toBeGreaterThan(events);
        expect(above.low).toBeGreaterThan(here.low);
        expect(above.high).toBeGreaterThan(here.high);
      }),
    );
  });
});

describe("rateInterval", () => {
  it("is Wilson's while the rate is at most 1", () => {
    expect(rateInterval(26, 78)).toEqual(wilson(26, 78));
    expect(rateInterval(5, 5)).toEqual(wilson(5, 5));
    expect(rateInterval(0, 0)).toBeNull();
  });

  it("takes the numerator as a Poisson count where it exceeds the denominator", () => {
    expect(rateInterval(12, 3)).toEqual(poissonRate(12, 3));
    expect(rateInterval(12, 3)!.high).toBeGreaterThan(1);
    expect(rateInterval(12, 0)).toBeNull();
  });
});

describe.skipIf(!hasSharedData)("intervals of other software (shared data)", () => {
  const { binomial_ci, poisson_rate_ci } = hasSharedData
    ? references.parse(readJson("statistics/reference_values.json"))
    : { binomial_ci: [], poisson_rate_ci: [] };
  const binomial = binomial_ci.flatMap(({ x, n, conf, wilson: ends, src }) =>
    conf === 0.95 && Array.isArray(ends) ? [{ x, n, ends, src }] : [],
  );

  it.each(binomial)("Wilson of $x / $n: $src", ({ x, n, ends: [low, high] }) => {
    const digits = decimals(high, low);
    expect(wilson(x, n)?.low).toBeCloseTo(low, digits);
    expect(wilson(x, n)?.high).toBeCloseTo(high, digits);
  });

  it("Wilson of every row that R's package binom gives", () => {
    const rows = fromR
      .parse(readJson("statistics/binomial_ci_R_binom.json"))
      .rows.filter(({ method }) => method === "wilson");
    expect(rows.length).toBeGreaterThan(0);
    for (const { x, n, lo, hi } of rows) {
      expect(wilson(x, n)?.low).toBeCloseTo(lo!, decimals(lo!, hi!));
      expect(wilson(x, n)?.high).toBeCloseTo(hi!, decimals(lo!, hi!));
    }
  });

  it.each(poisson_rate_ci)("Poisson of $count / $exposure", ({ count, exposure, exact }) => {
    expect(poissonRate(count, exposure)?.low).toBeCloseTo(exact[0], 12);
    expect(poissonRate(count, exposure)?.high).toBeCloseTo(exact[1], 12);
  });
});

/** Successes and trials, at least one trial. */
function shares(): fc.Arbitrary<[number, number]> {
  return fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
}

function width(interval: { low: number; high: number } | null): number {
  return interval!.high - interval!.low;
}

/** Sources print between 4 and 17 decimals; compare as far as they go, at most 12. */
function decimals(...values: number[]): number {
  const printed = values.map((value) => String(value).split(".")[1]?.length ?? 0);
  return Math.min(12, Math.max(...printed));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(sharedData(path), "utf8"));
}
