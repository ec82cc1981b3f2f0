import type { Command } from "commander";
import { UserError } from "../../analytics/errors.js";
import { DEMO } from "../demo-defaults.js";
import type { DatabaseOption, TimeZoneOption } from "./database.js";
import { secondsSince } from "./generate.js";
import { ingestProgress } from "./ingest.js";
import type { Io } from "./io.js";
import { keepForNext } from "./keep.js";
import { printJson } from "./output.js";
import { wholeNumber } from "./parse.js";
import { startProgress } from "./progress.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, TimeZoneOption {
  orders: number;
  sellers: number;
  seed: number;
  force?: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .option("--db <file>", strings.options.db)
    .option("--orders <number>", strings.options.orders, wholeNumber(1), DEMO.orders)
    .option("--sellers <number>", strings.options.sellers, wholeNumber(1, 200_000), DEMO.sellers)
    .option(
      "--seed <number>",
      strings.options.seed,
      wholeNumber(Number.MIN_SAFE_INTEGER),
      DEMO.seed,
    )
    .option("--time-zone <zone>", strings.options.timeZone)
    .option("--force", strings.options.force)
    .action((options: Options) => demo(options, io));
}

async function demo(options: Options, io: Io): Promise<void> {
  const started = performance.now();
  const { chosenDatabase, withDatabase } = await import("./database.js");
  const { hasOrders } = await import("../../ingest/status.js");
  const { ingestDemo } = await import("../demo.js");
  const { ledgerToday } = await import("./today.js");
  const progress = await startProgress(io, strings.generating);
  try {
    const summary = await withDatabase(options, "create", async (database) => {
      if (!options.force && (await database.read(hasOrders)))
        throw new UserError(strings.hasOrders(chosenDatabase(options)));
      const { orders, sellers, seed } = options;
      const ingested = await ingestDemo(database, {
        orders,
        sellers,
        seed,
        until: await database.read((session) => ledgerToday(session, io)),
        recordedAt: io.now(),
        onGenerate: (done, total) => progress.update(done, total),
        onIngest: ingestProgress(progress),
      });
      await keepForNext(database, io, (label) => progress.update(1, 1, label));
      return ingested;
    });
    await printJson(io, { ...summary, seconds: secondsSince(started) });
  } finally {
    progress.stop();
  }
}
