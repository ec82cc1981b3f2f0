import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import type { Award } from "../../analytics/4_standings/point-awards.js";
import { evaluatePoints } from "../../analytics/4_standings/points-evaluation.js";
import { momentOf, versionAt } from "../../analytics/4_standings/evaluation.js";
import type { PointsProgram, Program } from "../../analytics/4_standings/program.js";
import { findProgram, parseProgram } from "../../analytics/4_standings/programs.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { readStandings } from "../../analytics/4_standings/standings.js";
import { standingOf, withDatabase } from "../support/database.js";
import { ingestRows, type FeedRow } from "../support/files.js";
import { caseOf, dayAfter, order } from "../support/rows.js";

const [SHOPEE, TIKTOK, NOT_SOLD] = ["shopee-points", "tiktok-sea-points", "deal-not-sold-points"];

let made = 0;

/** Orders of one day, so many of them cancelled on it, by the seller unless `fields` say otherwise. */
function week(
  day: string,
  count: number,
  cancelled: number,
  fields: FeedRow<"orders"> = {},
): FeedRow<"orders">[] {
  const end = { cancelled_at: `${day}T18:00:00Z`, cancelled_by: "seller", cancel_fault: "seller" };
  return Array.from({ length: count }, (_, index) =>
    order({
      order_id: `o${(made += 1)}`,
      ordered_at: `${day}T12:00:00Z`,
      paid_at: `${day}T12:00:01Z`,
      ...((index < cancelled ? { ...end, ...fields } : {}) as FeedRow<"orders">),
    }),
  );
}

const ask = (database: Database, program: string | Program, asOf: string) =>
  standingOf(database, program, asOf, "seller");

const brief = ({ points, tier, evaluated_on }: Standing) => [evaluated_on, points, tier];

/** What stands against the only seller. */
const awardsOf = (database: Database, program: Program, asOf: string): Promise<Award[]> =>
  database.read(async (session) => {
    const ledger = await LedgerView.open(session, await knownBatchAt(session));
    const moment = momentOf(program, { asOf }, ledger.knownBatch);
    const version = versionAt(program, moment) as PointsProgram;
    return (await evaluatePoints(ledger, program, version, moment, { asOf })).awards(1);
  });

/** A programme of points over cancellations, with its own points. */
const pointsProgram = (id: string, tiers: string, points: string, more = "") =>
  parseProgram(
    `kind: points
id: ${id}
version: "1"
name: Points
owner: Tests
region: global
summary: Points for cancellations of a week.
confidence: verified
effective: { from: null }
sources: []
evaluation: { every: week }
tiers: ${tiers}
points:
  ${points}
  rules:
    - id: cancelled
      name: Cancelled
      unit: orders
      numerator: { measures: [orders_cancelled], by: event_date, exempt: [buyer_fault] }
      denominator: { measures: [orders_placed], by: event_date }
      window: { kind: full_weeks, weeks: 1 }
      awards:
        - { name: some, gates: { rate: 0.1 }, points: 10 }
        - { name: many, gates: { rate: 0.5 }, points: 60 }
${more}`,
    id,
  );

