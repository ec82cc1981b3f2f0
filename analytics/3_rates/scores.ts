import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";

const SCORES_SQL = readFileSync(new URL("scores.sql", import.meta.url), "utf8");

/** Days that count, half-open, as known at a batch. */
export interface ScoreWindow {
  start: string;
  /** First day that does not count. */
  end: string;
  /** Newest ledger batch that counts. */
  knownBatch: number;
}

export interface ScoreQuery {
  metric: string;
  windows: readonly ScoreWindow[];
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
}

/** One entry of each list per window and seller; sellers of whom nothing is left have none. */
export interface Scores {
  /** Position of the window in the query. */
  windowIds: readonly number[];
  sellerKeys: readonly number[];
  numerators: readonly number[];
  denominators: readonly number[];
}

/** Sums of a metric over the days of each window, in no order. */
export async function readScores(
  session: Session,
  { metric, windows, sellerKeys }: ScoreQuery,
): Promise<Scores> {
  const { columns } = await session.columns(SCORES_SQL, {
    metric,
    window_ids: windows.map((_, index) => index),
    starts: windows.map(({ start }) => start),
    ends: windows.map(({ end }) => end),
    known_batches: windows.map(({ knownBatch }) => knownBatch),
    seller_keys: sellerKeys ?? null,
  });
  const [windowIds, keys, numerators, denominators] = columns as readonly (readonly number[])[];
  return {
    windowIds: windowIds ?? [],
    sellerKeys: keys ?? [],
    numerators: numerators ?? [],
    denominators: denominators ?? [],
  };
}
