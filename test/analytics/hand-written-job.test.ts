import { describe, expect, it } from "vitest";
import { refreshAlerts } from "../../analytics/4_standings/alerts.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Database } from "../../analytics/engine/duckdb.js";
import { standingOf, standings, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { caseOf, chargebackOf, dayAfter, order, times } from "../support/rows.js";

/* The faults of the job that people write by hand today: each test fails where the fault is. */

const DISPUTE_RATE = "marketplace-dispute-rate";

const confirmed = (count: number, on: string, name = "o", seller = "seller") =>
  times(count, (index) =>
    order({ order_id: `${name}${index}`, seller_id: seller, ordered_at: on, completed_at: on }),
  );

describe("fault 1: a disputed order leaves the denominator", () => {
  it("keeps it there, once, whether it was confirmed before or not", () =>
    withDatabase(async (database) => {
      const open = times(10, (index) => order({ order_id: `open${index}` }));
      await ingestRows(database, { orders: [...confirmed(90, "2026-02-01"), ...open] });
      await ingestRows(database, {
        cases: [...times(5, (i) => `o${i}`), ...times(5, (i) => `open${i}`)].map((id) =>
          caseOf(id, { opened_at: "2026-02-10" }),
        ),
      });
      expect(await standingOf(database, DISPUTE_RATE, "2026-03-01", "seller")).toMatchObject({
        numerator: 10,
        denominator: 95,
      });
    }));

  it("judges a seller all of whose orders are disputed", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: times(60, (index) => order({ order_id: `o${index}` })),
        cases: times(60, (index) => caseOf(`o${index}`, { opened_at: "2026-02-10" })),
      });
      expect(await standingOf(database, DISPUTE_RATE, "2026-03-01", "seller")).toMatchObject({
        numerator: 60,
        denominator: 60,
        rate: 1,
        tier: "serious",
      });
    }));

  it("does not let a seller without a single sale in the base month slip through", () =>
    withDatabase(async (database) => {
      const card = { ordered_at: "2025-11-05", card_network: "mastercard" } as const;
      await ingestRows(database, {
        orders: times(300, (index) => order({ order_id: `o${index}`, ...card })),
        chargebacks: times(300, (index) => chargebackOf(`o${index}`)),
      });
      expect(await standingOf(database, "mastercard-ecm", "2026-03-01", "seller")).toMatchObject({
        numerator: 300,
        denominator: 0,
        rate: null,
        tier: "high_excessive",
      });
    }));
});

describe("fault 2: a dispute that comes after 30 days never counts", () => {
  it("counts it on the day it comes, however old the order is", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          ...confirmed(95, "2026-05-10", "new"),
          ...times(5, (index) => order({ order_id: `old${index}`, ordered_at: "2026-01-05" })),
        ],
        cases: times(5, (index) => caseOf(`old${index}`, { opened_at: "2026-05-15" })),
      });
      const on = (day: string) => standingOf(database, DISPUTE_RATE, day, "seller");
      expect(await on("2026-05-15")).toMatchObject({ numerator: 0, denominator: 95 });
      expect(await on("2026-05-16")).toMatchObject({
        numerator: 5,
        denominator: 100,
        tier: "above_line",
      });
      expect(await on("2026-06-14")).toMatchObject({ numerator: 5 });
      expect(await on("2026-06-15")).toMatchObject({ numerator: 0 });
    }));
});

const alertsOf = (database: Database) =>
  database.read((session) =>
    session.all<{ as_of: string; from_tier: string; to_tier: string }>(
      `select cast(as_of as VARCHAR) as as_of, from_tier, to_tier from standings.alerts
       where seller_id = 'seller' order by as_of`,
    ),
  );

const refresh = (database: Database, asOf: string) =>
  database.write((session) =>
    session.transaction(async () =>
      refreshAlerts(session, [findProgram(DISPUTE_RATE)], {
        asOf,
        knownBatch: await knownBatchAt(session),
        recordedAt: new Date(`${asOf}T06:00:00Z`),
      }),
    ),
  );