describe("points that add up until a quarter ends", () => {
  it("are given on Mondays for the week before, and a standing holds until the next", () =>
    withDatabase(async (database) => {
      // 2026-01-05 is a Monday.
      await ingestRows(database, {
        orders: [...week("2026-01-05", 100, 50), ...week("2026-01-18", 100, 60)],
      });
      expect(brief(await ask(database, SHOPEE, "2026-01-11"))).toEqual([
        "2026-01-05",
        0,
        "not_scored",
      ]);
      expect(brief(await ask(database, SHOPEE, "2026-01-12"))).toEqual(["2026-01-12", 2, "within"]);
      expect(brief(await ask(database, SHOPEE, "2026-01-18"))).toEqual(["2026-01-12", 2, "within"]);
      expect(brief(await ask(database, SHOPEE, "2026-01-19"))).toEqual(["2026-01-19", 6, "tier_2"]);
      expect(await awardsOf(database, findProgram(SHOPEE), "2026-02-15")).toEqual([
        { day: "2026-01-12", rule: "non_fulfilment", name: "half unfulfilled", points: 2 },
        { day: "2026-01-19", rule: "non_fulfilment", name: "60 % unfulfilled", points: 4 },
      ]);
    }));

  it.each([
    ["99 orders", 99, 60, 0],
    ["100 orders, below a half", 100, 49, 0],
    ["100 orders, a half", 100, 50, 2],
    ["100 orders, below 60 %", 100, 59, 2],
    ["100 orders, 60 %", 100, 60, 4],
  ])("stand at each line: %s", (_, count, cancelled, points) =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: week("2026-01-05", count, cancelled) });
      expect(await ask(database, SHOPEE, "2026-01-12")).toMatchObject({ points });
    }),
  );

  it("R20: are not given for what the buyer cancelled", () =>
    withDatabase(async (database) => {
      const buyer = { cancelled_by: "buyer", cancel_fault: "buyer" } as const;
      await ingestRows(database, { orders: week("2026-01-05", 100, 70, buyer) });
      expect(await ask(database, SHOPEE, "2026-01-12")).toMatchObject({
        points: 0,
        tier: "within",
      });
    }));

  it("are forgotten with the first evaluation of the next quarter", () =>
    withDatabase(async (database) => {
      // 2026-03-30 is the last Monday of its quarter, 2026-04-06 the first of the next.
      await ingestRows(database, {
        orders: [
          ...week("2026-03-16", 100, 60),
          ...week("2026-03-23", 100, 60),
          ...week("2026-04-12", 100, 1),
        ],
      });
      expect(await ask(database, SHOPEE, "2026-03-30")).toMatchObject({
        points: 8,
        tier: "tier_2",
      });
      expect(await ask(database, SHOPEE, "2026-04-05")).toMatchObject({ points: 8 });
      expect(await ask(database, SHOPEE, "2026-04-06")).toMatchObject({ points: 0 });
      expect(await ask(database, SHOPEE, "2026-04-13")).toMatchObject({
        points: 0,
        tier: "within",
      });
    }));

  it("freeze the account at 15", () =>
    withDatabase(async (database) => {
      const mondays = [0, 1, 2, 3].map((nth) => dayAfter("2026-01-05", nth * 7));
      await ingestRows(database, { orders: mondays.flatMap((day) => week(day, 100, 60)) });
      const tiers = [];
      for (const monday of mondays) {
        const { points, tier } = await ask(database, SHOPEE, dayAfter(monday, 7));
        tiers.push([points, tier]);
      }
      expect(tiers).toEqual([
        [4, "tier_1"],
        [8, "tier_2"],
        [12, "tier_4"],
        [16, "frozen"],
      ]);
    }));

  it("are projected for the next Monday with what is known today", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          ...week("2026-01-05", 100, 50),
          ...week("2026-01-13", 100, 60),
          ...week("2026-01-16", 100, 0),
        ],
      });
      const [projected] = await database.read(async (session) =>
        readStandings(session, findProgram(SHOPEE), {
          asOf: "2026-01-15",
          knownBatch: await knownBatchAt(session),
          kind: "projected",
        }),
      );
      expect(projected).toMatchObject({ evaluated_on: "2026-01-19", points: 6, tier: "tier_2" });
      expect(await ask(database, SHOPEE, "2026-01-19")).toMatchObject({ points: 2 });
    }));
});

describe("points that expire one by one", () => {
  it("stand for 90 days: twelve weeks on, and not thirteen", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [...week("2026-01-05", 4, 2), ...week("2026-04-10", 4, 0)],
      });
      expect(await ask(database, TIKTOK, "2026-01-12")).toMatchObject({
        points: 4,
        tier: "points",
      });
      expect(await ask(database, TIKTOK, "2026-04-06")).toMatchObject({ points: 4 });
      expect(await ask(database, TIKTOK, "2026-04-13")).toMatchObject({
        points: 0,
        tier: "within",
      });
    }));

  it.each([
    [7, 0],
    [8, 10],
  ])("given on a Monday, stand %i days: %i on the next", (days, points) =>
    withDatabase(async (database) => {
      const program = pointsProgram(
        "expiring",
        "[{ id: some, name: some, severity: near, gates: { points: 1 } }]",
        `direction: accumulate\n  reset: { kind: days, days: ${days} }`,
      );
      await ingestRows(database, {
        orders: [...week("2026-01-05", 10, 1), ...week("2026-01-12", 10, 0)],
      });
      expect(await ask(database, program, "2026-01-12")).toMatchObject({ points: 10 });
      expect(await ask(database, program, "2026-01-19")).toMatchObject({ points });
    }),
  );

  it("close the shop at 48, from all rules together", () =>
    withDatabase(async (database) => {
      const mondays = Array.from({ length: 6 }, (_, nth) => dayAfter("2026-01-05", nth * 7));
      await ingestRows(database, {
        orders: mondays.flatMap((day) =>
          week(day, 4, 2).map((row) => ({ ...row, ship_by: `${day}T13:00:00Z` })),
        ),
      });
      expect(await ask(database, TIKTOK, "2026-02-09")).toMatchObject({
        points: 40,
        tier: "points",
      });
      expect(await ask(database, TIKTOK, "2026-02-16")).toMatchObject({
        points: 48,
        tier: "closed",
      });
    }));
});

