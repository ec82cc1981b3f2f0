import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unmatchedCancels } from "../../analytics/1_facts/unmatched-cancels.js";
import { compareLedger } from "../../analytics/2_ledger/rebuild.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import { readStandings } from "../../analytics/4_standings/standings.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { feeds } from "../../ingest/feeds/index.js";
import { ingestFiles, type IngestSummary } from "../../ingest/ingest.js";
import { hasSharedData, sharedData } from "./shared-data.js";
import { controlsOf, countsOf, Shop, totals } from "./shop.js";

/** 305 batches of a file take over a minute here, most of it spent per batch, not per row. */
const FILES_A_BATCH = 31;
const PROGRAM = "retail-cancels.yaml";

const folder = sharedData("online_retail_by_day/");
const files = hasSharedData
  ? readdirSync(folder)
      .toSorted()
      .map((file) => join(folder, file))
  : [];

describe.skipIf(!hasSharedData)("a year of invoices, from files to standing", () => {
  const shop = new Shop();
  let summary: IngestSummary;
  beforeAll(async () => {
    summary = await shop.ingest(files, "online-retail");
  }, 120_000);
  afterAll(() => shop.remove());

  it("is read whole", () => {
    expect(files).toHaveLength(305);
    expect(controlsOf(summary)).toMatchObject({
      lines: "541909",
      invoices: "25900",
      cancel_invoices: "3836",
      cancel_lines: "9288",
      adjustment_invoices: "3",
      customers: "4372",
      lines_without_customer: "135080",
      net_amount: "9747747.934",
      cancelled_amount: "-896812.49",
    });
    expect(summary.feeds.orders).toMatchObject({ read: 25_900, new: 25_900, quarantined: 0 });
    expect(summary.feeds.order_lines).toMatchObject({ read: 535_300, new: 535_300 });
  });

  it.each([
    ["2011-01-01", 326, 1699, "0.191878"],
    ["2011-02-01", 260, 1216, "0.213816"],
    ["2011-12-01", 441, 3021, "0.145978"],
  ])("gives the month before %s its cancel invoices / order invoices", async (asOf, ...figures) => {
    const [cancels, orders] = totals(await shop.report(PROGRAM, asOf));
    expect([cancels, orders, (cancels / orders).toFixed(6)]).toEqual(figures);
  });

  it("gives countries theirs over the whole time", async () => {
    const everWindow = "{ kind: rolling_days, days: 3660 }";
    const ever = await shop.variant(PROGRAM, "{ kind: calendar_month }", everWindow);
    const standings = await shop.report(ever, "2012-01-01");
    expect(totals(standings)).toEqual([3836, 25_900 - 3836]);
    expect(countsOf(standings, ["United Kingdom", "Germany", "EIRE"])).toEqual({
      "United Kingdom": [3372, 20_122],
      Germany: [146, 457],
      EIRE: [72, 288],
    });
    expect((3372 / 20_122).toFixed(6)).toBe("0.167578");
  });

  it("finds the serial refunders", async () => {
    expect(
      await shop.rows(`select buyer_id, orders, cancels
        from (select buyer_id, count(paid_at) as orders from facts.orders
          where recorded_until is null group by buyer_id)
        join (select buyer_id, cast(sum(count) as integer) as cancels from ledger.postings
          where measure = 'orders_cancelled' group by buyer_id) using (buyer_id)
        where buyer_id in ('14911', '17841', '14606') order by orders desc`),
    ).toEqual([
      { buyer_id: "14911", orders: 201, cancels: 47 },
      { buyer_id: "17841", orders: 124, cancels: 45 },
      { buyer_id: "14606", orders: 93, cancels: 35 },
    ]);
  });

  const lines = {
    cancel_lines: 9288,
    cancel_lines_with_buyer: 8905,
    unmatched_cancels: 1306,
  };

  it("keeps and flags 1,306 of 8,905 lines that take back what was not bought", async () => {
    expect(await shop.doctor()).toMatchObject(lines);
  });

  it("leaves a ledger that agrees with the facts", async () => {
    expect(await shop.check()).toEqual({ differences: 0 });
  });

  describe("forwards, backwards and twice", () => {
    const backwards = join(shop.directory, "backwards.duckdb");
    const twice = join(shop.directory, "twice.duckdb");
    const shops = { once: shop.path, backwards, twice };
    let comparison: Database;
    let reverse: Awaited<ReturnType<typeof ingestInto>>;
    let repeat: Awaited<ReturnType<typeof ingestInto>>;

    /** Ingests batches into a file of their own; answers what is left to tell of it. */
    async function ingestInto(path: string, batches: readonly string[][]) {
      const database = await Database.open({ path });
      try {
        await database.write(ensureSchema);
        const summaries: IngestSummary[] = [];
        for (const batch of batches)
          summaries.push(
            await ingestFiles(database, {
              files: batch,
              mapping: "online-retail",
              recordedAt: new Date("2026-01-01"),
            }),
          );
        const differences = await database.write((session) =>
          session.transaction(() => compareLedger(session)),
        );
        return { summaries, differences, lines: await database.read(unmatchedCancels) };
      } finally {
        await database.close();
      }
    }

    const current = (feed: "orders" | "order_lines") =>
      `select ${feeds[feed].columns.map(({ name }) => name).join(", ")}
       from (shop).facts.${feed} where recorded_until is null`;
    const key =
      "seller_id, buyer_id, order_id, defect_id, measure, segment, order_date, event_date, liability";
    const net = `select ${key}, sum(count) as count, sum(amount) as amount
      from (shop).ledger.postings group by ${key} having sum(count) <> 0 or sum(amount) <> 0`;

    /** How many rows there are, and how many of them the other lacks, either way. */
    async function compare(other: keyof typeof shops, select: string) {
      const [a, b] = ["once", other].map((name) => select.replaceAll("(shop)", name));
      return comparison.read((session) =>
        session.one(`select (select count(*) from (${a})) as rows,
          (select count(*) from (${a} except all ${b})) as missing,
          (select count(*) from (${b} except all ${a})) as extra`),
      );
    }

    beforeAll(async () => {
      copyFileSync(shop.path, twice);
      const reversed = files.toReversed();
      const batches = Array.from({ length: Math.ceil(files.length / FILES_A_BATCH) }, (_, nth) =>
        reversed.slice(nth * FILES_A_BATCH, (nth + 1) * FILES_A_BATCH),
      );
      reverse = await ingestInto(backwards, batches);
      repeat = await ingestInto(twice, [files]);
      comparison = await Database.open({ path: ":memory:" });
      await comparison.write(async (session) => {
        for (const [name, path] of Object.entries(shops))
          await session.run(`attach '${path}' as ${name} (read_only)`);
      });
    }, 240_000);
    afterAll(() => comparison?.close());

    it("takes ten batches backwards, and finds nothing new the second time", () => {
      expect(reverse.summaries).toHaveLength(10);
      expect(repeat.summaries[0]?.feeds).toMatchObject({
        orders: { read: 25_900, new: 0, updated: 0, duplicate: 25_900, stale: 0 },
        order_lines: { read: 535_300, new: 0, updated: 0, duplicate: 535_300, stale: 0 },
      });
    });

    it("leaves ledgers that agree with the facts, and the same lines flagged", () => {
      expect(reverse).toMatchObject({ differences: [], lines });
      expect(repeat).toMatchObject({ differences: [], lines });
    });

    it.each(["backwards", "twice"] as const)("gives the same facts (%s)", async (other) => {
      const same = { missing: 0, extra: 0 };
      expect(await compare(other, current("orders"))).toEqual({ rows: 25_900, ...same });
      expect(await compare(other, current("order_lines"))).toEqual({ rows: 535_300, ...same });
    });

    it.each(["backwards", "twice"] as const)("gives the same ledger (%s)", async (other) => {
      const compared = await compare(other, net);
      expect(compared).toMatchObject({ missing: 0, extra: 0 });
      expect(compared.rows).toBeGreaterThan(3836);
    });

    it("gives the same standings", async () => {
      const standings = await Promise.all(
        Object.values(shops).map(async (path) => {
          const database = await Database.open({ path, readOnly: true });
          try {
            return await database.read(async (session) =>
              readStandings(session, findProgram(join(import.meta.dirname, "programs", PROGRAM)), {
                asOf: "2011-12-01",
                knownBatch: await knownBatchAt(session),
              }),
            );
          } finally {
            await database.close();
          }
        }),
      );
      expect(standings[1]).toEqual(standings[0]);
      expect(standings[2]).toEqual(standings[0]);
      expect(standings[0]).toHaveLength(38);
    });
  });
});
