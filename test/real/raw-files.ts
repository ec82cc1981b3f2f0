import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { FeedName } from "../../ingest/feeds/index.js";
import {
  compileControls,
  compileTarget,
  compileUntaken,
  loadMapping,
  recogniseSource,
  type Mapping,
  type Tables,
} from "../../ingest/mapping/index.js";

export type Row = Record<string, string | null>;

/** Raw files read through a mapping, in a database of their own. */
export interface Mapped {
  mapping: Mapping;
  tables: Tables;
  rows: (sql: string) => Promise<Row[]>;
  /** Makes a table of each target's rows, named after its feed; of one feed only, if it is named. */
  apply: (feed?: FeedName, tables?: Tables) => Promise<void>;
  controls: () => Promise<Record<string, string | null>>;
  untaken: () => Promise<Row[]>;
  close: () => void;
}

/** Loads each file, or all that a pattern finds, as the source that its columns say it is. */
export async function readThrough(name: string, patterns: readonly string[]): Promise<Mapped> {
  const mapping = await loadMapping(name);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  const tables: Record<string, string> = {};
  for (const pattern of patterns) Object.assign(tables, await load(connection, mapping, pattern));
  const figures = compileControls(mapping, tables);
  return {
    mapping,
    tables,
    rows,
    apply: async (feed, given = tables) => {
      for (const target of mapping.feeds) {
        if (feed !== undefined && target.feed !== feed) continue;
        const { sql } = compileTarget(mapping, target, given);
        await connection.run(`create or replace table ${target.feed} as ${sql}`);
      }
    },
    controls: async () =>
      Object.fromEntries(
        (await rows(figures?.sql ?? "")).map((row) => [row["name"], row["value"] ?? null]),
      ),
    untaken: () => rows(compileUntaken(mapping, tables).sql),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function load(connection: DuckDBConnection, mapping: Mapping, pattern: string) {
  const csv = `read_csv('${pattern}', header = true, all_varchar = true, filename = true,
    delim = ',', quote = '"', escape = '"', parallel = false)`;
  const reader = await connection.runAndReadAll(`select * exclude (filename) from ${csv} limit 0`);
  const source = recogniseSource(mapping, reader.columnNames());
  if (!source) throw new TypeError(`no source has the columns of ${pattern}`);
  await connection.run(`create table "raw ${source}" as
    select parse_filename(filename) as source_file,
      row_number() over (partition by filename) + 1 as source_line, * exclude (filename)
    from ${csv}`);
  return { [source]: `"raw ${source}"` };
}
