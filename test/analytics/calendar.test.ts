import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundsOf,
  evaluationOn,
  nextEvaluation,
  previousEvaluation,
  windowOn,
} from "../../analytics/3_rates/window.js";
import { checkProgram, parseProgram } from "../../analytics/4_standings/programs.js";
import { Term } from "../../analytics/4_standings/program/rate.js";
import type { BasicWindow, Evaluation } from "../../analytics/4_standings/program/window.js";
import { standingOf, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { byMonths, dayFrom, evaluatedOn, numberOf, spanOn } from "../support/oracle-calendar.js";
import { caseOf, order, times } from "../support/rows.js";

const MONTH = { kind: "calendar_month" } as const;
const months = (count: number) => ({ kind: "full_months", months: count }) as const;
const weeks = (count: number) => ({ kind: "full_weeks", weeks: count }) as const;
const days = (count: number, lag_days = 0) =>
  ({ kind: "rolling_days", days: count, lag_days }) as const;

const DAY = { every: "day" } as const;
const WEEK = { every: "week", on: "monday" } as const;
const monthly = (day: number) => ({ every: "month", day }) as const;

describe("a window on a day of evaluation", () => {
  it.each<[BasicWindow, string, string, string]>([
    [MONTH, "2024-02-29", "2024-01-01", "2024-02-01"],
    [MONTH, "2024-03-01", "2024-02-01", "2024-03-01"],
    [MONTH, "2024-12-31", "2024-11-01", "2024-12-01"],
    [MONTH, "2025-01-01", "2024-12-01", "2025-01-01"],
    [MONTH, "2025-01-02", "2024-12-01", "2025-01-01"],
    // Vector 13: the ratio of September looks at June to August.
    [months(3), "2026-09-01", "2026-06-01", "2026-09-01"],
    [months(3), "2026-09-30", "2026-06-01", "2026-09-01"],
    [months(12), "2024-02-29", "2023-02-01", "2024-02-01"],
    [months(12), "2025-01-20", "2024-01-01", "2025-01-01"],
    // Vector 10: shown on 11 December, orders created from 6 November to 3 December.
    [days(28, 7), "2020-12-11", "2020-11-06", "2020-12-04"],
    [days(30), "2024-03-01", "2024-01-31", "2024-03-01"],
    [days(30), "2023-03-01", "2023-01-30", "2023-03-01"],
    [days(1), "2024-03-01", "2024-02-29", "2024-03-01"],
    [days(365), "2025-01-01", "2024-01-02", "2025-01-01"],
    // 2024-01-01 was a Monday, 2024-02-29 a Thursday.
    [weeks(1), "2024-01-01", "2023-12-25", "2024-01-01"],
    [weeks(1), "2024-01-07", "2023-12-25", "2024-01-01"],
    [weeks(1), "2024-01-08", "2024-01-01", "2024-01-08"],
    [weeks(4), "2024-02-29", "2024-01-29", "2024-02-26"],
  ])("%o on %s is from %s to before %s", (window, day, start, end) => {
    expect(windowOn(window, day)).toEqual({ start, end });
  });

  it.each([
    [-1, "2024-03-01", "2024-01-01", "2024-02-01"],
    [-1, "2024-02-29", "2023-12-01", "2024-01-01"],
    [-1, "2025-01-01", "2024-11-01", "2024-12-01"],
    [-12, "2025-01-01", "2023-12-01", "2024-01-01"],
  ])(
    "is moved by %i months as a whole: on %s it is from %s to before %s",
    (offset, day, start, end) => {
      const term = Term.parse({ measures: ["x"], by: "event_date", month_offset: offset });
      expect(boundsOf(term, windowOn(MONTH, day), day).event).toEqual({ start, end });
    },
  );

  it("lets in nothing from the cutoff on, by either date", () => {
    const window = windowOn(MONTH, "2024-03-01");
    const by = (date: Term["by"]) => Term.parse({ measures: ["x"], by: date });
    const ever = { start: "0001-01-01", end: "9999-12-31" };
    expect(boundsOf(by("event_date"), window, "2024-02-15")).toEqual({
      order: ever,
      event: { start: "2024-02-01", end: "2024-02-15" },
    });
    expect(boundsOf(by("event_date"), window, "2024-03-01").event).toEqual(window);
    expect(boundsOf(by("order_date"), window, "2024-02-15")).toEqual({
      order: window,
      event: { start: ever.start, end: "2024-02-15" },
    });
  });
});

describe("days of evaluation", () => {
  it.each<[Evaluation, string, string, string]>([
    [monthly(1), "2024-02-29", "2024-02-01", "2024-03-01"],
    [monthly(1), "2024-03-01", "2024-03-01", "2024-04-01"],
    [monthly(1), "2024-03-02", "2024-03-01", "2024-04-01"],
    [monthly(1), "2024-12-31", "2024-12-01", "2025-01-01"],
    [monthly(3), "2024-03-02", "2024-02-03", "2024-03-03"],
    [monthly(3), "2024-03-03", "2024-03-03", "2024-04-03"],
    [monthly(3), "2024-03-04", "2024-03-03", "2024-04-03"],
    [monthly(3), "2025-01-02", "2024-12-03", "2025-01-03"],
    [monthly(20), "2024-02-19", "2024-01-20", "2024-02-20"],
    [monthly(20), "2024-02-20", "2024-02-20", "2024-03-20"],
    [monthly(20), "2024-02-21", "2024-02-20", "2024-03-20"],
    [monthly(28), "2023-02-28", "2023-02-28", "2023-03-28"],
    [monthly(28), "2024-02-29", "2024-02-28", "2024-03-28"],
    [WEEK, "2023-12-31", "2023-12-25", "2024-01-01"],
    [WEEK, "2024-01-01", "2024-01-01", "2024-01-08"],
    [WEEK, "2024-01-02", "2024-01-01", "2024-01-08"],
    [DAY, "2024-02-29", "2024-02-29", "2024-02-29"],
  ])("of %o as of %s: the last %s, the next %s", (calendar, asOf, last, next) => {
    expect([evaluationOn(calendar, asOf), nextEvaluation(calendar, asOf)]).toEqual([last, next]);
    expect(previousEvaluation(calendar, last) < last).toBe(true);
    const back = calendar.every === "day" ? last : previousEvaluation(calendar, next);
    expect(back).toBe(last);
  });
});

describe("any day of a century", () => {
  const day = fc.integer({ min: numberOf("1999-12-31"), max: numberOf("2101-01-01") });
  const window = fc.oneof(
    fc.constant(MONTH),
    fc.integer({ min: 1, max: 60 }).map(months),
    fc.integer({ min: 1, max: 104 }).map(weeks),
    fc.tuple(fc.integer({ min: 1, max: 800 }), fc.nat(400)).map(([count, lag]) => days(count, lag)),
  );
  const calendar = fc.oneof(
    fc.constantFrom<Evaluation[]>(DAY, WEEK),
    fc.integer({ min: 1, max: 28 }).map(monthly),
  );

  it("has the windows that counting days gives", () => {
    fc.assert(
      fc.property(window, day, (of, at) => {
        const { from, to } = spanOn(of, at);
        expect(windowOn(of, dayFrom(at))).toEqual({ start: dayFrom(from), end: dayFrom(to) });
      }),
      { numRuns: 2000 },
    );
  });

  it("has the moved months that counting months gives", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: -12, max: 0 }),
        day,
        (n, by, at) => {
          const { from, to } = byMonths(spanOn(months(n), at), by);
          const term = Term.parse({ measures: ["x"], by: "order_date", month_offset: by });
          const { order } = boundsOf(term, windowOn(months(n), dayFrom(at)), dayFrom(at));
          expect(order).toEqual({ start: dayFrom(from), end: dayFrom(to) });
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("has the evaluations that looking day by day finds", () => {
    fc.assert(
      fc.property(calendar, day, (of, at) => {
        const found = (kind: "current" | "projected") => dayFrom(evaluatedOn(of, at, kind));
        expect(evaluationOn(of, dayFrom(at))).toBe(found("current"));
        expect(nextEvaluation(of, dayFrom(at))).toBe(found("projected"));
        const before = dayFrom(evaluatedOn(of, numberOf(found("current")) - 1, "current"));
        expect(previousEvaluation(of, found("current"))).toBe(before);
      }),
      { numRuns: 2000 },
    );
  });
});

const yaml = (more: string) => `
id: dates
version: "1"
name: Dates
owner: test
region: anywhere
summary: Cases over orders.
confidence: unverified
effective: { from: null }
sources: []
unit: events
numerator: { measures: [cases_opened], by: event_date }
denominator: { measures: [orders_placed], by: event_date }
${more}
tiers: [{ id: high, name: high, severity: above, gates: { rate: 0.5 } }]
`;
const program = (more: string) => parseProgram(yaml(more), "dates.yaml");

describe("a report", () => {
  /** An order a day around the leap day, each with a case on the next. */
  const rows = {
    orders: times(40, (index) => {
      const ordered_at = dayFrom(numberOf("2024-02-01") + index);
      return order({ order_id: `o${index}`, ordered_at: `${ordered_at}T23:59:59Z` });
    }),
    cases: times(40, (index) =>
      caseOf(`o${index}`, { opened_at: `${dayFrom(numberOf("2024-02-02") + index)}T00:00:00Z` }),
    ),
  };

  it.each([
    ["window: { kind: calendar_month }", "2024-02-29", "2024-02-01", "2024-01-01", 0, 0],
    ["window: { kind: calendar_month }", "2024-03-01", "2024-03-01", "2024-02-01", 28, 29],
    ["window: { kind: calendar_month }", "2024-03-02", "2024-03-01", "2024-02-01", 28, 29],
    ["window: { kind: rolling_days, days: 1 }", "2024-03-01", "2024-03-01", "2024-02-29", 1, 1],
    ["window: { kind: full_weeks, weeks: 1 }", "2024-03-03", "2024-02-26", "2024-02-19", 7, 7],
    ["window: { kind: full_weeks, weeks: 1 }", "2024-03-04", "2024-03-04", "2024-02-26", 7, 7],
    // On the 20th the days up to the 19th are looked at, whatever comes later.
    [
      "window: { kind: rolling_days, days: 7 }\nevaluation: { every: month, day: 20 }",
      "2024-02-19",
      "2024-01-20",
      "2024-01-13",
      0,
      0,
    ],
    [
      "window: { kind: rolling_days, days: 7 }\nevaluation: { every: month, day: 20 }",
      "2024-02-20",
      "2024-02-20",
      "2024-02-13",
      7,
      7,
    ],
    [
      "window: { kind: rolling_days, days: 7 }\nevaluation: { every: month, day: 20 }",
      "2024-03-19",
      "2024-02-20",
      "2024-02-13",
      7,
      7,
    ],
    [
      "window: { kind: rolling_days, days: 2 }\nevaluation: { every: month, day: 3 }",
      "2024-03-02",
      "2024-02-03",
      "2024-02-01",
      1,
      2,
    ],
    [
      "window: { kind: rolling_days, days: 2 }\nevaluation: { every: month, day: 3 }",
      "2024-03-03",
      "2024-03-03",
      "2024-03-01",
      2,
      2,
    ],
  ])(
    "by %s as of %s is that of %s, from %s",
    (more, asOf, evaluated_on, window_start, numerator, denominator) =>
      withDatabase(async (database) => {
        await ingestRows(database, rows);
        expect(await standingOf(database, program(more), asOf, "seller")).toMatchObject({
          as_of: asOf,
          evaluated_on,
          window_start,
          numerator,
          denominator,
          evaluation: "current",
        });
      }),
  );

  it("projected looks at the next evaluation with what is known on the day", () =>
    withDatabase(async (database) => {
      await ingestRows(database, rows);
      const of = program("window: { kind: calendar_month }");
      const on = (asOf: string) => standingOf(database, of, asOf, "seller", "projected");
      const march = {
        evaluation: "projected",
        window_start: "2024-02-01",
        window_end: "2024-03-01",
      };
      expect(await on("2024-02-01")).toMatchObject({ ...march, numerator: 0, denominator: 0 });
      expect(await on("2024-02-10")).toMatchObject({ ...march, numerator: 8, denominator: 9 });
      expect(await on("2024-02-29")).toMatchObject({ ...march, numerator: 27, denominator: 28 });
      expect(await on("2024-03-01")).toMatchObject({
        evaluated_on: "2024-04-01",
        window_start: "2024-03-01",
        numerator: 0,
        denominator: 0,
      });
    }));
});

describe("a file is refused", () => {
  const problem = (text: string) => {
    const [first] = checkProgram(text).problems;
    return `${first?.path}: ${first?.message}`;
  };
  const window = "window: { kind: rolling_days, days: 30 }";

  it("with two versions in force on one day", () => {
    const versions = (until: string) =>
      yaml(`${window}
versions:
  - { version: old, effective: { from: null, until: ${until} } }
  - { version: new, effective: { from: "2026-04-01" } }`);
    expect(checkProgram(versions('"2026-04-01"')).problems).toEqual([]);
    expect(problem(versions('"2026-04-02"'))).toMatch(/effective: .*old and new .*at once/);
  });

  it("with a worse tier that asks less, or no more", () => {
    const second = (gates: string) =>
      yaml(window)
        .replace(
          "tiers: [",
          "tiers: [{ id: mild, name: mild, severity: near, gates: { rate: 0.5, count: 9 } }, ",
        )
        .replace("gates: { rate: 0.5 } }]", `gates: ${gates} }]`);
    expect(checkProgram(second("{ rate: 0.6, count: 9 }")).problems).toEqual([]);
    expect(problem(second("{ rate: 0.4, count: 9 }"))).toMatch(/asks less of rate/);
    expect(problem(second("{ rate: 0.5, count: 9 }"))).toMatch(/mild stays empty/);
  });

  it.each([
    ["numerator.measures.0: no measure is called cases_open", "cases_opened]", "cases_open]"],
    [
      "denominator.reasons: orders_placed has no reasons",
      "orders_placed], ",
      "orders_placed], reasons: [seller], ",
    ],
    [
      "numerator.measures: the buyers behind orders_shipped are not counted, and a gate asks for distinct_buyers",
      /cases_opened\](.*\n)*tiers.*/,
      (whole: string) =>
        whole.replace("cases_opened", "orders_shipped").replace("rate: 0.5", "distinct_buyers: 5"),
    ],
  ] as const)("with %s", (wanted, from, to) => {
    expect(problem(yaml(window).replace(from, to as string))).toBe(wanted);
  });
});
