import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { ingestFiles } from "../../ingest/ingest.js";
import { recogniseFeed } from "../../ingest/recognise.js";
import { ingestRows as ingestDocuments } from "../../ingest/rows.js";
import { withDatabase } from "../support/database.js";
import { ingestRows, inTemporaryDirectory, type FeedRow } from "../support/files.js";

const rate = (fields: FeedRow<"exchange_rates"> = {}): FeedRow<"exchange_rates"> => ({
  date: "2026-03-02",
  currency: "EUR",
  base: "USD",
  rate: "1.0842",
  ...fields,
});

/** What is known at a batch. */
const known = (database: Database, batch = 99) =>
  database.read((session) =>
    session.all(
      `select cast("date" as varchar) as date, currency, base, cast(rate as varchar) as rate
       from ledger.exchange_rates
       where since_batch <= $batch and (until_batch is null or until_batch > $batch) order by all`,
      { batch },
    ),
  );

const COLUMNS = "date,currency,base,rate";
const TEXT = `${COLUMNS}\n2026-03-02,EUR,USD,1.0842\n2026-03-02,JPY,EUR,0.000000000001\n`;
const ROWS = [rate(), rate({ currency: "JPY", base: "EUR", rate: "0.000000000001" })];
const KNOWN = [
  { date: "2026-03-02", currency: "EUR", base: "USD", rate: "1.084200000000" },
  { date: "2026-03-02", currency: "JPY", base: "EUR", rate: "0.000000000001" },
];

describe("a file of exchange rates", () => {
  it.each([
    ["csv", (at: string) => writeFile(at, TEXT)],
    ["csv.gz", (at: string) => writeFile(at, gzipSync(TEXT))],
    ["ndjson", (at: string) => writeFile(at, ROWS.map((row) => JSON.stringify(row)).join("\n"))],
    ["json", (at: string) => writeFile(at, JSON.stringify(ROWS))],
    [
      "parquet",
      (at: string, database: Database) =>
        database.write((session) =>
          session.run(`copy (select date '2026-03-02' as "date", unnest(['EUR', 'JPY']) as currency,
              unnest(['USD', 'EUR']) as base, unnest([1.0842, 0.000000000001]::decimal(21,12)[]) as rate)
            to '${at}' (format parquet)`),
        ),
    ],
  ] as const)("is recognised by its columns as %s, and kept exactly", (layout, write) =>
    withDatabase((database) =>
      inTemporaryDirectory(async (directory) => {
        const file = join(directory, `mine.${layout}`);
        await write(file, database);
        const { feeds } = await ingestFiles(database, { files: [file], recordedAt: new Date(0) });
        expect(feeds).toEqual({ exchange_rates: expect.objectContaining({ read: 2, new: 2 }) });
        expect(await known(database)).toEqual(KNOWN);
      }),
    ),
  );

  it("is not taken for another feed, nor another for it", () => {
    expect(recogniseFeed("f", ["date", "currency", "base", "deleted"])).toBe("exchange_rates");
    expect(() => recogniseFeed("f", ["date", "currency", "rate"])).toThrow(
      "f: looks like exchange_rates, but has no column base",
    );
    expect(() => recogniseFeed("f", ["order_id", "date", "currency", "amount"])).toThrow(
      "looks like orders",
    );
  });

  it("sends bad rows to quarantine with line, column, value and reason", () =>
    withDatabase(async (database) => {
      const bad = [
        rate({ date: "2026-02-30" }),
        rate({ currency: "EURO" }),
        rate({ base: "usd" }),
        rate({ base: "" }),
        rate({ rate: "0" }),
        rate({ rate: "-1" }),
        rate({ rate: "1.0000000000001" }),
        rate({ rate: "1,08" }),
        rate({ rate: undefined }),
        { date: "2026-03-02", currency: "EUR", base: "USD", deleted: true },
      ];
      const { feeds } = await ingestRows(database, { exchange_rates: [rate(), ...bad] });
      expect(feeds.exchange_rates).toMatchObject({ new: 1, quarantined: bad.length });
      const found = await database.read((session) =>
        session.all<{ line: number; c: string; value: string; reason: string }>(
          "select line, column_name as c, value, reason from ingest.quarantine order by line",
        ),
      );
      expect(found.map(({ line, c, value }) => [line, c, value])).toEqual([
        [3, "date", "2026-02-30"],
        [4, "currency", "EURO"],
        [5, "base", "usd"],
        [6, "base", null],
        [7, "rate", "0"],
        [8, "rate", "-1"],
        [9, "rate", "1.0000000000001"],
        [10, "rate", "1,08"],
        [11, "rate", null],
        [12, "deleted", "true"],
      ]);
      expect(found.map(({ reason }) => reason)).toEqual([
        expect.stringContaining("not a date"),
        expect.stringContaining("ISO 4217"),
        expect.stringContaining("ISO 4217"),
        expect.stringContaining("required"),
        expect.stringContaining("not above 0"),
        expect.stringContaining("not a decimal number above 0"),
        expect.stringContaining("more decimals than the twelve"),
        expect.stringContaining("as in 1.0842"),
        expect.stringContaining("required"),
        expect.stringContaining("add updated_at"),
      ]);
    }));
});

describe("exchange rates", () => {
  it("are told apart by day, currency and base; each batch keeps what it knew", () =>
    withDatabase(async (database) => {
      const others = [rate({ date: "2026-03-03" }), rate({ currency: "USD", base: "EUR" })];
      const first = await ingestRows(database, { exchange_rates: [rate(), rate(), ...others] });
      expect(first.feeds.exchange_rates).toMatchObject({ new: 3, duplicate: 1 });
      const before = await known(database, 1);
      const later = { updated_at: "2026-03-05T10:00:00Z" };
      const second = await ingestRows(database, {
        exchange_rates: [
          rate({ rate: "1.1", ...later }),
          { ...others[0], deleted: true, ...later },
        ],
      });
      expect(second.feeds.exchange_rates).toMatchObject({ updated: 2 });
      const stale = rate({ rate: "1.2", updated_at: "2026-03-04" });
      expect((await ingestRows(database, { exchange_rates: [stale] })).feeds).toMatchObject({
        exchange_rates: { stale: 1 },
      });
      expect(await known(database, 1)).toEqual(before);
      expect(before).toHaveLength(3);
      for (const batch of [2, 3])
        expect((await known(database, batch)).map(({ rate: value }) => value)).toEqual([
          "1.100000000000",
          "1.084200000000",
        ]);
    }));

  it("come as documents too, where each row is told what became of it", () =>
    withDatabase(async (database) => {
      const outcome = await ingestDocuments(database, {
        feed: "exchange_rates",
        documents: [rate(), rate({ rate: "x" })].map((row) => JSON.stringify(row)),
        recordedAt: new Date(0),
        name: "test",
      });
      expect(outcome.rows.map((row) => row.outcome)).toEqual(["new", "quarantined"]);
    }));
});
