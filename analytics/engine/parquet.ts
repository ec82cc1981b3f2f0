import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { once } from "node:events";
import { Database, identifier, literal } from "./duckdb.js";

export interface ParquetColumn {
  name: string;
  /** A DuckDB type, as in BIGINT. */
  type: string;
}

/** Writes rows as one Parquet file; a text that stands for a list or an object stays a text. */
export async function writeParquet(
  rows: readonly Record<string, unknown>[],
  columns: readonly ParquetColumn[],
  path: string,
): Promise<void> {
  const lines = `${path}.ndjson.tmp`;
  const database = await Database.open({ path: ":memory:", threads: 1 });
  try {
    await writeLines(rows, lines);
    const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(type)}`).join(", ");
    await database.write((session) =>
      session.run(`copy (select ${columns.map(({ name }) => identifier(name)).join(", ")}
        from read_json(${literal(lines)}, format = 'newline_delimited', columns = {${types}}))
        to ${literal(path)} (format parquet, compression zstd)`),
    );
  } finally {
    await database.close();
    await rm(lines, { force: true });
  }
}

async function writeLines(rows: readonly Record<string, unknown>[], path: string): Promise<void> {
  const file = createWriteStream(path);
  for (const row of rows) if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, "drain");
  file.end();
  await once(file, "finish");
}
