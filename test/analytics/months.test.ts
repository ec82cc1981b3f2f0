import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  judgePeriod,
  nextPeriod,
  OUTSIDE,
  type Period,
} from "../../analytics/4_standings/periods.js";
import type { RateProgram } from "../../analytics/4_standings/program.js";
import { standingOf, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { figures, rateProgram, verdictOf } from "../support/judging.js";
import { chargebackOf, dayAfter, order, times } from "../support/rows.js";

const ECM = rateProgram("mastercard-ecm");

/** Walks evaluations that were listed (`x`) or clean, and answers what each left behind. */
function walk(history: string, cleanPeriods = 3): Period[] {
  let period = OUTSIDE;
  return history
    .split("")
    .map(
      (mark) =>
        (period = nextPeriod(period, cleanPeriods, mark === "x", mark === "x" ? ["line"] : [])),
    );
}

const monthsOf = (history: string, cleanPeriods?: number) =>
  walk(history, cleanPeriods).map(({ months }) => months);

describe("months in the programme", () => {
  it("are 0 outside, and count from the month of entry", () => {
    expect(monthsOf("..xxx")).toEqual([0, 0, 1, 2, 3]);
  });

  it("go on through one and two clean months", () => {
    expect(monthsOf("x.x..x")).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("end with the third clean month in a row, and start anew at the next entry", () => {
    expect(monthsOf("xx...x.")).toEqual([1, 2, 3, 4, 0, 1, 2]);
  });

  it("end at once where a programme asks for one clean period", () => {
    expect(monthsOf("xx.x", 1)).toEqual([1, 2, 0, 1]);
  });

  it("count past a year", () => {
    expect(monthsOf(`${"x.".repeat(7)}x`).at(-1)).toBe(15);
  });

  it("follow any history as one that is looked back on from its end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("x", ".", "."), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        (marks, cleanPeriods) => {
          const history = marks.join("");
          const [stay = ""] =
            /x(?:\.*x)*\.*$/.exec(
              history.split(new RegExp(`(?<=\\.{${cleanPeriods}})`)).at(-1) ?? "",
            ) ?? [];
          const isOver = new RegExp(`\\.{${cleanPeriods}}$`).test(history);
          expect(walk(history, cleanPeriods).at(-1)?.months).toBe(isOver ? 0 : stay.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what else a month leaves behind", () => {
  it("is for how many evaluations in a row a tier's gates were met", () => {
    const inARow = walk("xx.xxx", 1).map((period) => period.inARow.get("line") ?? 0);
    expect(inARow).toEqual([1, 2, 0, 1, 2, 3]);
  });

  it("is how long the seller had been clean when it entered, for its whole stay", () => {
    expect(walk("..x...x.x", 3).map(({ quiet }) => quiet)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      4,
      4,
      4,
    ]);
  });

  it("is nothing for a seller that is not scored, or has no lines", () => {
    const period: Period = { ...OUTSIDE, months: 2, inARow: new Map([["excessive", 2]]) };
    for (const lines of [null, { ...ECM, floor: { denominator: 1_000_000 } }])
      expect(judgePeriod(period, lines, figures(300, 10_000), 1)).toEqual(OUTSIDE);
  });

  it("tells apart the tiers whose gates are met", () => {
    const { inARow, months } = judgePeriod(OUTSIDE, ECM, figures(300, 10_000), 3);
    expect([months, ...inARow]).toEqual([1, ["excessive", 1], ["high_excessive", 1]]);
  });
});

describe("a tier that asks for several evaluations in a row", () => {
  const third: RateProgram = {
    ...ECM,
    tiers: [{ ...ECM.tiers[0]!, periods: 3 }],
  };

  it.each([
    [0, "within"],
    [1, "within"],
    [2, "excessive"],
    [7, "excessive"],
  ])("after %i that met its gates is %s", async (before, tier) => {
    const period: Period = { ...OUTSIDE, inARow: new Map([["excessive", before]]) };
    const verdict = await verdictOf(third, figures(100, 1000), { period });
    expect(verdict).toMatchObject({
      tier,
      period: { months: tier === "within" ? 0 : 1 },
      gates: expect.arrayContaining([
        expect.objectContaining({ gate: "periods", value: before + 1, met: before >= 2 }),
      ]),
    });
  });
});

describe("through a ledger", () => {
  it("counts weeks in a row where the programme looks every week", () =>
    withDatabase(async (database) => {
      const weekly: RateProgram = {
        ...rateProgram("stripe-dispute-activity"),
        window: { kind: "full_weeks", weeks: 1 },
        tiers: [
          { id: "once", name: "once", severity: "near", gates: { rate: 0.2 } },
          { id: "third", name: "third", severity: "above", gates: { rate: 0.2 }, periods: 3 },
        ],
      };
      const monday = (week: number) => dayAfter("2026-01-05", 7 * week);
      const history = "xx.xxxx.";
      const weeks = history.split("").entries();
      await ingestRows(database, {
        orders: times(history.length, (week) =>
          times(5, (index) => order({ order_id: `${week}/${index}`, ordered_at: monday(week) })),
        ).flat(),
        chargebacks: [...weeks].flatMap(([week, mark]) =>
          mark === "x" ? chargebackOf(`${week}/0`, { received_at: monday(week) }) : [],
        ),
      });
      const found: [string, number][] = [];
      for (const week of history.split("").keys()) {
        const row = await standingOf(database, weekly, monday(week + 1), "seller");
        found.push([row.tier, row.months_in_program]);
      }
      const [once, third, none] = [
        ["once", 1],
        ["third", 1],
        ["within", 0],
      ];
      expect(found).toEqual([once, once, none, once, once, third, third, none]);
    }));

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

  it("walks every month: in, through clean months, out and in again", () =>
    withDatabase(async (database) => {
      const small: RateProgram = {
        ...ECM,
        tiers: [{ ...ECM.tiers[0]!, gates: { rate: 0.2, count: 2 } }],
      };
      const month = (nth: number) => new Date(Date.UTC(2025, nth, 1)).toISOString().slice(0, 10);
      const history = "x.x...xx";
      await ingestRows(database, {
        orders: times(history.length + 1, (nth) =>
          times(10, (index) =>
            order({
              order_id: `${nth - 1}/${index}`,
              ordered_at: month(nth - 1),
              card_network: "mastercard",
            }),
          ),
        ).flat(),
        chargebacks: history
          .split("")
          .flatMap((mark, nth) =>
            times(mark === "x" ? 2 : 1, (index) =>
              chargebackOf(`${nth - 1}/${index}`, { received_at: month(nth) }),
            ),
          ),
      });
      const months: number[] = [];
      for (const nth of history.split("").keys()) {
        const standing = await standingOf(database, small, month(nth + 1), "seller");
        months.push(standing.months_in_program);
      }
      expect(months).toEqual(monthsOf(history));
    }));
});
