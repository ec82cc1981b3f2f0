import type { ByTraits } from "../by-traits.js";
import type { Traits } from "../lines.js";
import { PeerRates, type PeerFigures } from "../peers.js";
import type { ScoreProgram } from "../program.js";
import type { ScorePart } from "../program/score.js";
import type { MomentFigures } from "../rate-figures.js";
import { isEnoughOf } from "../score-points.js";

/** Averages of the peers of one part, at one moment after another: only whoever changed is counted anew. */
export class SlidingPeers {
  readonly #by: NonNullable<ScoreProgram["peers"]>;
  readonly #part: ScorePart;
  /** What each seller is counted with, 0 where it is nobody's peer. */
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
      this.#numerators.fill(0);
      this.#denominators.fill(0);
      this.#traits = traits;
    }
    for (const key of isAllNew ? figures.keys() : changed()) this.#recount(key, figures, traits);
    return this.#rates;
  }

  #recount(key: number, found: MomentFigures, traits: ByTraits<Traits>): void {
    const look = found.lookOf(key);
    const judged = look.denominator.judgedOf(key);
    const isCounted = isEnoughOf(this.#part, judged);
    const before = this.#figures(key);
    this.#numerators[key] = isCounted ? look.numerator.judgedOf(key) : 0;
    this.#denominators[key] = isCounted ? judged : 0;
    this.#rates.change(traits.of(key), before, this.#figures(key));
  }

  #figures(key: number): PeerFigures {
    return {
      numerator: this.#numerators[key] as number,
      denominator: this.#denominators[key] as number,
    };
  }
}
