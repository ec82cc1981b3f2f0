import type { Database, Session } from "../engine/duckdb.js";
import { keepSums, readKeptSums } from "../3_rates/kept-sums.js";
import { evaluateAll } from "./evaluate.js";
import { defaultAsOf, knownBatchAt } from "./known.js";
import { LedgerView } from "./ledger-view.js";
import type { Program } from "./program.js";

/** Fewer postings are read in no time: nothing is kept of them. */
const WORTH_KEEPING = 1_000_000;

/** Whether a ledger has so many postings (by default 1,000,000) that its sums are kept. */
export async function isWorthKeeping(session: Session, from = WORTH_KEEPING): Promise<boolean> {
  const { postings } = await session.one<{ postings: number }>(
    `select cast((select count(*) from ledger.volumes) + (select count(*) from ledger.entries) as DOUBLE)
       as postings`,
  );
  return postings >= from;
}

export interface KeepOptions {
  programs: Iterable<Program>;
  /** Where the ledger's days begin, YYYY-MM-DD. */
  today: string;
}

/**
 * Keeps the sums of which standings on the usual day are made, as known at the newest batch: then
 * whoever asks next need not read the ledger.
 */
export async function keepStandings(
  database: Database,
  { programs, today }: KeepOptions,
): Promise<void> {
  const memory = await database.read(readKeptSums);
  const asked = await database.read((session) =>
    session.transaction(async () => {
      const knownBatch = await knownBatchAt(session);
      const asOf = await defaultAsOf(session, today, knownBatch);
      if (asOf === null) return new Set<string>();
      const ledger = await LedgerView.open(session, knownBatch, memory);
      await evaluateAll(ledger, programs, { asOf });
      return ledger.reader.asked;
    }),
  );
  await database.write((session) => keepSums(session, memory, asked));
}
