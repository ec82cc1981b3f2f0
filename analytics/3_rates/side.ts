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
  /** Some of its money could not be converted to the currency that counts: amounts are 0, and say nothing. */
  isUnpriced?: boolean;
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
    const rows = Array.from({ length: windowCount }, () => new RowIndex());
    for (let row = 0; row < table.length; row += 1)
      rows[windows[row] as number]?.set(sellers[row] as number, row);
    this.windows = rows.map((index) => new SellerRows(this, index));
  }

  column(name: string): readonly number[] {
    return this.#columns.get(name) ?? [];
  }
}

/** Which row each seller_key has. Keys are small whole numbers, so a plain array finds them fastest. */
class RowIndex {
  readonly #rows: number[] = [];
  readonly keys: number[] = [];

  set(key: number, row: number): void {
    // Without holes up to 50,000 keys an array stays one.
    while (this.#rows.length < key) this.#rows.push(-1);
    this.#rows[key] = row;
    this.keys.push(key);
  }

  get(key: number): number {
    return this.#rows[key] ?? -1;
  }
}

/** The rows of one window. */
export class SellerRows {
  readonly #table: SellerTable;
  readonly #rows: RowIndex;

  constructor(table: SellerTable, rows: RowIndex) {
    this.#table = table;
    this.#rows = rows;
  }

  get keys(): readonly number[] {
    return this.#rows.keys;
  }

  /** A seller's row, -1 where it has none. */
  rowOf(key: number): number {
    return this.#rows.get(key);
  }

  column(name: string): readonly number[] {
    return this.#table.column(name);
  }
}

/** One side of a rate for every seller in one window. */
export interface Side {
  at(key: number, unit: Unit): SideFigures;
  has(key: number): boolean;
  /** Sellers with anything on this side; a key may come twice. */
  keys(): Iterable<number>;
  /** The first day without an exchange rate that it needs, and whose, as in `2026-01-31 JPY`. */
  firstGap?(): string | null;
}

const COUNTED = { orders: "orders", events: "events", amount: "orders", items: "items" } as const;

/** Columns of one unit, found once. */
interface UnitColumns {
  volumes: readonly number[];
  volumeAmounts: readonly number[];
  raw: readonly number[];
  judged: readonly number[];
  rawAmounts: readonly number[];
  amounts: readonly number[];
  buyers: readonly number[];
}

/** Plain orders and single postings together. */
export class PostedSide implements Side {
  readonly #volumes: SellerRows | null;
  readonly #entries: SellerRows;
  readonly #columns = new Map<Unit, UnitColumns>();

  constructor(volumes: SellerRows | null, entries: SellerRows) {
    this.#volumes = volumes;
    this.#entries = entries;
  }

  keys(): Iterable<number> {
    return this.#volumes ? [...this.#volumes.keys, ...this.#entries.keys] : this.#entries.keys;
  }

  has(key: number): boolean {
    return this.#entries.rowOf(key) >= 0 || (this.#volumes?.rowOf(key) ?? -1) >= 0;
  }

  at(key: number, unit: Unit): SideFigures {
    const plain = this.#volumes?.rowOf(key) ?? -1;
    const single = this.#entries.rowOf(key);
    if (plain < 0 && single < 0) return NO_FIGURES;
    const columns = this.#columns.get(unit) ?? this.#find(unit);
    const volume = plain < 0 ? 0 : (columns.volumes[plain] as number);
    const volumeAmount = plain < 0 ? 0 : (columns.volumeAmounts[plain] as number);
    const isSingle = single >= 0;
    const count = volume + (isSingle ? (columns.judged[single] as number) : 0);
    const amount = volumeAmount + (isSingle ? (columns.amounts[single] as number) : 0);
    const isMoney = unit === "amount";
    const raw = isSingle ? ((isMoney ? columns.rawAmounts : columns.raw)[single] as number) : 0;
    return {
      raw: (isMoney ? volumeAmount : volume) + raw,
      judged: isMoney ? amount : count,
      count,
      amount,
      buyers: isSingle ? (columns.buyers[single] as number) : 0,
    };
  }

  #find(unit: Unit): UnitColumns {
    const counted = COUNTED[unit];
    const entries = this.#entries;
    const columns = {
      volumes: this.#volumes?.column(counted === "items" ? "items" : "count") ?? [],
      volumeAmounts: this.#volumes?.column("amount") ?? [],
      raw: entries.column(`raw_${counted}`),
      judged: entries.column(`judged_${counted}`),
      rawAmounts: entries.column("raw_amount"),
      amounts: entries.column("judged_amount"),
      buyers: entries.column("judged_buyers"),
    };
    this.#columns.set(unit, columns);
    return columns;
  }
}

/** A metric of the scores feed: its numerator or its denominator, as the side asks. */
export class ScoredSide implements Side {
  readonly #rows: SellerRows;
  readonly #values: readonly number[];

  constructor(rows: SellerRows, column: "numerator" | "denominator") {
    this.#rows = rows;
    this.#values = rows.column(column);
  }

  keys(): Iterable<number> {
    return this.#rows.keys;
  }

  has(key: number): boolean {
    return this.#rows.rowOf(key) >= 0;
  }

  at(key: number): SideFigures {
    const row = this.#rows.rowOf(key);
    if (row < 0) return NO_FIGURES;
    const value = this.#values[row] as number;
    return { raw: value, judged: value, count: value, amount: 0, buyers: 0 };
  }
}
