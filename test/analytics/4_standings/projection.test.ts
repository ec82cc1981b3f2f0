import { describe, expect, it } from "vitest";
import type { Database } from "../../../analytics/engine/duckdb.js";
import { knownBatchAt } from "../../../analytics/4_standings/known.js";
import type { Program, RateProgram } from "../../../analytics/4_standings/program.js";
import { readProjection } from "../../../analytics/4_standings/project.js";
import { Projection } from "../../../analytics/4_standings/projection.js";
import { findProgram, parseProgram } from "../../../analytics/4_standings/programs.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows, type FeedRows } from "../../support/files.js";
import { caseOf, chargebackOf, order, times } from "../../support/rows.js";

const project = (database: Database, program: Program, asOf: string, sellerId = "seller") =>
  database.read(async (session) => {
    const knownBatch = await knownBatchAt(session);
    const found = await readProjection(session, program, { sellerId, asOf, knownBatch });
    return found && Projection.parse(found);
  });

const projectRows = (rows: FeedRows, program: Program, asOf: string) =>
  withDatabase(async (database) => {
    await ingestRows(database, rows);
    const found = await project(database, program, asOf);
    if (!found) throw new RangeError("the seller is not known");
    return found;
  });

describe("a programme that looks every day", () => {
  const program = findProgram("marketplace-dispute-rate");
  const orders = times(100, (nth) =>
    order({
      order_id: `o${nth}`,
      ordered_at: "2026-02-01T09:00:00Z",
      completed_at: "2026-02-10T09:00:00Z",
    }),
  );
  const cases = times(6, (nth) => caseOf(`o${nth}`, { opened_at: "2026-02-12T09:00:00Z" }));
  const found = projectRows({ orders, cases }, program, "2026-02-20");

  it("is as far from its lines tomorrow as today: exact to the single defect and order", async () => {
    const { current, to_date } = await found;
    expect(current).toMatchObject({ numerator: 6, denominator: 100, tier: "above_line" });
    expect(current.clean_orders).toBe(21);
    expect(current.tiers).toEqual([
      {
        tier: "above_line",
        name: "above the line",
        severity: "above",
        met: true,
        headroom: -2,
        clean_orders: 21,
        basis: "exact",
      },
      {
        tier: "serious",
        name: "serious",
        severity: "severe",
        met: false,
        headroom: 3,
        clean_orders: 0,
        basis: "exact",
      },
    ]);
    expect(to_date).toEqual({ ...current, evaluation: "projected" });
  });

  it("is left when its orders have left the window, thirty days on through February", async () => {
    expect(await found).toMatchObject({
      clear_on: "2026-03-13",
      clear_reason: null,
      relapse_on: null,
    });
  });

  it("is judged at today's pace thirty days ahead, where nothing of today stays", async () => {
    const { at_pace, at_pace_reason } = await found;
    expect(at_pace_reason).toBeNull();
    // 6 defects and 100 orders in 19 days.
    expect(at_pace).toMatchObject({
      evaluated_on: "2026-03-22",
      window_start: "2026-02-20",
      days_ahead: 30,
      pace_days: 19,
      stays: 0,
      further: 9.473684,
      numerator: 9,
      denominator: 158,
      tier: "above_line",
      basis: "estimate",
    });
    const [above, serious] = at_pace?.tiers.map(({ probability }) => probability) ?? [];
    expect(above).toBeGreaterThan(serious ?? 1);
    expect([at_pace!.numerator_low <= 9, at_pace!.numerator_high >= 9]).toEqual([true, true]);
  });

  it("says why there is no estimate for a seller of a few days", async () => {
    const { at_pace, at_pace_reason, clear_reason } = await projectRows(
      { orders },
      program,
      "2026-02-07",
    );
    expect({ at_pace, at_pace_reason, clear_reason }).toEqual({
      at_pace: null,
      at_pace_reason: "too_little_history",
      clear_reason: "outside",
    });
  });

  it("knows nothing of a seller that nobody knows", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders });
      expect(await project(database, program, "2026-02-20", "nobody")).toBeNull();
    }));
});

