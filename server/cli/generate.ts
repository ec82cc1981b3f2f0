import { Option, type Command } from "commander";
import type { GenerateSummary } from "../../ingest/demo/generate.js";
import type { GenerateOptions } from "../../ingest/demo/options.js";
import { UserError } from "../../analytics/errors.js";
import { today, type Io } from "./io.js";
import { printJson } from "./output.js";
import { date, wholeNumber } from "./parse.js";
import { startProgress } from "./progress.js";
import { strings } from "./strings.js";

type Options = Omit<GenerateOptions, "until" | "onProgress"> & { until?: string };

export function define(command: Command, io: Io): void {
  command
    .requiredOption("--out <directory>", strings.options.directory)
    .option("--orders <number>", strings.options.orders, wholeNumber(1), 60_000)
    .option("--sellers <number>", strings.options.sellers, wholeNumber(1, 200_000), 400)
    .option("--days <number>", strings.options.days, wholeNumber(1, 3660), 400)
    .option("--until <date>", strings.options.until, date)
    .option("--seed <number>", strings.options.seed, wholeNumber(Number.MIN_SAFE_INTEGER), 1)
    .addOption(
      new Option("--format <format>", strings.options.fileFormat)
        .choices(["csv", "parquet"])
        .default("csv"),
    )
    .action(async (options: Options) => {
      const started = performance.now();
      const { verbose: _, ...plan } = options as Options & { verbose?: boolean };
      const { rows, files } = await generateFiles(plan, io);
      await printJson(io, { rows, files, seconds: secondsSince(started) });
    });
}

export const secondsSince = (started: number): number =>
  Number(((performance.now() - started) / 1000).toFixed(2));

/** Generates with progress on stderr; the data end today unless told otherwise. */
export async function generateFiles(options: Options, io: Io): Promise<GenerateSummary> {
  const { generate } = await import("../../ingest/demo/generate.js");
  const progress = await startProgress(io, strings.generating);
  try {
    return await generate({
      ...options,
      until: options.until ?? today(io),
      onProgress: (done, total) => progress.update(done, total),
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw code === undefined
      ? cause
      : new UserError(strings.cannotWrite(options.out, code), { cause });
  } finally {
    progress.stop();
  }
}
