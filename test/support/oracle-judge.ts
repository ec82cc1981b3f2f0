import type { ProgramVersion } from "../../analytics/4_standings/program.js";
import type { Threshold } from "../../analytics/4_standings/program/threshold.js";
import type { Gates, Tier } from "../../analytics/4_standings/program/tier.js";
import type { OracleFigures } from "./oracle-figures.js";
import type { Traits } from "./oracle-world.js";

/*
 * Gates compared exactly: figures have at most four decimals and thresholds are decimals, so a rate
 * is compared by multiplying whole numbers crosswise, where the product divides and compares floats.
 */

/** A fraction of figures. */
export interface Fraction {
  over: number;
  under: number;
}

export interface Around {
  /** Average of the peers; null where they are too few, or there are none. */
  peer?: Fraction | null;
  points?: number | null;
}

const DECIMALS = 12;
const whole = (figure: number) => BigInt(Math.round(figure * 10_000));
const decimal = (bound: number) => BigInt(bound.toFixed(DECIMALS).replace(".", ""));

/** Whether over / under meets a threshold; `under` is above 0. */
function fractionMeets(over: readonly number[], under: readonly number[], threshold: Threshold) {
  const [name, bound] =
    typeof threshold === "number"
      ? (["from", threshold] as const)
      : (Object.entries(threshold)[0] as [string, number]);
  const product = (figures: readonly number[]) =>
    figures.reduce((result, figure) => result * whole(figure), 1n);
  const scale = (figures: readonly number[]) => 10_000n ** BigInt(figures.length);
  const left = product(over) * scale(under) * 10n ** BigInt(DECIMALS);
  const right = product(under) * scale(over) * decimal(bound);
  if (name === "from") return left >= right;
  if (name === "above") return left > right;
  return name === "below" ? left < right : left <= right;
}

const isFloor = (threshold: Threshold) => typeof threshold === "number" || "above" in threshold;

/** Lower end of Wilson's interval, as a textbook writes it; Poisson's where it is no share. */
function lowOf(events: number, trials: number, exactLow: (events: number) => number): number {
  if (events === 0) return 0;
  if (events > trials) return exactLow(events) / trials;
  const z = 1.959963984540054;
  const p = events / trials;
  const root = Math.sqrt((p * (1 - p) + (z * z) / (4 * trials)) / trials);
  return (p + (z * z) / (2 * trials) - z * root) / (1 + (z * z) / trials);
}

/** Mean of a Poisson count of which so many or more come in 2.5 % of all cases, by halving. */
function poissonLow(events: number): number {
  let [low, high] = [0, events];
  for (let step = 0; step < 100; step += 1) {
    const mean = (low + high) / 2;
    let [term, fewer] = [Math.exp(-mean), 0];
    for (let count = 0; count < events; count += 1) {
      fewer += term;
      term *= mean / (count + 1);
    }
    if (1 - fewer < 0.025) low = mean;
    else high = mean;
  }
  return low;
}

type Compared = (figures: OracleFigures, threshold: Threshold, around: Around) => boolean;

const is = (of: (figures: OracleFigures) => number): Compared => {
  return (figures, threshold) => fractionMeets([of(figures)], [1], threshold);
};

const GATES: Record<keyof Gates, Compared> = {
  count: is(({ numerator }) => numerator.count),
  amount: is(({ numerator }) => numerator.amount),
  distinct_buyers: is(({ numerator }) => numerator.buyers),
  denominator: is(({ denominator }) => denominator.judged),
  denominator_count: is(({ denominator }) => denominator.count),
  rate: ({ numerator: { judged: over }, denominator: { judged: under } }, threshold) =>
    // Without a sale any defect is above every rate.
    under > 0 ? fractionMeets([over], [under], threshold) : over > 0 && isFloor(threshold),
  rate_low: ({ numerator, denominator }, threshold) =>
    denominator.judged > 0 &&
    fractionMeets(
      [lowOf(Math.max(0, numerator.judged), denominator.judged, poissonLow)],
      [1],
      threshold,
    ),
  peer_multiple: ({ numerator, denominator }, threshold, { peer }) =>
    Boolean(peer && peer.over > 0) &&
    denominator.judged > 0 &&
    fractionMeets(
      [numerator.judged, peer?.under ?? 0],
      [denominator.judged, peer?.over ?? 0],
      threshold,
    ),
  points: (_, threshold, { points }) =>
    points !== null && points !== undefined && fractionMeets([points], [1], threshold),
};

export const allMet = (gates: Gates, figures: OracleFigures, around: Around = {}): boolean =>
  (Object.keys(gates) as (keyof Gates)[]).every((gate) => {
    const threshold = gates[gate];
    return threshold === undefined || GATES[gate](figures, threshold, around);
  });

/** Tiers whose gates are met, however long it has been so. */
export function metTiers(tiers: readonly Tier[], figures: OracleFigures, around: Around): Tier[] {
  return tiers.filter(({ gates, pieces = [] }) => {
    const volume = figures.denominator.judged;
    const piece = pieces.filter(({ from }) => from <= volume).pop();
    return allMet(gates ?? piece?.gates ?? {}, figures, around);
  });
}

export function isScored(
  { floor }: { floor?: { denominator: number } | undefined },
  { numerator, denominator }: OracleFigures,
): boolean {
  return floor
    ? denominator.judged >= floor.denominator
    : denominator.judged > 0 || numerator.raw > 0;
}

/** Lines for a seller, and their name; null where the programme has none for it. */
export function tiersFor(version: ProgramVersion, { region }: Traits) {
  for (const { id, regions, tiers } of version.regional)
    if (region !== null && regions.includes(region)) return { id, tiers };
  const general = { id: "general", tiers: version.tiers };
  const { regions = null, when_unknown: whenUnknown = true } = version.applies_to ?? {};
  if (region === null) return whenUnknown ? general : null;
  return regions === null || regions.includes(region) ? general : null;
}

/** Average of a group's rates, weighted by volume; null with too few. */
export function averageOf(
  all: readonly OracleFigures[],
  { min_sellers: least }: NonNullable<ProgramVersion["peers"]>,
): Fraction | null {
  const based = all.filter(({ denominator }) => denominator.judged > 0);
  if (based.length < least) return null;
  const sum = (side: "numerator" | "denominator") =>
    based.reduce((parts, each) => parts + Math.round(each[side].judged * 10_000), 0) / 10_000;
  return { over: sum("numerator"), under: sum("denominator") };
}

/** Who is in a seller's group; null where nobody is. */
export function groupOf(version: ProgramVersion, traits: Traits): string | null {
  const by = version.peers?.by;
  if (by === undefined) return null;
  return by === "marketplace" ? "everybody" : traits[by];
}
