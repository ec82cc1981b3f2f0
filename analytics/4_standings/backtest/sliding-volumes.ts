import type { Columns } from "../../engine/duckdb.js";
import { Calendar, doubles, integers, positions, type Spans, type Touched } from "./slide.js";
import type { Turns } from "./turns.js";

/** Sums of plain orders by seller, moved from moment to moment. Also of scores, in ten-thousandths. */
export class SlidingVolumes {
  readonly #spans: Spans;
  readonly #keys = integers();
  readonly #firsts = positions();
  readonly #ends = positions();
  readonly #counts = doubles();
  readonly #amounts = doubles();
  readonly #hasAmounts: boolean;
  #entering: Calendar | undefined;
  #leaving: Calendar | undefined;
  readonly counts: Float64Array;
  readonly amounts: Float64Array;
  /** Rows that count now, by seller. */
  readonly rows: Int32Array;

  constructor(spans: Spans, mostKey: number, hasAmounts: boolean) {
    this.#spans = spans;
    this.#hasAmounts = hasAmounts;
    this.counts = new Float64Array(mostKey + 1);
    this.amounts = new Float64Array(hasAmounts ? mostKey + 1 : 0);
    this.rows = new Int32Array(mostKey + 1);
  }

  /** Columns: seller_key, day, event_day, batch_id, count, amount. */
  take({ columns, length }: Columns): void {
    const [keys, days, eventDays, batches, counts, amounts] = columns as readonly number[][];
    for (let row = 0; row < length; row += 1) {
      const day = days![row] as number;
      const first = this.#spans.first(day, eventDays![row] as number, batches![row] as number);
      const end = this.#spans.end(day);
      if (first >= end) continue;
      this.#keys.push(keys![row] as number);
      this.#firsts.push(first);
      this.#ends.push(end);
      this.#counts.push(counts![row] as number);
      if (this.#hasAmounts) this.#amounts.push(amounts![row] as number);
    }
  }

  /** All rows have been taken. */
  async seal(turns: Turns): Promise<void> {
    const columns = [this.#keys, this.#firsts, this.#ends, this.#counts, this.#amounts];
    for (const column of columns) {
      column.trim();
      await turns.yield();
    }
    this.#entering = await Calendar.of(this.#firsts.values, this.#spans.length, turns);
    this.#leaving = await Calendar.of(this.#ends.values, this.#spans.length, turns);
  }

  move(moment: number, touched: Touched): void {
    this.#apply(this.#leaving?.on(moment), -1, touched);
    this.#apply(this.#entering?.on(moment), 1, touched);
  }

  rewind(): void {
    this.counts.fill(0);
    this.amounts.fill(0);
    this.rows.fill(0);
  }

  #apply(rows: Int32Array | undefined, sign: 1 | -1, touched: Touched): void {
    if (!rows) return;
    const [keys, counts, amounts] = [this.#keys.values, this.#counts.values, this.#amounts.values];
    for (const row of rows) {
      const key = keys[row] as number;
      (this.counts[key] as number) += sign * (counts[row] as number);
      if (this.#hasAmounts) (this.amounts[key] as number) += sign * (amounts[row] as number);
      (this.rows[key] as number) += sign;
      touched.add(key);
    }
  }
}
