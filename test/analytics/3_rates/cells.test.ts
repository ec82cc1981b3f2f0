import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cells, type Cell } from "../../../analytics/3_rates/cells.js";
import { SegmentClasses } from "../../../analytics/3_rates/segment-classes.js";
import { daysFrom } from "../../../analytics/dates.js";
import { dayAfter } from "../../support/rows.js";

const FIRST = "2026-02-20";
const window = fc
  .record({
    start: fc.nat(40),
    days: fc.integer({ min: 1, max: 30 }),
    cutoff: fc.constantFrom("2026-03-10", "2026-03-20"),
    knownBatch: fc.constantFrom(1, 2),
  })
  .map(({ start, days, cutoff, knownBatch }): Cell => {
    const from = dayAfter(FIRST, start);
    return { start: from, end: dayAfter(from, days), cutoff, knownBatch };
  });

describe("cells of days", () => {
  it("make up each window, every day of it once", () => {
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 8 }), (windows) => {
        const cells = new Cells(windows);
        for (const each of windows) {
          const own = cells.of(each).map((at) => cells.cells[at]!);
          expect(own.flatMap(({ start, end }) => daysFrom(start, end)).sort()).toEqual(
            daysFrom(each.start, each.end),
          );
          for (const { cutoff, knownBatch } of own)
            expect([cutoff, knownBatch]).toEqual([each.cutoff, each.knownBatch]);
        }
      }),
    );
  });

  it("are no more than the windows need", () => {
    const at = (start: string, end: string) => {
      return { start, end, cutoff: "2026-04-01", knownBatch: 1 };
    };
    const [short, long] = [at("2026-03-20", "2026-03-27"), at("2026-03-01", "2026-03-27")];
    const apart = at("2026-02-01", "2026-02-03");
    const { cells } = new Cells([short, long, long, apart]);
    expect(cells.map(({ start, end }) => [start, end])).toEqual([
      ["2026-02-01", "2026-02-03"],
      ["2026-03-01", "2026-03-20"],
      ["2026-03-20", "2026-03-27"],
    ]);
  });
});

describe("classes of segments", () => {
  const all = [1, 2, 3, 4, 5, 6];
  const set = fc.subarray(all, { minLength: 1 });

  it("make up each set, every segment of it once", () => {
    fc.assert(
      fc.property(fc.array(set, { minLength: 1, maxLength: 5 }), (sets) => {
        const classes = new SegmentClasses(sets);
        const ids = classes.segments?.ids ?? [];
        const classOf = new Map(ids.map((id, at) => [id, classes.segments?.classes[at] ?? -1]));
        for (const each of sets) {
          const own = classes.of(each);
          const members = all.filter((id) => own.includes(classOf.get(id) ?? -1));
          expect(members).toEqual(each);
        }
        expect(Math.max(...classOf.values())).toBeLessThan(classes.length);
      }),
    );
  });

  it("are one, of all segments, where no set says which", () => {
    const classes = new SegmentClasses([null, null]);
    expect([classes.segments, classes.length, classes.of(null)]).toEqual([null, 1, [0]]);
  });
});