describe("fault 3: a seller without disputes is never visited", () => {
  it("has a standing for every seller, with or without disputes or recent orders", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          ...confirmed(60, "2026-02-20", "clean", "clean"),
          ...confirmed(60, "2024-02-20", "gone", "gone"),
          ...confirmed(60, "2026-02-20"),
        ],
        cases: times(6, (index) => caseOf(`o${index}`, { opened_at: "2026-02-21" })),
      });
      const tiers = (await standings(database, DISPUTE_RATE, "2026-03-01")).map((row) => [
        row.seller_id,
        row.tier,
      ]);
      expect(tiers).toEqual([
        ["clean", "within"],
        ["gone", "not_scored"],
        ["seller", "serious"],
      ]);
    }));

  it("finds a seller within again once it is clean, and says so", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [...confirmed(100, "2026-02-01"), ...confirmed(100, "2026-03-10", "later")],
        cases: times(8, (index) => caseOf(`o${index}`, { opened_at: "2026-02-05" })),
      });
      const tierOn = async (day: string) =>
        (await standingOf(database, DISPUTE_RATE, day, "seller")).tier;
      expect(await tierOn("2026-02-20")).toBe("above_line");
      expect(await tierOn("2026-03-20")).toBe("within");
      for (const day of ["2026-02-10", "2026-03-20"]) await refresh(database, day);
      expect(await alertsOf(database)).toEqual([
        { as_of: "2026-02-06", from_tier: "within", to_tier: "above_line" },
        { as_of: "2026-03-08", from_tier: "above_line", to_tier: "within" },
      ]);
    }));

  it("finds within again a seller that sold nothing more at all", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: confirmed(100, "2026-02-01"),
        cases: times(8, (index) => caseOf(`o${index}`, { opened_at: "2026-02-05" })),
      });
      for (const day of ["2026-02-10", "2026-04-01"]) await refresh(database, day);
      expect((await alertsOf(database)).at(-1)).toMatchObject({
        from_tier: "above_line",
        to_tier: "within",
      });
    }));
});

describe("fault 4: the same line up and down", () => {
  /** 200 orders every 30 days, and so many disputes that the rate steps as told. */
  const walk = async (database: Database, rates: readonly number[]) => {
    const first = "2026-02-01";
    await ingestRows(database, {
      orders: rates.flatMap((_, nth) => confirmed(200, dayAfter(first, 30 * nth), `d${nth}-`)),
      cases: rates.flatMap((rate, nth) =>
        times(Math.round(rate * 200), (index) =>
          caseOf(`d${nth}-${index}`, { opened_at: dayAfter(first, 30 * nth) }),
        ),
      ),
    });
    for (const nth of rates.keys()) await refresh(database, dayAfter(first, 30 * nth + 15));
    return (await alertsOf(database)).map(({ to_tier }) => to_tier);
  };

  it("enters at 5 %, and leaves below 4 %, not where it entered", () =>
    withDatabase(async (database) => {
      expect(await walk(database, [0.045, 0.05, 0.04, 0.045, 0.035])).toEqual([
        "above_line",
        "within",
      ]);
    }));

  it("takes two lines up at once and comes down one at a time, each below its own exit", () =>
    withDatabase(async (database) => {
      expect(await walk(database, [0.11, 0.08, 0.075, 0.04, 0.035])).toEqual([
        "serious",
        "above_line",
        "within",
      ]);
    }));

  it("tells nothing twice when it is asked twice", () =>
    withDatabase(async (database) => {
      await walk(database, [0.06]);
      const before = await alertsOf(database);
      await refresh(database, "2026-02-16");
      await ingestRows(database, { orders: confirmed(1, "2026-02-01", "extra") });
      await refresh(database, "2026-02-16");
      expect(await alertsOf(database)).toEqual(before);
    }));

  it("says how sure it is: the interval of a few orders is wide, of many narrow", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [...confirmed(50, "2026-02-01", "few", "few"), ...confirmed(5000, "2026-02-01")],
        cases: [
          ...times(3, (index) => caseOf(`few${index}`, { opened_at: "2026-02-02" })),
          ...times(300, (index) => caseOf(`o${index}`, { opened_at: "2026-02-02" })),
        ],
      });
      const [few, many] = await standings(database, DISPUTE_RATE, "2026-03-01");
      expect([few?.rate, many?.rate]).toEqual([0.06, 0.06]);
      expect(few?.rate_low).toBeLessThan(0.05);
      expect(many?.rate_low).toBeGreaterThan(0.05);
    }));
});
