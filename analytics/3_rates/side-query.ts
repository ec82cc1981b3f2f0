import type { Term, Unit } from "../4_standings/program/rate.js";
import { measures } from "../2_ledger/measures.js";
import type { Look } from "./look.js";
import type { SegmentSet } from "./segment-classes.js";
import { SellerPlaces, SideSums } from "./side.js";

/** What one side of a rate counts, and where. */
export interface SideQuery {
  term: Term;
  unit: Unit;
  segments: SegmentSet;
  looks: readonly Look[];
  /** Undefined: every seller. */
  sellerKeys: readonly number[] | undefined;
  hasAmounts: boolean;
  hasBuyers: boolean;
  /** Only what was posted after this batch; for postings that need only be added up. Defaults to all. */
  afterBatch?: number;
  /** Of a metric of the scores feed: which of its two figures. */
  figure?: "numerator" | "denominator";
}

/** A query, and the sums that answer it: one for each of its looks. */
export interface Ask extends SideQuery {
  sums: readonly SideSums[];
}

export function askOf(query: SideQuery, mostKey: number): Ask {
  const places = new SellerPlaces(query.sellerKeys ?? null, mostKey);
  const kinds = {
    isExempting: query.term.exempt.length > 0,
    isMoney: query.unit === "amount",
    hasAmounts: query.hasAmounts,
    hasBuyers: query.hasBuyers,
  };
  return { ...query, sums: query.looks.map(() => new SideSums(places, kinds)) };
}

/** Whether nothing at all is asked for. */
export const isOfNobody = ({ looks, segments, sellerKeys }: SideQuery): boolean =>
  looks.length === 0 || segments?.length === 0 || sellerKeys?.length === 0;

/** The measure of which plain orders keep no ids, if a term has one: there is no more than one. */
export const volumeOf = ({ measures: names }: Term): string | undefined =>
  names.find((name) => measures.get(name)?.posts === "volumes");

/**
 * The measure of a term whose postings need only be added up, as no order is in it twice; undefined
 * where orders must be told apart.
 */
export function countedOf({ term, hasBuyers }: SideQuery): string | undefined {
  const [name = "", ...others] = term.measures;
  const isAlone = others.length === 0 && term.less.length === 0 && !hasBuyers;
  return isAlone && measures.get(name)?.isOncePerOrder ? name : undefined;
}

/** Sellers of whom any of some queries asks; null: all. */
export function sellersOf(queries: readonly Pick<SideQuery, "sellerKeys">[]): number[] | null {
  const wanted = new Set<number>();
  for (const { sellerKeys } of queries) {
    if (!sellerKeys) return null;
    for (const key of sellerKeys) wanted.add(key);
  }
  return [...wanted];
}
