import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { standingOf, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { monthsAway } from "../support/oracle-standings.js";
import { chargebackOf, order, times } from "../support/rows.js";

const ECM = findProgram("mastercard-ecm");
/** ECM's rules with a line that ten orders a month can reach. */
const SMALL: Program = {
  ...ECM,
  tiers: ECM.tiers.slice(0, 1).map((tier) => ({ ...tier, gates: { rate: 0.2, count: 2 } })),
};
const FIRST = "2025-01-01";
const month = (nth: number) => monthsAway(FIRST, nth);

/**
 * A shop that sells every month, with chargebacks above the line in months marked `x`; answers its
 * months in the programme on the first day after each month.
 */
function monthsOf(history: string, program = SMALL): Promise<number[]> {
  return withDatabase(async (database) => {
    const sold = times(history.length + 1, (nth) =>
      times(10, (index) =>
        order({
          order_id: `${nth - 1}/${index}`,
          ordered_at: month(nth - 1),
          card_network: "mastercard",
        }),
      ),
    ).flat();
    const chargebacks = history
      .split("")
      .flatMap((mark, nth) =>
        times(mark === "x" ? 2 : 1, (index) =>
          chargebackOf(`${nth - 1}/${index}`, { received_at: month(nth) }),
        ),
      );
    await ingestRows(database, { orders: sold, chargebacks });
    const months: number[] = [];
    for (const nth of history.split("").keys())
      months.push(
        (await standingOf(database, program, month(nth + 1), "seller")).months_in_program,
      );
    return months;
  });
}

describe("months in the programme", () => {
  it("are 0 outside, and count from the month of entry", async () => {
    expect(await monthsOf("..xxx")).toEqual([0, 0, 1, 2, 3]);
  });

  it("go on through one and two clean months", async () => {
    expect(await monthsOf("x.x..x")).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("end with the third clean month in a row, and start anew at the next entry", async () => {
    expect(await monthsOf("xx...x.")).toEqual([1, 2, 3, 4, 0, 1, 2]);
  });

  it("end at once where a programme asks for one clean period", async () => {
    const strict = { ...SMALL, exit: { clean_periods: 1 } };
    expect(await monthsOf("xx.x", strict)).toEqual([1, 2, 0, 1]);
  });

  it("count past a year", async () => {
    expect((await monthsOf(`${"x.".repeat(7)}x`)).at(-1)).toBe(15);
  });

  it("follow any history as a machine that walks forward does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("x", ".", "."), { minLength: 4, maxLength: 9 }),
        fc.integer({ min: 1, max: 4 }),
        async (marks, cleanPeriods) => {
          let inside = 0;
          let clean = 0;
          const forward = marks.map((mark) => {
            clean = mark === "x" ? 0 : clean + 1;
            if (mark === "x" || inside > 0) inside += 1;
            if (clean >= cleanPeriods) inside = 0;
            return inside;
          });
          const program = { ...SMALL, exit: { clean_periods: cleanPeriods } };
          expect(await monthsOf(marks.join(""), program)).toEqual(forward);
        },
      ),
      { numRuns: 12, interruptAfterTimeLimit: 10_000 },
    );
  });

  it("with the shipped line: 100 chargebacks at 1.5 % in, three clean months out", () =>
    withDatabase(async (database) => {
      const sold = times(2000, (index) =>
        order({
          order_id: `o${index}`,
          ordered_at: "2025-12-15",
          card_network: "mastercard",
        }),
      );
      await ingestRows(database, {
        orders: sold,
        chargebacks: times(100, (index) =>
          chargebackOf(`o${index}`, { received_at: "2026-01-09" }),
        ),
      });
      const on = (day: string) => standingOf(database, ECM, day, "seller");
      expect(await on("2026-01-31")).toMatchObject({ months_in_program: 0, numerator: 0 });
      expect(await on("2026-02-01")).toMatchObject({ months_in_program: 1, tier: "excessive" });
      expect(await on("2026-02-28")).toMatchObject({ months_in_program: 1, tier: "excessive" });
      expect(await on("2026-04-30")).toMatchObject({ months_in_program: 3, tier: "not_scored" });
      expect(await on("2026-05-01")).toMatchObject({ months_in_program: 0 });
    }));
});
