import { Database, type Session } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import { evaluate } from "../../analytics/4_standings/evaluate.js";
import type { EvaluationKind } from "../../analytics/4_standings/evaluation.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import { readSellers, readStandings, standingsOf } from "../../analytics/4_standings/standings.js";

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
  /** Defaults to current. */
  kind?: EvaluationKind;
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
      kind: options.kind,
    }),
  );
}

/** Reads standings as known at a batch; sides that programmes share are read once. */
export type Reading = (
  program: Program,
  asOf: string,
  kind?: EvaluationKind,
) => Promise<Standing[]>;

const readingOf = async (session: Session, knownBatch: number): Promise<Reading> => {
  const ledger = await LedgerView.open(session, knownBatch);
  const sellers = await readSellers(session, knownBatch);
  return async (program, asOf, kind = "current") =>
    standingsOf(ledger, await evaluate(ledger, program, { asOf, kind }), sellers, asOf);
};

/** Reads over the writer's connection, for as long as the database is open and not written to. */
export const keepReading = (database: Database, knownBatch: number): Promise<Reading> =>
  database.write((session) => readingOf(session, knownBatch));

/** Every seller's standings in many programmes and on many days, over one connection. */
export function reading<T>(
  database: Database,
  knownBatch: number,
  work: (read: Reading) => Promise<T>,
): Promise<T> {
  return database.read(async (session) => work(await readingOf(session, knownBatch)));
}

/** One seller's standing; fails where the product does not know the seller. */
export async function standingOf(
  database: Database,
  program: string | Program,
  asOf: string,
  sellerId: string,
  kind: EvaluationKind = "current",
): Promise<Standing> {
  const [standing] = await standings(database, program, asOf, { sellerId, kind });
  if (!standing) throw new RangeError(`the ledger does not know seller ${sellerId}`);
  return standing;
}
