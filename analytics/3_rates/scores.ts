import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";
import type { Term } from "../4_standings/program/rate.js";
import type { Ask, SideQuery } from "./side-query.js";
import { boundsOf } from "./window.js";

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

/** `first_response` of `scores.first_response`; null for measures of the ledger. */
export function scoredMetric({ measures: [name = ""] }: Term): string | null {
  return name.startsWith("scores.") ? name.slice("scores.".length) : null;
}

/** A query of one figure of a metric: it has days only, and nothing is ever exempt. */
export const ofMetric = (query: SideQuery, figure: "numerator" | "denominator"): SideQuery => ({
  ...query,
  term: { ...query.term, by: "event_date", exempt: [] },
  unit: "events",
  segments: null,
  hasAmounts: false,
  hasBuyers: false,
  figure,
});

/** Answers asks of one metric, the same looks and sellers, in one reading; what it gives adds up what was read. */
export async function readScoredAsks(session: Session, asks: readonly Ask[]): Promise<() => void> {
  const [{ term, looks, sellerKeys }] = asks as [Ask];
  const windows = looks.map(({ window, cutoff, knownBatch }) => ({
    ...boundsOf(term, window, cutoff).event,
    knownBatch,
  }));
  const metric = scoredMetric(term) as string;
  const found = await readScores(session, { metric, windows, sellerKeys });
  return () => {
    for (const { figure, sums } of asks) {
      const values = figure === "numerator" ? found.numerators : found.denominators;
      values.forEach((value, row) =>
        sums[found.windowIds[row] as number]?.add(
          found.sellerKeys[row] as number,
          value,
          value,
          value,
          0,
          0,
        ),
      );
    }
  };
}
