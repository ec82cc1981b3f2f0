import fc from "fast-check";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { compareLedger, repairLedger } from "../../analytics/2_ledger/rebuild.js";
import { readScores, type ScoreWindow } from "../../analytics/3_rates/scores.js";
import { ingestFiles } from "../../ingest/ingest.js";
import { recogniseFeed } from "../../ingest/recognise.js";
import { withDatabase } from "../support/database.js";
import { ingestRows, inTemporaryDirectory, type FeedRow, type Layout } from "../support/files.js";
import { arrange, arrival } from "../support/marketplace.js";
import { order } from "../support/rows.js";

type Score = FeedRow<"scores">;

const score = (fields: Score): Score => ({
  seller_id: "anna",
  metric: "dsr_stars",
  date: "2026-03-01",
  numerator: "47.5",
  denominator: "10",
  ...fields,
});

const always = (knownBatch = 99): ScoreWindow => ({
  start: "2020-01-01",
  end: "2030-01-01",
  knownBatch,
});

/** Figures by window and seller's id, in that order. */
const figures = (
  database: Database,
  metric: string,
  windows: readonly ScoreWindow[] = [always()],
) =>
  database.read(async (session) => {
    const found = await readScores(session, { metric, windows });
    const sellers = new Map(
      (
        await session.all<{ k: number; id: string }>(
          "select seller_key k, seller_id id from ledger.sellers",
        )
      ).map(({ k, id }) => [k, id]),
    );
    return Array.from(found.windowIds)
      .map(
        (window, row) =>
          [
            window,
            sellers.get(found.sellerKeys[row]!),
            found.numerators[row],
            found.denominators[row],
          ] as const,
      )
      .sort((a, b) => a[0] - b[0] || String(a[1]).localeCompare(String(b[1])));
  });

const posted = (database: Database) =>
  database.read((session) =>
    session.all(`select seller_id, metric, cast("date" as varchar) as day, cast(numerator as varchar) as n,
        cast(denominator as varchar) as d, batch_id
      from ledger.scores join ledger.sellers using (seller_key) order by batch_id, seller_id, metric, day`),
  );

