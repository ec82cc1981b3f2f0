import { describe, expect, it } from "vitest";
import {
  runBacktest,
  type BacktestQuery,
} from "../../../../analytics/4_standings/backtest/backtest.js";
import { BacktestResult } from "../../../../analytics/4_standings/backtest/contract.js";
import { findProgram } from "../../../../analytics/4_standings/programs.js";
import type { Database } from "../../../../analytics/engine/duckdb.js";
import { ingestOn } from "../../../support/backtest-reference.js";
import { withDatabase } from "../../../support/database.js";
import { CASES, ORDERS, patient, strict } from "../../../support/hand-market.js";

const RANGE = { from: "2026-01-11", to: "2026-02-01", today: "2026-06-01" };

const run = (database: Database, query: Partial<BacktestQuery> = {}) =>
  database.read(async (session) =>
    BacktestResult.parse(await runBacktest(session, { a: patient, b: strict, ...RANGE, ...query })),
  );

const spans = (list: readonly { from: string; until: string }[]) =>
  list.map(({ from, until }) => `${from} ${until}`);

/** The market, with its end pushed beyond the range by an order of nobody's concern. */
async function withMarket<T>(work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(async (database) => {
    const later = { ...ORDERS![0]!, order_id: "later", seller_id: "bob" };
    const orders = [
      ...ORDERS!,
      { ...later, ordered_at: "2026-02-01T12:00:00Z", completed_at: undefined },
    ];
    await ingestOn(database, { orders, cases: CASES }, "2026-05-01");
    return work(database);
  });
}

describe("a backtest on paper", () => {
  it("says who was flagged, when, for how long, how often anew, and what it came to", () =>
    withMarket(async (database) => {
      const truth = new Map([
        ["anna", true],
        ["bob", true],
      ]);
      const result = await run(database, { truth });
      expect(result).toMatchObject({
        days: 21,
        knowledge: "events",
        knowledge_chosen: "by_recording",
        history_from: "2026-01-02",
        sellers: 2,
        revenue: [{ currency: "USD", amount: 20_000 }],
      });
      const [anna, ...others] = result.items;
      expect(others).toEqual([]);
      expect(anna).toMatchObject({
        seller_id: "anna",
        flagged_by: "both",
        first: "a",
        lead_days: 3,
        both_days: 10,
        truth: "risky",
        a_first_flagged: "2026-01-13",
        a_days_flagged: 16,
        a_raw_days: 15,
        a_spells: 2,
        a_flaps: 1,
        a_worst_tier: "above_line",
        a_revenue: [{ currency: "USD", amount: 20_000 }],
        a_at_stake: [{ currency: "USD", amount: 500 }],
        b_first_flagged: "2026-01-16",
        b_days_flagged: 10,
        b_raw_days: 10,
        b_flaps: 1,
        b_revenue: [],
        b_at_stake: [],
      });
      expect(spans(anna!.a_spell_list)).toEqual(["2026-01-13 2026-01-23", "2026-01-26 2026-02-01"]);
      expect(anna!.a_spell_list.map(({ is_open }) => is_open)).toEqual([false, true]);
      expect(spans(anna!.b_spell_list)).toEqual(["2026-01-16 2026-01-21", "2026-01-26 2026-01-31"]);
      expect(result.a).toMatchObject({
        windows_full_from: "2026-01-12",
        evaluations: 21,
        sellers: 1,
        seller_days: 16,
        spells: 2,
        raw_spells: 2,
        flaps: 1,
        median_spell_days: 10,
        open_at_end: 1,
        truth: { right: 1, wrong: 0, missed: 1, unknown: 0, precision: 1, recall: 0.5 },
        rulings: { right: 0, wrong: 0, unknown: 1, precision: null },
      });
      expect(result.overlap).toEqual({
        both: 1,
        only_a: 0,
        only_b: 0,
        neither: 1,
        both_days: 10,
        only_a_days: 6,
        only_b_days: 0,
        agreement: 10 / 16,
        a_first: 1,
        b_first: 0,
        same_day: 0,
        median_a_lead_days: 3,
        median_b_lead_days: null,
      });
      const day = (name: string) => result.by_day.find((each) => each.day === name);
      expect(result.by_day).toHaveLength(21);
      expect(day("2026-01-12")).toEqual({
        day: "2026-01-12",
        a: 0,
        b: 0,
        both: 0,
        a_raw: 0,
        b_raw: 0,
      });
      expect(day("2026-01-14")).toEqual({
        day: "2026-01-14",
        a: 1,
        b: 0,
        both: 0,
        a_raw: 1,
        b_raw: 0,
      });
      expect(day("2026-01-31")).toEqual({
        day: "2026-01-31",
        a: 1,
        b: 0,
        both: 0,
        a_raw: 0,
        b_raw: 0,
      });
    }));

  it("calls a seller after most of its rulings, from three on", () =>
    withMarket(async (database) => {
      const ruled = (nth: number, outcome: string) => ({
        ...CASES.find(({ order_id }) => order_id === `anna${nth}`)!,
        updated_at: "2026-03-01T00:00:00Z",
        closed_at: "2026-01-30T12:00:00Z",
        outcome: outcome as never,
      });
      const some = [ruled(0, "ruled_for_buyer"), ruled(1, "ruled_for_seller")];
      await ingestOn(database, { cases: some }, "2026-05-02");
      expect((await run(database)).a.rulings).toMatchObject({ unknown: 1 });
      await ingestOn(database, { cases: [ruled(2, "ruled_for_buyer")] }, "2026-05-03");
      const { a, items } = await run(database);
      expect(a.rulings).toEqual({ right: 1, wrong: 0, unknown: 0, precision: 1 });
      expect(items[0]).toMatchObject({ ruled_for_buyer: 2, ruled_for_seller: 1 });
    }));
});

