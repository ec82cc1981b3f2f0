import { FLAP_DAYS } from "./contract.js";
import type { Stay, Track } from "./tracks.js";

/** Pure sums over stays; days are numbers, `length` is the number of days in the range. */

const endOf = ({ end }: Stay, length: number): number => end ?? length;

export const daysIn = (stays: readonly Stay[], length: number): number =>
  stays.reduce((sum, stay) => sum + endOf(stay, length) - stay.start, 0);

/** Returns within FLAP_DAYS of leaving. */
export const flapsOf = (stays: readonly Stay[]): number =>
  stays.filter((stay, index) => {
    const left = stays[index - 1]?.end;
    return typeof left === "number" && stay.start - left <= FLAP_DAYS;
  }).length;

/** On how many tracks a stay lasts, day by day. */
export function countByDay(stays: Iterable<readonly Stay[]>, length: number): number[] {
  const changes = Array.from({ length: length + 1 }, () => 0);
  for (const list of stays)
    for (const stay of list) {
      changes[stay.start]! += 1;
      changes[endOf(stay, length)]! -= 1;
    }
  let sum = 0;
  return changes.slice(0, length).map((change) => (sum += change));
}

/** The stretches that lie in stays of both. */
export function both(one: readonly Stay[], other: readonly Stay[], length: number): Stay[] {
  return one.flatMap((a) =>
    other.flatMap((b) => {
      const start = Math.max(a.start, b.start);
      const end = Math.min(endOf(a, length), endOf(b, length));
      return start < end ? [{ start, end }] : [];
    }),
  );
}

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The first day in a tier, by number. */
export const firstDay = (track: Track | undefined): number | null =>
  track?.spells[0]?.start ?? null;
