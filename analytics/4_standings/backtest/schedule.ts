import { momentOf } from "../evaluation.js";
import type { Program } from "../program.js";
import type { Moment } from "../rate-figures.js";

/** When a programme judged, and what it could know: moments in order, cutoff and batch never fall. */
export interface Schedule {
  moments: readonly Moment[];
  /** Position in `moments` of what was in force on each day of the range. */
  momentOfDay: readonly number[];
  /** Equal for programmes that judge at the same moments. */
  key: string;
}

/**
 * As of each day a programme stands as evaluated last, with what was known by that day: a batch that
 * came between two evaluations changes what the last one says.
 */
export function scheduleOf(
  program: Program,
  days: readonly string[],
  batchOf: (day: string) => number,
): Schedule {
  const moments: Moment[] = [];
  const momentOfDay = days.map((asOf) => {
    const moment = momentOf(program, { asOf }, batchOf(asOf));
    const last = moments.at(-1);
    if (last?.day === moment.day && last.knownBatch === moment.knownBatch)
      return moments.length - 1;
    moments.push(moment);
    return moments.length - 1;
  });
  return { moments, momentOfDay, key: JSON.stringify(moments) };
}

/**
 * The newest batch that had been recorded by the end of each day, in the ledger's time zone: what
 * came in overnight about the day before is known.
 */
export function batchesByDay(
  batches: readonly { batch_id: number; day: string }[],
): (day: string) => number {
  const sorted = batches.toSorted((a, b) => a.batch_id - b.batch_id);
  return (day) => sorted.findLast((batch) => batch.day <= day)?.batch_id ?? 0;
}
