import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FurtherEvents } from "../../../analytics/3_rates/further.js";

const further = (seen: number, watched: number, ahead: number) =>
  new FurtherEvents({ seen, watched, ahead });
const atLeast = (least: number) => (count: number) => count >= least;

describe("further events", () => {
  it("go on at today's pace", () => {
    expect(further(28, 28, 10).atPace).toBe(10);
    expect(further(3, 7, 14).atPace).toBe(6);
  });

  it("are negative binomial: by hand for half of the days seen, where each is as likely as a coin", () => {
    // r = 1/2, share 1/2: P(0) = sqrt(1/2), P(1) = r/2 P(0), P(2) = (r + 1)/2/2 P(1).
    const few = further(0, 5, 5);
    expect(few.probability(0)).toBeCloseTo(Math.SQRT1_2, 14);
    expect(few.probability(1)).toBeCloseTo(Math.SQRT1_2 / 4, 14);
    expect(few.probability(2)).toBeCloseTo((Math.SQRT1_2 * 3) / 32, 14);
    expect(few.quantile(0.5)).toBe(0);
    expect(few.quantile(0.9)).toBe(2);
  });

  it("come to a sum of 1 with the mean and spread that theory gives", () => {
    for (const [seen, watched, ahead] of [
      [0, 28, 3],
      [2, 7, 30],
      [40, 28, 11],
      [9000, 28, 31],
    ] as const) {
      const events = further(seen, watched, ahead);
      let [sum, mean, square] = [0, 0, 0];
      events.probabilityThat((count) => {
        const probability = events.probability(count);
        sum += probability;
        mean += count * probability;
        square += count ** 2 * probability;
        return true;
      });
      const expected = ((seen + 0.5) * ahead) / watched;
      expect(sum).toBeCloseTo(1, 8);
      expect(mean / expected).toBeCloseTo(1, 7);
      expect((square - mean ** 2) / (expected * (1 + ahead / watched))).toBeCloseTo(1, 4);
    }
  });

  it("do not come when no day is left", () => {
    const none = further(50, 28, 0);
    expect([none.atPace, none.quantile(0.975)]).toEqual([0, 0]);
    expect(none.probabilityThat(atLeast(1))).toBe(0);
    expect(none.probabilityThat(atLeast(0))).toBe(1);
  });

  it("are the likelier the more came before and the more days are left", () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 7, max: 28 }),
        fc.integer({ min: 1, max: 31 }),
        fc.nat(60),
        (seen, watched, ahead, least) => {
          const probability = further(seen, watched, ahead).probabilityThat(atLeast(least));
          expect(probability).toBeGreaterThanOrEqual(0);
          expect(probability).toBeLessThanOrEqual(1);
          const faster = further(seen + 1, watched, ahead).probabilityThat(atLeast(least));
          const longer = further(seen, watched, ahead + 1).probabilityThat(atLeast(least));
          expect(faster).toBeGreaterThanOrEqual(probability - 1e-9);
          expect(longer).toBeGreaterThanOrEqual(probability - 1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("leave nothing open far from the pace", () => {
    expect(further(28, 28, 28).probabilityThat(atLeast(200))).toBeLessThan(1e-9);
    expect(further(2800, 28, 28).probabilityThat(atLeast(1000))).toBeGreaterThan(1 - 1e-9);
  });

  it("refuse a pace of no days", () => {
    expect(() => further(1, 0, 3)).toThrow("a pace needs days: 1 in 0, 3 ahead");
  });
});
