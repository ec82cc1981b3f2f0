import type { Figures } from "../3_rates/figures.js";
import { ratio } from "./judge.js";
import { traitsOf } from "./ledger-view.js";
import type { Traits } from "./lines.js";
import type { ProgramVersion } from "./program.js";
import type { MomentFigures } from "./rate-figures.js";

type PeersBy = NonNullable<ProgramVersion["peers"]>;

/** The averages at one moment, over every seller with figures. */
export function peerRatesOf(
  by: PeersBy,
  figures: MomentFigures,
  traits: ReadonlyMap<number, Traits> | null,
): PeerRates {
  const rates = new PeerRates(by);
  for (const key of figures.keys()) rates.add(traitsOf(traits, key), figures.at(key).figures);
  return rates;
}

/** Average rate of a group of sellers: their numerators over their denominators. */
export class PeerRates {
  readonly #by: PeersBy;
  readonly #groups = new Map<string, { numerator: number; denominator: number; sellers: number }>();

  constructor(by: PeersBy) {
    this.#by = by;
  }

  add(traits: Traits, { numerator, denominator }: Figures): void {
    const group = this.#group(traits);
    if (group === null || denominator.judged <= 0) return;
    const sums = this.#groups.get(group) ?? { numerator: 0, denominator: 0, sellers: 0 };
    sums.numerator += numerator.judged;
    sums.denominator += denominator.judged;
    sums.sellers += 1;
    this.#groups.set(group, sums);
  }

  /** The average of a seller's peers, itself included; null where they are too few. */
  of(traits: Traits): number | null {
    const group = this.#group(traits);
    const sums = group === null ? undefined : this.#groups.get(group);
    if (!sums || sums.sellers < this.#by.min_sellers) return null;
    return ratio(sums.numerator, sums.denominator);
  }

  #group(traits: Traits): string | null {
    return this.#by.by === "marketplace" ? "" : traits[this.#by.by];
  }
}
