import type { Database, Session } from "../analytics/engine/duckdb.js";
import { runBatch, type BatchSummary } from "./batch.js";
import { feedByName, type FeedName } from "./feeds/index.js";
import { loadSource } from "./load.js";
import { jsonRows } from "./sources/json.js";

/** What became of one row of a request. */
export interface RowResult {
  /** From 1, in the order of the request. */
  row: number;
  outcome: "new" | "updated" | "duplicate" | "stale" | "quarantined";
  /** For quarantined rows: the column at fault, its value, and what to change. */
  column?: string | null;
  value?: string | null;
  reason?: string;
}

export type RowsSummary = BatchSummary & {
  /** Keys that the feed does not know; they were ignored. */
  unknown_columns: string[];
  rows: RowResult[];
};

export interface RowsRequest {
  feed: FeedName;
  /** One JSON text per row; a text that is not JSON is quarantined, the others go on. */
  documents: readonly string[];
  /** Time of the commit, passed in. */
  recordedAt: Date;
  /** How quarantine names the source. */
  name: string;
}

/** Ingests the rows of a request as one batch, and tells what became of each; durable when it answers. */
export async function ingestRows(database: Database, request: RowsRequest): Promise<RowsSummary> {
  const { feed, documents } = request;
  const columns = feedByName(feed).columns.map(({ name }) => name);
  const {
    summary,
    outcomes,
    loaded: { quarantined, unknown },
  } = await runBatch(
    database,
    { recordedAt: request.recordedAt, tellOutcomes: true },
    async (batch) => {
      await batch.session.run(
        `create or replace temp table request_rows as
       select unnest(range(1, len($documents) + 1)) as source_line, unnest($documents) as document`,
        { documents },
      );
      const rows = jsonRows("select * from request_rows", columns);
      await loadSource(batch, feed, { name: request.name, columns, ...rows });
      return {
        quarantined: await quarantinedRows(batch.session, batch.id),
        unknown: await unknownKeys(batch.session, columns),
      };
    },
  );
  const results: RowResult[] = documents.map((_, index) => ({ row: index + 1, outcome: "new" }));
  for (const { line, outcome } of outcomes)
    if (line !== null) results[line - 1] = { row: line, outcome };
  for (const { line, ...why } of quarantined)
    results[line - 1] = { row: line, outcome: "quarantined", ...why };
  return { ...summary, unknown_columns: unknown, rows: results };
}

function quarantinedRows(session: Session, batchId: number) {
  return session.all<{ line: number; column: string | null; value: string | null; reason: string }>(
    `select line, column_name as "column", value, reason from ingest.quarantine where batch_id = ${batchId}`,
  );
}

async function unknownKeys(session: Session, known: readonly string[]): Promise<string[]> {
  const keys = await session.all<{ key: string }>(
    `select distinct unnest(json_keys(document)) as key from request_rows
     where json_valid(document) and json_type(document) = 'OBJECT' order by key`,
  );
  return keys.map(({ key }) => key).filter((key) => !known.includes(key));
}
