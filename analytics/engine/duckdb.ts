import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseBusyError, UserError } from "../errors.js";
import { Session } from "./session.js";

export { Session, type Columns, type Numbers, type Parameters, type SqlRow } from "./session.js";

/** The catalog that the database is attached as. */
const STORE = "store";

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
  // Groups by seller_key are looked up in an array instead of a hash table.
  await session.run("set perfect_ht_threshold = 20");
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
