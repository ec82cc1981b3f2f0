import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Log-normal around `median`, with a share `tail` spread evenly from `tail_from` to `tail_to`. */
export interface Lag {
  median: number;
  sigma: number;
  tail?: number | undefined;
  tail_from?: number | undefined;
  tail_to?: number | undefined;
}

/** Independent streams of one seed; the numbers are part of what a seed means. */
export const STREAM = {
  seller: 1,
  buyer: 2,
  order: 3,
  name: 4,
  calendar: 5,
  shelf: 6,
  rating: 7,
} as const;
export type Stream = (typeof STREAM)[keyof typeof STREAM];

/** A one-to-one scramble of 32 bits (the finaliser of MurmurHash3). */
export function scramble(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Random numbers of one entity: the same seed, stream and index give the same sequence. */
export class Random {
  readonly #generator;

  constructor(seed: number, stream: Stream, index = 0) {
    const key = scramble(scramble(seed) + stream);
    this.#generator = xoroshiro128plusFromState([
      scramble(key ^ index),
      scramble(key + 0x9e3779b9),
      scramble(Math.imul(index, 0x9e3779b1) + key),
      key | 1,
    ]);
    for (let i = 0; i < 4; i++) this.#generator.next();
  }

  /** From 0 up to, and without, 1. */
  float(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.float();
  }

  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number {
    return Math.floor(this.float() * limit);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return radius * Math.cos(2 * Math.PI * this.float());
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }

  /** Log-normal whose mean is 1. */
  factor(sigma: number): number {
    return this.logNormal(Math.exp((-sigma * sigma) / 2), sigma);
  }

  lag(lag: Lag): number {
    if (lag.tail !== undefined && this.chance(lag.tail)) {
      return this.between(lag.tail_from ?? lag.median, lag.tail_to ?? lag.median);
    }
    return this.logNormal(lag.median, lag.sigma);
  }
}
