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

/** One entry of each column per window and seller; sellers of whom nothing is left have none. */
export interface Scores {
  /** Position of the window in the query. */
  windowIds: Float64Array;
  sellerKeys: Float64Array;
  numerators: Float64Array;
  denominators: Float64Array;
}

/** Sums of a metric over the days of each window, in no order. */
export async function readScores(
  session: Session,
  { metric, windows, sellerKeys }: ScoreQuery,
): Promise<Scores> {
  const { column } = await session.numbers(SCORES_SQL, {
    metric,
    window_ids: windows.map((_, index) => index),
    starts: windows.map(({ start }) => start),
    ends: windows.map(({ end }) => end),
    known_batches: windows.map(({ knownBatch }) => knownBatch),
    seller_keys: sellerKeys ?? null,
  });
  return {
    windowIds: column("window_id"),
    sellerKeys: column("seller_key"),
    numerators: column("numerator"),
    denominators: column("denominator"),
  };
}
