import { gammaQuantile } from "./gamma.js";

/** The 97.5 % point of the standard normal distribution, so that intervals hold 95 %. */
export const Z_95 = 1.959963984540054;

/** A 95 % confidence interval of a rate: events per unit of the denominator (0.01 is one percent). */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's 95 % score interval of a proportion, without continuity correction; 0 to 1, and always
 * around `successes / trials`. Null without trials. For counts, 0 <= successes <= trials.
 * Source: E. B. Wilson, JASA 22 (1927) 209-212.
 */
export function wilson(successes: number, trials: number): Interval | null {
  assertCounts(successes, trials);
  if (successes > trials) {
    throw new RangeError(`a proportion cannot have ${successes} successes in ${trials} trials`);
  }
  if (trials === 0) return null;
  const share = successes / trials;
  const z2 = Z_95 ** 2;
  const scale = 1 + z2 / trials;
  const centre = (share + z2 / (2 * trials)) / scale;
  const spread = Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2));
  const half = (Z_95 * spread) / scale;
  // In exact arithmetic the ends below are 0 and 1, and the share lies inside; rounding may miss by an ulp.
  return {
    low: successes === 0 ? 0 : Math.min(share, Math.max(0, centre - half)),
    high: successes === trials ? 1 : Math.max(share, Math.min(1, centre + half)),
  };
}

/**
 * Garwood's exact 95 % interval of a Poisson rate: `events` seen over `exposure`, in events per unit
 * of exposure, 0 or more and not bounded by 1. Null without exposure. For counts >= 0.
 * Source: F. Garwood, Biometrika 28 (1936) 437-442.
 */
export function poissonRate(events: number, exposure: number): Interval | null {
  assertCounts(events, exposure);
  if (exposure === 0) return null;
  return {
    low: events === 0 ? 0 : gammaQuantile(0.025, events) / exposure,
    high: gammaQuantile(0.975, events + 1) / exposure,
  };
}

/**
 * 95 % interval of `numerator / denominator`, both counts. Null when the denominator is 0.
 *
 * Where the numerator is part of the denominator this is a proportion, hence `wilson`. Programmes
 * that divide this month's disputes by last month's sales can pass 1; then it is no proportion, and
 * the numerator is taken as a Poisson count over a fixed denominator (`poissonRate`), which ignores
 * the chance in the denominator. The two meet with a step at 1, far above every line.
 */
export function rateInterval(numerator: number, denominator: number): Interval | null {
  return numerator <= denominator
    ? wilson(numerator, denominator)
    : poissonRate(numerator, denominator);
}

function assertCounts(numerator: number, denominator: number): void {
  if (!(numerator >= 0 && denominator >= 0 && Number.isFinite(numerator + denominator))) {
    throw new RangeError(`an interval needs counts of 0 or more: ${numerator} / ${denominator}`);
  }
}
