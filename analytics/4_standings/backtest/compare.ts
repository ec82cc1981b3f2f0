import type { BacktestDay, Overlap } from "./contract.js";
import { both, countByDay, daysIn, firstDay, median } from "./spells.js";
import type { Track } from "./tracks.js";

export type TrackBySeller = ReadonlyMap<number, Track>;

/** Sellers that were in a tier by the standing that counts; others may have been by a day alone. */
export const flaggedOf = (tracks: TrackBySeller): number[] =>
  [...tracks].flatMap(([key, { spells }]) => (spells.length > 0 ? [key] : []));

/** Days on which a seller was in a tier of both. */
export const bothDays = (a: Track | undefined, b: Track | undefined, length: number): number =>
  a && b ? daysIn(both(a.spells, b.spells, length), length) : 0;

/** How two programmes agree about sellers, of whom the ledger knows `sellers` in all. Pure. */
export function overlapOf(
  a: TrackBySeller,
  b: TrackBySeller,
  length: number,
  sellers: number,
): Overlap {
  const [inA, inB] = [new Set(flaggedOf(a)), new Set(flaggedOf(b))];
  const shared = [...inA].filter((key) => inB.has(key));
  const leads = shared.map((key) => firstDay(b.get(key))! - firstDay(a.get(key))!);
  const sum = (keys: Iterable<number>, days: (key: number) => number) =>
    [...keys].reduce((total, key) => total + days(key), 0);
  const daysA = sum(inA, (key) => daysIn(a.get(key)!.spells, length));
  const daysB = sum(inB, (key) => daysIn(b.get(key)!.spells, length));
  const together = sum(shared, (key) => bothDays(a.get(key), b.get(key), length));
  const either = daysA + daysB - together;
  return {
    both: shared.length,
    only_a: inA.size - shared.length,
    only_b: inB.size - shared.length,
    neither: sellers - inA.size - inB.size + shared.length,
    both_days: together,
    only_a_days: daysA - together,
    only_b_days: daysB - together,
    agreement: either === 0 ? null : together / either,
    a_first: leads.filter((lead) => lead > 0).length,
    b_first: leads.filter((lead) => lead < 0).length,
    same_day: leads.filter((lead) => lead === 0).length,
    median_a_lead_days: median(leads.filter((lead) => lead > 0)),
    median_b_lead_days: median(leads.filter((lead) => lead < 0).map((lead) => -lead)),
  };
}

/** How many sellers were in a tier, day by day. Pure. */
export function dayCounts(
  a: TrackBySeller,
  b: TrackBySeller,
  days: readonly string[],
): BacktestDay[] {
  const { length } = days;
  const of = (tracks: TrackBySeller, which: "spells" | "raw") =>
    countByDay(
      [...tracks.values()].map((track) => track[which]),
      length,
    );
  const shared = countByDay(
    [...a].map(([key, track]) => both(track.spells, b.get(key)?.spells ?? [], length)),
    length,
  );
  const [inA, inB, rawA, rawB] = [of(a, "spells"), of(b, "spells"), of(a, "raw"), of(b, "raw")];
  return days.map((day, index) => ({
    day,
    a: inA[index]!,
    b: inB[index]!,
    both: shared[index]!,
    a_raw: rawA[index]!,
    b_raw: rawB[index]!,
  }));
}
