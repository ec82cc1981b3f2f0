import { dayNumber } from "../../dates.js";
import { readFileSync } from "node:fs";
import { measures } from "../../2_ledger/measures.js";
import { readSegments, segmentsInScope } from "../../3_rates/scope.js";
import type { Session } from "../../engine/duckdb.js";
import { ratesOf, type ProgramVersion } from "../program.js";
import type { Money } from "./contract.js";
import type { Track } from "./tracks.js";

const sql = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const REVENUE_SQL = sql("revenue.sql");
const ALL_REVENUE_SQL = sql("all_revenue.sql");
const AT_STAKE_SQL = sql("at_stake.sql");

/** Money by seller_key; each currency for itself, as currencies are never added up. */
export type MoneyBySeller = ReadonlyMap<number, readonly Money[]>;

export interface MoneyQuery {
  tracks: ReadonlyMap<number, Track>;
  days: readonly string[];
  knownBatch: number;
}

interface Row extends Money {
  seller_key: number;
}

/** Orders placed with sellers on the days on which they were in a tier, as known now. */
export async function readRevenue(session: Session, query: MoneyQuery): Promise<MoneyBySeller> {
  return bySeller(await session.all<Row>(REVENUE_SQL, stays(query)));
}

/**
 * What a version counts against sellers, by the day on which it came, on the days on which they were
 * in a tier; as known now, without what is exempt by now. Where orders are counted, an order with
 * several defects is at stake once, with the largest.
 */
export async function readAtStake(
  session: Session,
  version: ProgramVersion,
  query: MoneyQuery,
): Promise<MoneyBySeller> {
  const segments = await readSegments(session, query.knownBatch);
  const rows: Row[] = [];
  for (const rate of ratesOf(version)) {
    const names = rate.numerator.measures.filter((name) => measures.has(name));
    if (names.length === 0) continue;
    rows.push(
      ...(await session.all<Row>(AT_STAKE_SQL, {
        ...stays(query),
        measures: names,
        segments: segmentsInScope(rate, segments),
        reasons: rate.numerator.reasons ?? null,
        exempt: rate.numerator.exempt,
        once: rate.unit === "orders",
      })),
    );
  }
  return bySeller(rows);
}

/** Orders placed in the range, of all sellers. */
export async function readAllRevenue(
  session: Session,
  { from, to, knownBatch }: { from: string; to: string; knownBatch: number },
): Promise<Money[]> {
  return sumOf(await session.all<Money>(ALL_REVENUE_SQL, { from, to, known_batch: knownBatch }));
}

function stays({ tracks, days, knownBatch }: MoneyQuery) {
  const first = dayNumber(days[0] as string);
  const all = [...tracks].flatMap(([key, { spells }]) =>
    spells.map(({ start, end }) => ({ key, start, end: end ?? days.length })),
  );
  return {
    known_batch: knownBatch,
    // As text: binding tens of thousands one by one takes longer than parsing them.
    seller_keys: JSON.stringify(all.map(({ key }) => key)),
    starts: JSON.stringify(all.map(({ start }) => first + start)),
    ends: JSON.stringify(all.map(({ end }) => first + end)),
  };
}

function bySeller(rows: readonly Row[]): MoneyBySeller {
  const result = new Map<number, Row[]>();
  for (const row of rows) result.set(row.seller_key, [...(result.get(row.seller_key) ?? []), row]);
  return new Map([...result].map(([key, own]) => [key, sumOf(own)]));
}

/** One sum per currency, by code. */
export function sumOf(rows: Iterable<Money>): Money[] {
  const sums = new Map<string, number>();
  for (const { currency, amount } of rows) sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums]
    .filter(([, amount]) => amount !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount }));
}
