import type { Session } from "../engine/duckdb.js";
import { readFigures, type Figures } from "../3_rates/figures.js";
import { maturedOrders } from "../3_rates/maturity.js";
import { windowOn } from "../3_rates/window.js";
import { isListed, judge, ratio, type Judgement } from "./judge.js";
import { monthsInProgram, NOTHING } from "./months.js";
import type { Program } from "./program.js";
import type { Standing } from "./standing.js";

export interface StandingQuery {
  asOf: string;
  /** Newest batch that counts; see knownBatchAt. */
  knownBatch: number;
  /** Defaults to every seller that the ledger knows. */
  sellerId?: string | undefined;
}

interface LedgerSeller {
  seller_key: number;
  seller_id: string;
}

/** Every seller's standing in one programme on one day: also of those without any dispute. */
export async function readStandings(
  session: Session,
  program: Program,
  query: StandingQuery,
): Promise<Standing[]> {
  const { asOf, knownBatch } = query;
  const sellers = await readSellers(session, knownBatch, query.sellerId);
  const sellerKeys =
    query.sellerId === undefined ? undefined : sellers.map(({ seller_key }) => seller_key);
  const [figures = new Map<number, Figures>()] = await readFigures(session, program, {
    asOf: [asOf],
    knownBatch,
    sellerKeys,
  });
  const matured = await maturedOrders(session, program, asOf, knownBatch);
  const listed = new Set(
    [...figures].filter(([, found]) => isListed(program, found)).map(([key]) => key),
  );
  const earliest = await earliestEvent(session);
  const months = await monthsInProgram(session, program, {
    asOf,
    knownBatch,
    listed,
    earliest,
    sellerKeys,
  });
  const window = windowOn(program, asOf);
  return sellers.map(({ seller_key: key, seller_id }) => {
    const found = figures.get(key) ?? NOTHING;
    const judgement = judge(program, found);
    return {
      seller_id,
      program: program.id,
      program_version: program.version,
      as_of: asOf,
      window_start: window.start,
      window_end: window.end,
      numerator: found.numerator.judged,
      denominator: found.denominator.judged,
      rate: judgement.rate,
      raw_numerator: found.numerator.raw,
      raw_rate: judgement.rawRate,
      rate_low: judgement.low,
      rate_high: judgement.high,
      expected_final_rate: expectedFinal(found, judgement, matured && (matured.get(key) ?? 0)),
      tier: judgement.tier,
      gates: judgement.gates,
      headroom: judgement.headroom,
      months_in_program: months.get(key) ?? 0,
    };
  });
}

function expectedFinal(
  figures: Figures,
  judgement: Judgement,
  matured: number | null,
): number | null {
  if (matured === null || judgement.rate === null) return judgement.rate;
  return ratio(figures.numerator.judged, matured);
}

async function readSellers(
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

async function earliestEvent(session: Session): Promise<string | null> {
  const { day } = await session.one<{ day: string | null }>(
    `select cast(least((select min(event_date) from ledger.volumes), (select min(event_date) from ledger.entries)) as VARCHAR) as day`,
  );
  return day;
}
