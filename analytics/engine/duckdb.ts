import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import {
  DOUBLE,
  DuckDBInstance,
  LIST,
  listValue,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import { DatabaseBusyError, QueryError, UserError } from "../errors.js";

/** Numbers are bound as DOUBLE, lists as LIST(DOUBLE) or LIST(VARCHAR): statements cast them. */
export type Parameters = Record<
  string,
  string | number | boolean | null | readonly string[] | readonly number[]
>;
export type SqlRow = Record<string, unknown>;

export interface Columns {
  names: readonly string[];
  /** Values of each column, in the order of `names`. */
  columns: readonly (readonly unknown[])[];
  length: number;
}

/** The catalog that the database is attached as. */
const STORE = "store";

/** One connection, for one caller at a time. */
export class Session {
  readonly #connection: DuckDBConnection;
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

  /**
   * Reads rows as they come, some two thousand at a time: more than should stand in memory at once.
   * The connection is busy until all are read.
   */
  async *chunks(sql: string, parameters?: Parameters): AsyncGenerator<Columns> {
    try {
      const result = await this.#connection.stream(sql, ...bound(parameters));
      const names = result.deduplicatedColumnNames();
      let chunk = await result.fetchChunk();
      while (chunk && chunk.rowCount > 0) {
        yield { names, columns: chunk.getColumns(), length: chunk.rowCount };
        chunk = await result.fetchChunk();
      }
    } catch (cause) {
      throw new QueryError(sql, cause);
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

function bound(
  parameters: Parameters = {},
): [Record<string, DuckDBValue>, Record<string, DuckDBType>] {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (!isList(value)) values[name] = value;
    else {
      values[name] = listValue([...value]);
      types[name] = LIST(typeof value[0] === "number" ? DOUBLE : VARCHAR);
    }
  }
  return [values, types];
}

const isList = (value: Parameters[string]): value is readonly string[] | readonly number[] =>
  Array.isArray(value);

export interface DatabaseOptions {
  /** File, or `:memory:`. */
  path: string;
  /** DuckDB's own limit; what the process uses is somewhat more. Defaults to 1200MB. */
  memoryLimit?: string;
  /** Defaults to 2. */
  threads?: number;
  readOnly?: boolean;
}

/** The only place that opens DuckDB: one writer with a queue, readers with connections of their own. */
export class Database {
  readonly path: string;
  readonly #instance: DuckDBInstance;
  readonly #writer: Session;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(path: string, instance: DuckDBInstance, writer: Session) {
    this.path = path;
    this.#instance = instance;
    this.#writer = writer;
  }

  static async open(options: DatabaseOptions): Promise<Database> {
    const { path, memoryLimit = "1200MB", threads = 2, readOnly = false } = options;
    if (path !== ":memory:" && !readOnly) mkdirSync(dirname(path), { recursive: true });
    const instance = await DuckDBInstance.create(":memory:", {
      threads: String(threads),
      memory_limit: memoryLimit,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      temp_directory: path === ":memory:" ? "" : `${path}.tmp`,
    });
    try {
      const setup = new Session(await instance.connect());
      // Under a name of our own, as a file called ledger.duckdb would hide the schema ledger.
      await setup.run(`attach ${literal(path)} as ${STORE}${readOnly ? " (read_only)" : ""}`);
      setup.close();
      return new Database(path, instance, await connect(instance));
    } catch (cause) {
      instance.closeSync();
      throw openError(path, cause);
    }
  }

  /** Runs `work` alone on the writer's connection, after all work queued before it. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const result = this.#queue.then(() => work(this.#writer));
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Runs `work` on a connection of its own. */
  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await connect(this.#instance);
    try {
      return await work(session);
    } finally {
      session.close();
    }
  }

  /** From here on no statement can reach a file or the network, other than the database itself. */
  async shutExternalAccess(): Promise<void> {
    await this.write((session) => session.run("set enable_external_access = false"));
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#writer.close();
    this.#instance.closeSync();
  }
}

async function connect(instance: DuckDBInstance): Promise<Session> {
  const session = new Session(await instance.connect());
  await session.run(`use ${STORE}`);
  await session.run("set TimeZone = 'UTC'");
  // In DuckDB 1.5.1 to 1.5.5 two arms of a UNION ALL that share a join can be given each other's
  // columns, and silently wrong rows (duckdb/duckdb issue 25819).
  await session.run("set disabled_optimizers = 'common_subplan'");
  return session;
}

function openError(path: string, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/lock/i.test(message)) {
    const owner = /PID (\d+)/.exec(message)?.[1];
    return new DatabaseBusyError(
      `${path} is in use by another process${owner ? ` (PID ${owner})` : ""}: stop it, ask the running server over HTTP, or name another file with --db`,
      { cause },
    );
  }
  const [firstLine = message] = message.split("\n");
  return new UserError(`${path} cannot be opened as a database: ${firstLine}`, { cause });
}

/** An identifier, quoted. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal, quoted. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
