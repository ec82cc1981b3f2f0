import type { Database } from "../../analytics/engine/duckdb.js";
import { chosenPrograms } from "./chosen-programs.js";
import type { Io } from "./io.js";
import { strings } from "./strings.js";

/**
 * Keeps what the standings of a large ledger are made of, for those who ask next. What was ingested
 * counts whether or not that succeeds.
 */
export async function keepForNext(
  database: Database,
  io: Io,
  say = (label: string) => io.note(label),
): Promise<void> {
  const { isWorthKeeping, keepStandings } = await import("../../analytics/4_standings/kept.js");
  const { ledgerToday } = await import("./today.js");
  if (!(await database.read((session) => isWorthKeeping(session)))) return;
  say(strings.keeping);
  try {
    const programs = await chosenPrograms({});
    const today = await database.read((session) => ledgerToday(session, io));
    await keepStandings(database, { programs: programs.values(), today });
  } catch (error) {
    io.note(strings.notKept(error instanceof Error ? error.message : String(error)));
  }
}
