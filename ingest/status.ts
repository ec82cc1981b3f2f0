import { z } from "zod";
import type { Session } from "../analytics/engine/duckdb.js";
import { feedByName, feedNames, type FeedName } from "./feeds/index.js";

/** A row that could not be used, and why: what `plimsoll quarantine` prints. */
export const QuarantineRow = z.strictObject({
  batch_id: z.int().describe("The batch that brought it."),
  feed: z.string().describe("The feed, or the foreign table, that it was meant for."),
  file: z.string().describe("The file or request it came from."),
  line: z.int().nullable().describe("Line there; null where lines have no number."),
  column: z.string().nullable().describe("The column at fault; null where the line is no row."),
  value: z.string().nullable().describe("What stood there."),
  reason: z.string().describe("Why it cannot be used, and what to do."),
});
export type QuarantineRow = z.infer<typeof QuarantineRow>;

export interface QuarantineQuery {
  feed?: string | undefined;
  batch?: number | undefined;
  /** Defaults to all rows. */
  limit?: number | undefined;
}

const MATCHES = `(cast($feed as VARCHAR) is null or feed = $feed)
  and (cast($batch as INTEGER) is null or batch_id = $batch)`;

/** Rows in quarantine, in order of arrival. */
export function readQuarantine(session: Session, query: QuarantineQuery): Promise<QuarantineRow[]> {
  return session.all<QuarantineRow>(
    `select batch_id, feed, file, line, column_name as "column", value, reason
     from ingest.quarantine where ${MATCHES} order by batch_id, feed, file, line, rowid
     limit cast($limit as BIGINT)`,
    { feed: query.feed ?? null, batch: query.batch ?? null, limit: query.limit ?? null },
  );
}

/** How many rows in quarantine a query matches. */
export async function countQuarantine(session: Session, query: QuarantineQuery): Promise<number> {
  const { count } = await session.one<{ count: number }>(
    `select count(*) as count from ingest.quarantine where ${MATCHES}`,
    { feed: query.feed ?? null, batch: query.batch ?? null },
  );
  return count;
}

/** Null where the file is no database of ours, or an empty one. */
export async function readSchemaVersion(session: Session): Promise<number | null> {
  const [table] = await session.all(
    "select 1 from information_schema.tables where table_schema = 'plimsoll' and table_name = 'meta'",
  );
  if (!table) return null;
  const [meta] = await session.all<{ schema_version: number }>("from plimsoll.meta");
  return meta?.schema_version ?? null;
}

export async function hasOrders(session: Session): Promise<boolean> {
  const { found } = await session.one<{ found: boolean }>(
    "select exists (select 1 from facts.orders) as found",
  );
  return found;
}

/** Whether there is anything that a programme could measure: orders, or scores. */
export async function hasFigures(session: Session): Promise<boolean> {
  const { found } = await session.one<{ found: boolean }>(
    "select exists (select 1 from facts.orders) or exists (select 1 from facts.scores) as found",
  );
  return found;
}

export interface BatchesStatus {
  batches: number;
  /** When the newest was committed, ISO 8601 UTC. */
  recorded_at: string | null;
}

export function readBatches(session: Session): Promise<BatchesStatus> {
  return session.one<BatchesStatus>(
    `select count(*) as batches, strftime(max(recorded_at), '%Y-%m-%dT%H:%M:%S.%gZ') as recorded_at
     from ingest.batches`,
  );
}

export interface FeedStatus {
  feed: FeedName;
  /** Facts that are current and not deleted. */
  facts: number;
  /** All versions kept, tombstones included. */
  versions: number;
  /** Facts whose order has not come; null for feeds that name none. */
  unattributed: number | null;
}

const ORDERS =
  "select order_id from facts.orders where recorded_until is null and deleted is distinct from true";

/** What each feed has brought. */
export async function readFeedStatus(session: Session): Promise<FeedStatus[]> {
  const rows: FeedStatus[] = [];
  for (const feed of feedNames) {
    const isChild =
      feed !== "orders" && feedByName(feed).columns.some(({ name }) => name === "order_id");
    const row = await session.one<Omit<FeedStatus, "feed">>(
      `select count(*) as versions, count(*) filter (where is_alive) as facts,
              ${isChild ? `count(*) filter (where is_alive and order_id not in (${ORDERS}))` : "null"} as unattributed
       from (select *, recorded_until is null and deleted is distinct from true as is_alive from facts.${feed})`,
    );
    rows.push({ feed, ...row });
  }
  return rows;
}
