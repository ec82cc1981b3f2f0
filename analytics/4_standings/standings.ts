import type { Session } from "../engine/duckdb.js";
import type { FigureMemory } from "../3_rates/memory.js";
import { maturedOrders } from "../3_rates/maturity.js";
import { segmentsInScope } from "../3_rates/scope.js";
import { evaluate } from "./evaluate.js";
import type { EvaluationKind, ProgramEvaluation, Verdict } from "./evaluation.js";
import { ratio } from "./judge.js";
import { LedgerView } from "./ledger-view.js";
import type { Program } from "./program.js";
import type { Standing } from "./standing.js";

export interface StandingQuery {
  asOf: string;
  /** Newest batch that counts; see knownBatchAt. */
  knownBatch: number;
  /** Defaults to current. */
  kind?: EvaluationKind | undefined;
  /** Defaults to every seller that the ledger knows. */
  sellerId?: string | undefined;
  /** What was read before of this database, or was kept of it. */
  memory?: FigureMemory | Promise<FigureMemory> | undefined;
}

export interface LedgerSeller {
  seller_key: number;
  seller_id: string;
}

/** Every seller's standing in one programme on one day: also of those without any dispute. */
export async function readStandings(
  session: Session,
  program: Program,
  query: StandingQuery,
): Promise<Standing[]> {
  const { asOf, kind, knownBatch, sellerId, memory } = query;
  const ledger = await LedgerView.open(session, knownBatch, memory);
  const sellers = await readSellers(session, knownBatch, sellerId);
  const sellerKeys =
    sellerId === undefined ? undefined : sellers.map((seller) => seller.seller_key);
  const evaluation = await evaluate(ledger, program, {
    asOf,
    ...(kind ? { kind } : {}),
    sellerKeys,
  });
  return standingsOf(ledger, evaluation, sellers, asOf);
}

/** An evaluation's rows for these sellers. */
export async function standingsOf(
  ledger: LedgerView,
  evaluation: ProgramEvaluation,
  sellers: readonly LedgerSeller[],
  asOf: string,
): Promise<Standing[]> {
  const matured = await readMatured(ledger, evaluation);
  return sellers.map(({ seller_key, seller_id }) =>
    standingOf(evaluation, seller_id, seller_key, { asOf, matured }),
  );
}

/** Matured orders by seller, for rates whose orders mature; null for others. */
export async function readMatured(
  { session, reader }: LedgerView,
  { version, moment }: ProgramEvaluation,
): Promise<ReadonlyMap<number, number> | null> {
  if (version?.kind !== "rate") return null;
  return maturedOrders(session, version, segmentsInScope(version, reader.segments), moment);
}

/** One seller's row of an evaluation. */
export function standingOf(
  evaluation: ProgramEvaluation,
  sellerId: string,
  sellerKey: number,
  { asOf, matured }: { asOf: string; matured: ReadonlyMap<number, number> | null },
): Standing {
  const { program, version, kind, moment } = evaluation;
  const verdict: Verdict = evaluation.verdict(sellerKey);
  const { figures, window, period, fees } = verdict;
  return {
    seller_id: sellerId,
    program: program.id,
    program_version: version?.version ?? "",
    as_of: asOf,
    window_start: window.start,
    window_end: window.end,
    numerator: figures.numerator.judged,
    denominator: figures.denominator.judged,
    rate: verdict.rate,
    raw_numerator: figures.numerator.raw,
    raw_rate: verdict.rawRate,
    rate_low: verdict.low,
    rate_high: verdict.high,
    expected_final_rate:
      matured === null || verdict.rate === null
        ? verdict.rate
        : ratio(figures.numerator.judged, matured.get(sellerKey) ?? 0),
    tier: verdict.tier,
    gates: verdict.gates,
    headroom: verdict.headroom,
    months_in_program: period.months,
    evaluation: kind,
    evaluated_on: moment.day,
    confidence: (version ?? program).confidence,
    lines: verdict.lines,
    peer_rate: verdict.peerRate,
    points: verdict.points,
    clean_orders: verdict.cleanOrders,
    fees,
    fee_total: fees.reduce((sum, { amount }) => sum + amount, 0),
    fee_currency: version?.fees?.currency ?? null,
    remarks: verdict.remarks,
  };
}

/** The sellers that were known at a batch, by id. */
export async function readSellers(
  session: Session,
  knownBatch: number,
  sellerId?: string,
): Promise<LedgerSeller[]> {
  return session.all<LedgerSeller>(
    `select seller_key, seller_id from ledger.sellers
     where since_batch <= cast($known_batch as INTEGER)
       and (cast($seller as VARCHAR) is null or seller_id = $seller)
     order by seller_id`,
    { known_batch: knownBatch, seller: sellerId ?? null },
  );
}
