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

/**
 * The day of judgement when none is asked for: the day after the newest event in the ledger, so that
 * all of it counts; never later than tomorrow. Null for an empty ledger. `knownBatch` leaves out what
 * later batches brought.
 */
export async function defaultAsOf(
  session: Session,
  today: string,
  knownBatch?: number,
): Promise<string | null> {
  const newest = (table: string) =>
    `(select max(event_date) from ledger.${table}
      where event_date <= cast($today as DATE)
        and (cast($known_batch as INTEGER) is null or batch_id <= $known_batch))`;
  const { day } = await session.one<{ day: string | null }>(
    `select cast(greatest(${newest("volumes")}, ${newest("entries")}) as VARCHAR) as day`,
    { today, known_batch: knownBatch ?? null },
  );
  return day === null ? null : addDays(day, 1);
}
