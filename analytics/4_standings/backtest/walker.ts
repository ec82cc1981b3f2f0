import type { Session } from "../../engine/duckdb.js";
import type { ProgramEvaluation } from "../evaluation.js";
import { LedgerView } from "../ledger-view.js";
import type { Schedule } from "./schedule.js";
import type { SlidingReader } from "./sliding-reader.js";
import type { Turns } from "./turns.js";

/** What a programme says at one moment, and of whom it may say anything new. */
export interface Step {
  evaluation: ProgramEvaluation;
  /** Every seller that may have come into a tier; those that are in one are visited anyway. */
  visit: Iterable<number>;
}

/** Takes a programme from moment to moment, forwards; what it answers holds until the next one. */
export interface Walker {
  /** Finds out whose figures will be needed. */
  open(): Promise<void>;
  /** Reads them; called when all walkers that share a reader are open. */
  load(): Promise<void>;
  step(moment: number): Promise<Step>;
}

export interface WalkerParts {
  ledgers: Ledgers;
  reader: SlidingReader;
  schedule: Schedule;
  turns: Turns;
}

/** The ledger as known at each batch: the newest, and the last one asked for. */
export class Ledgers {
  readonly #session: Session;
  readonly newest: LedgerView;
  #last: LedgerView;

  constructor(session: Session, newest: LedgerView) {
    this.#session = session;
    this.newest = newest;
    this.#last = newest;
  }

  async at(batch: number): Promise<LedgerView> {
    if (batch === this.newest.knownBatch) return this.newest;
    if (batch !== this.#last.knownBatch) this.#last = await LedgerView.open(this.#session, batch);
    return this.#last;
  }
}
