import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluationsAfter, lookAhead } from "../../../analytics/4_standings/ahead.js";
import { evaluateDays } from "../../../analytics/4_standings/evaluate-days.js";
import { evaluate } from "../../../analytics/4_standings/evaluate.js";
import { knownBatchAt } from "../../../analytics/4_standings/known.js";
import { LedgerView } from "../../../analytics/4_standings/ledger-view.js";
import { clearance, readProjection } from "../../../analytics/4_standings/project.js";
import type { Program } from "../../../analytics/4_standings/program.js";
import { parseProgram } from "../../../analytics/4_standings/programs.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows } from "../../support/files.js";
import { caseOf, dayAfter, order, times } from "../../support/rows.js";

const START = "2025-11-20";
const AS_OF = "2026-01-31";
const SPAN = 72;

const program = (id: string, more: string) =>
  parseProgram(
    `
id: ${id}
version: "1"
name: ${id}
owner: us
region: global
summary: ${id}.
confidence: unverified
effective: { from: null }
sources: []
unit: orders
${more}
`,
    id,
  );

const sides = (by: string) =>
  `numerator: { measures: [cases_opened], by: ${by} }\ndenominator: { measures: [orders_placed], by: ${by} }`;
const tiers = (gates: string, more = "") =>
  `tiers: [{ id: above, name: above, severity: above, gates: ${gates}${more} }]`;

const PROGRAMS = [
  program(
    "daily",
    `${sides("event_date")}\nwindow: { kind: rolling_days, days: 20 }\n${tiers("{ rate: 0.1 }")}`,
  ),
  program(
    "lagging",
    `${sides("order_date")}\nwindow: { kind: rolling_days, days: 28, lag_days: 7 }\n${tiers("{ rate: 0.15, distinct_buyers: 2 }")}`,
  ),
  program(
    "weekly",
    `${sides("event_date")}\nwindow: { kind: full_weeks, weeks: 3 }\nfloor: { denominator: 3 }\n${tiers("{ count: 2 }")}`,
  ),
  program(
    "monthly",
    `${sides("event_date")}\nwindow: { kind: calendar_month }\nexit: { clean_periods: 3 }\n${tiers("{ count: 1 }")}`,
  ),
  program(
    "twice",
    `${sides("event_date")}\nwindow: { kind: full_months, months: 3 }\nexit: { clean_periods: 2 }\n${tiers("{ rate: 0.1 }", ", periods: 2")}`,
  ),
  program(
    "patient",
    `${sides("event_date")}\nwindow: { kind: rolling_days, days: 15 }\nexit: { clean_periods: 4 }\n${tiers("{ rate: 0.1 }", ", periods: 3")}`,
  ),
  program(
    "weeks",
    `${sides("event_date")}\nwindow: { kind: full_weeks, weeks: 2 }\n${tiers("{ count: 1 }", ", periods: 2")}`,
  ),
  program(
    "adaptive",
    `${sides("order_date")}
evaluation: { every: month, day: 20 }
window:
  kind: adaptive
  probe: { kind: full_months, months: 1 }
  at_least: 15
  then: { kind: full_months, months: 1 }
  otherwise: { kind: full_months, months: 6 }
tiers:
  - { id: above, name: above, severity: above, pieces: [{ from: 0, gates: { count: 2 } }, { from: 20, gates: { rate: 0.12 } }] }
  - { id: worse, name: worse, severity: severe, gates: { rate: 0.3 } }`,
  ),
  program(
    "best",
    `${sides("event_date")}\nwindow: { kind: best_of, windows: [{ kind: full_months, months: 1 }, { kind: full_months, months: 4 }] }\n${tiers("{ rate: 0.1 }")}`,
  ),
];

const dayOf = fc.integer({ min: 0, max: SPAN - 1 }).map((days) => dayAfter(START, days));
const shop = fc.array(fc.record({ ordered: dayOf, disputed: fc.option(dayOf, { freq: 2 }) }), {
  minLength: 10,
  maxLength: 40,
});

