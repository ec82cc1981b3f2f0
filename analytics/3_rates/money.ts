import { readFileSync } from "node:fs";
import type { Columns, Parameters, Session } from "../engine/duckdb.js";
import { factorsOf, readQuotes, type Factor } from "./exchange.js";
import type { Unit } from "../4_standings/program/rate.js";
import type { lookParameters } from "./look.js";
import type { SellerRows } from "./seller-rows.js";
import type { Side, SideFigures } from "./side.js";

const MONEY_SQL = readFileSync(new URL("money.sql", import.meta.url), "utf8");

/** The currency of a programme's money, and those of its scope that must be converted to it. */
export interface Exchange {
  reporting: string;
  currencies: readonly string[];
}

type SideParameters = Parameters & ReturnType<typeof lookParameters>;
type Priced = Factor & { batch: number };

/** Converts money of one ledger; remembers what currencies are worth. */
export class MoneyReader {
  readonly #session: Session;
  readonly #factors = new Map<string, Promise<Factor[]>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Amounts of one side of a rate by window and seller, as money.sql says. */
  async read(exchange: Exchange, side: SideParameters): Promise<Columns> {
    const priced: Priced[] = [];
    for (const batch of new Set(side.known_batches))
      for (const factor of await this.#known(exchange, batch, side))
        priced.push({ ...factor, batch });
    return this.#session.columns(MONEY_SQL, {
      ...side,
      reporting: exchange.reporting,
      factor_batches: priced.map(({ batch }) => batch),
      factor_currencies: priced.map(({ currency }) => currency),
      factor_days: priced.map(({ day }) => day),
      factors: priced.map(({ factor }) => factor),
    });
  }

  #known(exchange: Exchange, knownBatch: number, side: SideParameters): Promise<Factor[]> {
    const days = { start: side.first_event, end: side.last_event };
    const key = JSON.stringify([exchange, knownBatch, days]);
    const known =
      this.#factors.get(key) ??
      readQuotes(this.#session, { knownBatch, ...days }).then((quotes) =>
        factorsOf(quotes, { ...exchange, ...days }),
      );
    this.#factors.set(key, known);
    return known;
  }
}

/** A side whose money is of several currencies: its amounts are those of money.sql, or none. */
export class ExchangedSide implements Side {
  readonly #posted: Side;
  readonly #unit: Unit;
  readonly #money: SellerRows | null;

  /** `money`: null where nobody said which currency counts. */
  constructor(posted: Side, unit: Unit, money: SellerRows | null) {
    this.#posted = posted;
    this.#unit = unit;
    this.#money = money;
  }

  keys(): Iterable<number> {
    return this.#posted.keys();
  }

  has(key: number): boolean {
    return this.#posted.has(key);
  }

  at(key: number): SideFigures {
    const { raw, judged, count, buyers } = this.#posted.at(key);
    const { rawAmount, amount, isUnpriced } = this.#worth(key);
    return this.#unit === "amount"
      ? { raw: rawAmount, judged: amount, count, amount, buyers, isUnpriced }
      : { raw, judged, count, amount, buyers, isUnpriced };
  }

  judgedOf(key: number): number {
    return this.#unit === "amount" ? this.at(key).judged : this.#posted.judgedOf(key);
  }

  firstGap(): string | null {
    const money = this.#money;
    const gaps = money?.keys.map((key) => gapOf(money, money.rowOf(key))) ?? [];
    return gaps.reduce(
      (first, gap) => (gap !== null && (!first || gap < first) ? gap : first),
      null,
    );
  }

  #worth(key: number) {
    const row = this.#money?.rowOf(key) ?? -1;
    const isUnpriced = this.#money === null || (row >= 0 && gapOf(this.#money, row) !== null);
    if (!this.#money || row < 0 || isUnpriced) return { rawAmount: 0, amount: 0, isUnpriced };
    return {
      rawAmount: this.#money.column("raw_amount")[row] as number,
      amount: this.#money.column("judged_amount")[row] as number,
      isUnpriced,
    };
  }
}

const gapOf = (money: SellerRows, row: number): string | null =>
  (money.column("gap") as readonly unknown[])[row] as string | null;
