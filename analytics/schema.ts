import type { Session } from "./engine/duckdb.js";
import { UserError } from "./errors.js";
import { factTables } from "./1_facts/schema.js";
import { ledgerTables } from "./2_ledger/schema.js";
import { DEFAULT_TIME_ZONE, findTimeZone, isSameZone } from "./2_ledger/time-zone.js";

/** Raised when a stored table changes; an older file is refused, never read wrongly. */
export const SCHEMA_VERSION = 8;

const ingestTables = [
  `create table if not exists ingest.batches (
     batch_id INTEGER, recorded_at TIMESTAMP, summary VARCHAR)`,
  `create table if not exists ingest.sources (
     source_id INTEGER, batch_id INTEGER, feed VARCHAR, name VARCHAR)`,
  `create table if not exists ingest.quarantine (
     batch_id INTEGER, feed VARCHAR, file VARCHAR, line BIGINT, column_name VARCHAR,
     value VARCHAR, reason VARCHAR, raw VARCHAR)`,
];

const standingTables = [
  `create table if not exists standings.watched (
     program VARCHAR, seller_id VARCHAR, tier VARCHAR, since VARCHAR, clean INTEGER, clean_period VARCHAR)`,
  `create table if not exists standings.evaluations (
     program VARCHAR, program_version VARCHAR, as_of DATE, batch_id INTEGER)`,
  `create table if not exists standings.alerts (
     alert_id VARCHAR, seller_id VARCHAR, program VARCHAR, program_version VARCHAR,
     from_tier VARCHAR, to_tier VARCHAR, as_of DATE, numerator BIGINT, denominator BIGINT,
     rate DOUBLE, batch_id INTEGER, recorded_at TIMESTAMP)`,
  // What the last standings were made of: a shortcut that may be emptied at any time; see kept-sums.ts.
  `create table if not exists standings.sums (name VARCHAR, batch_id INTEGER, code VARCHAR, kept BLOB)`,
];

/**
 * Creates what is missing; does nothing on a file that is up to date. `timeZone` is that of a new
 * ledger's days, by default UTC; a ledger in another one is refused.
 */
export async function ensureSchema(session: Session, timeZone?: string): Promise<void> {
  await session.run("create schema if not exists plimsoll");
  await session.run(
    "create table if not exists plimsoll.meta (schema_version INTEGER, time_zone VARCHAR)",
  );
  const [meta] = await session.all<{ schema_version: number; time_zone: string }>(
    "select * from plimsoll.meta",
  );
  if (meta && meta.schema_version !== SCHEMA_VERSION)
    throw new UserError(
      `this database has schema ${meta.schema_version}, this Plimsoll needs ${SCHEMA_VERSION}: ingest into a new file with --db`,
    );
  const wanted = timeZone === undefined ? undefined : await findTimeZone(session, timeZone);
  if (meta && wanted !== undefined && !isSameZone(meta.time_zone, wanted))
    throw new UserError(
      `this ledger's days are those of ${meta.time_zone}, not of ${wanted}: leave out --time-zone and PLIMSOLL_TIME_ZONE, or repost it with plimsoll rebuild --time-zone ${wanted}`,
    );
  if (meta) return;
  await session.transaction(async () => {
    for (const schema of ["ingest", "facts", "ledger", "standings"])
      await session.run(`create schema if not exists ${schema}`);
    for (const ddl of [...ingestTables, ...factTables(), ...ledgerTables, ...standingTables])
      await session.run(ddl);
    await session.run("insert into plimsoll.meta values ($version, $zone)", {
      version: SCHEMA_VERSION,
      zone: wanted ?? DEFAULT_TIME_ZONE,
    });
  });
}
