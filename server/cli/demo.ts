import { parse as parsePath } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../analytics/errors.js";
import type { DatabaseOption } from "./database.js";
import type { Io } from "./io.js";
import { printJson } from "./output.js";
import { wholeNumber } from "./parse.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption {
  orders: number;
  seed: number;
  force?: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .option("--db <file>", strings.options.db)
    .option("--orders <number>", strings.options.orders, wholeNumber(1), 60_000)
    .option("--seed <number>", strings.options.seed, wholeNumber(Number.MIN_SAFE_INTEGER), 1)
    .option("--force", strings.options.force)
    .action((options: Options) => demo(options, io));
}

async function demo(options: Options, io: Io): Promise<void> {
  const started = performance.now();
  const { chosenDatabase, withDatabase } = await import("./database.js");
  const { hasOrders } = await import("../../ingest/status.js");
  const { isFeedName } = await import("../../ingest/feeds/index.js");
  const { generateFiles, secondsSince } = await import("./generate.js");
  const { ingestInto } = await import("./ingest.js");
  const { withTemporaryDirectory } = await import("./temporary.js");
  const isFilled = await withDatabase(options, "create", (database) => database.read(hasOrders));
  if (isFilled && !options.force) throw new UserError(strings.hasOrders(chosenDatabase(options)));
  const summary = await withTemporaryDirectory(async (out) => {
    const { orders, seed } = options;
    const { files } = await generateFiles({ orders, seed, out }, io);
    const feeds = files.filter((file) => isFeedName(parsePath(file).name));
    return ingestInto(options, { files: feeds }, io);
  });
  await printJson(io, { ...summary, seconds: secondsSince(started) });
}
