import type { Command } from "commander";
import type { Difference } from "../../analytics/2_ledger/rebuild.js";
import type { Database, Session } from "../../analytics/engine/duckdb.js";
import type { DatabaseOption, TimeZoneOption } from "./database.js";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { keepForNext } from "./keep.js";
import { printJson } from "./output.js";
import { strings } from "./strings.js";

const SHOWN = 20;

interface Options extends DatabaseOption, TimeZoneOption {
  check?: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .option("--db <file>", strings.options.db)
    .option("--check", strings.options.check)
    .option("--time-zone <zone>", strings.options.newTimeZone)
    .action((options: Options) => rebuild(options, io));
}

async function rebuild(options: Options, io: Io): Promise<void> {
  const { requireOrders, withDatabase } = await import("./database.js");
  const { check: isCheck, timeZone } = options;
  if (isCheck && timeZone !== undefined) throw new UsageError(strings.checkWithTimeZone);
  await withDatabase(options, "write", async (database) => {
    if (timeZone !== undefined) return repost(database, timeZone, io);
    await requireOrders(database);
    io.note(strings.comparing);
    await (isCheck ? check(database, io) : repair(database, io));
  });
}

async function check(database: Database, io: Io): Promise<void> {
  const { compareLedger } = await import("../../analytics/2_ledger/rebuild.js");
  const differences = await inTransaction(database, compareLedger);
  await show(differences, io);
  await printJson(io, { differences: differences.length });
  if (differences.length === 0) return;
  io.note(strings.ledgerDiffers(differences.length));
  io.exitCode = 1;
}

async function repair(database: Database, io: Io): Promise<void> {
  const { compareLedger, repairLedger } = await import("../../analytics/2_ledger/rebuild.js");
  const { knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const { recordBatch } = await import("../../ingest/batch.js");
  const { differences, batch } = await inTransaction(database, async (session) => {
    const found = await compareLedger(session);
    if (found.length === 0) return { differences: found };
    const next = (await knownBatchAt(session)) + 1;
    await repairLedger(session, next);
    return { differences: found, batch: await recordBatch(session, next, io.now(), {}) };
  });
  await show(differences, io);
  if (batch) io.note(strings.repaired(batch.batch_id));
  if (batch) await keepForNext(database, io);
  await printJson(io, {
    differences: differences.length,
    batch_id: batch?.batch_id ?? null,
    recorded_at: batch?.recorded_at ?? null,
  });
}

/** What falls on another day there moves, in one transaction with the zone itself. */
async function repost(database: Database, timeZone: string, io: Io): Promise<void> {
  const zones = await import("../../analytics/2_ledger/time-zone.js");
  const { repairLedger } = await import("../../analytics/2_ledger/rebuild.js");
  const { knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const { recordBatch } = await import("../../ingest/batch.js");
  const result = await inTransaction(database, async (session) => {
    const zone = await zones.findTimeZone(session, timeZone);
    io.note(strings.reposting(zone));
    await zones.setTimeZone(session, zone);
    const next = (await knownBatchAt(session)) + 1;
    const postings = await repairLedger(session, next);
    const batch = postings > 0 ? await recordBatch(session, next, io.now(), {}) : undefined;
    return {
      time_zone: zone,
      postings,
      batch_id: batch?.batch_id ?? null,
      recorded_at: batch?.recorded_at ?? null,
    };
  });
  if (result.batch_id !== null) await keepForNext(database, io);
  await printJson(io, result);
}

const inTransaction = <T>(database: Database, work: (session: Session) => Promise<T>) =>
  database.write((session) => session.transaction(() => work(session)));

async function show(differences: readonly Difference[], io: Io): Promise<void> {
  const [first] = differences;
  if (!first) return;
  const { table } = await import("./tables.js");
  const shown = differences.slice(0, SHOWN);
  io.note(strings.firstDifferences(shown.length, differences.length));
  io.note(
    table(
      Object.keys(first),
      shown.map((difference) => Object.values(difference)),
    ),
  );
}
