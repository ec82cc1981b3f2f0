import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";

const UNMATCHED_SQL = readFileSync(new URL("unmatched_cancels.sql", import.meta.url), "utf8");

/** How many lines take something back; repeats count. */
export interface CancelLines {
  cancel_lines: number;
  /** Of these, lines of a known buyer. */
  cancel_lines_with_buyer: number;
  /** Of these, lines without an earlier line of the same buyer and item. */
  unmatched_cancels: number;
}

/** Counts the cancelling lines, and those that take back what their buyer never bought before. */
export function unmatchedCancels(session: Session): Promise<CancelLines> {
  return session.one<CancelLines>(
    `select cast(coalesce(sum(coalesce(repeats, 1)), 0) as BIGINT) as cancel_lines,
            cast(coalesce(sum(coalesce(repeats, 1)) filter (where buyer_id is not null), 0) as BIGINT) as cancel_lines_with_buyer,
            cast((select coalesce(sum(repeats), 0) from (${UNMATCHED_SQL})) as BIGINT) as unmatched_cancels
     from facts.order_lines
     where recorded_until is null and deleted is distinct from true and cancels`,
  );
}
