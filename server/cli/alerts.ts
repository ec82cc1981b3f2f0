import type { Command } from "commander";
import type { DatabaseOption } from "./database.js";
import { addProgramsOption, chosenPrograms, type ProgramsOption } from "./chosen-programs.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { chosenBatch, type KnownOptions } from "./moment.js";
import { date, moment, wholeNumber } from "./parse.js";
import { strings } from "./strings.js";
import { momentTexts as texts } from "./strings-moment.js";

interface Options extends DatabaseOption, KnownOptions, OutputOptions, ProgramsOption {
  limit: number;
}

export function define(command: Command, io: Io): void {
  command
    .option("--db <file>", strings.options.db)
    .option("--as-of <date>", texts.alertsAsOf, date)
    .option("--known-at <time>", texts.alertsKnownAt, moment)
    .option("--limit <rows>", strings.options.limit, wholeNumber(1), 100);
  addProgramsOption(command);
  addOutputOptions(command).action((options: Options) => alerts(options, io));
}

/** Judges every seller up to the newest day, unless a time is asked for, then lists what changed. */
async function alerts(options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const { AlertRow, readAlerts, refreshAlerts } =
    await import("../../analytics/4_standings/alerts.js");
  const { defaultAsOf } = await import("../../analytics/4_standings/known.js");
  const { ledgerToday } = await import("./today.js");
  const programs = await chosenPrograms(options);
  const { requireOrders, withDatabase } = await import("./database.js");
  const rows = await withDatabase(options, "write", async (database) => {
    await requireOrders(database);
    return database.write(async (session) => {
      const { knownAt, limit } = options;
      const knownBatch = await chosenBatch(session, knownAt, io);
      const today = await ledgerToday(session, io, knownAt);
      const newest = (await defaultAsOf(session, today, knownBatch)) ?? today;
      const refresh = { asOf: newest, knownBatch, recordedAt: io.now() };
      if (knownAt === undefined)
        await session.transaction(() => refreshAlerts(session, programs.values(), refresh));
      const asOf = options.asOf ?? newest;
      return readAlerts(session, { limit, offset: 0, asOf, knownBatch, knownAt });
    });
  });
  if (rows.length === 0) io.note(strings.noAlerts);
  await printRows(io, options, {
    rows,
    schema: AlertRow,
    table: async () => {
      const { table } = await import("./tables.js");
      const { figuresBy } = await import("./money.js");
      const { shippedPrograms } = await import("../../analytics/4_standings/programs.js");
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
        rows.map((row) => {
          const program = programs.get(row.program) ?? shippedPrograms.get(row.program);
          const { amount } = figuresBy(program, row.program_version);
          const numerator = amount(row.numerator);
          const shown = { ...row, numerator, denominator: amount(row.denominator) };
          return head.map((name) => shown[name]);
        }),
      );
    },
  });
}
