import { Option, type Command } from "commander";
import { readFile } from "node:fs/promises";
import type { BacktestQuery } from "../../analytics/4_standings/backtest/backtest.js";
import type {
  BacktestResult,
  BacktestSide,
  Knowledge,
} from "../../analytics/4_standings/backtest/contract.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { DatabaseOption } from "./database.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { date, moment, wholeNumber } from "./parse.js";
import { startProgress } from "./progress.js";
import { strings } from "./strings.js";
import { backtestTexts as texts } from "./strings-backtest.js";

interface Options extends DatabaseOption, OutputOptions {
  program: string;
  against: string;
  from: string;
  to: string;
  knownAt?: string;
  knowledge?: Knowledge;
  truth?: string;
  limit: number;
}

export function define(command: Command, io: Io): void {
  command
    .requiredOption("--program <program>", texts.program)
    .requiredOption("--against <program>", texts.against)
    .requiredOption("--from <date>", texts.from, date)
    .requiredOption("--to <date>", texts.to, date)
    .option("--db <file>", strings.options.db)
    .option("--known-at <time>", texts.knownAt, moment)
    .addOption(new Option("--knowledge <which>", texts.knowledge).choices(["recorded", "events"]))
    .option("--truth <file>", texts.truth)
    .option("--limit <sellers>", texts.limit, wholeNumber(0), 20);
  addOutputOptions(command).action((options: Options) => backtest(options, io));
}

async function backtest(options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const { BacktestSeller } = await import("../../analytics/4_standings/backtest/contract.js");
  const { requireOrders, withDatabase } = await import("./database.js");
  const programs = {
    a: await readProgram(options.program),
    b: await readProgram(options.against),
  };
  const truth = await truthOf(options.truth);
  const result = await withDatabase(options, "read", async (database) => {
    await requireOrders(database);
    return database.read(async (session) => {
      const { chosenBatch } = await import("./moment.js");
      const { ledgerToday } = await import("./today.js");
      const { from, to, knowledge, knownAt } = options;
      await chosenBatch(session, knownAt, io);
      const today = await ledgerToday(session, io);
      const query: BacktestQuery = { ...programs, from, to, knowledge, knownAt, truth, today };
      const { runBacktest } = await import("../../analytics/4_standings/backtest/backtest.js");
      const progress = await startProgress(io, texts.stages.reading);
      try {
        return await runBacktest(session, query, {
          onProgress: (done, stage) => progress.update(done, 1, texts.stages[stage]),
        });
      } finally {
        progress.stop();
      }
    });
  });
  explain(result, io);
  await printRows(io, options, {
    rows: result.items,
    schema: BacktestSeller,
    document: result,
    table: async () => (await import("./backtest-text.js")).backtestText(result, options.limit),
  });
}

/** A shipped programme by its id, or the one in a YAML file; says everything that is wrong with it. */
async function readProgram(idOrFile: string): Promise<Program> {
  const { checkProgram, findProgram, shippedPrograms } =
    await import("../../analytics/4_standings/programs.js");
  if (shippedPrograms.has(idOrFile) || !/\.ya?ml$/.test(idOrFile)) return findProgram(idOrFile);
  const { ProgramError } = await import("../../analytics/errors.js");
  const { programTexts } = await import("./strings-programs.js");
  const { program, problems } = checkProgram(await readText(idOrFile));
  if (program) return program;
  const lines = problems.flatMap((problem) => [
    programTexts.problem(idOrFile, problem),
    ...(problem.remedy === "" ? [] : [programTexts.remedy(problem.remedy)]),
  ]);
  throw new ProgramError(lines.join("\n"));
}

async function truthOf(file: string | undefined) {
  if (file === undefined) return undefined;
  const { readTruth } = await import("../../analytics/4_standings/backtest/truth-file.js");
  return readTruth(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  const { UserError } = await import("../../analytics/errors.js");
  return readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(strings.cannotRead(file, cause.code ?? cause.message), { cause });
  });
}

/** By which knowledge the days were judged, and which of them by less than a window. */
function explain(result: BacktestResult, io: Io): void {
  const isAsked = result.knowledge_chosen === "asked";
  io.note(texts.known[result.knowledge](isAsked, result.first_batch_recorded));
  for (const side of [result.a, result.b]) explainSide(side, result, io);
}

function explainSide(side: BacktestSide, { from }: BacktestResult, io: Io): void {
  if (side.windows_full_from !== from) io.note(texts.partly(side.program, side.windows_full_from));
  if (side.confidence !== "verified") io.note(strings.unverified(side.program, side.confidence));
}
