import { Database } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import { readStandings } from "../../analytics/4_standings/standings.js";

/** A database in memory with its schema; closed when `work` is done. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open({ path: ":memory:", threads: 1 });
  try {
    await database.write(ensureSchema);
    return await work(database);
  } finally {
    await database.close();
  }
}

export interface StandingOptions {
  /** Defaults to the newest batch. */
  knownBatch?: number;
  sellerId?: string;
}

/** Every seller's standing, in the order of their ids. */
export function standings(
  database: Database,
  program: string | Program,
  asOf: string,
  options: StandingOptions = {},
): Promise<Standing[]> {
  return database.read(async (session) =>
    readStandings(session, typeof program === "string" ? findProgram(program) : program, {
      asOf,
      knownBatch: options.knownBatch ?? (await knownBatchAt(session)),
      sellerId: options.sellerId,
    }),
  );
}

/** One seller's standing; fails where the product does not know the seller. */
export async function standingOf(
  database: Database,
  program: string | Program,
  asOf: string,
  sellerId: string,
): Promise<Standing> {
  const [standing] = await standings(database, program, asOf, { sellerId });
  if (!standing) throw new RangeError(`the ledger does not know seller ${sellerId}`);
  return standing;
}