describe("what was known then", () => {
  it("counts a case until it was withdrawn, though it is known today that it would be", () =>
    withMarket(async (database) => {
      const before = await run(database);
      const withdrawn = CASES.slice(0, 2).map((each) => ({
        ...each,
        updated_at: "2026-03-01T00:00:00Z",
        closed_at: "2026-01-17T12:00:00Z",
        outcome: "withdrawn" as const,
      }));
      await ingestOn(database, { cases: withdrawn }, "2026-05-02");
      const after = await run(database);
      expect(spans(before.items[0]!.a_spell_list)[0]).toBe("2026-01-13 2026-01-23");
      // From the 18th on only the case of the 15th counts: one of ten, still at the exit rate; then one of thirteen.
      expect(spans(after.items[0]!.a_spell_list)[0]).toBe("2026-01-13 2026-01-21");
      expect(spans(after.items[0]!.b_spell_list)[0]).toBe("2026-01-16 2026-01-18");
    }));

  it("leaves out what had not been recorded yet, where the ledger was recording then", () =>
    withDatabase(async (database) => {
      await ingestOn(database, { orders: ORDERS! }, "2026-01-10");
      await ingestOn(database, { cases: CASES.slice(0, 3) }, "2026-01-19");
      await ingestOn(database, { cases: CASES.slice(3) }, "2026-01-26");
      const range = { to: "2026-01-26" };
      const recorded = await run(database, range);
      expect(recorded).toMatchObject({ knowledge: "recorded", knowledge_chosen: "by_recording" });
      expect(spans(recorded.items[0]!.a_spell_list)).toEqual(["2026-01-19 2026-01-23"]);
      const events = await run(database, { ...range, knowledge: "events" });
      expect(events).toMatchObject({ knowledge: "events", knowledge_chosen: "asked" });
      expect(spans(events.items[0]!.a_spell_list)).toEqual(["2026-01-13 2026-01-23"]);
      const blind = await run(database, {
        ...range,
        knownAt: "2026-01-15T00:00:00Z",
        to: "2026-01-20",
      });
      expect(blind).toMatchObject({ batch_id: 1, items: [] });
    }));
});

describe("a range that cannot be walked", () => {
  const refused = (query: Partial<BacktestQuery>) =>
    withMarket((database) =>
      run(database, query).then(
        () => "walked",
        (error: Error) => error.message,
      ),
    );

  it.each([
    [
      { from: "2026-01-01" },
      "2026-01-01 is before the ledger's history, which begins on 2026-01-02: begin there or later",
    ],
    [
      { from: "2026-01-11", to: "2026-01-11" },
      "2026-01-11 is not after 2026-01-11: the range ends before the day of its end",
    ],
    [
      { to: "2026-02-04" },
      "the newest event is of 2026-02-01, so 2026-02-02 is the last day that can be judged: end the range at 2026-02-03 or earlier",
    ],
    [
      { b: findProgram("visa-vdmp") },
      "visa-vdmp was not in force on any day from 2026-01-11 to before 2026-02-01, only from ever to before 2025-04-01: choose another range, or change effective in a copy",
    ],
  ])("is refused with a way out: %o", async (query, message) => {
    expect(await refused(query)).toBe(message);
  });

  it("is left as soon as nobody wants it any more", () =>
    withMarket(async (database) => {
      const controller = new AbortController();
      const work = database.read((session) =>
        runBacktest(
          session,
          { a: patient, b: strict, ...RANGE },
          { signal: controller.signal, onProgress: () => controller.abort() },
        ),
      );
      await expect(work).rejects.toThrow("cancelled");
    }));
});
