import type { Session } from "../engine/duckdb.js";
import { NO_RATE } from "../3_rates/figures.js";
import { evaluateDays } from "./evaluate-days.js";
import type { EvaluationKind } from "./evaluation.js";
import { LedgerView } from "./ledger-view.js";
import { ratesOf, type Program } from "./program.js";
import { Term, type RateRule } from "./program/rate.js";
import { figuresAt } from "./rate-figures.js";

/** One seller on one day, in one programme. */
export interface HistoryPoint {
  as_of: string;
  numerator: number;
  denominator: number;
  rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
  points: number | null;
  tier: string;
  /** Orders placed on the day before as_of. */
  orders: number;
  /** Judged numerator postings of the day before as_of. */
  defects: number;
}

export interface HistoryQuery {
  sellerId: string;
  days: readonly string[];
  knownBatch: number;
  /** Defaults to current. */
  kind?: EvaluationKind | undefined;
}

/** A seller's standing on each of some days, by the same evaluation as any report. */
export async function readHistory(
  session: Session,
  program: Program,
  { sellerId, days, knownBatch, kind }: HistoryQuery,
): Promise<HistoryPoint[]> {
  const key = await keyOf(session, sellerId);
  const ledger = await LedgerView.open(session, knownBatch);
  const evaluations = await evaluateDays(ledger, program, days, [key], kind);
  const [rule] = ratesOf(program);
  const daily = await figuresAt(
    ledger.reader,
    eachDay(rule as RateRule),
    days.map((day) => ({ day, cutoff: day, knownBatch })),
    { sellerKeys: [key] },
  );
  return days.map((asOf, index) => {
    const verdict = evaluations[index]?.verdict(key);
    const day = daily[index]?.at(key).figures ?? NO_RATE;
    const figures = verdict?.figures ?? NO_RATE;
    return {
      as_of: asOf,
      numerator: figures.numerator.judged,
      denominator: figures.denominator.judged,
      rate: verdict?.rate ?? null,
      rate_low: verdict?.low ?? null,
      rate_high: verdict?.high ?? null,
      points: verdict?.points ?? null,
      tier: verdict?.tier ?? "not_scored",
      orders: day.denominator.judged,
      defects: day.numerator.judged,
    };
  });
}

/** The first rate's numerator and the orders placed, a day at a time. */
function eachDay(rule: RateRule): RateRule {
  return {
    unit: "events",
    scope: rule.scope,
    numerator: { ...rule.numerator, by: "event_date", month_offset: 0 },
    denominator: Term.parse({ measures: ["orders_placed"], by: "event_date" }),
    window: { kind: "rolling_days", days: 1, lag_days: 0 },
  };
}

/** A seller's key in the ledger. */
export async function keyOf(session: Session, sellerId: string): Promise<number> {
  const { seller_key } = await session.one<{ seller_key: number }>(
    "select seller_key from ledger.sellers where seller_id = $seller",
    { seller: sellerId },
  );
  return seller_key;
}
