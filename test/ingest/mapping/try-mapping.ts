import { DuckDBInstance } from "@duckdb/node-api";
import { stringify } from "yaml";
import { compileTarget, parseMapping, type Mapping } from "../../../ingest/mapping/index.js";

export type Row = Record<string, string | null>;

/** Runs SQL in a database of its own, after creating the tables, all text, with file and line. */
export async function query(tables: Record<string, Row[]>, sql: string): Promise<Row[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    for (const [table, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0] ?? {});
      const names = columns.map((column) => `"${column}" varchar`).join(", ");
      await connection.run(
        `create table "${table}" (source_file varchar, source_line bigint, ${names})`,
      );
      for (const [i, row] of rows.entries()) {
        const values = columns.map((column) => row[column] ?? null);
        const marks = columns.map((_, n) => `$${n + 1}`).join(", ");
        await connection.run(`insert into "${table}" values ('f.csv', ${i + 2}, ${marks})`, values);
      }
    }
    return (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A mapping of one source `t` with columns a, b and n to the sellers feed. */
export function mappingOf(feed: object, more: object = {}): Mapping {
  return parseMapping(
    stringify({
      name: "trial",
      note: "for a test",
      sources: { t: { columns: ["a", "b", "n"] } },
      feeds: [{ feed: "sellers", from: "t", columns: { seller_id: "a" }, ...feed }],
      ...more,
    }),
    "trial.yaml",
  );
}

/** Rows of the first target of a mapping over table `t`. */
export async function rowsOf(mapping: Mapping, rows: Row[]): Promise<Row[]> {
  const [target] = mapping.feeds;
  const { sql } = compileTarget(mapping, target!, { t: '"t"' });
  return query({ t: rows }, `${sql}\norder by source_line`);
}

/** What an expression makes of each `a` (with `b` and `n`), and the problem where there is one. */
export async function evaluate(expression: unknown, rows: Row[]): Promise<(string | null)[]> {
  const mapping = mappingOf({ columns: { seller_id: { const: "s" }, name: expression } });
  const given = rows.map((row) => ({ a: null, b: null, n: null, ...row }));
  const results = await rowsOf(mapping, given);
  return results.map((row) => row["mapping_problem"] ?? row["name"] ?? null);
}

/** What an aggregate makes of all the rows as one group. */
export async function evaluateGroup(expression: unknown, rows: Row[]): Promise<string | null> {
  const mapping = mappingOf({
    group_by: ["b"],
    columns: { seller_id: { const: "s" }, name: expression },
  });
  const given = rows.map((row) => ({ a: null, b: "group", n: null, ...row }));
  const [result] = await rowsOf(mapping, given);
  return result?.["mapping_problem"] ?? result?.["name"] ?? null;
}
