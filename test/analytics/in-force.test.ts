import { describe, expect, it } from "vitest";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Program, RateProgram } from "../../analytics/4_standings/program.js";
import type { Database } from "../../analytics/engine/duckdb.js";
import { standingOf, standings, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { rateProgram } from "../support/judging.js";
import { caseOf, chargebackOf, order, times } from "../support/rows.js";
import { LedgerWriter } from "../support/written-ledger.js";

/* Which version judges, what goes on when it changes, and what a standing says where it says little. */

const VAMP = rateProgram("visa-vamp");
const monthOf = (nth: number) => new Date(Date.UTC(2025, nth, 10)).toISOString().slice(0, 10);

/** Fraud reports and disputes of months from January 2025 on; sellers by id, with their region. */
async function withMonths<T>(
  sellers: Record<string, { region: string | null; months: Record<number, [number, number]> }>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(async (database) => {
    const writer = new LedgerWriter();
    for (const [id, { region, months }] of Object.entries(sellers))
      writer.add({
        id,
        region,
        category: null,
        figures: Object.entries(months).map(([nth, [events, sales]]) => ({
          rule: VAMP,
          point: {
            numerator: events,
            denominator: sales,
            count: events,
            denominatorCount: sales,
            amount: 10_000_000,
            buyers: events,
            points: null,
          },
          days: { numerator: monthOf(Number(nth)), denominator: monthOf(Number(nth)) },
        })),
      });
    await database.write((session) => writer.flush(session));
    return work(database);
  });
}

describe("a version in force", () => {
  it("judges the months that end before it does: vector 8, 1,500 of 100,000", () =>
    withMonths(
      { s: { region: "US", months: { 14: [1500, 100_000], 15: [1500, 100_000] } } },
      async (database) => {
        // March 2026 is looked at on 1 April, by what was in force on its last day.
        expect(await standingOf(database, VAMP, "2026-04-01", "s")).toMatchObject({
          program_version: "2025-10",
          numerator: 1500,
          rate: 0.015,
          tier: "within",
        });
        expect(await standingOf(database, VAMP, "2026-04-30", "s")).toMatchObject({
          program_version: "2025-10",
          tier: "within",
        });
        expect(await standingOf(database, VAMP, "2026-04-30", "s", "projected")).toMatchObject({
          program_version: "2026-04",
          tier: "excessive",
        });
        expect(await standingOf(database, VAMP, "2026-05-01", "s")).toMatchObject({
          program_version: "2026-04",
          rate: 0.015,
          tier: "excessive",
          months_in_program: 1,
        });
      },
    ));

  it("changes while a seller is inside: its months go on, and its grace with them", () => {
    const bad = Object.fromEntries([12, 13, 14, 15, 16].map((nth) => [nth, [2200, 100_000]]));
    return withMonths(
      { s: { region: "US", months: bad as Record<number, [number, number]> } },
      async (database) => {
        const found: unknown[] = [];
        for (const asOf of ["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]) {
          const row = await standingOf(database, VAMP, asOf, "s");
          found.push([row.program_version, row.tier, row.months_in_program, row.fee_total]);
        }
        // Three months of grace; then USD 8 for each of 2,200.
        expect(found).toEqual([
          ["2025-10", "excessive", 1, 0],
          ["2025-10", "excessive", 2, 0],
          ["2025-10", "excessive", 3, 0],
          ["2026-04", "excessive", 4, 1_760_000],
          ["2026-04", "excessive", 5, 1_760_000],
        ]);
      },
    );
  });

  it("has other lines elsewhere, and none where nobody published any", () => {
    const months = { 13: [1600, 100_000] as [number, number] };
    const regions = ["US", "EU", "LAC", "CEMEA", "Atlantis", null];
    const sellers = Object.fromEntries(
      regions.map((region) => [String(region), { region, months }]),
    );
    return withMonths(sellers, async (database) => {
      const rows = await standings(database, VAMP, "2026-03-01");
      const found = Object.fromEntries(rows.map((row) => [row.seller_id, row]));
      // 160 basis points in February: above 150, below 220.
      expect(found["US"]).toMatchObject({ lines: "general", tier: "within" });
      expect(found["EU"]).toMatchObject({ lines: "general", tier: "within" });
      expect(found["LAC"]).toMatchObject({ lines: "lac", tier: "excessive" });
      expect(found["CEMEA"]).toMatchObject({ lines: "cemea", tier: "within" });
      expect(found["null"]).toMatchObject({ lines: "general", tier: "within" });
      expect(found["Atlantis"]).toMatchObject({
        lines: null,
        tier: "not_scored",
        rate: 0.016,
        gates: [],
        months_in_program: 0,
        remarks: expect.arrayContaining(["no_lines_for_region"]),
      });
    });
  });

  it.each([
    ["visa-vdmp", "2025-04-01", true],
    ["visa-vdmp", "2025-05-01", false],
    ["visa-vamp", "2025-06-01", false],
    ["visa-vamp", "2025-07-01", true],
  ])("%s judges as of %s: %s", (id, asOf, isInForce) =>
    withMonths({ s: { region: "US", months: { 2: [9, 500], 5: [9, 500] } } }, async (database) => {
      const row = await standingOf(database, findProgram(id), asOf, "s");
      expect(row.remarks.includes("not_in_force")).toBe(!isInForce);
      expect(row).toMatchObject(
        isInForce
          ? { tier: "within", lines: "general", denominator: 500 }
          : { tier: "not_scored", program_version: "", gates: [], denominator: 0, lines: null },
      );
    }),
  );
});

const RATE: Program = rateProgram("stripe-dispute-activity");

describe("a standing says", () => {
  const on = (database: Database, asOf: string, program: Program = RATE) =>
    standingOf(database, program, asOf, "seller");

  it("that its window is longer than the history, until it no longer is", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          order({ order_id: "first", ordered_at: "2026-01-10" }),
          order({ order_id: "other", ordered_at: "2026-02-20" }),
        ],
      });
      expect((await on(database, "2026-02-08")).remarks).toEqual(["history_too_short"]);
      expect(await on(database, "2026-02-09")).toMatchObject({
        window_start: "2026-01-10",
        remarks: [],
      });
      // What is taken back was no history.
      await ingestRows(database, {
        orders: [{ order_id: "first", deleted: true, updated_at: "2026-06-01" }],
      });
      expect((await on(database, "2026-02-09")).remarks).toEqual(["history_too_short"]);
      expect((await on(database, "2026-03-22")).remarks).toEqual([]);
    }));

  it("that there is nothing to divide by, and lists disputes without a single sale all the same", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: times(3, (index) => order({ order_id: `o${index}`, ordered_at: "2025-06-01" })),
        chargebacks: [chargebackOf("o1", { received_at: "2026-02-10" })],
      });
      expect(await on(database, "2026-03-01")).toMatchObject({
        numerator: 1,
        denominator: 0,
        rate: null,
        raw_rate: null,
        rate_low: null,
        rate_high: null,
        tier: "excessive",
        remarks: ["no_denominator"],
      });
    }));

  it("not scored of a seller that nothing happened to, and within of one whose disputes are all exempt", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [order({ order_id: "old", ordered_at: "2025-06-01" })],
      });
      const quiet = await on(database, "2026-03-01");
      expect(quiet).toMatchObject({ numerator: 0, denominator: 0, rate: null, tier: "not_scored" });
      await ingestRows(database, {
        chargebacks: [
          chargebackOf("old", {
            received_at: "2026-02-10",
            outcome: "prevented",
            closed_at: "2026-02-11",
          }),
        ],
      });
      expect(await on(database, "2026-03-01")).toMatchObject({
        numerator: 0,
        raw_numerator: 1,
        rate: null,
        tier: "within",
        remarks: ["no_denominator"],
      });
    }));

  it("a tier, however few orders, of sellers with disputes only, unless the programme asks for a floor", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: times(6, (index) => order({ order_id: `o${index}`, ordered_at: "2026-02-01" })),
        cases: times(6, (index) => caseOf(`o${index}`, { opened_at: "2026-02-10" })),
        chargebacks: times(6, (index) => chargebackOf(`o${index}`)),
      });
      expect(await on(database, "2026-03-01")).toMatchObject({ rate: 1, tier: "excessive" });
      const floored: RateProgram = rateProgram("marketplace-dispute-rate");
      expect(await on(database, "2026-03-01", floored)).toMatchObject({
        rate: 1,
        tier: "not_scored",
        headroom: null,
        remarks: expect.arrayContaining(["below_floor"]),
      });
    }));
});
