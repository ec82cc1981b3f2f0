import type { Columns } from "../engine/duckdb.js";

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
