import type { Session } from "../engine/duckdb.js";
import { readFigures, type Figures } from "../3_rates/figures.js";
import { judge } from "./judge.js";
import { NOTHING } from "./months.js";
import type { Program } from "./program.js";

/** One seller on one day, in one programme. */
export interface HistoryPoint {
  as_of: string;
  numerator: number;
  denominator: number;
  rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
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
}

/** A seller's standing on each of some days, by the same figures query as any report. */
export async function readHistory(
  session: Session,
  program: Program,
  query: HistoryQuery,
): Promise<HistoryPoint[]> {
  const sellerKey = await keyOf(session, query.sellerId);
  const figureQuery = {
    asOf: query.days,
    knownBatch: query.knownBatch,
    sellerKeys: [sellerKey],
  };
  const standing = await readFigures(session, program, figureQuery);
  const daily = await readFigures(session, eachDay(program), figureQuery);
  return query.days.map((asOf, index) => {
    const figures = standing[index]?.get(sellerKey) ?? NOTHING;
    const day: Figures = daily[index]?.get(sellerKey) ?? NOTHING;
    const { rate, low, high, tier } = judge(program, figures);
    return {
      as_of: asOf,
      numerator: figures.numerator.judged,
      denominator: figures.denominator.judged,
      rate,
      rate_low: low,
      rate_high: high,
      tier,
      orders: day.denominator.judged,
      defects: day.numerator.judged,
    };
  });
}

/** The programme's numerator and the orders placed, a day at a time. */
function eachDay(program: Program): Program {
  return {
    ...program,
    unit: "events",
    numerator: { ...program.numerator, by: "event_date", month_offset: 0 },
    denominator: { measures: ["orders_placed"], by: "event_date", month_offset: 0, exempt: [] },
    window: { kind: "rolling_days", days: 1, lag_days: 0 },
  };
}

async function keyOf(session: Session, sellerId: string): Promise<number> {
  const { seller_key } = await session.one<{ seller_key: number }>(
    "select seller_key from ledger.sellers where seller_id = $seller",
    { seller: sellerId },
  );
  return seller_key;
}
