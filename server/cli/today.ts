import type { Session } from "../../analytics/engine/duckdb.js";
import { dayIn, ledgerTimeZone } from "../../analytics/2_ledger/time-zone.js";
import type { Io } from "./io.js";

/** Today where the ledger's days begin, or the day that it was there at a moment, as YYYY-MM-DD. */
export const ledgerToday = async (session: Session, io: Io, at?: string): Promise<string> =>
  dayIn(await ledgerTimeZone(session), at === undefined ? io.now() : new Date(at));
