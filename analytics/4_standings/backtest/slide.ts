import { dayNumber } from "../../dates.js";
import { boundsOf, windowOn } from "../../3_rates/window.js";
import type { RateRule } from "../program/rate.js";
import type { BasicWindow } from "../program/window.js";
import type { Moment } from "../rate-figures.js";
import type { Turns } from "./turns.js";

/*
 * The days of a programme move forwards, and so do its windows, its cutoff and what it knows. So each
 * posting counts in one unbroken run of moments: it enters a window once and leaves it once. Windows
 * need not be summed up anew each day; what enters is added, and what leaves is taken away.
 */

/** Which moments a posting counts in: from `first` to before `end`. */
export class Spans {
  readonly length: number;
  readonly #starts: FirstAfter;
  readonly #ends: FirstAfter;
  readonly #cutoffs: FirstAfter;
  readonly #batches: FirstAfter;
  /** Whether all moments know the same batches. */
  readonly knowsOneBatch: boolean;
  /** Days and batches that can count at all. */
  readonly bounds: { firstDay: number; lastDay: number; lastKnown: number; batch: number };

  constructor(term: RateRule["numerator"], window: BasicWindow, moments: readonly Moment[]) {
    const bounds = moments.map(({ day, cutoff }) => boundsOf(term, windowOn(window, day), cutoff));
    const days = bounds.map(({ order, event }) => (term.by === "order_date" ? order : event));
    const starts = days.map(({ start }) => dayNumber(start));
    const ends = days.map(({ end }) => dayNumber(end));
    const cutoffs = moments.map(({ cutoff }) => dayNumber(cutoff));
    this.length = moments.length;
    this.#starts = new FirstAfter(starts);
    this.#ends = new FirstAfter(ends);
    this.#cutoffs = new FirstAfter(cutoffs);
    const batches = moments.map(({ knownBatch }) => knownBatch);
    this.#batches = new FirstAfter(batches);
    this.knowsOneBatch = batches[0] === batches.at(-1);
    this.bounds = {
      firstDay: starts[0] ?? 0,
      lastDay: ends.at(-1) ?? 0,
      lastKnown: cutoffs.at(-1) ?? 0,
      batch: batches.at(-1) ?? 0,
    };
  }

  /** `day` puts a posting into a window, on `eventDay` it happened; batch 0 is known all along. */
  first(day: number, eventDay: number, batch: number): number {
    const known = batch === 0 ? 0 : this.#batches.of(batch - 1);
    return Math.max(this.#ends.of(day), this.#cutoffs.of(eventDay), known);
  }

  end(day: number): number {
    return this.#starts.of(day);
  }

  /** The first moment at which it is known what came to be known on a day. */
  knowing(day: number): number {
    return this.#cutoffs.of(day);
  }
}

/** Finds the first of some rising numbers that is greater than one asked for. */
class FirstAfter {
  readonly #table: Int32Array;
  readonly #least: number;
  readonly #length: number;

  constructor(rising: readonly number[]) {
    this.#least = rising[0] ?? 0;
    this.#length = rising.length;
    this.#table = new Int32Array(Math.max(0, (rising.at(-1) ?? 0) - this.#least));
    let position = 0;
    for (let day = 0; day < this.#table.length; day += 1) {
      while ((rising[position] ?? Infinity) <= this.#least + day) position += 1;
      this.#table[day] = position;
    }
  }

  of(number: number): number {
    if (number < this.#least) return 0;
    return this.#table[number - this.#least] ?? this.#length;
  }
}

/** Rows by the moment at which something happens to them. */
export class Calendar {
  readonly #rows: Int32Array;
  readonly #from: Int32Array;

  private constructor(rows: Int32Array, from: Int32Array) {
    this.#rows = rows;
    this.#from = from;
  }

  /** From the moment of each row; rows at `moments` or later are left out. */
  static async of(at: Uint16Array, moments: number, turns: Turns): Promise<Calendar> {
    const from = new Int32Array(moments + 2);
    await inSlices(at.length, turns, (row) => {
      const moment = Math.min(at[row] as number, moments);
      (from[moment + 1] as number) += 1;
    });
    for (let moment = 1; moment < from.length; moment += 1)
      (from[moment] as number) += from[moment - 1] as number;
    const rows = new Int32Array(from[moments] as number);
    const next = from.slice();
    await inSlices(at.length, turns, (row) => {
      const moment = at[row] as number;
      if (moment >= moments) return;
      rows[next[moment] as number] = row;
      (next[moment] as number) += 1;
    });
    return new Calendar(rows, from);
  }

  on(moment: number): Int32Array {
    return this.#rows.subarray(this.#from[moment], this.#from[moment + 1]);
  }
}

const SLICE = 100_000;

async function inSlices(rows: number, turns: Turns, work: (row: number) => void): Promise<void> {
  for (let start = 0; start < rows; start += SLICE) {
    const end = Math.min(rows, start + SLICE);
    for (let row = start; row < end; row += 1) work(row);
    await turns.yield();
  }
}

type NumberArray = Float64Array | Int32Array | Uint16Array;

/** A column that grows as rows come. */
export class Growing<A extends NumberArray> {
  values: A;
  length = 0;
  /** The greatest value; 0 where there is none. */
  most = 0;
  readonly #make: (length: number) => A;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = this.#make(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
    if (value > this.most) this.most = value;
  }

  /** Gives back what was grown in vain. */
  trim(): void {
    this.values = this.values.slice(0, this.length) as A;
  }
}

export const integers = () => new Growing((length) => new Int32Array(length));
export const doubles = () => new Growing((length) => new Float64Array(length));
/** Positions of moments. */
export const positions = () => new Growing((length) => new Uint16Array(length));

/** Sellers to which something happened, each once. */
export class Touched {
  readonly #flags: Uint8Array;
  keys: number[] = [];

  constructor(mostKey: number) {
    this.#flags = new Uint8Array(mostKey + 1);
  }

  add(key: number): void {
    if (this.#flags[key]) return;
    this.#flags[key] = 1;
    this.keys.push(key);
  }

  has(key: number): boolean {
    return this.#flags[key] === 1;
  }

  clear(): void {
    for (const key of this.keys) this.#flags[key] = 0;
    this.keys = [];
  }
}
