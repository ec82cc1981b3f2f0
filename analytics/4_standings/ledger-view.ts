import { readFileSync } from "node:fs";
import { addDays } from "../dates.js";
import type { Session } from "../engine/duckdb.js";
import { FigureReader } from "../3_rates/figures.js";
import { FigureMemory } from "../3_rates/memory.js";
import { readSellerTraits } from "./identities.js";
import { ByTraits, NOBODYS_TRAITS } from "./by-traits.js";
import { needsTraits, type Traits } from "./lines.js";
import type { ProgramVersion } from "./program.js";

const EARLIEST_SQL = readFileSync(new URL("earliest.sql", import.meta.url), "utf8");

/** First day on which anything happened that still holds, as known at a batch. */
async function earliestDay(session: Session, knownBatch: number): Promise<string | null> {
  let from = "0001-01-01";
  for (;;) {
    const { day, postings } = await session.one<{ day: string | null; postings: number }>(
      EARLIEST_SQL,
      { from, known_batch: knownBatch },
    );
    if (day === null || postings > 0) return day;
    from = addDays(day, 1);
  }
}

/** A ledger as known at one batch: what evaluations of several programmes share. */
export class LedgerView {
  readonly session: Session;
  readonly knownBatch: number;
  readonly reader: FigureReader;
  /** First day on which anything happened, as known then; null for an empty ledger. */
  readonly earliest: string | null;
  readonly #facts: Promise<FigureMemory>;
  #traits: Promise<ByTraits<Traits>> | undefined;

  private constructor(
    session: Session,
    knownBatch: number,
    reader: FigureReader,
    earliest: string | null,
    facts: Promise<FigureMemory>,
  ) {
    this.session = session;
    this.knownBatch = knownBatch;
    this.reader = reader;
    this.earliest = earliest;
    this.#facts = facts;
  }

  /** `memory`: what was read before of this database, at this batch or earlier ones. */
  static async open(
    session: Session,
    knownBatch: number,
    memory?: FigureMemory | Promise<FigureMemory>,
  ): Promise<LedgerView> {
    const facts = Promise.resolve(memory ?? new FigureMemory());
    const [reader, earliest] = await Promise.all([
      FigureReader.open(session, knownBatch, memory),
      facts.then((known) =>
        known.fact("earliest", knownBatch, () => earliestDay(session, knownBatch)),
      ),
    ]);
    return new LedgerView(session, knownBatch, reader, earliest, facts);
  }

  /** The same ledger with no figures remembered: for readings too large to keep. */
  async afresh(): Promise<LedgerView> {
    const reader = await FigureReader.open(this.session, this.knownBatch);
    const view = new LedgerView(this.session, this.knownBatch, reader, this.earliest, this.#facts);
    view.#traits = this.traits();
    return view;
  }

  /** Region and category by seller_key; read when first asked for. */
  traits(): Promise<ByTraits<Traits>> {
    this.#traits ??= this.#readTraits();
    return this.#traits;
  }

  async #readTraits(): Promise<ByTraits<Traits>> {
    const { knownBatch } = this;
    const facts = await this.#facts;
    const { kinds, kindOf } = await facts.fact("traits", knownBatch, () =>
      readSellerTraits(this.session, knownBatch),
    );
    return new ByTraits(kinds, kindOf);
  }

  /** The same where `version` asks who sellers are; else nothing is read. */
  async traitsFor(version: ProgramVersion): Promise<ByTraits<Traits>> {
    return needsTraits(version) ? this.traits() : NOBODYS_TRAITS;
  }
}
