import { readFileSync } from "node:fs";
import type { Columns, Parameters, Session } from "../engine/duckdb.js";
import { measures } from "../2_ledger/measures.js";
import type { RateRule, Term } from "../4_standings/program/rate.js";
import { readSegments, segmentsInScope, type Segment } from "./scope.js";
import { readScores } from "./scores.js";
import {
  NO_FIGURES,
  PostedSide,
  ScoredSide,
  SellerTable,
  type Side,
  type SideFigures,
} from "./side.js";
import { boundsOf, type Window } from "./window.js";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const VOLUMES_SQL = read("volumes.sql");
const ENTRIES_SQL = read("entries.sql");

export interface Figures {
  numerator: SideFigures;
  denominator: SideFigures;
}

export const NO_RATE: Figures = { numerator: NO_FIGURES, denominator: NO_FIGURES };

/** A window, and what was known when it was looked at. */
export interface Look {
  window: Window;
  /** What happened on this day or later does not count. */
  cutoff: string;
  /** Newest ledger batch that counts. */
  knownBatch: number;
}

export interface FigureOptions {
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
  /** Leaves out the denominators of sellers without any defect in any look. */
  onlyWithNumerator?: boolean | undefined;
  /** Leaves out the denominators of sellers for whom this is false in every look. */
  only?: ((numerator: SideFigures) => boolean) | undefined;
}

/** Figures of every seller in one look. */
export class RateFigures {
  readonly #rule: Pick<RateRule, "unit">;
  readonly numerator: Side;
  readonly denominator: Side;

  constructor(rule: Pick<RateRule, "unit">, numerator: Side, denominator: Side) {
    this.#rule = rule;
    this.numerator = numerator;
    this.denominator = denominator;
  }

  at(key: number): Figures {
    const { unit } = this.#rule;
    return { numerator: this.numerator.at(key, unit), denominator: this.denominator.at(key, unit) };
  }

  /** Every seller with anything on either side. */
  keys(): Set<number> {
    return new Set([...this.numerator.keys(), ...this.denominator.keys()]);
  }
}

const NOBODY: Side = { at: () => NO_FIGURES, has: () => false, keys: () => [] };

/** Reads figures of one ledger, and remembers sides that several programmes share. */
export class FigureReader {
  readonly #session: Session;
  readonly #measures: ReadonlyMap<string, number>;
  readonly segments: readonly Segment[];
  readonly #sides = new Map<string, Promise<Side[]>>();

  private constructor(
    session: Session,
    ids: ReadonlyMap<string, number>,
    segments: readonly Segment[],
  ) {
    this.#session = session;
    this.#measures = ids;
    this.segments = segments;
  }

  static async open(session: Session, knownBatch: number): Promise<FigureReader> {
    const rows = await session.all<{ measure: string; measure_id: number }>(
      "select measure, measure_id from ledger.measures",
    );
    const ids = new Map(rows.map(({ measure, measure_id }) => [measure, measure_id]));
    return new FigureReader(session, ids, await readSegments(session, knownBatch));
  }

  /** Every seller's figures in each look. */
  async figures(
    rule: RateRule,
    looks: readonly Look[],
    options: FigureOptions = {},
  ): Promise<RateFigures[]> {
    if (looks.length === 0) return [];
    const segments = segmentsInScope(rule, this.segments);
    const numerators = await this.#side(rule.numerator, segments, looks, options.sellerKeys, true);
    const sellerKeys = options.only
      ? withNumerator(rule, numerators, options.only)
      : options.onlyWithNumerator
        ? withNumerator(rule, numerators, ({ raw }) => raw > 0)
        : options.sellerKeys;
    const denominators = await this.#side(rule.denominator, segments, looks, sellerKeys, false);
    return looks.map(
      (_, index) => new RateFigures(rule, numerators[index] as Side, denominators[index] as Side),
    );
  }

