import {
  blobValue,
  DOUBLE,
  DuckDBDoubleVector,
  LIST,
  listValue,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
} from "@duckdb/node-api";
import { QueryError } from "../errors.js";

/** Numbers are bound as DOUBLE, lists as LIST(DOUBLE) or LIST(VARCHAR): statements cast them; bytes as BLOB. */
export type Parameters = Record<
  string,
  string | number | boolean | null | Uint8Array | readonly string[] | readonly number[]
>;
export type SqlRow = Record<string, unknown>;

export interface Columns {
  names: readonly string[];
  /** Values of each column, in the order of `names`. */
  columns: readonly (readonly unknown[])[];
  length: number;
}

/** Columns of numbers. */
export interface Numbers {
  /** The values of a column, null as NaN; copied when asked for. */
  column: (name: string) => Float64Array;
  has: (name: string) => boolean;
  length: number;
}

/** Rows that are read at once by `chunks`. */
const PAGE = 65_536;

/** One connection, for one caller at a time. */
export class Session {
  readonly #connection: DuckDBConnection;
  #pagings = 0;
  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Runs a statement; answers how many rows it changed. */
  async run(sql: string, parameters?: Parameters): Promise<number> {
    try {
      return (await this.#connection.run(sql, ...bound(parameters))).rowsChanged;
    } catch (cause) {
      throw new QueryError(sql, cause);
    }
  }

  /** Reads all rows; 64-bit integers become numbers, so models cast what could exceed 2^53. */
  async all<R = SqlRow>(sql: string, parameters?: Parameters): Promise<R[]> {
    const { names, columns, length } = await this.columns(sql, parameters);
    const rows: SqlRow[] = Array.from({ length }, () => ({}));
    names.forEach((name, index) => {
      columns[index]?.forEach((value, row) => {
        (rows[row] as SqlRow)[name] = typeof value === "bigint" ? Number(value) : value;
      });
    });
    return rows as R[];
  }

  /** Reads all rows by column, for results too many to make an object of each. */
  async columns(sql: string, parameters?: Parameters): Promise<Columns> {
    try {
      const reader = await this.#connection.runAndReadAll(sql, ...bound(parameters));
      const names = reader.deduplicatedColumnNames();
      return { names, columns: reader.getColumnsJS(), length: reader.currentRowCount };
    } catch (cause) {
      throw new QueryError(sql, cause);
    }
  }

  /** Reads all rows of a query whose columns are all DOUBLE: the fastest way there is. */
  async numbers(sql: string, parameters?: Parameters): Promise<Numbers> {
    try {
      const result = await this.#connection.run(sql, ...bound(parameters));
      return numbersOf(result.columnNames(), await result.fetchAllChunks());
    } catch (cause) {
      throw new QueryError(sql, cause);
    }
  }

  /**
   * Reads rows page by page: more than should stand in memory at once. They wait in a temporary table,
   * as a stream of DuckDB 1.5 may never end (duckdb/duckdb issue 22215; seen here in a backtest, once).
   */
  async *chunks(sql: string, parameters?: Parameters): AsyncGenerator<Columns> {
    this.#pagings += 1;
    const table = `paging_${this.#pagings}`;
    await this.run(`create temp table ${table} as ${sql}`, parameters);
    try {
      for (let first = 0; ; first += PAGE) {
        const page = `select * from ${table} where rowid >= ${first} and rowid < ${first + PAGE}`;
        const columns = await this.columns(page);
        if (columns.length === 0) return;
        yield columns;
      }
    } finally {
      // After a failure nothing more may be run; what failed first is what must be told.
      await this.run(`drop table ${table}`).catch(() => undefined);
    }
  }

  /** The only row of a query that has exactly one. */
  async one<R = SqlRow>(sql: string, parameters?: Parameters): Promise<R> {
    const [row] = await this.all<R>(sql, parameters);
    if (row === undefined) throw new QueryError(sql, "no row where one was expected");
    return row;
  }

  /** Commits what `work` did, or nothing. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run("begin transaction");
    try {
      const result = await work();
      await this.run("commit");
      return result;
    } catch (error) {
      await this.run("rollback").catch(() => undefined);
      throw error;
    }
  }

  close(): void {
    this.#connection.closeSync();
  }
}

function numbersOf(names: readonly string[], chunks: readonly DuckDBDataChunk[]): Numbers {
  const length = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const copies = new Map<string, Float64Array>();
  const copy = (name: string) => {
    const values = new Float64Array(length);
    let first = 0;
    for (const chunk of chunks) {
      copyDoubles(chunk.getColumnVector(names.indexOf(name)), values, first);
      first += chunk.rowCount;
    }
    copies.set(name, values);
    return values;
  };
  return {
    column: (name) => copies.get(name) ?? copy(name),
    has: (name) => names.includes(name),
    length,
  };
}

function copyDoubles(vector: DuckDBVector, into: Float64Array, first: number): void {
  if (!(vector instanceof DuckDBDoubleVector))
    throw new TypeError(`a column is ${vector.type.toString()}, not DOUBLE`);
  for (let row = 0; row < vector.itemCount; row += 1)
    into[first + row] = vector.getItem(row) ?? NaN;
}

function bound(
  parameters: Parameters = {},
): [Record<string, DuckDBValue>, Record<string, DuckDBType>] {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value instanceof Uint8Array) values[name] = blobValue(value);
    else if (!isList(value)) values[name] = value;
    else {
      values[name] = listValue([...value]);
      types[name] = LIST(typeof value[0] === "number" ? DOUBLE : VARCHAR);
    }
  }
  return [values, types];
}

const isList = (value: Parameters[string]): value is readonly string[] | readonly number[] =>
  Array.isArray(value);
