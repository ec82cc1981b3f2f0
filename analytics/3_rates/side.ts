import type { Columns } from "../engine/duckdb.js";
import type { Unit } from "../4_standings/program/rate.js";

/** One side of a rate for one seller in one window. */
export interface SideFigures {
  raw: number;
  judged: number;
  /** Judged count of the unit's things; equals `judged` unless the unit is amount. */
  count: number;
  /** Judged amount in minor units. */
  amount: number;
  buyers: number;
}

export const NO_FIGURES: SideFigures = { raw: 0, judged: 0, count: 0, amount: 0, buyers: 0 };

/** A result by window and seller, read column by column. */
export class SellerTable {
  readonly #columns: ReadonlyMap<string, readonly number[]>;
  readonly windows: readonly SellerRows[];

  constructor(table: Columns, windowCount: number) {
    this.#columns = new Map(
      table.names.map((name, index) => [name, (table.columns[index] ?? []) as readonly number[]]),
    );
    const windows = this.column("window_id");
    const sellers = this.column("seller_key");
    const rows = Array.from({ length: windowCount }, () => new Map<number, number>());
    for (let row = 0; row < table.length; row += 1)
      rows[windows[row] as number]?.set(sellers[row] as number, row);
    this.windows = rows.map((found) => new SellerRows(this, found));
  }

  column(name: string): readonly number[] {
    return this.#columns.get(name) ?? [];
  }
}

/** The rows of one window. */
export class SellerRows {
  readonly #table: SellerTable;
  readonly #rows: ReadonlyMap<number, number>;

  constructor(table: SellerTable, rows: ReadonlyMap<number, number>) {
    this.#table = table;
    this.#rows = rows;
  }

  get keys(): Iterable<number> {
    return this.#rows.keys();
  }

  has(key: number): boolean {
    return this.#rows.has(key);
  }

  /** A seller's figure, 0 where it has none. */
  at(key: number, column: string): number {
    const row = this.#rows.get(key);
    return row === undefined ? 0 : (this.#table.column(column)[row] ?? 0);
  }
}

/** One side of a rate for every seller in one window. */
export interface Side {
  at(key: number, unit: Unit): SideFigures;
  /** Sellers with anything on this side; a key may come twice. */
  keys(): Iterable<number>;
}

const COUNTED = { orders: "orders", events: "events", amount: "orders", items: "items" } as const;

/** Plain orders and single postings together. */
export class PostedSide implements Side {
  readonly #volumes: SellerRows | null;
  readonly #entries: SellerRows | null;

  constructor(volumes: SellerRows | null, entries: SellerRows | null) {
    this.#volumes = volumes;
    this.#entries = entries;
  }

  keys(): number[] {
    return [...(this.#volumes?.keys ?? []), ...(this.#entries?.keys ?? [])];
  }

  at(key: number, unit: Unit): SideFigures {
    const volumes = this.#volumes?.has(key) ? this.#volumes : null;
    const entries = this.#entries?.has(key) ? this.#entries : null;
    if (!volumes && !entries) return NO_FIGURES;
    const counted = COUNTED[unit];
    const plain = volumes?.at(key, counted === "items" ? "items" : "count") ?? 0;
    const plainAmount = volumes?.at(key, "amount") ?? 0;
    const amount = plainAmount + (entries?.at(key, "judged_amount") ?? 0);
    const count = plain + (entries?.at(key, `judged_${counted}`) ?? 0);
    const isMoney = unit === "amount";
    return {
      raw: isMoney
        ? plainAmount + (entries?.at(key, "raw_amount") ?? 0)
        : plain + (entries?.at(key, `raw_${counted}`) ?? 0),
      judged: isMoney ? amount : count,
      count,
      amount,
      buyers: entries?.at(key, "judged_buyers") ?? 0,
    };
  }
}

/** A metric of the scores feed: its numerator or its denominator, as the side asks. */
export class ScoredSide implements Side {
  readonly #rows: SellerRows;
  readonly #column: "numerator" | "denominator";

  constructor(rows: SellerRows, column: "numerator" | "denominator") {
    this.#rows = rows;
    this.#column = column;
  }

  keys(): Iterable<number> {
    return this.#rows.keys;
  }

  at(key: number): SideFigures {
    if (!this.#rows.has(key)) return NO_FIGURES;
    const value = this.#rows.at(key, this.#column);
    return { raw: value, judged: value, count: value, amount: 0, buyers: 0 };
  }
}