describe("scores", () => {
  it("are posted with the batch that brings them; a correction posts the difference", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { scores: [score({}), score({ seller_id: "bob" })] });
      const later = { updated_at: "2026-04-01" };
      await ingestRows(database, {
        scores: [
          score({ numerator: "40.25", ...later }),
          score({ seller_id: "bob", deleted: true, ...later }),
        ],
      });
      const row = { metric: "dsr_stars", day: "2026-03-01" };
      expect(await posted(database)).toEqual([
        { ...row, seller_id: "anna", n: "47.5000", d: "10.0000", batch_id: 1 },
        { ...row, seller_id: "bob", n: "47.5000", d: "10.0000", batch_id: 1 },
        { ...row, seller_id: "anna", n: "-7.2500", d: "0.0000", batch_id: 2 },
        { ...row, seller_id: "bob", n: "-47.5000", d: "-10.0000", batch_id: 2 },
      ]);
      expect(await figures(database, "dsr_stars", [always(1), always(2)])).toEqual([
        [0, "anna", 47.5, 10],
        [0, "bob", 47.5, 10],
        [1, "anna", 40.25, 10],
      ]);
      expect(await database.write(compareLedger)).toEqual([]);
    }));

  it("are told apart by seller, metric and day, whatever stands in them", () =>
    withDatabase(async (database) => {
      const { feeds } = await ingestRows(database, {
        scores: [
          score({ seller_id: "a|b" }),
          score({ seller_id: "a" }),
          score({ seller_id: "a', 'b" }),
          score({ seller_id: "a", metric: "b" }),
          score({ seller_id: "a", date: "2026-03-02" }),
          score({ seller_id: "a" }),
        ],
      });
      expect(feeds.scores).toMatchObject({ read: 6, new: 5, duplicate: 1 });
    }));

  it("count on the days of a window, its end excluded, for the sellers asked for", () =>
    withDatabase(async (database) => {
      const dates = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"];
      await ingestRows(database, {
        scores: dates.flatMap((date, index) => [
          score({ date, numerator: 10 ** index, denominator: 1 }),
          score({ date, numerator: 1, denominator: 1, metric: "other" }),
          score({ date, numerator: "0.1", denominator: 1, seller_id: "bob" }),
        ]),
      });
      const march = { start: "2026-03-01", end: "2026-04-01", knownBatch: 1 };
      const found = await figures(database, "dsr_stars", [march, { ...march, end: "2026-04-02" }]);
      expect(found).toEqual([
        [0, "anna", 110, 2],
        [0, "bob", 0.2, 2],
        [1, "anna", 1110, 3],
        [1, "bob", 0.3, 3],
      ]);
      const query = { metric: "dsr_stars", windows: [march] };
      await database.read(async (session) => {
        const { sellerKeys } = await readScores(session, query);
        const [key] = sellerKeys;
        const alone = await readScores(session, { ...query, sellerKeys: [key!] });
        expect([...alone.sellerKeys]).toEqual([key]);
        for (const ofNobody of [{ sellerKeys: [] }, { windows: [] }]) {
          const none = await readScores(session, { ...query, ...ofNobody });
          expect(Object.values(none).map(({ length }) => length)).toEqual([0, 0, 0, 0]);
        }
      });
    }));

  it("give a key to sellers of whom no order is known, and keep it when the order comes", () =>
    withDatabase(async (database) => {
      const sellers = () =>
        database.read((session) => session.all("from ledger.sellers order by seller_key"));
      await ingestRows(database, { scores: [score({ seller_id: "new" })] });
      const first = { seller_key: 1, seller_id: "new", since_batch: 1 };
      expect(await sellers()).toEqual([first]);
      await ingestRows(database, { orders: [order({ order_id: "o", seller_id: "new" })] });
      expect(await sellers()).toEqual([first]);
      expect(await database.write(compareLedger)).toEqual([]);
    }));

  it("are mended by a rebuild, which first says where they differ", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { scores: [score({})] });
      await database.write((session) => session.run("update ledger.scores set numerator = 1"));
      expect(await database.write(compareLedger)).toEqual([
        {
          table: "scores",
          measure: "scores.dsr_stars",
          seller_id: "anna",
          order_id: null,
          order_date: "2026-03-01",
          event_date: "2026-03-01",
          count: 46.5,
          amount: 0,
        },
      ]);
      await database.write((session) => repairLedger(session, 2));
      expect(await database.write(compareLedger)).toEqual([]);
      expect(await figures(database, "dsr_stars")).toEqual([[0, "anna", 47.5, 10]]);
    }));
});

