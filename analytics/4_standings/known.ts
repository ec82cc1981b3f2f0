import { addDays } from "../dates.js";
import type { Session } from "../engine/duckdb.js";

/** Newest batch that had been recorded by a time (ISO 8601); the newest of all without one. */
export async function knownBatchAt(session: Session, knownAt?: string): Promise<number> {
  const { batch_id } = await session.one<{ batch_id: number }>(
    `select coalesce(max(batch_id), 0) as batch_id from ingest.batches
     where cast($known_at as VARCHAR) is null or recorded_at <= cast(cast($known_at as TIMESTAMPTZ) as TIMESTAMP)`,
    { known_at: knownAt ?? null },
  );
  return batch_id;
}

/** Measures whose event day is a promise that went by: known from the start, not news. */
const PROMISES = ["orders_shipped_late"];

/**
 * The day of judgement when none is asked for: the day after the newest event in the ledger, so that
 * all of it counts, and all that is known against it (liable_until); never later than tomorrow. Null
 * for an empty ledger. `knownBatch` leaves out what later batches brought.
 */
export async function defaultAsOf(
  session: Session,
  today: string,
  knownBatch?: number,
): Promise<string | null> {
  // Ordered with a limit of one, DuckDB skips what is older than the newest it has seen.
  const newest = (table: string, column: string) =>
    `(select ${column} from ledger.${table}
      where ${column} <= cast($today as DATE)
        and measure_id not in (select measure_id from ledger.measures where list_contains(cast($promises as VARCHAR[]), measure))
        and (cast($known_batch as INTEGER) is null or batch_id <= $known_batch)
      order by ${column} desc limit 1)`;
  const scored = `(select max("date") from ledger.scores
      where "date" <= cast($today as DATE) and (cast($known_batch as INTEGER) is null or batch_id <= $known_batch))`;
  const { day } = await session.one<{ day: string | null }>(
    `select cast(greatest(${newest("volumes", "event_date")}, ${newest("entries", "event_date")},
       ${newest("entries", "liable_until")}, ${scored}) as VARCHAR) as day`,
    { today, promises: PROMISES, known_batch: knownBatch ?? null },
  );
  return day === null ? null : addDays(day, 1);
}
