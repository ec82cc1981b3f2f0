import type { Session } from "../engine/duckdb.js";
import { FigureReader } from "../3_rates/figures.js";
import { readSellerTraits } from "./identities.js";
import { NO_TRAITS, type Traits } from "./lines.js";

/** A ledger as known at one batch: what evaluations of several programmes share. */
export class LedgerView {
  readonly session: Session;
  readonly knownBatch: number;
  readonly reader: FigureReader;
  /** First day on which anything happened; null for an empty ledger. */
  readonly earliest: string | null;
  #traits: Promise<ReadonlyMap<number, Traits>> | undefined;

  private constructor(
    session: Session,
    knownBatch: number,
    reader: FigureReader,
    earliest: string | null,
  ) {
    this.session = session;
    this.knownBatch = knownBatch;
    this.reader = reader;
    this.earliest = earliest;
  }

  static async open(session: Session, knownBatch: number): Promise<LedgerView> {
    const { day } = await session.one<{ day: string | null }>(
      `select cast(least((select min(event_date) from ledger.volumes), (select min(event_date) from ledger.entries)) as VARCHAR) as day`,
    );
    return new LedgerView(session, knownBatch, await FigureReader.open(session), day);
  }

  /** Region and category by seller_key; read when first asked for. */
  traits(): Promise<ReadonlyMap<number, Traits>> {
    this.#traits ??= readSellerTraits(this.session, this.knownBatch).then(
      ({ sellerKeys, regions, categories }) =>
        new Map(
          sellerKeys.map((key, row) => [
            key,
            { region: regions[row] ?? null, category: categories[row] ?? null },
          ]),
        ),
    );
    return this.#traits;
  }
}

export const traitsOf = (traits: ReadonlyMap<number, Traits> | null, key: number): Traits =>
  traits?.get(key) ?? NO_TRAITS;
