import type { Command } from "commander";
import type { Program, ScoreProgram } from "../../analytics/4_standings/program.js";
import type { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import { UserError } from "../../analytics/errors.js";
import type { DatabaseOption } from "./database.js";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { chosenMoment, type KnownOptions } from "./moment.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { date, moment } from "./parse.js";
import { strings } from "./strings.js";
import { momentTexts } from "./strings-moment.js";
import { scoreTexts as texts } from "./strings-score.js";

interface Options extends DatabaseOption, KnownOptions, OutputOptions {
  program: string;
  trend?: boolean;
}

export function define(command: Command, io: Io): void {
  command
    .argument("<seller>", strings.arguments.seller)
    .option("--db <file>", strings.options.db)
    .option("--program <program>", texts.program, "service-score")
    .option("--as-of <date>", strings.options.asOf, date)
    .option("--known-at <time>", momentTexts.knownAt, moment)
    .option("--trend", texts.trend);
  addOutputOptions(command).action((id: string, options: Options) => score(id, options, io));
}

async function score(id: string, options: Options, io: Io): Promise<void> {
  const format = formatOf(io, options);
  const program = await scoreProgram(options.program);
  const found = await read(id, program, options, io);
  if (program.confidence !== "verified")
    io.note(strings.unverified(program.id, program.confidence));
  const contract = await import("../../analytics/4_standings/service-score/contract.js");
  const { serviceScoreText, trendText } = await import("./score-text.js");
  if (options.trend) {
    const table = () => Promise.resolve(trendText(found));
    await printRows(io, options, { rows: found.items, schema: contract.ServiceScoreDay, table });
  } else if (format === "json") {
    const table = () => Promise.resolve("");
    await printRows(io, options, { rows: [found], schema: contract.ServiceScore, table });
  } else {
    const table = () => Promise.resolve(serviceScoreText(program, found));
    await printRows(io, options, { rows: found.parts, schema: contract.ServiceScorePart, table });
  }
}

async function scoreProgram(idOrFile: string): Promise<Program & ScoreProgram> {
  const { findProgram } = await import("../../analytics/4_standings/programs.js");
  const program = findProgram(idOrFile);
  if (program.kind !== "score") throw new UsageError(texts.noScore(program.id));
  return program;
}

async function read(
  sellerId: string,
  program: Program & ScoreProgram,
  options: Options,
  io: Io,
): Promise<ServiceScore> {
  const { requireOrders, withDatabase } = await import("./database.js");
  const { readServiceScore } = await import("../../analytics/4_standings/service-score.js");
  const found = await withDatabase(options, "read", async (database) => {
    await requireOrders(database);
    return database.read(async (session) => {
      const { asOf, knownBatch } = await chosenMoment(session, options, io);
      return readServiceScore(session, program, { sellerId, asOf, knownBatch });
    });
  });
  if (!found) throw new UserError(strings.noSeller(sellerId));
  return found;
}
