import { basename } from "node:path";
import type { Command } from "commander";
import type { IngestOptions, IngestProgress, IngestSummary } from "../../ingest/ingest.js";
import type { DatabaseOption, TimeZoneOption } from "./database.js";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { keepForNext } from "./keep.js";
import { printJson } from "./output.js";
import { wholeNumber } from "./parse.js";
import { startProgress, type Progress } from "./progress.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, TimeZoneOption {
  feed?: string;
  mapping?: string;
  maxBad?: number;
}

export function define(command: Command, io: Io): void {
  command
    .argument("<file...>", strings.arguments.files)
    .option("--db <file>", strings.options.db)
    .option("--feed <feed>", strings.options.feed)
    .option("--mapping <mapping>", strings.options.mapping)
    .option("--time-zone <zone>", strings.options.timeZone)
    .option("--max-bad <rows>", strings.options.maxBad, wholeNumber())
    .action((files: string[], options: Options) => ingest(files, options, io));
}

async function ingest(files: readonly string[], options: Options, io: Io): Promise<void> {
  const { feedNames, isFeedName } = await import("../../ingest/feeds/index.js");
  const { feed, mapping, maxBad } = options;
  if (feed !== undefined && !isFeedName(feed))
    throw new UsageError(strings.unknownFeed(feed, feedNames));
  if (feed !== undefined && mapping !== undefined) throw new UsageError(strings.feedWithMapping);
  const summary = await ingestInto(options, { files, feed, mapping }, io);
  await printJson(io, summary);
  const bad = countBad(summary);
  if (maxBad === undefined || bad <= maxBad) return;
  io.note(strings.tooManyBad(bad, maxBad));
  io.exitCode = 3;
}

/** Ingests with progress and warnings on stderr; makes the database if it is missing. */
export async function ingestInto(
  database: DatabaseOption & TimeZoneOption,
  options: Pick<IngestOptions, "files" | "feed" | "mapping">,
  io: Io,
): Promise<IngestSummary> {
  const { withDatabase } = await import("./database.js");
  const { ingestFiles } = await import("../../ingest/ingest.js");
  const progress = await startProgress(io, strings.settling);
  const onProgress = ingestProgress(progress);
  try {
    const summary = await withDatabase(database, "create", async (opened) => {
      const ingested = await ingestFiles(opened, { ...options, recordedAt: io.now(), onProgress });
      await keepForNext(opened, io, (label) => progress.update(1, 1, label));
      return ingested;
    });
    return warn(summary, io);
  } finally {
    progress.stop();
  }
}

/** Shows how far a batch is. */
export const ingestProgress = (progress: Progress) => (now: IngestProgress) =>
  progress.update(stepOf(now), now.total + 2, labelOf(now));

/** The files, then two stages. */
const stepOf = ({ stage, done, total }: IngestProgress): number =>
  stage === "file" ? done : total + (stage === "versions" ? 0 : 1);

function labelOf({ stage, file = "", done, total }: IngestProgress): string {
  if (stage === "file") return strings.reading(basename(file), done + 1, total);
  return stage === "versions" ? strings.settling : strings.posting;
}

function warn(summary: IngestSummary, io: Io): IngestSummary {
  for (const [file, columns] of Object.entries(summary.unknown_columns))
    io.note(strings.ignoredColumns(file, columns));
  const bad = countBad(summary);
  if (bad > 0) io.note(strings.quarantined(bad, summary.batch_id));
  return summary;
}

const countBad = ({ feeds }: IngestSummary): number =>
  Object.values(feeds).reduce((sum, { quarantined }) => sum + quarantined, 0);
