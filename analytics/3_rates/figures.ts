import { readFileSync } from "node:fs";
import { ExchangeRateError } from "../errors.js";
import type { Columns, Session } from "../engine/duckdb.js";
import { measures } from "../2_ledger/measures.js";
import type { RateRule, Term } from "../4_standings/program/rate.js";
import { lookParameters, type Look } from "./look.js";
import { ExchangedSide, MoneyReader, type Exchange } from "./money.js";
import { exchangeOf, readSegments, segmentsInScope, type Segment } from "./scope.js";
import { readScores } from "./scores.js";
import {
  NO_FIGURES,
  PostedSide,
  ScoredSide,
  SellerTable,
  type Side,
  type SideFigures,
} from "./side.js";
import { boundsOf } from "./window.js";

export type { Look } from "./look.js";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const VOLUMES_SQL = read("volumes.sql");
const ENTRIES_SQL = read("entries.sql");

export interface Figures {
  numerator: SideFigures;
  denominator: SideFigures;
}

export const NO_RATE: Figures = { numerator: NO_FIGURES, denominator: NO_FIGURES };

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

/** What one side of a rate counts, and where. */
interface SideQuery {
  term: Term;
  segments: readonly number[] | null;
  looks: readonly Look[];
  sellerKeys: readonly number[] | undefined;
  isNumerator: boolean;
  /** How its money adds up; mixed where it does not, or nobody asks. */
  money: "plain" | "mixed" | Exchange;
}

const NOBODY: Side = { at: () => NO_FIGURES, has: () => false, keys: () => [] };

/** Reads figures of one ledger, and remembers sides that several programmes share. */
export class FigureReader {
  readonly #session: Session;
  readonly #money: MoneyReader;
  readonly #measures: ReadonlyMap<string, number>;
  readonly segments: readonly Segment[];
  readonly #sides = new Map<string, Promise<Side[]>>();

  private constructor(
    session: Session,
    ids: ReadonlyMap<string, number>,
    segments: readonly Segment[],
  ) {
    this.#session = session;
    this.#money = new MoneyReader(session);
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
    const money = exchangeOf(rule, this.segments);
    const numerators = await this.#side({
      term: rule.numerator,
      segments,
      looks,
      sellerKeys: options.sellerKeys,
      isNumerator: true,
      money,
    });
    const sellerKeys = options.only
      ? withNumerator(rule, numerators, options.only)
      : options.onlyWithNumerator
        ? withNumerator(rule, numerators, ({ raw }) => raw > 0)
        : options.sellerKeys;
    const denominators = await this.#side({
      term: rule.denominator,
      segments,
      looks,
      sellerKeys,
      isNumerator: false,
      // Gates compare the numerator's money only.
      money: rule.unit === "amount" || money === "plain" ? money : "mixed",
    });
    if (rule.unit === "amount") requireRates(rule, [...numerators, ...denominators]);
    return looks.map(
      (_, index) => new RateFigures(rule, numerators[index] as Side, denominators[index] as Side),
    );
  }

  #side(query: SideQuery): Promise<Side[]> {
    const { measures: names, less, by, month_offset, reasons, exempt } = query.term;
    const term = [names, less, by, month_offset, reasons, exempt];
    const key = JSON.stringify({ ...query, term });
    const known = this.#sides.get(key) ?? this.#readEachOnce(query);
    this.#sides.set(key, known);
    return known;
  }

  /** Two windows of a rate may be the same days: an adaptive one's probe often is. */
  async #readEachOnce(query: SideQuery): Promise<Side[]> {
    const keys = query.looks.map((look) => JSON.stringify(look));
    const places = new Map<string, number>();
    for (const key of keys) if (!places.has(key)) places.set(key, places.size);
    const looks = [...places.keys()].map((key) => JSON.parse(key) as Look);
    const sides = await this.#read({ ...query, looks });
    return keys.map((key) => sides[places.get(key) as number] as Side);
  }

  async #read(query: SideQuery): Promise<Side[]> {
    const { term, segments, looks, sellerKeys, isNumerator, money } = query;
    if (sellerKeys?.length === 0) return looks.map(() => NOBODY);
    const metric = scoredMetric(term);
    if (metric !== null) return this.#scored(term, metric, looks, sellerKeys, isNumerator);
    const ids = (names: readonly string[]) =>
      names.flatMap((name) => this.#measures.get(name) ?? []);
    const volume = term.measures.find((name) => measures.get(name)?.posts === "volumes");
    const shared = { ...lookParameters(term, looks), segments, seller_keys: sellerKeys ?? null };
    const ofVolumes = { volume_measure: ids(volume === undefined ? [] : [volume])[0] ?? null };
    const ofEntries = {
      entry_measures: [...ids(term.measures), ...ids(term.less)],
      less_measures: ids(term.less),
      reasons: term.reasons ?? null,
      exempt: term.exempt,
    };
    const volumes =
      volume === undefined
        ? null
        : await this.#session.columns(VOLUMES_SQL, { ...shared, ...ofVolumes });
    const entries = await this.#session.columns(ENTRIES_SQL, {
      ...shared,
      ...ofEntries,
      count_buyers: isNumerator,
    });
    const plain = volumes && new SellerTable(volumes, looks.length);
    const single = new SellerTable(entries, looks.length);
    const sides = single.windows.map(
      (rows, index) => new PostedSide(plain?.windows[index] ?? null, rows),
    );
    if (money === "plain") return sides;
    if (money === "mixed") return sides.map((side) => new ExchangedSide(side, null));
    const worth = await this.#money.read(money, { ...shared, ...ofVolumes, ...ofEntries });
    const converted = new SellerTable(worth, looks.length).windows;
    return sides.map((side, index) => new ExchangedSide(side, converted[index] ?? null));
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

/** Money is never added up at a rate that nobody gave: that is an error, not a silent 1. */
function requireRates({ reporting_currency }: RateRule, sides: readonly Side[]): void {
  const gaps = sides.flatMap((side) => side.firstGap?.() ?? []).sort();
  const [day, currency] = gaps[0]?.split(" ") ?? [];
  if (day === undefined || currency === undefined) return;
  throw new ExchangeRateError(
    `the programme reports in ${reporting_currency}, and there is no exchange rate for ${currency} on ${day} nor in the 7 days before: ingest exchange_rates from then on, or narrow its scope`,
    { lacking: { currency, day } },
  );
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
