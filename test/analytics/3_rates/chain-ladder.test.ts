import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainLadder } from "../../../analytics/3_rates/chain-ladder.js";
import { hasSharedData, sharedData } from "../../real/shared-data.js";

const DONE = { ibnr: 0, standardError: 0 };
const UNKNOWN = { ultimate: null, ibnr: null, standardError: null };

describe("chainLadder", () => {
  it("projects by volume-weighted factors", () => {
    const { factors, developed, origins, total } = chainLadder([[10, 30, 45], [30, 50], [20]]);
    expect(factors).toEqual([2, 1.5]);
    expect(developed).toEqual([1 / 3, 1 / 1.5, 1]);
    expect(origins.map((origin) => origin.ultimate)).toEqual([45, 75, 60]);
    expect(total).toMatchObject({ latest: 115, ultimate: 180, ibnr: 65 });
  });

  it("gives nothing for no origins and for an origin without ages", () => {
    expect(chainLadder([]).total).toEqual({ latest: 0, ultimate: 0, ...DONE });
    expect(chainLadder([[]]).origins).toEqual([{ latest: 0, ...UNKNOWN }]);
  });

  it("takes a single row as fully developed", () => {
    const { developed, total } = chainLadder([[1, 2, 4]]);
    expect(developed).toEqual([0.25, 0.5, 1]);
    expect(total).toEqual({ latest: 4, ultimate: 4, ...DONE });
  });

  it("keeps columns of zeros at zero", () => {
    const { factors, total } = chainLadder([[0, 0], [0]]);
    expect(factors).toEqual([1]);
    expect(total).toEqual({ latest: 0, ultimate: 0, ...DONE });
  });

  it("cannot tell the end of what grows from nothing", () => {
    const { factors, developed, origins, total } = chainLadder([[0, 2], [0]]);
    expect(factors).toEqual([null]);
    expect(developed).toEqual([0, 1]);
    expect(origins).toEqual([
      { latest: 2, ultimate: 2, ...DONE },
      { latest: 0, ...UNKNOWN },
    ]);
    expect(total).toEqual({ latest: 2, ...UNKNOWN });
  });

  it("cannot tell an error from a step seen once", () => {
    expect(chainLadder([[1, 2], [3]]).origins[1]).toEqual({
      latest: 3,
      ultimate: 6,
      ibnr: 3,
      standardError: null,
    });
  });

  it("refuses negative and absent numbers", () => {
    expect(() => chainLadder([[1, -1]])).toThrow(RangeError);
    expect(() => chainLadder([[Number.NaN]])).toThrow("origin 0");
  });

  it("never gives a number that is not one", () => {
    const row = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (triangle) => {
        const { factors, developed, origins, total } = chainLadder(triangle);
        const numbers = [factors, developed, ...[...origins, total].map(Object.values)].flat();
        expect(numbers.filter((value) => value !== null && !Number.isFinite(value))).toEqual([]);
      }),
    );
  });

  it("adds up: the ultimates of the origins are the total's", () => {
    fc.assert(
      fc.property(triangles(), (triangle) => {
        const { origins, total } = chainLadder(triangle);
        const ultimates = origins.reduce((sum, { ultimate }) => sum + ultimate!, 0);
        expect(total.ultimate! / ultimates).toBeCloseTo(1, 10);
      }),
    );
  });

  it("scales: ten times the triangle is ten times the answer, with its error", () => {
    fc.assert(
      fc.property(triangles(), (triangle) => {
        const { total } = chainLadder(triangle);
        const scaled = chainLadder(triangle.map((row) => row.map((value) => 10 * value))).total;
        expect(scaled.ultimate! / total.ultimate!).toBeCloseTo(10, 8);
        expect(scaled.standardError).toBeCloseTo(10 * total.standardError!, 4);
      }),
    );
  });
});

describe.skipIf(!hasSharedData)("chain ladder of published triangles (shared data)", () => {
  it.each([
    ["raa.csv", 160_987, 213_122.23, 52_135.23, 26_909.01],
    ["genins.csv", 34_358_090, 53_038_945.61, 18_680_855.61, 2_447_094.86],
  ])("%s", (file, latest, ultimate, ibnr, standardError) => {
    expect(chainLadder(readTriangle(file)).total).toEqual({
      latest,
      ultimate: expect.closeTo(ultimate, 2),
      ibnr: expect.closeTo(ibnr, 2),
      standardError: expect.closeTo(standardError, 2),
    });
  });
});

/** Square-cornered triangles of 3 to 6 ages that start above 0 and never fall. */
function triangles(): fc.Arbitrary<number[][]> {
  const increment = fc.integer({ min: 1, max: 100 });
  return fc
    .integer({ min: 3, max: 6 })
    .chain((ages) =>
      fc.tuple(
        ...Array.from({ length: ages }, (_, i) =>
          fc.array(increment, { minLength: ages - i, maxLength: ages - i }).map(cumulated),
        ),
      ),
    );
}

function cumulated(increments: number[]): number[] {
  let sum = 0;
  return increments.map((value) => (sum += value));
}

/** Rows of `development year, origin year, value` to a triangle by origin. */
function readTriangle(file: string): number[][] {
  const byOrigin = new Map<number, number[]>();
  const [, ...lines] = readFileSync(sharedData(`statistics/${file}`), "utf8")
    .trim()
    .split("\n");
  for (const line of lines) {
    const [year, origin, value] = line.split(",").map(Number) as [number, number, number];
    const row = byOrigin.get(origin) ?? [];
    row[year - origin] = value;
    byOrigin.set(origin, row);
  }
  return [...byOrigin.values()];
}
