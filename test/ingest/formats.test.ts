import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { Database, literal } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { feedByName } from "../../ingest/feeds/index.js";
import { ingestFiles } from "../../ingest/ingest.js";
import { testDirectory } from "../server/cli/directory.js";

const HEADER =
  "order_id,seller_id,buyer_id,ordered_at,amount,currency,updated_at,card_network,card_present,category,item_count,deleted";
const ROWS = [
  "o1,s1,b1,2026-01-05T10:00:00Z,10.05,USD,,visa,true,tea,2,",
  'o2,s1,b2,2026-01-05T23:30:00+02:00,1200,JPY,2026-01-06,mastercard,false,"tea, green",1,false',
  "o3,s2,b3,2026-01-06,1.234,BHD,,,,caf\u00e9 \u2013 \u6771\u4eac,,",
  'o4,s2,b1,2026-01-07 09:00:00.5,99.90,EUR,2026-01-08T00:00:00Z,other,,"say ""hi""",3,',
  "o4,s2,b1,2026-01-07 09:00:00.5,89.90,EUR,2026-01-09T00:00:00Z,other,,,3,",
  "o5,,,,,,2026-01-10T00:00:00Z,,,,,true",
];
const CSV = [HEADER, ...ROWS, ""].join("\n");

const at = testDirectory();
const columns = feedByName("orders").columns.map(({ name }) => name);

type Fact = Record<string, unknown>;

/** Facts of a file, without where they came from. */
async function factsOf(file: string): Promise<Fact[]> {
  const database = await Database.open({ path: ":memory:" });
  try {
    await database.write(ensureSchema);
    await ingestFiles(database, { files: [file], recordedAt: new Date("2026-02-01T00:00:00Z") });
    return await database.read((session) =>
      session.all(`select ${columns.map((name) => `cast(${name} as VARCHAR) as ${name}`).join(", ")},
          minor_units, segment, cast(version_at as VARCHAR) as version_at, recorded_from, recorded_until
        from facts.orders order by order_id, version_at`),
    );
  } finally {
    await database.close();
  }
}

/** The same rows, all as text, written by DuckDB. */
async function convert(target: string, options: string): Promise<string> {
  writeFileSync(at("source.csv"), CSV);
  const database = await Database.open({ path: ":memory:" });
  try {
    await database.write((session) =>
      session.run(`copy (select * from read_csv(${literal(at("source.csv"))}, all_varchar = true))
        to ${literal(at(target))} (${options})`),
    );
  } finally {
    await database.close();
  }
  return at(target);
}

/** The same rows with the types that an export from a database has. */
async function typedParquet(): Promise<string> {
  writeFileSync(at("source.csv"), CSV);
  const database = await Database.open({ path: ":memory:" });
  try {
    await database.write((session) =>
      session.run(`copy (select * replace (
          cast(ordered_at as TIMESTAMPTZ) as ordered_at, cast(amount as DECIMAL(18,3)) as amount,
          cast(updated_at as TIMESTAMP) as updated_at, cast(card_present as BOOLEAN) as card_present,
          cast(item_count as BIGINT) as item_count, cast(deleted as BOOLEAN) as deleted)
        from read_csv(${literal(at("source.csv"))}, all_varchar = true))
        to ${literal(at("typed.parquet"))} (format parquet)`),
    );
  } finally {
    await database.close();
  }
  return at("typed.parquet");
}

const written = (name: string, content: string | Buffer): Promise<string> => {
  writeFileSync(at(name), content);
  return Promise.resolve(at(name));
};

const layouts: [string, () => Promise<string>][] = [
  ["CSV, gzip", () => written("orders.csv.gz", gzipSync(CSV))],
  ["CSV, zstd", () => convert("orders.csv.zst", "format csv, header, compression zstd")],
  [
    "CSV with a byte order mark and CRLF",
    () => written("crlf.csv", `\ufeff${CSV.replaceAll("\n", "\r\n")}`),
  ],
  ["CSV without a last newline", () => written("bare.csv", CSV.trimEnd())],
  ["tab-separated", () => convert("orders.tsv", "format csv, header, delimiter '\t'")],
  ["semicolons", () => convert("semicolon.csv", "format csv, header, delimiter ';'")],
  ["NDJSON", () => convert("orders.ndjson", "format json")],
  ["NDJSON, gzip", () => convert("orders.ndjson.gz", "format json, compression gzip")],
  ["JSON", () => convert("orders.json", "format json, array true")],
  ["Parquet of text", () => convert("orders.parquet", "format parquet")],
  ["Parquet with types", () => typedParquet()],
];

it("reads a CSV file as it stands", async () => {
  const facts = await factsOf(await written("orders.csv", CSV));
  expect(facts).toHaveLength(6);
  expect(facts[0]).toMatchObject({ amount: "1005", currency: "USD", card_present: "true" });
  expect(facts[1]).toMatchObject({
    amount: "1200",
    ordered_at: "2026-01-05 21:30:00",
    category: "tea, green",
  });
  expect(facts[2]).toMatchObject({ amount: "1234", category: "caf\u00e9 \u2013 \u6771\u4eac" });
  expect(facts[3]).toMatchObject({ amount: "9990", category: 'say "hi"', recorded_until: 1 });
  expect(facts[4]).toMatchObject({ amount: "8990", recorded_until: null });
  expect(facts[5]).toMatchObject({ order_id: "o5", deleted: "true" });
});

it.each(layouts)("gives the same facts from %s", async (...[, make]) => {
  const expected = await factsOf(await written("orders.csv", CSV));
  expect(await factsOf(await make())).toEqual(expected);
});

it("finds a key that only the last row has", async () => {
  const row = (order: number, more = {}) =>
    JSON.stringify({
      order_id: `o${order}`,
      seller_id: "s1",
      buyer_id: "b1",
      ordered_at: "2026-01-05",
      amount: "1",
      currency: "USD",
      updated_at: "2026-01-05",
      ...more,
    });
  const lines = Array.from({ length: 25_000 }, (_, order) => row(order));
  lines.push(row(1, { updated_at: "2026-01-06", deleted: true }));
  const facts = await factsOf(await written("late.ndjson", lines.join("\n")));
  expect(facts.filter(({ deleted }) => deleted === "true")).toHaveLength(1);
});

it("takes a file of nothing but tombstones", async () => {
  const file = at("gone.csv");
  writeFileSync(file, "order_id,updated_at,deleted\no1,2026-02-01,true\no2,2026-02-01,true\n");
  expect(await factsOf(file)).toMatchObject([
    { order_id: "o1", deleted: "true" },
    { order_id: "o2", deleted: "true" },
  ]);
});