describe("a file of scores", () => {
  const rows = [score({}), score({ metric: "on_time", numerator: "9", denominator: "12" })];

  it.each<Layout>(["csv", "ndjson"])("is recognised by its columns as %s", (layout) =>
    withDatabase(async (database) => {
      const { feeds } = await ingestRows(database, { scores: rows }, layout);
      expect(feeds.scores).toMatchObject({ read: 2, new: 2 });
    }),
  );

  it.each([
    ["json", (at: string) => writeFile(at, JSON.stringify(rows))],
    [
      "parquet",
      (at: string, database: Database) =>
        database.write((session) =>
          session.run(`copy (select 'anna' as seller_id, unnest(['dsr_stars', 'on_time']) as metric,
              date '2026-03-01' as "date", unnest([47.5, 9]) as numerator, unnest([10, 12]) as denominator)
            to '${at}' (format parquet)`),
        ),
    ],
  ] as const)("is recognised by its columns as %s", (layout, write) =>
    withDatabase((database) =>
      inTemporaryDirectory(async (directory) => {
        const file = join(directory, `mine.${layout}`);
        await write(file, database);
        await ingestFiles(database, { files: [file], recordedAt: new Date("2027-01-01") });
        expect(await figures(database, "dsr_stars")).toEqual([[0, "anna", 47.5, 10]]);
        expect(await figures(database, "on_time")).toEqual([[0, "anna", 9, 12]]);
      }),
    ),
  );

  it("is not taken for sellers, also when a column lacks or only tombstones are in it", () => {
    expect(recogniseFeed("f", ["seller_id", "metric", "date", "deleted"])).toBe("scores");
    expect(() => recogniseFeed("f", ["seller_id", "metric", "date", "numerator"])).toThrow(
      "f: looks like scores, but has no column denominator",
    );
    expect(recogniseFeed("f", ["seller_id", "name", "region"])).toBe("sellers");
  });

  it("sends bad rows to quarantine with line, column, value and reason", () =>
    withDatabase(async (database) => {
      const bad: Score[] = [
        score({ metric: "Stars!" }),
        score({ metric: "" }),
        score({ date: "2026-02-30" }),
        score({ date: "2026-03-01T10:00:00Z" }),
        score({ numerator: "-1" }),
        score({ denominator: "1.23456" }),
        score({ denominator: "many" }),
        { seller_id: "anna", metric: "m", date: "2026-03-01", deleted: true },
      ];
      const { feeds } = await ingestRows(database, { scores: [score({}), ...bad] });
      expect(feeds.scores).toMatchObject({ new: 1, quarantined: bad.length });
      const found = await database.read((session) =>
        session.all(
          "select line, column_name as c, value, reason from ingest.quarantine order by line",
        ),
      );
      expect(found.map(({ line, c, value }) => [line, c, value])).toEqual([
        [3, "metric", "Stars!"],
        [4, "metric", null],
        [5, "date", "2026-02-30"],
        [6, "date", "2026-03-01T10:00:00Z"],
        [7, "numerator", "-1"],
        [8, "denominator", "1.23456"],
        [9, "denominator", "many"],
        [10, "deleted", "true"],
      ]);
      expect(found.map(({ reason }) => reason)).toEqual([
        expect.stringContaining("lower_snake"),
        expect.stringContaining("required"),
        expect.stringContaining("not a date"),
        expect.stringContaining("without a time"),
        expect.stringContaining("negative"),
        expect.stringContaining("more decimals than the four"),
        expect.stringContaining("not a decimal number"),
        expect.stringContaining("add updated_at"),
      ]);
    }));
});

describe("any scores, in any order of arrival", () => {
  const version = fc.record({
    seller_id: fc.constantFrom("anna", "bob", "a|b"),
    metric: fc.constantFrom("dsr_stars", "on_time"),
    date: fc.constantFrom("2026-02-28", "2026-03-01", "2026-03-02"),
    numerator: fc.nat(99_999).map((n) => (n / 10_000).toFixed(4)),
    denominator: fc.nat(99).map(String),
    // Versions of one row never tie: ties are ordered by a hash that only the product knows.
    updated_at: fc.nat(1_000_000).map((n) => new Date(1.78e12 + n * 1000).toISOString()),
    deleted: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  });
  const all = fc.uniqueArray(version, { maxLength: 40, selector: (row) => row.updated_at });

  it("have the same ledger, clean, that plain arrays give", async () => {
    await fc.assert(
      fc.asyncProperty(all, arrival, fc.constantFrom<Layout[]>("csv", "ndjson"), (rows, how, as) =>
        withDatabase(async (database) => {
          for (const batch of arrange({ scores: rows }, how)) {
            await ingestRows(database, batch, as);
            expect(await database.write(compareLedger)).toEqual([]);
          }
          const current = new Map<string, (typeof rows)[number]>();
          for (const row of rows.toSorted((a, b) => a.updated_at.localeCompare(b.updated_at)))
            current.set(JSON.stringify([row.seller_id, row.metric, row.date]), row);
          for (const metric of ["dsr_stars", "on_time"]) {
            const sums = new Map<string, [number, number]>();
            for (const row of current.values()) {
              if (row.deleted || row.metric !== metric) continue;
              const [n, d] = sums.get(row.seller_id) ?? [0, 0];
              const ten = Math.round(Number(row.numerator) * 10_000);
              sums.set(row.seller_id, [n + ten, d + Number(row.denominator)]);
            }
            const wanted = [...sums]
              .filter(([, [n, d]]) => n !== 0 || d !== 0)
              .map(([seller, [n, d]]) => [0, seller, n / 10_000, d])
              .sort((a, b) => String(a[1]).localeCompare(String(b[1])));
            expect(await figures(database, metric)).toEqual(wanted);
          }
        }),
      ),
      { numRuns: 20, interruptAfterTimeLimit: 8_000 },
    );
  });
});
