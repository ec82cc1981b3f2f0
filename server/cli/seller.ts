import type { Command } from "commander";
import type { Session } from "../../analytics/engine/duckdb.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { UserError } from "../../analytics/errors.js";
import type { DatabaseOption } from "./database.js";
import { UsageError } from "./errors.js";
import { addProgramsOption, chosenPrograms, type ProgramsOption } from "./chosen-programs.js";
import type { Io } from "./io.js";
import { addMomentOptions, chosenMoment, type MomentOptions } from "./moment.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { strings } from "./strings.js";
import { momentTexts as texts } from "./strings-moment.js";

interface Options extends DatabaseOption, MomentOptions, OutputOptions, ProgramsOption {
  program?: string;
}

interface Judged {
  program: Program;
  standing: Standing;
}

export function define(command: Command, io: Io): void {
  command
    .argument("<id>", strings.arguments.seller)
    .option("--db <file>", strings.options.db)
    .option("--program <program>", texts.sellerProgram);
  addProgramsOption(command);
  addOutputOptions(addMomentOptions(command)).action((id: string, options: Options) =>
    options.program === undefined ? seller(id, options, io) : project(id, options, io),
  );
}

async function withSession<T>(options: Options, work: (session: Session) => Promise<T>) {
  const { requireOrders, withDatabase } = await import("./database.js");
  return withDatabase(options, "read", async (database) => {
    await requireOrders(database);
    return database.read(work);
  });
}

async function seller(id: string, options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const judged = await withSession(options, (session) => judgeEverywhere(session, id, options, io));
  const { Standing: schema } = await import("../../analytics/4_standings/standing.js");
  await printRows(io, options, {
    rows: judged.map(({ standing }) => standing),
    schema,
    table: async () => (await import("./tables.js")).sellerTable(judged),
  });
}

async function judgeEverywhere(
  session: Session,
  id: string,
  options: Options,
  io: Io,
): Promise<Judged[]> {
  const programs = await chosenPrograms(options);
  const { evaluateAll } = await import("../../analytics/4_standings/evaluate.js");
  const { LedgerView } = await import("../../analytics/4_standings/ledger-view.js");
  const { readSellers, standingsOf } = await import("../../analytics/4_standings/standings.js");
  const { knownBatch, ...moment } = await chosenMoment(session, options, io);
  const sellers = await readSellers(session, knownBatch, id);
  if (sellers.length === 0) throw new UserError(strings.noSeller(id));
  const ledger = await LedgerView.open(session, knownBatch);
  const query = { ...moment, sellerKeys: sellers.map(({ seller_key }) => seller_key) };
  const judged: Judged[] = [];
  for (const evaluation of await evaluateAll(ledger, programs.values(), query)) {
    const [standing] = await standingsOf(ledger, evaluation, sellers, moment.asOf);
    if (standing) judged.push({ program: evaluation.program, standing });
  }
  return judged;
}

/** Where the seller is heading in one programme. */
async function project(id: string, options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  if (options.evaluation !== undefined) throw new UsageError(texts.bothEvaluations);
  const { findProgram } = await import("../../analytics/4_standings/programs.js");
  const { readProjection } = await import("../../analytics/4_standings/project.js");
  const { Projection } = await import("../../analytics/4_standings/projection.js");
  const program = findProgram(options.program ?? "");
  const projection = await withSession(options, async (session) => {
    const { asOf, knownBatch } = await chosenMoment(session, options, io);
    return readProjection(session, program, { sellerId: id, asOf, knownBatch });
  });
  if (!projection) throw new UserError(strings.noSeller(id));
  if (program.confidence !== "verified")
    io.note(strings.unverified(program.id, program.confidence));
  await printRows(io, options, {
    rows: [projection],
    schema: Projection,
    table: async () => (await import("./projection-text.js")).projectionText(program, projection),
  });
}
