import type { Command } from "commander";
import type { DatabaseOption } from "./database.js";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { wholeNumber } from "./parse.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, OutputOptions {
  feed?: string;
  batch?: number;
  limit?: number;
}

const TABLE_LIMIT = 100;

export function define(command: Command, io: Io): void {
  command
    .option("--db <file>", strings.options.db)
    .option("--feed <feed>", strings.options.quarantineFeed)
    .option("--batch <number>", strings.options.batch, wholeNumber(1))
    .option("--limit <rows>", strings.options.limit, wholeNumber(1));
  addOutputOptions(command).action((options: Options) => quarantine(options, io));
}

async function quarantine(options: Options, io: Io): Promise<void> {
  const isTable = formatOf(io, options) === "table";
  const { feedNames, isFeedName } = await import("../../ingest/feeds/index.js");
  const { countQuarantine, QuarantineRow, readQuarantine } = await import("../../ingest/status.js");
  const { withDatabase } = await import("./database.js");
  const { feed, batch } = options;
  if (feed !== undefined && !isFeedName(feed))
    throw new UsageError(strings.unknownFeed(feed, feedNames));
  const limit = options.limit ?? (isTable ? TABLE_LIMIT : undefined);
  const { rows, total } = await withDatabase(options, "read", (database) =>
    database.read(async (session) => ({
      rows: await readQuarantine(session, { feed, batch, limit }),
      total: await countQuarantine(session, { feed, batch }),
    })),
  );
  if (total === 0) io.note(strings.noQuarantine);
  if (rows.length < total) io.note(strings.firstOf(rows.length, total));
  await printRows(io, options, {
    rows,
    schema: QuarantineRow,
    table: async () => {
      const { table } = await import("./tables.js");
      const head = ["batch_id", "feed", "file", "line", "column", "value", "reason"] as const;
      return table(
        head,
        rows.map((row) => head.map((name) => shortened(row[name]))),
      );
    },
  });
}

/** A torn line can be long; the other formats give it whole. */
function shortened<T>(cell: T): T | string {
  return typeof cell === "string" && cell.length > 60 && !cell.includes(" ")
    ? `${cell.slice(0, 59)}…`
    : cell;
}
