import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";

const CHANGED_SQL = readFileSync(new URL("changed.sql", import.meta.url), "utf8");
const SCORES_SQL = readFileSync(new URL("changed_scores.sql", import.meta.url), "utf8");

/** By measure, or `scores.` and a metric: of whom anything was posted. */
export type Changed = ReadonlyMap<string, ReadonlySet<number>>;

export interface Batches {
  /** The batch after which they begin. */
  after: number;
  /** The newest that counts. */
  until: number;
  /** Ids of the ledger's measures, by name. */
  measures: ReadonlyMap<string, number>;
}

/** Of whom some batches posted anything, by what it was. */
export async function changedSellers(
  session: Session,
  { after, until, measures }: Batches,
): Promise<Changed> {
  const names = new Map([...measures].map(([name, id]) => [id, name]));
  const changed = new Map<string, Set<number>>();
  const add = (name: string, key: number) =>
    changed.set(name, (changed.get(name) ?? new Set<number>()).add(key));
  const posted = await session.numbers(CHANGED_SQL, { after, until });
  const [ids, keys] = [posted.column("measure_id"), posted.column("seller_key")];
  ids.forEach((id, row) => add(names.get(id) as string, keys[row] as number));
  const scored = await session.all<{ metric: string; seller_key: number }>(SCORES_SQL, {
    after,
    until,
  });
  for (const { metric, seller_key } of scored) add(`scores.${metric}`, seller_key);
  return changed;
}