  #side(
    term: Term,
    segments: readonly number[] | null,
    looks: readonly Look[],
    sellerKeys: readonly number[] | undefined,
    countBuyers: boolean,
  ): Promise<Side[]> {
    const { measures: names, less, by, month_offset, reasons, exempt } = term;
    const what = [names, less, by, month_offset, reasons, exempt, countBuyers];
    const key = JSON.stringify([what, segments, looks, sellerKeys]);
    const known = this.#sides.get(key);
    if (known) return known;
    const side = this.#read(term, segments, looks, sellerKeys, countBuyers);
    this.#sides.set(key, side);
    return side;
  }

  async #read(
    term: Term,
    segments: readonly number[] | null,
    looks: readonly Look[],
    sellerKeys: readonly number[] | undefined,
    countBuyers: boolean,
  ): Promise<Side[]> {
    if (sellerKeys?.length === 0) return looks.map(() => NOBODY);
    const metric = scoredMetric(term);
    if (metric !== null) return this.#scored(term, metric, looks, sellerKeys, countBuyers);
    const shared = { ...lookParameters(term, looks), segments, seller_keys: sellerKeys ?? null };
    const ids = (names: readonly string[]) =>
      names.flatMap((name) => this.#measures.get(name) ?? []);
    const volume = term.measures.find((name) => measures.get(name)?.posts === "volumes");
    const volumes =
      volume === undefined
        ? null
        : await this.#session.columns(VOLUMES_SQL, {
            ...shared,
            volume_measure: ids([volume])[0] ?? null,
          });
    const entries = await this.#session.columns(ENTRIES_SQL, {
      ...shared,
      entry_measures: [...ids(term.measures), ...ids(term.less)],
      less_measures: ids(term.less),
      reasons: term.reasons ?? null,
      exempt: term.exempt,
      count_buyers: countBuyers,
    });
    const plain = volumes && new SellerTable(volumes, looks.length);
    const single = new SellerTable(entries, looks.length);
    return single.windows.map((rows, index) => new PostedSide(plain?.windows[index] ?? null, rows));
  }

  async #scored(
    term: Term,
    metric: string,
    looks: readonly Look[],
    sellerKeys: readonly number[] | undefined,
    isNumerator: boolean,
  ): Promise<Side[]> {
    const windows = looks.map(({ window, cutoff, knownBatch }) => {
      const { event } = boundsOf({ ...term, by: "event_date" }, window, cutoff);
      return { ...event, knownBatch };
    });
    const found = await readScores(this.#session, { metric, windows, sellerKeys });
    const table = new SellerTable(scoreColumns(found), looks.length);
    const column = isNumerator ? "numerator" : "denominator";
    return table.windows.map((rows) => new ScoredSide(rows, column));
  }
}

function scoreColumns(found: Awaited<ReturnType<typeof readScores>>): Columns {
  const { windowIds, sellerKeys, numerators, denominators } = found;
  return {
    names: ["window_id", "seller_key", "numerator", "denominator"],
    columns: [windowIds, sellerKeys, numerators, denominators],
    length: windowIds.length,
  };
}

/** `first_response` of `scores.first_response`; null for measures of the ledger. */
export function scoredMetric({ measures: [name = ""] }: Term): string | null {
  return name.startsWith("scores.") ? name.slice("scores.".length) : null;
}

function withNumerator(
  { unit }: RateRule,
  sides: readonly Side[],
  isWanted: (numerator: SideFigures) => boolean,
): number[] {
  const wanted = new Set<number>();
  for (const side of sides)
    for (const key of side.keys()) if (isWanted(side.at(key, unit))) wanted.add(key);
  return [...wanted].sort((a, b) => a - b);
}

function lookParameters(term: Term, looks: readonly Look[]): Parameters {
  const bounds = looks.map(({ window, cutoff }) => boundsOf(term, window, cutoff));
  const isByOrder = term.by === "order_date";
  const days = bounds.map(({ order, event }) => (isByOrder ? order : event));
  const least = (values: readonly string[]) => values.reduce((a, b) => (b < a ? b : a));
  const most = (values: readonly string[]) => values.reduce((a, b) => (b > a ? b : a));
  return {
    window_ids: looks.map((_, index) => index),
    starts: days.map(({ start }) => start),
    ends: days.map(({ end }) => end),
    cutoffs: looks.map(({ cutoff }) => cutoff),
    known_batches: looks.map(({ knownBatch }) => knownBatch),
    by_order: isByOrder,
    first_order: least(bounds.map(({ order }) => order.start)),
    last_order: most(bounds.map(({ order }) => order.end)),
    first_event: least(bounds.map(({ event }) => event.start)),
    last_event: most(bounds.map(({ event }) => event.end)),
  };
}
