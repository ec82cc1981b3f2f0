import type { Command } from "commander";
import type { DatabaseOption } from "./database.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { wholeNumber } from "./parse.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, OutputOptions {
  limit: number;
}

export function define(command: Command, io: Io): void {
  command
    .option("--db <file>", strings.options.db)
    .option("--limit <rows>", strings.options.limit, wholeNumber(1), 100);
  addOutputOptions(command).action((options: Options) => alerts(options, io));
}

/** Judges every seller up to the newest day, then lists what changed. */
async function alerts(options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const { AlertRow, readAlerts, refreshAlerts } =
    await import("../../analytics/4_standings/alerts.js");
  const { defaultAsOf, knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const { ledgerToday } = await import("./today.js");
  const { shippedPrograms } = await import("../../analytics/4_standings/programs.js");
  const { requireOrders, withDatabase } = await import("./database.js");
  const rows = await withDatabase(options, "write", async (database) => {
    await requireOrders(database);
    return database.write(async (session) => {
      const knownBatch = await knownBatchAt(session);
      const today = await ledgerToday(session, io);
      const asOf = (await defaultAsOf(session, today)) ?? today;
      const refresh = { asOf, knownBatch, recordedAt: io.now() };
      await session.transaction(() => refreshAlerts(session, shippedPrograms.values(), refresh));
      return readAlerts(session, options.limit, 0, { asOf, knownBatch });
    });
  });
  if (rows.length === 0) io.note(strings.noAlerts);
  await printRows(io, options, {
    rows,
    schema: AlertRow,
    table: async () => {
      const { table } = await import("./tables.js");
      const head = [
        "as_of",
        "seller_id",
        "program",
        "from_tier",
        "to_tier",
        "numerator",
        "denominator",
      ] as const;
      return table(
        head,
        rows.map((row) => head.map((name) => row[name])),
      );
    },
  });
}
