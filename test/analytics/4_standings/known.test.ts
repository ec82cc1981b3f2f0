import { describe, expect, it } from "vitest";
import type { Database } from "../../../analytics/engine/duckdb.js";
import { defaultAsOf } from "../../../analytics/4_standings/known.js";
import { readDefects } from "../../../analytics/4_standings/defects.js";
import { ratesOf } from "../../../analytics/4_standings/program.js";
import { findProgram } from "../../../analytics/4_standings/programs.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows, type FeedRows } from "../../support/files.js";
import { caseOf, chargebackOf, order } from "../../support/rows.js";

const defaultDay = (database: Database, today = "2026-12-31", knownBatch?: number) =>
  database.read((session) => defaultAsOf(session, today, knownBatch));

const dayAfterIngesting = (rows: FeedRows, today?: string) =>
  withDatabase(async (database) => {
    await ingestRows(database, rows);
    return defaultDay(database, today);
  });

describe("the day of judgement when none is asked for", () => {
  const newest = order({ order_id: "newest", ordered_at: "2026-03-09T23:59:59Z" });

  it("is the day after the newest event, and no later than tomorrow", async () => {
    expect(await dayAfterIngesting({ orders: [newest] })).toBe("2026-03-10");
    expect(await dayAfterIngesting({ orders: [newest] }, "2026-03-09")).toBe("2026-03-10");
    const before = order({ order_id: "before", ordered_at: "2026-02-01" });
    expect(await dayAfterIngesting({ orders: [before, newest] }, "2026-03-08")).toBe("2026-02-02");
    expect(await withDatabase((database) => defaultDay(database))).toBeNull();
  });

  it("is not moved by an order that is to be shipped in days to come", async () => {
    const orders = [{ ...newest, ship_by: "2026-03-14" }];
    expect(await dayAfterIngesting({ orders })).toBe("2026-03-10");
  });

  it("lets a known withdrawal be known, unless it lies in the future", async () => {
    const orders = [order({ order_id: "o" })];
    const cases = [
      caseOf("o", { opened_at: "2026-03-01", outcome: "withdrawn", closed_at: "2026-03-20" }),
    ];
    expect(await dayAfterIngesting({ orders, cases })).toBe("2026-03-21");
    expect(await dayAfterIngesting({ orders, cases }, "2026-03-19")).toBe("2026-03-02");
  });

  it("leaves out what later batches brought", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: [order({ order_id: "o" }), newest] });
      const closed = { outcome: "withdrawn", closed_at: "2026-03-20" } as const;
      await ingestRows(database, { cases: [caseOf("o", closed)] });
      expect(await defaultDay(database, "2026-12-31", 1)).toBe("2026-03-10");
      expect(await defaultDay(database)).toBe("2026-03-21");
    }));
});

const defectsOf = (database: Database, program: string, cutoff: string) =>
  database.read((session) => {
    const [rate] = ratesOf(findProgram(program));
    if (!rate) throw new RangeError(`${program} has no rate`);
    const window = { start: "2026-01-01", end: cutoff };
    return readDefects(session, rate, { sellerId: "seller", window, cutoff, knownBatch: 1 });
  });

describe("defects", () => {
  it("count until the end of the day on which it became known why they should not", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: ["stands", "was", "withdrawn"].map((order_id) => order({ order_id })),
        cases: [
          caseOf("stands", { opened_at: "2026-01-25" }),
          caseOf("was", { opened_at: "2026-01-25", outcome: "withdrawn" }),
          caseOf("withdrawn", {
            opened_at: "2026-01-25",
            outcome: "withdrawn",
            closed_at: "2026-02-02T10:00:00Z",
          }),
        ],
      });
      const counted = async (cutoff: string) =>
        (await defectsOf(database, "marketplace-dispute-rate", cutoff)).map((defect) => [
          defect.order_id,
          defect.counted,
          defect.exempt_as,
        ]);
      expect(await counted("2026-02-02")).toEqual([
        ["stands", true, null],
        ["was", false, "withdrawn"],
        ["withdrawn", true, null],
      ]);
      expect(await counted("2026-02-03")).toEqual([
        ["stands", true, null],
        ["was", false, "withdrawn"],
        ["withdrawn", false, "withdrawn"],
      ]);
    }));

  it("are exempt for their reason whatever became of them, and on any day", () =>
    withDatabase(async (database) => {
      const closed = { outcome: "won", closed_at: "2026-02-20" } as const;
      await ingestRows(database, {
        orders: ["fraud", "won"].map((order_id) => order({ order_id })),
        chargebacks: [
          chargebackOf("fraud", { category: "fraud", ...closed }),
          chargebackOf("won", { category: "other", ...closed }),
        ],
      });
      const defects = await defectsOf(database, "order-defect-rate", "2026-02-20");
      expect(defects).toMatchObject([
        { order_id: "fraud", liability: "won", reason: "fraud", exempt_as: "fraud" },
        { order_id: "won", liability: "won", counted: true, liable_until: "2026-02-20" },
      ]);
    }));
});
