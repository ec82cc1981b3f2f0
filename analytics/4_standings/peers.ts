import { ratio } from "./judge.js";
import type { ByTraits } from "./by-traits.js";
import type { Traits } from "./lines.js";
import type { ProgramVersion } from "./program.js";
import type { MomentFigures } from "./rate-figures.js";

type PeersBy = NonNullable<ProgramVersion["peers"]>;

/** The averages at one moment, over every seller with figures. */
export function peerRatesOf(
  by: PeersBy,
  figures: MomentFigures,
  traits: ByTraits<Traits>,
): PeerRates {
  const rates = new PeerRates(by);
  for (const key of figures.keys()) {
    const { numerator, denominator } = figures.lookOf(key);
    rates.add(traits.of(key), numerator.judgedOf(key), denominator.judgedOf(key));
  }
  return rates;
}

/**
 * Every seller in the groups of some, these included: all that their averages need. Undefined where
 * the group is the whole marketplace.
 */
export function companyOf(
  { by }: PeersBy,
  traits: ByTraits<Traits>,
  keys: readonly number[],
): number[] | undefined {
  if (by === "marketplace") return undefined;
  const groups = new Set(keys.flatMap((key) => traits.of(key)[by] ?? []));
  const peers = traits.keys((own) => groups.has(own[by] ?? ""));
  return [...new Set([...keys, ...peers])];
}

/** What a seller is counted with. */
export interface PeerFigures {
  numerator: number;
  denominator: number;
}

/** What a group of sellers has together. */
export interface PeerSums extends PeerFigures {
  sellers: number;
}

/** Scores have four decimals, whose sums must not depend on the order of sellers. */
const exactSum = (sum: number, figure: number) => Math.round((sum + figure) * 10_000) / 10_000;

/** Average rate of a group of sellers: their numerators over their denominators. */
export class PeerRates {
  readonly #by: PeersBy;
  readonly #groups = new Map<string, PeerSums>();

  constructor(by: PeersBy) {
    this.#by = by;
  }

  /** Who has nothing to divide by is nobody's peer. */
  add(traits: Traits, numerator: number, denominator: number): void {
    if (denominator > 0) this.#count(traits, numerator, denominator, 1);
  }

  /** Counts a seller otherwise than before; with a denominator of 0 it is, or was, nobody's peer. */
  change(traits: Traits, before: PeerFigures, now: PeerFigures): void {
    const numerator = now.numerator - before.numerator;
    const denominator = now.denominator - before.denominator;
    const sellers = (now.denominator > 0 ? 1 : 0) - (before.denominator > 0 ? 1 : 0);
    if (numerator !== 0 || denominator !== 0 || sellers !== 0)
      this.#count(traits, numerator, denominator, sellers);
  }

  #count(traits: Traits, numerator: number, denominator: number, sellers: number): void {
    const group = this.#group(traits);
    if (group === null) return;
    const sums = this.#groups.get(group) ?? { numerator: 0, denominator: 0, sellers: 0 };
    sums.numerator = exactSum(sums.numerator, numerator);
    sums.denominator = exactSum(sums.denominator, denominator);
    sums.sellers += sellers;
    this.#groups.set(group, sums);
  }

  /** The average of a seller's peers, itself included; null where they are too few. */
  of(traits: Traits): number | null {
    const sums = this.sumsOf(traits);
    return sums && ratio(sums.numerator, sums.denominator);
  }

  /** What that average is made of. */
  sumsOf(traits: Traits): PeerSums | null {
    const group = this.#group(traits);
    const sums = group === null ? undefined : this.#groups.get(group);
    return sums && sums.sellers >= this.#by.min_sellers ? sums : null;
  }

  #group(traits: Traits): string | null {
    return this.#by.by === "marketplace" ? "" : traits[this.#by.by];
  }
}
