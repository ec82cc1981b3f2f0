import { basename, join } from "node:path";
import { Database, literal } from "../../analytics/engine/duckdb.js";
import { feeds, isFeedName } from "../feeds/index.js";
import type { Column } from "../feeds/feed.js";

/** Writes each CSV file as a typed Parquet file of the same name; returns the new paths. */
export async function convertToParquet(files: readonly string[], out: string): Promise<string[]> {
  const database = await Database.open({ path: ":memory:", memoryLimit: "1GB" });
  try {
    return await database.write(async (session) => {
      const written: string[] = [];
      for (const file of files) {
        const name = basename(file, ".csv");
        const target = join(out, `${name}.parquet`);
        await session.run(
          `copy (select ${selection(name)} from read_csv(${literal(file)}, header = true, all_varchar = true))
           to ${literal(target)} (format parquet)`,
        );
        written.push(target);
      }
      return written;
    });
  } finally {
    await database.close();
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
    case "date":
      return "date";
    case "decimal":
      return "decimal(18, 4)";
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
