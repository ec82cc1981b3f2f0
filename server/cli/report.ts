import type { Command } from "commander";
import type { Session } from "../../analytics/engine/duckdb.js";
import type { FigureMemory } from "../../analytics/3_rates/memory.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { UserError } from "../../analytics/errors.js";
import type { DatabaseOption } from "./database.js";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { addMomentOptions, chosenMoment, type MomentOptions } from "./moment.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, MomentOptions, OutputOptions {
  seller?: string;
  tier?: string;
}

export function define(command: Command, io: Io): void {
  command
    .argument("<program>", strings.arguments.program)
    .option("--db <file>", strings.options.db);
  addMomentOptions(command)
    .option("--seller <id>", strings.options.seller)
    .option("--tier <tier>", strings.options.tier);
  addOutputOptions(command).action((program: string, options: Options) =>
    report(program, options, io),
  );
}

async function report(idOrFile: string, options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const { findProgram } = await import("../../analytics/4_standings/programs.js");
  const program = findProgram(idOrFile);
  checkTier(program, options.tier);
  const { requireOrders, withDatabase } = await import("./database.js");
  const { keptSumsOf } = await import("../../analytics/3_rates/kept-sums.js");
  const standings = await withDatabase(options, "read", async (database) => {
    await requireOrders(database);
    const memory = options.seller === undefined ? keptSumsOf(database) : undefined;
    return database.read((session) => judge(session, program, options, io, memory));
  });
  const { Standing } = await import("../../analytics/4_standings/standing.js");
  await printRows(io, options, {
    rows: standings,
    schema: Standing,
    table: async () => (await import("./tables.js")).standingsTable(program, standings),
  });
}

function checkTier(program: Program, tier: string | undefined): void {
  const tiers = ["not_scored", "within", ...program.tiers.map(({ id }) => id)];
  if (tier !== undefined && !tiers.includes(tier))
    throw new UsageError(strings.noTier(program.id, tier, tiers));
}

async function judge(
  session: Session,
  program: Program,
  options: Options,
  io: Io,
  memory: Promise<FigureMemory> | undefined,
): Promise<Standing[]> {
  const { seller, tier } = options;
  const { readStandings } = await import("../../analytics/4_standings/standings.js");
  const moment = await chosenMoment(session, options, io);
  const standings = await readStandings(session, program, {
    ...moment,
    sellerId: seller,
    memory,
  });
  const [first] = standings;
  if (!first && seller !== undefined) throw new UserError(strings.noSeller(seller));
  if (first) await explain(program, first, io);
  return standings.filter((standing) => tier === undefined || standing.tier === tier);
}

async function explain(program: Program, standing: Standing, io: Io): Promise<void> {
  const { daysBetween } = await import("../../analytics/dates.js");
  const { window_start: from, window_end: until } = standing;
  io.note(
    strings.judged(program.name, standing.program_version, from, until, daysBetween(from, until)),
  );
  if (program.confidence !== "verified")
    io.note(strings.unverified(program.id, program.confidence));
}

export { chosenDay } from "./moment.js";
