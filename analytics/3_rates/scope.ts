import { ExchangeRateError } from "../errors.js";
import type { Session } from "../engine/duckdb.js";
import type { RateRule } from "../4_standings/program/rate.js";
import type { Exchange } from "./money.js";

export interface Segment {
  segment_id: number;
  card_network: string | null;
  card_present: boolean | null;
  region: string | null;
  category: string | null;
  currency: string;
}

/**
 * The ledger's segments. Where they have several currencies, only those to which anything is posted
 * as known at a batch (by default the newest), so that money which came later, or was taken back,
 * does not mix with the rest.
 */
export async function readSegments(session: Session, knownBatch?: number): Promise<Segment[]> {
  const segments = await session.all<Segment>("select * from ledger.segments order by segment_id");
  if (new Set(segments.map(({ currency }) => currency)).size <= 1) return segments;
  const rows = await session.all<{ segment_id: number }>(
    `select segment_id from (
       select segment_id, count, batch_id from ledger.volumes
       union all
       select segment_id, count, batch_id from ledger.entries)
     where cast($known_batch as INTEGER) is null or batch_id <= cast($known_batch as INTEGER)
     group by segment_id having sum(count) > 0`,
    { known_batch: knownBatch ?? null },
  );
  const used = new Set(rows.map(({ segment_id }) => segment_id));
  return segments.filter(({ segment_id }) => used.has(segment_id));
}

/** The ledger's segments that a rate's scope lets in; null where it lets all in. */
export function segmentsInScope(rule: RateRule, segments: readonly Segment[]): number[] | null {
  const inScope = segments.filter((segment) => isInScope(rule, segment));
  return inScope.length === segments.length ? null : inScope.map(({ segment_id }) => segment_id);
}

function isInScope({ scope }: RateRule, segment: Segment): boolean {
  const { except_regions: except = [], ...filters } = scope;
  if (segment.region !== null && except.includes(segment.region)) return false;
  return (Object.keys(filters) as (keyof typeof filters)[]).every((name) => {
    const allowed: readonly unknown[] | undefined = filters[name];
    return allowed === undefined || allowed.includes(segment[name]);
  });
}

/**
 * How the money of a rate's scope adds up. plain: it is all of one currency, the one that counts;
 * mixed: it never does, as nobody said which one counts.
 */
export function exchangeOf(
  rule: RateRule,
  segments: readonly Segment[],
): "plain" | "mixed" | Exchange {
  const { reporting_currency: reporting } = rule;
  const inScope = segments.filter((segment) => isInScope(rule, segment));
  const all = [...new Set(inScope.map(({ currency }) => currency))].sort();
  if (reporting === undefined) return all.length < 2 ? "plain" : "mixed";
  const currencies = all.filter((currency) => currency !== reporting);
  return currencies.length === 0 ? "plain" : { reporting, currencies };
}

/** For readings that cannot convert money: several currencies are an error, not a silent 1. */
export function requireOneCurrency(rule: RateRule, segments: readonly Segment[]): void {
  const money = exchangeOf(rule, segments);
  if (typeof money === "string") return;
  throw new ExchangeRateError(
    `the programme reports in ${money.reporting}, and there are amounts in ${money.currencies.join(", ")}, which are not converted here: narrow its scope to one currency`,
  );
}
