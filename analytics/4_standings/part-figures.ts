import { isScored } from "./judge.js";
import { traitsOf, type LedgerView } from "./ledger-view.js";
import { companyOf, PeerRates } from "./peers.js";
import type { ScoreProgram } from "./program.js";
import type { ScorePart } from "./program/score.js";
import { figuresAt, type Moment, type MomentFigures } from "./rate-figures.js";

/** One part of a score at one moment: figures of those asked for, and their peers' averages. */
export interface PartFigures {
  part: ScorePart;
  figures: MomentFigures;
  peers: PeerRates | null;
}

/**
 * Averages of groups of sellers that were read before, of one database. A batch of the ledger never
 * changes, so they hold for ever; the oldest are forgotten.
 */
export class PeerMemory {
  readonly #most: number;
  readonly #known = new Map<string, PeerRates>();

  /** A group's days of half a year, of all parts of a score, are about a thousand. */
  constructor(most = 60_000) {
    this.#most = most;
  }

  /** All of them, or null where one is not known. */
  find(names: readonly string[]): PeerRates[] | null {
    const found = names.flatMap((name) => this.#known.get(name) ?? []);
    return found.length === names.length ? found : null;
  }

  keep(name: string, rates: PeerRates): void {
    this.#known.set(name, rates);
    if (this.#known.size <= this.#most) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

export interface PartQuery {
  version: ScoreProgram;
  moments: readonly Moment[];
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
  /** Spares the figures of a single seller's peers where they are known. */
  memory?: PeerMemory | undefined;
}

/** A part of a score at several moments, in one reading. */
export async function readPart(
  ledger: LedgerView,
  part: ScorePart,
  { version, moments, sellerKeys, memory }: PartQuery,
): Promise<PartFigures[]> {
  const by = part.against === "peer_average" ? version.peers : undefined;
  const own = () => figuresAt(ledger.reader, part, moments, { sellerKeys });
  if (!by) return (await own()).map((figures) => ({ part, figures, peers: null }));
  const traits = await ledger.traits();
  const [key] = sellerKeys?.length === 1 ? sellerKeys : [];
  const group = key === undefined || by.by === "marketplace" ? "" : traitsOf(traits, key)[by.by];
  const names = moments.map(({ day, cutoff, knownBatch }) =>
    JSON.stringify([knownBatch, version.id, version.version, part.id, day, cutoff, group]),
  );
  const known = key === undefined ? null : memory?.find(names);
  if (known)
    return (await own()).map((figures, index) => ({ part, figures, peers: known[index] ?? null }));
  const company = sellerKeys && companyOf(by, traits, sellerKeys);
  const found = await figuresAt(ledger.reader, part, moments, { sellerKeys: company });
  return found.map((figures, index) => {
    const peers = new PeerRates(by);
    for (const each of figures.keys()) {
      const theirs = figures.at(each).figures;
      if (isScored(part, theirs)) peers.add(traitsOf(traits, each), theirs);
    }
    if (key !== undefined) memory?.keep(names[index] as string, peers);
    return { part, figures, peers };
  });
}
