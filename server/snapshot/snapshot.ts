import type { Database, Session } from "../../analytics/engine/duckdb.js";
import { readIdentities, type Identity } from "../../analytics/4_standings/identities.js";
import { defaultAsOf, knownBatchAt } from "../../analytics/4_standings/known.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { readStandings } from "../../analytics/4_standings/standings.js";
import type { StandingView } from "../contract/api.js";
import { byTrouble, viewOf } from "../views.js";

/** Every seller in every programme on one day, as known at one batch; never changed once made. */
export interface Snapshot {
  asOf: string;
  batchId: number;
  programs: ReadonlyMap<string, Program>;
  identities: ReadonlyMap<string, Identity>;
  /** By programme, then by seller. */
  byProgram: ReadonlyMap<string, ReadonlyMap<string, StandingView>>;
  /** Each seller's standings, worst first. */
  bySeller: ReadonlyMap<string, readonly StandingView[]>;
}

/** How many days that were asked for by name are kept beside today's. */
const KEPT = 4;

/** Makes snapshots, and keeps them until a newer batch makes them old. */
export class Snapshots {
  readonly #database: Database;
  readonly #programs: ReadonlyMap<string, Program>;
  readonly #today: () => string;
  readonly #made = new Map<string, Promise<Snapshot>>();
  #batch = -1;
  #day: string | null = null;

  constructor(database: Database, programs: ReadonlyMap<string, Program>, today: () => string) {
    this.#database = database;
    this.#programs = programs;
    this.#today = today;
  }

  /** Newest committed batch; reads the database. */
  newestBatch(): Promise<number> {
    return this.#database.read((session) => knownBatchAt(session));
  }

  /** The snapshot of a day, or of the newest one; fresh as of the newest committed batch. */
  async get(asOf?: string): Promise<Snapshot> {
    return this.#database.read(async (session) => {
      const batchId = await knownBatchAt(session);
      if (batchId !== this.#batch) {
        this.#made.clear();
        this.#batch = batchId;
        this.#day = null;
      }
      this.#day ??= await defaultAsOf(session, this.#today());
      const day = asOf ?? this.#day ?? this.#today();
      const made = this.#made.get(day);
      if (made) return made;
      const making = makeSnapshot(session, this.#programs, day, batchId);
      this.#made.set(day, making);
      for (const old of [...this.#made.keys()].slice(0, -KEPT)) this.#made.delete(old);
      making.catch(() => this.#made.delete(day));
      return making;
    });
  }
}

async function makeSnapshot(
  session: Session,
  programs: ReadonlyMap<string, Program>,
  asOf: string,
  batchId: number,
): Promise<Snapshot> {
  const identities = await readIdentities(session);
  const byProgram = new Map<string, Map<string, StandingView>>();
  const bySeller = new Map<string, StandingView[]>();
  for (const program of programs.values()) {
    const views = new Map<string, StandingView>();
    for (const standing of await readStandings(session, program, { asOf, knownBatch: batchId })) {
      const view = viewOf(program, standing);
      views.set(view.seller_id, view);
      const all = bySeller.get(view.seller_id) ?? [];
      all.push(view);
      bySeller.set(view.seller_id, all);
    }
    byProgram.set(program.id, views);
  }
  for (const views of bySeller.values()) views.sort(byTrouble);
  return { asOf, batchId, programs, identities, byProgram, bySeller };
}
