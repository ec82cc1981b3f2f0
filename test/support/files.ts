import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import type { Database } from "../../analytics/engine/duckdb.js";
import { feedByName, feedNames, type FeedName, type Row } from "../../ingest/feeds/index.js";
import { ingestFiles, type IngestSummary } from "../../ingest/ingest.js";

export type FeedRow<F extends FeedName> = { [C in keyof Row<F>]?: Row<F>[C] | undefined };
/** Rows by feed, in order of arrival; a bare tombstone lacks columns. */
export type FeedRows = { [F in FeedName]?: readonly FeedRow<F>[] };
export type Layout = "csv" | "ndjson";

const FIRST_BATCH_AT = Date.parse("2027-01-01T00:00:00Z");
const batchesOf = new WeakMap<Database, number>();

/** Runs `work` in a directory of its own, removed afterwards. */
export async function inTemporaryDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "plimsoll-test-"));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes each feed that has rows to a file of its own; answers their paths. */
export async function writeFeeds(
  directory: string,
  rows: FeedRows,
  layout: Layout = "csv",
): Promise<string[]> {
  const files: string[] = [];
  for (const feed of feedNames) {
    const list = rows[feed] as readonly Record<string, unknown>[] | undefined;
    if (!list || list.length === 0) continue;
    const columns = columnsOf(feed, list);
    const file = join(directory, `${feed}.${layout}`);
    await writeFile(file, layout === "csv" ? csv(columns, list) : ndjson(columns, list));
    files.push(file);
  }
  return files;
}

function columnsOf(feed: FeedName, rows: readonly Record<string, unknown>[]): string[] {
  const used = new Set(rows.flatMap((row) => Object.keys(row)));
  return feedByName(feed)
    .columns.filter(({ name, required }) => required || used.has(name))
    .map(({ name }) => name);
}

const csv = (columns: readonly string[], rows: readonly Record<string, unknown>[]) =>
  stringify(
    rows.map((row) => columns.map((name) => row[name])),
    { header: true, columns: [...columns], cast: { boolean: String } },
  );

const ndjson = (columns: readonly string[], rows: readonly Record<string, unknown>[]) =>
  rows
    .map(
      (row) => `${JSON.stringify(Object.fromEntries(columns.map((c) => [c, row[c] ?? null])))}\n`,
    )
    .join("");

/** Ingests rows as one batch, through files as a user would. Batches are a day apart. */
export function ingestRows(
  database: Database,
  rows: FeedRows,
  layout: Layout = "csv",
): Promise<IngestSummary> {
  return inTemporaryDirectory(async (directory) => {
    const files = await writeFeeds(directory, rows, layout);
    const nth = batchesOf.get(database) ?? 0;
    batchesOf.set(database, nth + 1);
    const recordedAt = new Date(FIRST_BATCH_AT + nth * 86_400_000);
    return ingestFiles(database, { files, recordedAt });
  });
}
