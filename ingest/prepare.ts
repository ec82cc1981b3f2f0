import type { Session } from "../analytics/engine/duckdb.js";
import { ensureSchema } from "../analytics/schema.js";
import { discardUnfinished } from "./unfinished.js";

/** Makes a database fit for writing: its tables are there, and no batch is half done. */
export async function prepareDatabase(session: Session, timeZone?: string): Promise<void> {
  await ensureSchema(session, timeZone);
  await discardUnfinished(session);
}
