import { basename, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { feeds, isFeedName } from "../feeds/index.js";
import type { Column } from "../feeds/feed.js";

/** Writes each CSV file as a typed Parquet file of the same name; returns the new paths. */
export async function convertToParquet(files: readonly string[], out: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "1GB", threads: "2" });
  try {
    const connection = await instance.connect();
    try {
      const written: string[] = [];
      for (const file of files) {
        const name = basename(file, ".csv");
        const target = join(out, `${name}.parquet`);
        await connection.run(
          `copy (select ${selection(name)} from read_csv(${literal(file)}, header = true, all_varchar = true))
           to ${literal(target)} (format parquet)`,
        );
        written.push(target);
      }
      return written;
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

function selection(name: string): string {
  if (!isFeedName(name)) return "*";
  return feeds[name].columns
    .map((column) => `cast(${column.name} as ${parquetType(column)}) as ${column.name}`)
    .join(", ");
}

function parquetType({ kind }: Column): string {
  switch (kind) {
    case "timestamp":
      return "timestamp";
    case "money":
      return "decimal(18, 2)";
    case "boolean":
      return "boolean";
    case "integer":
      return "integer";
    default:
      return "varchar";
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
