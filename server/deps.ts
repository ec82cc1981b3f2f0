import type { Database } from "../analytics/engine/duckdb.js";
import type { Program } from "../analytics/4_standings/program.js";
import type { Backtests } from "./backtests.js";
import type { Log } from "./log.js";
import type { Snapshots } from "./snapshot/snapshot.js";

/** Everything that the app needs from outside: nothing in it reads a clock, a file or the environment. */
export interface Deps {
  database: Database;
  programs: ReadonlyMap<string, Program>;
  snapshots: Snapshots;
  log: Log;
  /** Those under way must be stopped before the database is closed; made by the app if it is left out. */
  backtests?: Backtests | undefined;
  /** Now. */
  now: () => Date;
  /** Folder of the built dashboard; without it only the API is served. */
  dashboard?: string | undefined;
}
