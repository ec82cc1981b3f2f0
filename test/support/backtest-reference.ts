import { daysFrom } from "../../analytics/dates.js";
import type {
  BacktestResult,
  SideName,
  Spell,
} from "../../analytics/4_standings/backtest/contract.js";
import { evaluateDays } from "../../analytics/4_standings/evaluate-days.js";
import type { ProgramEvaluation } from "../../analytics/4_standings/evaluation.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { UNWATCHED, watch, type Watched } from "../../analytics/4_standings/watch.js";
import type { Database, Session } from "../../analytics/engine/duckdb.js";
import { ingestFiles, type IngestSummary } from "../../ingest/ingest.js";
import { inTemporaryDirectory, writeFeeds, type FeedRows } from "./files.js";

/*
 * The same as a backtest, as plainly as can be: every day is evaluated by itself with what was known
 * then, and every seller is watched on every day.
 */

/** By seller: the tier of each day that it was in one. */
export type Standings = Record<string, string[]>;
export interface Reference {
  /** `day tier`, by the standing that counts. */
  watched: Standings;
  /** Days in a tier by the day alone. */
  raw: Standings;
}

const isIn = (tier: string) => tier !== "within" && tier !== "not_scored";

export async function referenceWalk(
  session: Session,
  program: Program,
  days: readonly string[],
  batchOf: (day: string) => number,
): Promise<Reference> {
  const sellers = await session.all<{ seller_key: number; seller_id: string }>(
    "select seller_key, seller_id from ledger.sellers",
  );
  const states = new Map<number, Watched>();
  const reference: Reference = { watched: {}, raw: {} };
  for (const [index, evaluation] of (
    await evaluationsOf(session, program, days, batchOf)
  ).entries()) {
    const day = days[index]!;
    for (const { seller_key: key, seller_id: id } of sellers) {
      const verdict = evaluation.verdict(key);
      const clean = evaluation.version?.exit.clean_periods ?? 1;
      const { state } = watch(states.get(key) ?? UNWATCHED, verdict, clean, day);
      states.set(key, state);
      if (isIn(state.tier)) (reference.watched[id] ??= []).push(`${day} ${state.tier}`);
      if (isIn(verdict.tier)) (reference.raw[id] ??= []).push(day);
    }
  }
  return reference;
}

/** Days on which the same is known share a view of the ledger. */
async function evaluationsOf(
  session: Session,
  program: Program,
  days: readonly string[],
  batchOf: (day: string) => number,
): Promise<ProgramEvaluation[]> {
  const evaluations: ProgramEvaluation[] = [];
  for (const batch of new Set(days.map(batchOf))) {
    const ledger = await LedgerView.open(session, batch);
    const own = days.filter((day) => batchOf(day) === batch);
    evaluations.push(...(await evaluateDays(ledger, program, own)));
  }
  return evaluations;
}

/** What a result says of the days of one programme, to be compared with the reference. */
export function daysOf(result: BacktestResult, side: SideName) {
  const rows = result.items.filter((row) => row[`${side}_spells`] > 0);
  return {
    watched: Object.fromEntries(
      rows.map((row) => [row.seller_id, row[`${side}_spell_list`].flatMap(daysIn)]),
    ),
    raw: Object.fromEntries(rows.map((row) => [row.seller_id, row[`${side}_raw_days`]])),
  };
}

const daysIn = ({ from, until }: Spell) => daysFrom(from, until);

/** The reference in the same words. */
export const plain = ({ watched, raw }: Reference) => ({
  watched: mapped(watched, (days) => days.map((day) => day.slice(0, 10))),
  raw: mapped(watched, (_, id) => raw[id]?.length ?? 0),
});

const mapped = <T>(standings: Standings, of: (days: string[], id: string) => T) =>
  Object.fromEntries(Object.entries(standings).map(([id, days]) => [id, of(days, id)]));

/** Ingests rows as one batch that is recorded at noon of a day. */
export const ingestOn = (database: Database, rows: FeedRows, day: string): Promise<IngestSummary> =>
  inTemporaryDirectory(async (directory) =>
    ingestFiles(database, {
      files: await writeFeeds(directory, rows),
      recordedAt: new Date(`${day}T12:00:00Z`),
    }),
  );
