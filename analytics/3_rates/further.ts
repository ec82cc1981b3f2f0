import { logGamma } from "./gamma.js";

/** No probability is told more finely than this. */
const REST = 1e-12;

/**
 * How many events may still come, when `seen` came in `watched` days and `ahead` days are left.
 *
 * Events come at a steady rate (Poisson) that is not known but learnt: with Jeffreys' prior it is a
 * gamma variable of shape seen + 1/2 over the days watched, so that the number to come is negative
 * binomial (Gelman et al., Bayesian Data Analysis, 2.6). Left out: that a pace may change, by season
 * or because the seller did something, and that events may come in clusters.
 */
export class FurtherEvents {
  /** Today's pace, kept up: seen x ahead / watched. */
  readonly atPace: number;
  readonly #shape: number;
  /** Share of all days, watched and to come, that is still to come. */
  readonly #share: number;

  constructor({ seen, watched, ahead }: { seen: number; watched: number; ahead: number }) {
    if (!(seen >= 0 && watched > 0 && ahead >= 0))
      throw new RangeError(`a pace needs days: ${seen} in ${watched}, ${ahead} ahead`);
    this.atPace = (seen * ahead) / watched;
    this.#shape = seen + 0.5;
    this.#share = ahead / (watched + ahead);
  }

  /** The probability that exactly so many come. */
  probability(count: number): number {
    if (this.#share === 0) return count === 0 ? 1 : 0;
    const shape = this.#shape;
    return Math.exp(
      logGamma(count + shape) -
        logGamma(count + 1) -
        logGamma(shape) +
        count * Math.log(this.#share) +
        shape * Math.log1p(-this.#share),
    );
  }

  /** The probability that what comes has a property, 0 to 1: a sum over all numbers that matter. */
  probabilityThat(holds: (count: number) => boolean): number {
    let sum = 0;
    for (const [count, probability] of this.#likely()) if (holds(count)) sum += probability;
    return Math.min(1, sum);
  }

  /** The least number that is not exceeded with this probability. */
  quantile(probability: number): number {
    let sum = 0;
    let last = 0;
    for (const [count, each] of this.#likely()) {
      sum += each;
      last = count;
      if (sum >= probability) break;
    }
    return last;
  }

  /** All numbers but those that together are less likely than REST. */
  *#likely(): Generator<[count: number, probability: number]> {
    const odds = this.#share / (1 - this.#share);
    const mean = this.#shape * odds;
    const spread = Math.sqrt(mean * (1 + odds));
    let count = Math.max(0, Math.floor(mean - 12 * spread));
    let sum = 0;
    for (;;) {
      const probability = this.probability(count);
      yield [count, probability];
      sum += probability;
      if (count > mean && (1 - sum < REST || probability < REST * REST)) return;
      count += 1;
    }
  }
}
