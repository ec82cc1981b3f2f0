import { ExchangeRateError } from "../errors.js";
import type { Session } from "../engine/duckdb.js";
import type { RateRule } from "../4_standings/program/rate.js";
import { lookParameters, type Look } from "./look.js";
import type { FigureMemory } from "./memory.js";
import { ExchangedSide, MoneyReader, type Exchange } from "./money.js";
import { exchangeOf, readSegments, segmentsInScope, type Segment } from "./scope.js";
import { ofMetric, scoredMetric } from "./scores.js";
import { SellerTable, type SellerRows } from "./seller-rows.js";
import { NO_FIGURES, type Side, type SideFigures } from "./side.js";
import { isOfNobody, volumeOf, type SideQuery } from "./side-query.js";
import { SideReader, type Keys } from "./side-reader.js";

export type { Look } from "./look.js";

export interface Figures {
  numerator: SideFigures;
  denominator: SideFigures;
}

export const NO_RATE: Figures = { numerator: NO_FIGURES, denominator: NO_FIGURES };

export interface FigureOptions {
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
  /** Leaves out the denominators of sellers for whom this is false in every look. */
  only?: ((numerator: SideFigures) => boolean) | undefined;
  /** Counts the different buyers of the numerator; without it they are 0. */
  hasBuyers?: boolean | undefined;
  /** Adds up the numerator's money also where the unit is not the amount; without it that is 0. */
  hasAmounts?: boolean | undefined;
}

/** Figures of every seller in one look. */
export class RateFigures {
  readonly numerator: Side;
  readonly denominator: Side;

  constructor(numerator: Side, denominator: Side) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  at(key: number): Figures {
    return { numerator: this.numerator.at(key), denominator: this.denominator.at(key) };
  }
}

/** A side, and how its money adds up; mixed where it does not, or nobody asks. */
interface PricedQuery extends SideQuery {
  isNumerator: boolean;
  money: "plain" | "mixed" | Exchange;
}

/** Reads figures of one ledger, and remembers sides that several programmes share. */
export class FigureReader {
  readonly #money: MoneyReader;
  readonly #keys: Keys;
  readonly #reader: SideReader;
  readonly segments: readonly Segment[];
  readonly #sides = new Map<string, Promise<readonly Side[]>>();

  private constructor(session: Session, keys: Keys, segments: readonly Segment[]) {
    this.#money = new MoneyReader(session);
    this.#keys = keys;
    this.#reader = new SideReader(session, keys);
    this.segments = segments;
  }

  /** `memory`: what was read before of this database, at this batch or earlier ones. */
  static async open(
    session: Session,
    knownBatch: number,
    memory?: FigureMemory | Promise<FigureMemory>,
  ): Promise<FigureReader> {
    const rows = await session.all<{ measure: string; measure_id: number }>(
      "select measure, measure_id from ledger.measures",
    );
    const { most } = await session.one<{ most: number }>(
      "select coalesce(max(seller_key), 0) as most from ledger.sellers",
    );
    const keys = {
      measures: new Map(rows.map(({ measure, measure_id }) => [measure, measure_id])),
      mostSeller: most,
      knownBatch,
      memory,
    };
    return new FigureReader(session, keys, await readSegments(session, knownBatch));
  }

  /** Names of what was asked for and is remembered. */
  get asked(): ReadonlySet<string> {
    return this.#reader.asked;
  }

  /** Every seller's figures in each look. */
  async figures(
    rule: RateRule,
    looks: readonly Look[],
    options: FigureOptions = {},
  ): Promise<RateFigures[]> {
    if (looks.length === 0) return [];
    const { unit } = rule;
    const money = exchangeOf(rule, this.segments);
    const segments = segmentsInScope(rule, this.segments);
    const { sellerKeys, hasBuyers = false, hasAmounts = false } = options;
    const shared = { unit, segments, looks };
    const numeratorOf = () =>
      this.#side({
        ...shared,
        term: rule.numerator,
        sellerKeys,
        isNumerator: true,
        hasAmounts: hasAmounts || unit === "amount",
        hasBuyers,
        money,
      });
    const denominatorOf = (keys: readonly number[] | undefined) =>
      this.#side({
        ...shared,
        term: rule.denominator,
        sellerKeys: keys,
        isNumerator: false,
        hasAmounts: unit === "amount",
        hasBuyers: false,
        // Gates compare the numerator's money only.
        money: unit === "amount" || money === "plain" ? money : "mixed",
      });
    const { only: isWanted } = options;
    const [numerators, denominators] = isWanted
      ? await inTurn(numeratorOf, (sides) => denominatorOf(withNumerator(sides, isWanted)))
      : await Promise.all([numeratorOf(), denominatorOf(sellerKeys)]);
    if (unit === "amount") requireRates(rule, [...numerators, ...denominators]);
    return looks.map(
      (_, index) => new RateFigures(numerators[index] as Side, denominators[index] as Side),
    );
  }

  #side(query: PricedQuery): Promise<readonly Side[]> {
    const { measures: names, less, by, month_offset, reasons, exempt } = query.term;
    const term = [names, less, by, month_offset, reasons, exempt];
    const key = JSON.stringify({ ...query, term });
    const known = this.#sides.get(key) ?? this.#read(query);
    this.#sides.set(key, known);
    return known;
  }

  async #read(query: PricedQuery): Promise<readonly Side[]> {
    const { money, unit } = query;
    if (scoredMetric(query.term) !== null)
      return this.#reader.read(ofMetric(query, query.isNumerator ? "numerator" : "denominator"));
    const sides = await this.#reader.read(query);
    if (money === "plain" || isOfNobody(query)) return sides;
    if (money === "mixed") return sides.map((side) => new ExchangedSide(side, unit, null));
    const converted = await this.#worth(query, money);
    return sides.map((side, index) => new ExchangedSide(side, unit, converted[index] ?? null));
  }

  async #worth(query: PricedQuery, money: Exchange): Promise<readonly SellerRows[]> {
    const { term, looks, segments, sellerKeys } = query;
    const ids = (names: readonly string[]) =>
      names.flatMap((name) => this.#keys.measures.get(name) ?? []);
    const volume = volumeOf(term);
    const worth = await this.#money.read(money, {
      ...lookParameters(term, looks),
      segments,
      seller_keys: sellerKeys ?? null,
      volume_measure: ids(volume === undefined ? [] : [volume])[0] ?? null,
      entry_measures: [...ids(term.measures), ...ids(term.less)],
      less_measures: ids(term.less),
      reasons: term.reasons ?? null,
      exempt: term.exempt,
    });
    return new SellerTable(worth, looks.length).windows;
  }
}

async function inTurn<A, B>(first: () => Promise<A>, second: (found: A) => Promise<B>) {
  const found = await first();
  return [found, await second(found)] as const;
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
  sides: readonly Side[],
  isWanted: (numerator: SideFigures) => boolean,
): number[] {
  const wanted = new Set<number>();
  for (const side of sides)
    for (const key of side.keys()) if (isWanted(side.at(key))) wanted.add(key);
  return [...wanted].sort((a, b) => a - b);
}
