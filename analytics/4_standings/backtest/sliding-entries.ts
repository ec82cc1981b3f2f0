import type { Columns } from "../../engine/duckdb.js";
import { Calendar, doubles, integers, positions, type Spans, type Touched } from "./slide.js";
import type { Turns } from "./turns.js";

/** Sums by seller: of all postings (raw), and without what is exempt by now (judged). */
class Sums {
  readonly events: Float64Array;
  readonly orders: Float64Array;
  readonly items: Float64Array;
  readonly amounts: Float64Array;

  constructor(mostKey: number) {
    const make = () => new Float64Array(mostKey + 1);
    [this.events, this.orders, this.items, this.amounts] = [make(), make(), make(), make()];
  }

  clear(): void {
    for (const sums of [this.events, this.orders, this.items, this.amounts]) sums.fill(0);
  }
}

/**
 * Single postings by seller, moved from moment to moment. An order counts once however many postings
 * it has, a buyer once however many orders: so both are counted up and down one by one.
 */
export class SlidingEntries {
  readonly #spans: Spans;
  readonly #keys = integers();
  readonly #orders = integers();
  readonly #buyers = integers();
  readonly #firsts = positions();
  readonly #exempts = positions();
  readonly #ends = positions();
  readonly #counts = doubles();
  readonly #items = doubles();
  readonly #amounts = doubles();
  #entering: Calendar | undefined;
  #exempting: Calendar | undefined;
  #leaving: Calendar | undefined;
  /** By number of the order; sums of its postings. */
  #rawOfOrder = new Float64Array();
  #judgedOfOrder = new Float64Array();
  /** By number of the buyer with one seller: orders that are judged. */
  #ordersOfBuyer = new Int32Array();
  readonly raw: Sums;
  readonly judged: Sums;
  readonly buyers: Float64Array;
  readonly rows: Int32Array;

  constructor(spans: Spans, mostKey: number) {
    this.#spans = spans;
    this.raw = new Sums(mostKey);
    this.judged = new Sums(mostKey);
    this.buyers = new Float64Array(mostKey + 1);
    this.rows = new Int32Array(mostKey + 1);
  }

  /** Columns: seller_key, order_number, buyer_number, day, event_day, exempt_after, batch_id, count, items, amount. */
  take({ columns, length }: Columns): void {
    const [keys, orders, buyers, days, eventDays, exempts, batches, counts, items, amounts] =
      columns as readonly (number | null)[][];
    for (let row = 0; row < length; row += 1) {
      const day = days![row] as number;
      const first = this.#spans.first(day, eventDays![row] as number, batches![row] as number);
      const end = this.#spans.end(day);
      if (first >= end) continue;
      const exemptAfter = exempts![row];
      const exempt =
        exemptAfter === null || exemptAfter === undefined ? end : this.#spans.knowing(exemptAfter);
      this.#keys.push(keys![row] as number);
      this.#orders.push(orders![row] as number);
      this.#buyers.push(buyers![row] as number);
      this.#firsts.push(first);
      this.#exempts.push(Math.min(end, Math.max(first, exempt)));
      this.#ends.push(end);
      this.#counts.push(counts![row] as number);
      this.#items.push(items![row] as number);
      this.#amounts.push(amounts![row] as number);
    }
  }

  /** All rows have been taken. */
  async seal(turns: Turns): Promise<void> {
    const moments = this.#spans.length;
    for (const column of [this.#firsts, this.#exempts, this.#ends]) column.trim();
    this.#entering = await Calendar.of(this.#firsts.values, moments, turns);
    this.#exempting = await Calendar.of(this.#exempts.values, moments, turns);
    this.#leaving = await Calendar.of(this.#ends.values, moments, turns);
    this.#rawOfOrder = new Float64Array(this.#orders.most + 1);
    this.#judgedOfOrder = new Float64Array(this.#orders.most + 1);
    this.#ordersOfBuyer = new Int32Array(this.#buyers.most + 1);
  }

  move(moment: number, touched: Touched): void {
    const exempts = this.#exempts.values;
    for (const row of this.#entering?.on(moment) ?? []) {
      this.#count(row, 1, touched);
      if ((exempts[row] as number) > moment) this.#judge(row, 1);
    }
    // What was exempt from its first moment on was never judged.
    const firsts = this.#firsts.values;
    for (const row of this.#exempting?.on(moment) ?? [])
      if ((firsts[row] as number) < moment) {
        this.#judge(row, -1);
        touched.add(this.#keys.values[row] as number);
      }
    for (const row of this.#leaving?.on(moment) ?? []) this.#count(row, -1, touched);
  }

  rewind(): void {
    this.raw.clear();
    this.judged.clear();
    for (const sums of [this.buyers, this.rows, this.#rawOfOrder, this.#judgedOfOrder])
      sums.fill(0);
    this.#ordersOfBuyer.fill(0);
  }

  #count(row: number, sign: 1 | -1, touched: Touched): void {
    const key = this.#keys.values[row] as number;
    const order = this.#orders.values[row] as number;
    const count = sign * (this.#counts.values[row] as number);
    const before = this.#rawOfOrder[order] as number;
    const after = before + count;
    this.#rawOfOrder[order] = after;
    const { raw } = this;
    (raw.orders[key] as number) += Number(after > 0) - Number(before > 0);
    (raw.events[key] as number) += count;
    (raw.items[key] as number) += sign * (this.#items.values[row] as number);
    (raw.amounts[key] as number) += sign * (this.#amounts.values[row] as number);
    (this.rows[key] as number) += sign;
    touched.add(key);
  }

  #judge(row: number, sign: 1 | -1): void {
    const key = this.#keys.values[row] as number;
    const order = this.#orders.values[row] as number;
    const count = sign * (this.#counts.values[row] as number);
    const before = this.#judgedOfOrder[order] as number;
    const after = before + count;
    this.#judgedOfOrder[order] = after;
    const change = Number(after > 0) - Number(before > 0);
    const { judged } = this;
    (judged.orders[key] as number) += change;
    (judged.events[key] as number) += count;
    (judged.items[key] as number) += sign * (this.#items.values[row] as number);
    (judged.amounts[key] as number) += sign * (this.#amounts.values[row] as number);
    if (change !== 0) this.#meet(key, this.#buyers.values[row] as number, change);
  }

  /** Buyer 0 is nobody known. */
  #meet(key: number, buyer: number, change: number): void {
    if (buyer === 0) return;
    const before = this.#ordersOfBuyer[buyer] as number;
    const after = before + change;
    this.#ordersOfBuyer[buyer] = after;
    (this.buyers[key] as number) += Number(after > 0) - Number(before > 0);
  }
}