describe("points that are burnt down", () => {
  const program = pointsProgram(
    "health",
    `
  - { id: at_risk, name: at risk, severity: near, gates: { points: { at_most: 150 } } }
  - { id: limited, name: limited, severity: above, gates: { points: { at_most: 100 } } }
  - { id: closed, name: closed, severity: severe, gates: { points: { at_most: 0 } } }`,
    "start: 200\n  direction: burn_down\n  reset: { kind: never }",
  );

  it("begin at the start, fall by each award and never below 0", () =>
    withDatabase(async (database) => {
      const mondays = [0, 1, 2, 3, 4].map((nth) => dayAfter("2026-01-05", nth * 7));
      const cancelled = [0, 1, 5, 5, 5];
      await ingestRows(database, {
        orders: mondays.flatMap((day, nth) => week(day, 10, cancelled[nth] ?? 0)),
      });
      const seen = [];
      for (const monday of mondays)
        seen.push(brief(await ask(database, program, dayAfter(monday, 7))).slice(1));
      expect(seen).toEqual([
        [200, "within"],
        [190, "within"],
        [130, "at_risk"],
        [70, "limited"],
        [10, "limited"],
      ]);
      await ingestRows(database, { orders: week("2026-02-09", 10, 9) });
      expect(await ask(database, program, "2026-02-16")).toMatchObject({
        points: 0,
        tier: "closed",
        gates: [
          {
            tier: "at_risk",
            gate: "points",
            value: 0,
            comparison: "<=",
            threshold: 150,
            met: true,
          },
          { tier: "limited", met: true },
          { tier: "closed", met: true },
        ],
      });
    }));
});

describe("awards", () => {
  const tiers = `
  - { id: some, name: some, severity: near, gates: { points: 1 } }`;
  const program = pointsProgram("plain", tiers, "direction: accumulate\n  reset: { kind: never }");

  it("are what was known on their day: what exempts an order later takes nothing back", () =>
    withDatabase(async (database) => {
      const disputes = pointsProgram(
        "disputes",
        tiers,
        "direction: accumulate\n  reset: { kind: never }",
      ) as PointsProgram;
      const [rule] = disputes.points.rules;
      const judged = {
        ...disputes,
        points: {
          ...disputes.points,
          rules: [
            {
              ...rule!,
              numerator: { ...rule!.numerator, measures: ["cases_opened"], exempt: ["withdrawn"] },
            },
          ],
        },
      };
      const orders = week("2026-01-05", 10, 0);
      const withdrawn = { opened_at: "2026-01-08", outcome: "withdrawn" } as const;
      const [one, other] = orders.map(({ order_id }) => order_id ?? "");
      await ingestRows(database, {
        orders,
        cases: [
          caseOf(one!, { ...withdrawn, closed_at: "2026-01-11" }),
          caseOf(other!, { ...withdrawn, closed_at: "2026-01-12" }),
        ],
      });
      expect(await ask(database, judged, "2026-02-02")).toMatchObject({ points: 10 });
    }));

  it("are given by the version in force on their day, and by none before there was one", () =>
    withDatabase(async (database) => {
      const versions = (text: Program): Program => {
        const own = text as PointsProgram;
        const cheap = own.points.rules.map((rule) => ({
          ...rule,
          awards: rule.awards.map((award) => ({ ...award, points: 1 })),
        }));
        return {
          ...own,
          version: "2",
          effective: { from: "2026-01-19", until: null },
          earlier: [
            {
              ...own,
              effective: { from: "2026-01-10", until: "2026-01-19" },
              points: { ...own.points, rules: cheap },
            },
          ],
        };
      };
      const mondays = [0, 1, 2].map((nth) => dayAfter("2025-12-29", nth * 7));
      await ingestRows(database, {
        orders: [...mondays, "2026-01-19"].flatMap((day) => week(day, 10, 1)),
      });
      const points = async (asOf: string) => (await ask(database, versions(program), asOf)).points;
      expect(await points("2026-01-12")).toBe(1);
      expect(await points("2026-01-19")).toBe(2);
      expect(await points("2026-01-26")).toBe(12);
    }));

  it("say that the ledger does not reach back to the last reset", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: week("2026-01-12", 10, 1) });
      expect((await ask(database, SHOPEE, "2026-01-19")).remarks).toEqual(["history_too_short"]);
      expect((await ask(database, program, "2026-01-19")).remarks).toEqual([]);
    }));

  it("R21: rise with how serious deals not sold are: 2, 12, 48 points a month, until the year ends", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          ...week("2025-10-10", 120, 3),
          ...week("2025-11-10", 100, 5),
          ...week("2025-12-10", 100, 10),
          ...week("2026-01-10", 19, 19),
        ],
      });
      const on = async (asOf: string) => brief(await ask(database, NOT_SOLD, asOf)).slice(1);
      expect(await on("2025-11-01")).toEqual([2, "points"]);
      expect(await on("2025-12-01")).toEqual([14, "serious"]);
      // The look at December is one of the new year; below 20 orders nothing is given (R23).
      expect(await on("2026-01-01")).toEqual([48, "closed"]);
      expect(await on("2026-02-01")).toEqual([48, "closed"]);
      expect(await on("2027-01-01")).toEqual([0, "not_scored"]);
    }));
});