describe("a programme that looks every month", () => {
  const ecm = findProgram("mastercard-ecm") as RateProgram;
  /** The shipped one with lines that a small shop reaches. */
  const program: RateProgram = {
    ...ecm,
    earlier: [],
    tiers: ecm.tiers.map((tier, index) => ({
      ...tier,
      gates: { rate: [0.015, 0.03][index], count: [3, 6][index] },
    })),
  };
  const paid = (day: string, count: number, prefix: string) =>
    times(count, (nth) =>
      order({
        order_id: `${prefix}${nth}`,
        ordered_at: `${day}T09:00:00Z`,
        paid_at: `${day}T09:00:00Z`,
        card_network: "mastercard",
      }),
    );
  const received = (day: string, count: number, prefix: string) =>
    times(count, (nth) =>
      chargebackOf(`${prefix}${nth}`, {
        received_at: `${day}T09:00:00Z`,
        card_network: "mastercard",
      }),
    );
  const rows = (inMarch: number): FeedRows => ({
    orders: [...paid("2026-01-10", 200, "j"), ...paid("2026-02-05", 100, "f")],
    chargebacks: [...received("2026-02-10", 4, "j"), ...received("2026-03-05", inMarch, "f")],
  });
  const found = projectRows(rows(2), program, "2026-03-11");

  it("shows the month that is over beside the one that runs", async () => {
    const { current, to_date } = await found;
    expect(current).toMatchObject({
      evaluated_on: "2026-03-01",
      window_start: "2026-02-01",
      numerator: 4,
      denominator: 200,
      tier: "excessive",
      months_in_program: 1,
      clean_orders: 67,
    });
    expect(to_date).toMatchObject({
      evaluation: "projected",
      evaluated_on: "2026-04-01",
      window_start: "2026-03-01",
      window_end: "2026-04-01",
      numerator: 2,
      denominator: 100,
      tier: "within",
      months_in_program: 2,
      clean_orders: 0,
    });
    const distances = to_date.tiers.map(({ tier, headroom, met }) => [tier, headroom, met]);
    expect(distances).toEqual([
      ["excessive", 0, false],
      ["high_excessive", 3, false],
    ]);
  });

  it("is left after three clean months, the running one included", async () => {
    expect((await found).clear_on).toBe("2026-06-01");
  });

  it("is likelier to be met than not where one more is enough and two came in four weeks", async () => {
    const { at_pace } = await found;
    expect(at_pace).toMatchObject({
      evaluated_on: "2026-04-01",
      days_ahead: 21,
      pace_days: 28,
      stays: 2,
      further: 1.5,
      numerator: 4,
      denominator: 100,
      rate: 0.04,
      tier: "excessive",
    });
    // None in 21 days: (28 / 49) ^ 2.5.
    expect(at_pace?.tiers[0]?.probability).toBeCloseTo(1 - (4 / 7) ** 2.5, 6);
    expect(at_pace?.tiers[1]?.probability).toBeLessThan(0.2);
  });

  it("previews the fees of the month as if it were over: the second month costs USD 1,000", async () => {
    const { to_date, current } = await projectRows(rows(3), program, "2026-03-11");
    expect(to_date).toMatchObject({
      tier: "excessive",
      months_in_program: 2,
      fees: [{ name: "monthly", amount: 100_000 }],
      fee_total: 100_000,
      fee_currency: "USD",
    });
    expect(current.fee_total).toBe(0);
  });

  it("is certain on the last day of February: what is met stays met, what is out of reach stays so", async () => {
    const { at_pace, to_date } = await projectRows(rows(0), program, "2026-02-28");
    expect(to_date).toMatchObject({ evaluated_on: "2026-03-01", tier: "excessive" });
    expect(at_pace).toMatchObject({ evaluated_on: "2026-03-01", days_ahead: 1, stays: 4 });
    expect(at_pace?.tiers[0]?.probability).toBe(1);
    expect(at_pace?.tiers[1]?.probability).toBeLessThan(0.02);
  });

  it("is not in force before its time, and says so", async () => {
    const early = { ...program, effective: { from: "2027-01-01", until: null } };
    const { current, at_pace_reason, clear_reason } = await projectRows(
      rows(2),
      early,
      "2026-03-11",
    );
    expect(current).toMatchObject({ tier: "not_scored", remarks: ["not_in_force"], tiers: [] });
    expect([at_pace_reason, clear_reason]).toEqual(["not_in_force", "outside"]);
  });
});

describe("other kinds", () => {
  const points = parseProgram(
    `
id: points
version: "1"
name: Points
owner: us
region: global
summary: Points.
confidence: unverified
kind: points
effective: { from: null }
sources: []
evaluation: { every: week }
points:
  direction: accumulate
  reset: { kind: quarter }
  rules:
    - id: late
      name: late
      unit: orders
      numerator: { measures: [cases_opened], by: event_date }
      denominator: { measures: [orders_placed], by: event_date }
      window: { kind: rolling_days, days: 7 }
      awards: [{ name: late, gates: { count: 2 }, points: 3 }]
tiers: [{ id: first, name: first, severity: above, gates: { points: 3 } }]
`,
    "points.yaml",
  );

  it("of points are left when the quarter ends, and estimate nothing", async () => {
    const ordered_at = "2026-02-03T09:00:00Z";
    const rows = {
      orders: times(10, (nth) => order({ order_id: `o${nth}`, ordered_at })),
      cases: times(2, (nth) => caseOf(`o${nth}`, { opened_at: "2026-02-05T09:00:00Z" })),
    };
    const found = await projectRows(rows, points, "2026-02-11");
    expect(found.current).toMatchObject({ evaluated_on: "2026-02-09", points: 3, tier: "first" });
    expect(found.to_date).toMatchObject({ evaluated_on: "2026-02-16", points: 3 });
    // The first Monday of the second quarter.
    expect(found).toMatchObject({
      clear_on: "2026-04-06",
      at_pace: null,
      at_pace_reason: "not_a_rate_of_defects",
    });
  });
});
