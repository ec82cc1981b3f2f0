import type { ByTraits } from "../by-traits.js";
import type { Traits } from "../lines.js";
import { PeerRates } from "../peers.js";
import type { ScoreProgram } from "../program.js";
import type { ScorePart } from "../program/score.js";
import type { MomentFigures } from "../rate-figures.js";

/** Averages of the peers of one part, at one moment after another: only whoever changed is counted anew. */
export class SlidingPeers {
  readonly #by: NonNullable<ScoreProgram["peers"]>;
  readonly #part: ScorePart;
  /** What each seller was counted with; a denominator of 0 where it was not. */
  readonly #numerators: Float64Array;
  readonly #denominators: Float64Array;
  #traits: ByTraits<Traits> | null = null;
  #rates: PeerRates;

  constructor(by: NonNullable<ScoreProgram["peers"]>, part: ScorePart, mostSeller: number) {
    this.#by = by;
    this.#part = part;
    this.#numerators = new Float64Array(mostSeller + 1);
    this.#denominators = new Float64Array(mostSeller + 1);
    this.#rates = new PeerRates(by);
  }

  /** `changed`: sellers whose figures may differ from those of the moment before. */
  at(figures: MomentFigures, traits: ByTraits<Traits>, changed: () => Iterable<number>): PeerRates {
    const isAllNew = this.#traits !== traits;
    if (isAllNew) {
      this.#rates = new PeerRates(this.#by);
      this.#denominators.fill(0);
      this.#traits = traits;
    }
    for (const key of isAllNew ? figures.keys() : changed()) this.#recount(key, figures, traits);
    return this.#rates;
  }

  #recount(key: number, found: MomentFigures, traits: ByTraits<Traits>): void {
    const own = traits.of(key);
    const [numerator, denominator] = [this.#numerators[key], this.#denominators[key]];
    if (numerator !== undefined && denominator !== undefined && denominator > 0)
      this.#rates.remove(own, numerator, denominator);
    const look = found.lookOf(key);
    const judged = look.denominator.judgedOf(key);
    const isCounted = judged > 0 && judged >= (this.#part.floor?.denominator ?? 0);
    this.#numerators[key] = look.numerator.judgedOf(key);
    this.#denominators[key] = isCounted ? judged : 0;
    if (isCounted) this.#rates.add(own, this.#numerators[key] as number, judged);
  }
}
