import type { Random } from "./random.js";

/** Picks a key of `weights` in proportion to its weight. */
export function weightedKeys<K extends string>(weights: Record<K, number>): (random: Random) => K {
  const keys = Object.keys(weights) as K[];
  const picker = new WeightedIndex(keys.map((key) => weights[key]));
  return (random) => keys[picker.pick(random)] as K;
}

/** Picks an index in proportion to its weight, in constant time (Vose's alias method). */
export class WeightedIndex {
  readonly #threshold: Float64Array;
  readonly #alias: Uint32Array;

  constructor(weights: ArrayLike<number>) {
    const size = weights.length;
    const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
    this.#threshold = Float64Array.from(weights, (weight) => (weight * size) / total);
    this.#alias = Uint32Array.from({ length: size }, (_, index) => index);
    this.#balance();
  }

  pick(random: Random): number {
    const place = random.float() * this.#threshold.length;
    const index = Math.floor(place);
    return place - index < (this.#threshold[index] ?? 1) ? index : (this.#alias[index] ?? index);
  }

  #balance(): void {
    const scaled = Float64Array.from(this.#threshold);
    const small: number[] = [];
    const large: number[] = [];
    scaled.forEach((weight, index) => (weight < 1 ? small : large).push(index));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop() as number;
      const high = large.pop() as number;
      this.#threshold[low] = scaled[low] as number;
      this.#alias[low] = high;
      scaled[high] = (scaled[high] as number) + (scaled[low] as number) - 1;
      ((scaled[high] as number) < 1 ? small : large).push(high);
    }
    for (const index of [...small, ...large]) this.#threshold[index] = 1;
  }
}
