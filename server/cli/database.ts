import { existsSync } from "node:fs";
import { SCHEMA_VERSION } from "../../analytics/schema.js";
import { prepareDatabase } from "../../ingest/prepare.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { UserError } from "../../analytics/errors.js";
import { hasFigures, readSchemaVersion } from "../../ingest/status.js";
import { databasePath, readConfig } from "../config.js";
import { strings } from "./strings.js";

export interface DatabaseOption {
  db?: string;
}

export interface TimeZoneOption {
  timeZone?: string;
}

/** The database that was asked for: --db, or the configured one. */
export function chosenDatabase(options: DatabaseOption): string {
  return options.db === undefined ? readConfig().db : databasePath(options.db);
}

/**
 * Opens the database for one command and closes it. `create` makes what is missing, in the time zone
 * that was asked for or configured, and refuses a ledger of another; `read` lets other readers in and
 * can change nothing.
 */
export async function withDatabase<T>(
  options: DatabaseOption & TimeZoneOption,
  mode: "create" | "write" | "read",
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const path = chosenDatabase(options);
  const { memoryLimit, threads, timeZone } = readConfig();
  if (mode !== "create" && !existsSync(path)) throw new UserError(strings.noDatabase(path));
  const database = await Database.open({ path, memoryLimit, threads, readOnly: mode === "read" });
  try {
    if (mode === "read") await checkSchema(database);
    else {
      const wanted = mode === "create" ? (options.timeZone ?? timeZone) : undefined;
      await database.write((session) => prepareDatabase(session, wanted));
    }
    return await work(database);
  } finally {
    await database.close();
  }
}

async function checkSchema(database: Database): Promise<void> {
  const version = await database.read(readSchemaVersion);
  if (version === null) throw new UserError(strings.notPlimsoll(database.path));
  if (version !== SCHEMA_VERSION)
    throw new UserError(strings.otherSchema(database.path, version, SCHEMA_VERSION));
}

/** Refuses a database from which nothing can be told. */
export async function requireOrders(database: Database): Promise<void> {
  if (!(await database.read(hasFigures))) throw new UserError(strings.emptyDatabase(database.path));
}
