import { isScored } from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { companyOf, PeerRates } from "./peers.js";
import type { ScoreProgram } from "./program.js";
import type { ScorePart } from "./program/score.js";
import { figuresAt, type Moment, type MomentFigures } from "./rate-figures.js";
import { isEnoughOf } from "./score-points.js";

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

  find(name: string): PeerRates | undefined {
    return this.#known.get(name);
  }

  keep(name: string, rates: PeerRates): void {
    this.#known.set(name, rates);
    if (this.#known.size <= this.#most) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}

export interface PartQuery extends Sparing {
  version: ScoreProgram;
  moments: readonly Moment[];
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
}

/** What spares the figures of a single seller's peers, of whom there may be thousands. */
export interface Sparing {
  memory?: PeerMemory | undefined;
  /** Leaves out averages of moments at which the seller itself is not scored. */
  onlyScored?: boolean | undefined;
}

/** A part of a score at several moments, in one reading. */
export async function readPart(
  ledger: LedgerView,
  part: ScorePart,
  query: PartQuery,
): Promise<PartFigures[]> {
  const { version, moments, sellerKeys } = query;
  const by = part.against === "peer_average" ? version.peers : undefined;
  const [key] = sellerKeys?.length === 1 ? sellerKeys : [];
  if (by && key !== undefined && (query.memory || query.onlyScored))
    return readSparingly(ledger, part, by, { ...query, key });
  const traits = by ? await ledger.traits() : null;
  const keys = by && traits && sellerKeys ? companyOf(by, traits, sellerKeys) : undefined;
  const found = await figuresAt(ledger.reader, part, moments, {
    sellerKeys: by ? keys : sellerKeys,
  });
  return found.map((figures) => ({
    part,
    figures,
    peers: by && traits ? scoredPeers(by, part, figures, traits) : null,
  }));
}

type PeersBy = NonNullable<ScoreProgram["peers"]>;
type AllTraits = Awaited<ReturnType<LedgerView["traits"]>>;

function scoredPeers(
  by: PeersBy,
  part: ScorePart,
  figures: MomentFigures,
  traits: AllTraits,
): PeerRates {
  const peers = new PeerRates(by);
  for (const key of figures.keys()) {
    const { numerator, denominator } = figures.lookOf(key);
    const judged = denominator.judgedOf(key);
    if (isEnoughOf(part, judged)) peers.add(traits.of(key), numerator.judgedOf(key), judged);
  }
  return peers;
}

/** The seller's own figures first; its peers' only where they are needed and not known yet. */
async function readSparingly(
  ledger: LedgerView,
  part: ScorePart,
  by: PeersBy,
  { version, moments, key, memory, onlyScored }: PartQuery & { key: number },
): Promise<PartFigures[]> {
  const traits = await ledger.traits();
  const group = by.by === "marketplace" ? "" : traits.of(key)[by.by];
  const own = await figuresAt(ledger.reader, part, moments, { sellerKeys: [key] });
  const peers = moments.map(({ day, cutoff, knownBatch }, index) => {
    const at = [knownBatch, version.id, version.version, part.id, day, cutoff, group];
    const name = JSON.stringify(at);
    const isNeeded = !onlyScored || isScored(part, (own[index] as MomentFigures).at(key).figures);
    return { name, isNeeded, known: memory?.find(name) };
  });
  const wanted = moments.filter((_, index) => peers[index]?.isNeeded && !peers[index].known);
  const sellerKeys = companyOf(by, traits, [key]);
  const read = await figuresAt(ledger.reader, part, wanted, { sellerKeys });
  const fresh = new Map(
    wanted.map((moment, index) => [
      moment,
      scoredPeers(by, part, read[index] as MomentFigures, traits),
    ]),
  );
  return moments.map((moment, index) => {
    const made = fresh.get(moment);
    const { name, known } = peers[index] as (typeof peers)[number];
    if (made) memory?.keep(name, made);
    return { part, figures: own[index] as MomentFigures, peers: made ?? known ?? null };
  });
}
