import type { Command } from "commander";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { UserError } from "../../analytics/errors.js";
import type { DatabaseOption } from "./database.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { date } from "./parse.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, OutputOptions {
  asOf?: string;
}

interface Judged {
  program: Program;
  standing: Standing;
}

export function define(command: Command, io: Io): void {
  command
    .argument("<id>", strings.arguments.seller)
    .option("--db <file>", strings.options.db)
    .option("--as-of <date>", strings.options.asOf, date);
  addOutputOptions(command).action((id: string, options: Options) => seller(id, options, io));
}

async function seller(id: string, options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const judged = await judgeEverywhere(id, options, io);
  const { Standing: schema } = await import("../../analytics/4_standings/standing.js");
  await printRows(io, options, {
    rows: judged.map(({ standing }) => standing),
    schema,
    table: async () => (await import("./tables.js")).sellerTable(judged),
  });
}

async function judgeEverywhere(id: string, options: Options, io: Io): Promise<Judged[]> {
  const { requireOrders, withDatabase } = await import("./database.js");
  const { chosenDay } = await import("./report.js");
  const { knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const { shippedPrograms } = await import("../../analytics/4_standings/programs.js");
  const { readStandings } = await import("../../analytics/4_standings/standings.js");
  return withDatabase(options, "read", async (database) => {
    await requireOrders(database);
    return database.read(async (session) => {
      const asOf = options.asOf ?? (await chosenDay(session, io));
      const query = { asOf, knownBatch: await knownBatchAt(session), sellerId: id };
      const judged: Judged[] = [];
      for (const program of shippedPrograms.values()) {
        const [standing] = await readStandings(session, program, query);
        if (!standing) throw new UserError(strings.noSeller(id));
        judged.push({ program, standing });
      }
      return judged;
    });
  });
}
