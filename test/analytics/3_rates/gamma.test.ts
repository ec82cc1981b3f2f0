import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gammaCdf, gammaQuantile, logGamma } from "../../../analytics/3_rates/gamma.js";

describe("logGamma", () => {
  it("gives factorials and the half", () => {
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12);
  });

  it("grows by ln x from x to x + 1", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x) => {
        expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 8);
      }),
    );
  });
});

describe("gammaCdf", () => {
  it("is the exponential distribution for shape 1", () => {
    for (const x of [0.001, 0.5, 1, 2, 5, 30]) {
      expect(gammaCdf(1, x)).toBeCloseTo(1 - Math.exp(-x), 14);
    }
  });

  it("is 0 up to 0 and rises to 1", () => {
    expect(gammaCdf(3, 0)).toBe(0);
    expect(gammaCdf(3, 1000)).toBe(1);
  });
});

describe("gammaQuantile", () => {
  it("gives the chi-square points of printed tables", () => {
    expect(2 * gammaQuantile(0.95, 0.5)).toBeCloseTo(3.841458820694124, 10);
    expect(2 * gammaQuantile(0.025, 5)).toBeCloseTo(3.246972780236842, 10);
    expect(2 * gammaQuantile(0.975, 5)).toBeCloseTo(20.483177350807388, 10);
  });

  it("undoes gammaCdf", () => {
    const shape = fc.double({ min: 0.05, max: 1e5, noNaN: true });
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(probability, shape, (p, a) => {
        expect(gammaCdf(a, gammaQuantile(p, a))).toBeCloseTo(p, 8);
      }),
    );
  });
});
