import { keepSums, keptSumsOf } from "../../analytics/3_rates/kept-sums.js";
import type { FigureMemory } from "../../analytics/3_rates/memory.js";
import type { Database, Session } from "../../analytics/engine/duckdb.js";
import { readIdentities, type Identity } from "../../analytics/4_standings/identities.js";
import { isWorthKeeping } from "../../analytics/4_standings/kept.js";
import { defaultAsOf, knownBatchAt } from "../../analytics/4_standings/known.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { EvaluationKind } from "../../analytics/4_standings/evaluation.js";
import { badParameter } from "../parameters.js";
import { judgeAll, type Judged } from "./judge-all.js";

/** Every seller in every programme on one day, as known at one batch; never changed once made. */
export interface Snapshot extends Judged {
  asOf: string;
  batchId: number;
  kind: EvaluationKind;
  programs: ReadonlyMap<string, Program>;
  identities: ReadonlyMap<string, Identity>;
}

/** Which snapshot is meant; what is left out is the newest. */
export interface Moment {
  asOf?: string | undefined;
  batchId?: number | undefined;
  /** ISO 8601: the newest batch that had been recorded then; must be batchId where both are given. */
  knownAt?: string | undefined;
  /** Defaults to current. */
  kind?: EvaluationKind | undefined;
}

/** How many snapshots are kept: of the newest batch, of other days, of pages that are being walked. */
const KEPT = 4;

/** Makes snapshots and keeps those that were used last. */
export class Snapshots {
  readonly #database: Database;
  readonly #programs: ReadonlyMap<string, Program>;
  readonly #today: (at?: Date) => string;
  readonly #made = new Map<string, Promise<Snapshot>>();
  /** What was kept of the ledger and what snapshots read, so that the next one reads only whom a batch touched. */
  readonly #memory: Promise<FigureMemory>;
  #usual = { key: "", day: "" };
  /** The newest one of the usual day. */
  #newest: Snapshot | undefined;

  /** `today` tells which day it is, or was at a moment, where the ledger's days begin. */
  constructor(
    database: Database,
    programs: ReadonlyMap<string, Program>,
    today: (at?: Date) => string,
  ) {
    this.#database = database;
    this.#programs = programs;
    this.#today = today;
    this.#memory = keptSumsOf(database);
  }

  /** Newest committed batch; reads the database. */
  newestBatch(): Promise<number> {
    return this.#database.read((session) => knownBatchAt(session));
  }

  get(moment?: Moment): Promise<Snapshot> {
    return this.read(moment, (snapshot) => Promise.resolve(snapshot));
  }

  /** Runs `work` on a snapshot; the session sees the database as it was when the snapshot's batch was looked up. */
  read<T>(
    moment: Moment = {},
    work: (snapshot: Snapshot, session: Session) => Promise<T>,
  ): Promise<T> {
    return this.at(moment, async (state, session) => {
      const snapshot = await this.#snapshot(session, state);
      if (isUsual(moment)) this.#newest = snapshot;
      return work(snapshot, session);
    });
  }

  /**
   * Keeps what the newest snapshot is made of, so that the next process need not read the ledger for
   * it; does nothing for a ledger that is read in no time. `from`: see isWorthKeeping.
   */
  async keep(from?: number): Promise<void> {
    if (!this.#newest) return;
    const { asked } = this.#newest;
    const memory = await this.#memory;
    if (await this.#database.read((session) => isWorthKeeping(session, from)))
      await this.#database.write((session) => keepSums(session, memory, asked));
  }

  /** The same for what is asked of one seller: nobody else is judged. */
  at<T>(moment: Moment, work: (state: State, session: Session) => Promise<T>): Promise<T> {
    return this.#database.read((session) =>
      session.transaction(async () => {
        const batchId = await batchOf(session, moment);
        const asOf = moment.asOf ?? (await this.#usualDay(session, batchId, moment.knownAt));
        return work({ asOf, batchId, kind: moment.kind ?? "current" }, session);
      }),
    );
  }

  async #usualDay(session: Session, batchId: number, knownAt?: string): Promise<string> {
    const today = this.#today(knownAt === undefined ? undefined : new Date(knownAt));
    const key = `${batchId} ${today}`;
    if (this.#usual.key === key) return this.#usual.day;
    const day = (await defaultAsOf(session, today, batchId)) ?? today;
    this.#usual = { key, day };
    return day;
  }

  #snapshot(session: Session, state: State): Promise<Snapshot> {
    const key = `${state.batchId} ${state.asOf} ${state.kind}`;
    const made = this.#made.get(key) ?? makeSnapshot(session, this.#programs, state, this.#memory);
    made.catch(() => this.#made.delete(key));
    this.#made.delete(key);
    this.#made.set(key, made);
    for (const old of [...this.#made.keys()].slice(0, -KEPT)) this.#made.delete(old);
    return made;
  }
}

const isUsual = ({ asOf, batchId, knownAt, kind = "current" }: Moment): boolean =>
  asOf === undefined && batchId === undefined && knownAt === undefined && kind === "current";

type State = Pick<Snapshot, "asOf" | "batchId" | "kind">;

/** The newest batch that counts; a cursor's, which was the newest once, where one is given. */
async function batchOf(session: Session, { batchId, knownAt }: Moment): Promise<number> {
  const known = await knownBatchAt(session, knownAt);
  if (knownAt === undefined) return Math.min(batchId ?? known, known);
  if (known === 0)
    throw badParameter("known_at", `nothing had been recorded by ${knownAt}; give a later moment`);
  if (batchId !== undefined && batchId !== known)
    throw badParameter(
      "cursor",
      `is of what was known at batch ${batchId}, and by ${knownAt} batch ${known} was; leave known_at out`,
    );
  return known;
}

async function makeSnapshot(
  session: Session,
  programs: ReadonlyMap<string, Program>,
  { asOf, batchId, kind }: State,
  memory: Promise<FigureMemory>,
): Promise<Snapshot> {
  const identities = await readIdentities(session, batchId);
  const judged = await judgeAll(session, programs, { asOf, batchId, kind, memory });
  return { asOf, batchId, kind, programs, identities, ...judged };
}