describe("what lies ahead if nothing more happens", () => {
  it("is what reports of those days say once they have come", async () => {
    let clear = 0;
    await fc.assert(
      fc.asyncProperty(
        shop,
        fc.shuffledSubarray(PROGRAMS, { minLength: 2, maxLength: 2 }),
        async (rows, programs) => {
          await withDatabase(async (database) => {
            const orders = rows.map(({ ordered }, nth) =>
              order({ order_id: `o${nth}`, ordered_at: `${ordered}T09:00:00Z` }),
            );
            const cases = rows.flatMap(({ ordered, disputed }, nth) =>
              disputed === null
                ? []
                : [
                    caseOf(`o${nth}`, {
                      opened_at: `${disputed < ordered ? ordered : disputed}T10:00:00Z`,
                    }),
                  ],
            );
            await ingestRows(database, { orders, cases });
            await database.read(async (session) => {
              const knownBatch = await knownBatchAt(session);
              const ledger = await LedgerView.open(session, knownBatch);
              for (const each of programs) {
                const today = (await evaluate(ledger, each, { asOf: AS_OF })).verdict(1);
                const carried = { key: 1, period: today.period, peerRate: null };
                const ahead = await lookAhead(ledger, each, AS_OF, carried);
                const days = evaluationsAfter(each, AS_OF);
                const reports = await evaluateDays(ledger, each, days, [1]);
                const said = reports.map((report, index) => {
                  const { tier, period } = report.verdict(1);
                  const isIn = period.months > 0 || !["within", "not_scored"].includes(tier);
                  return { day: days[index], tier, isIn };
                });
                expect([each.id, ahead]).toEqual([each.id, said]);
                const query = { sellerId: "seller", asOf: AS_OF, knownBatch };
                const found = await readProjection(session, each, query);
                const isIn =
                  today.period.months > 0 || !["within", "not_scored"].includes(today.tier);
                expect(found).toMatchObject(clearance(isIn ? ahead : null));
                if (found?.clear_on) clear += 1;
              }
            });
          });
        },
      ),
      { numRuns: 4 },
    );
    expect(clear).toBeGreaterThan(0);
  });

  it("may be a way in again, as good orders leave windows too", () =>
    withDatabase(async (database) => {
      const placed = (day: string, count: number, prefix: string) =>
        times(count, (nth) =>
          order({ order_id: `${prefix}${nth}`, ordered_at: `${day}T09:00:00Z` }),
        );
      const opened = (order_id: string, day: string) => caseOf(order_id, { opened_at: day });
      await ingestRows(database, {
        orders: [
          ...placed("2026-01-12", 10, "a"),
          ...placed("2026-01-20", 30, "b"),
          ...placed("2026-01-26", 2, "c"),
        ],
        cases: [...times(6, (nth) => opened(`a${nth}`, "2026-01-12")), opened("b0", "2026-01-25")],
      });
      const query = { sellerId: "seller", asOf: AS_OF, knownBatch: 1 };
      const found = await database.read((session) =>
        readProjection(session, PROGRAMS[0] as Program, query),
      );
      // 7 of 42; without the 12th 1 of 32; without the 20th 1 of 2.
      expect(found).toMatchObject({ clear_on: "2026-02-02", relapse_on: "2026-02-10" });
    }));
});

describe("evaluations to come", () => {
  const first = (id: string, asOf: string) => {
    const found = PROGRAMS.find((each) => each.id === id);
    if (!found) throw new RangeError(`there is no ${id}`);
    const days = evaluationsAfter(found, asOf);
    return { days: days.slice(0, 3), count: days.length, last: days.at(-1) };
  };

  it("begin after the day itself and go on for a year", () => {
    expect(first("daily", "2026-02-28")).toEqual({
      days: ["2026-03-01", "2026-03-02", "2026-03-03"],
      count: 365,
      last: "2027-02-28",
    });
    expect(first("weekly", "2026-03-02").days).toEqual(["2026-03-09", "2026-03-16", "2026-03-23"]);
  });

  it("keep to their day of the month at its end, in February and in leap years", () => {
    expect(first("monthly", "2026-01-31").days).toEqual(["2026-02-01", "2026-03-01", "2026-04-01"]);
    expect(first("monthly", "2028-02-29")).toEqual({
      days: ["2028-03-01", "2028-04-01", "2028-05-01"],
      count: 12,
      last: "2029-02-01",
    });
    expect(first("adaptive", "2026-02-20").days[0]).toBe("2026-03-20");
    expect(first("adaptive", "2026-02-19").days[0]).toBe("2026-02-20");
  });
});

describe("the way out", () => {
  const ahead = (text: string) =>
    Array.from(text, (each, index) => ({
      day: dayAfter("2026-03-01", index),
      isIn: each === "x",
      tier: "",
    }));

  it("is the first evaluation outside, and tells whether it lasts", () => {
    expect(clearance(ahead("xx.."))).toEqual({
      clear_on: "2026-03-03",
      clear_reason: null,
      relapse_on: null,
    });
    expect(clearance(ahead("x.x."))).toMatchObject({
      clear_on: "2026-03-02",
      relapse_on: "2026-03-03",
    });
    expect(clearance(ahead("xxx"))).toMatchObject({
      clear_on: null,
      clear_reason: "not_within_a_year",
    });
    expect(clearance(null).clear_reason).toBe("outside");
    expect(clearance(undefined).clear_reason).toBe("not_meaningful");
  });
});
