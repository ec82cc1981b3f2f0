import { NO_FIGURES, type Side, type SideFigures } from "../../3_rates/side.js";
import type { Unit } from "../program/rate.js";
import type { Touched } from "./slide.js";
import type { SlidingEntries } from "./sliding-entries.js";
import type { SlidingVolumes } from "./sliding-volumes.js";

/**
 * One side of a rate in one window, at one moment after another. What it gives holds until it moves
 * on; its figures are those that 3_rates/figures.ts reads for the same look.
 */
export class SlidingSide implements Side {
  readonly #volumes: SlidingVolumes | null;
  readonly #entries: SlidingEntries | null;
  readonly #unit: Unit;
  readonly #counted: Exclude<Unit, "amount">;
  readonly #touched: Touched;
  /** Sellers are counted in these: 1, or 10,000 for scores. */
  readonly #scale: number;
  #moment = -1;

  constructor(
    parts: { volumes: SlidingVolumes | null; entries: SlidingEntries | null },
    unit: Unit,
    touched: Touched,
    scale = 1,
  ) {
    this.#volumes = parts.volumes;
    this.#entries = parts.entries;
    this.#unit = unit;
    this.#counted = unit === "amount" ? "orders" : unit;
    this.#touched = touched;
    this.#scale = scale;
  }

  /** Moves on to a moment, over all before it; back to the first by `rewind`. */
  moveTo(moment: number): void {
    if (moment <= this.#moment) return;
    this.#touched.clear();
    for (let at = this.#moment + 1; at <= moment; at += 1) {
      this.#volumes?.move(at, this.#touched);
      this.#entries?.move(at, this.#touched);
    }
    this.#moment = moment;
  }

  /** Sellers whose figures the last move changed. */
  get touched(): readonly number[] {
    return this.#touched.keys;
  }

  isTouched(key: number): boolean {
    return this.#touched.has(key);
  }

  rewind(): void {
    this.#moment = -1;
    this.#touched.clear();
    this.#volumes?.rewind();
    this.#entries?.rewind();
  }

  has(key: number): boolean {
    return (this.#volumes?.rows[key] ?? 0) > 0 || (this.#entries?.rows[key] ?? 0) > 0;
  }

  keys(): number[] {
    const rows = (this.#volumes ?? this.#entries)?.rows;
    const keys: number[] = [];
    for (let key = 0; key < (rows?.length ?? 0); key += 1) if (this.has(key)) keys.push(key);
    return keys;
  }

  judgedOf(key: number): number {
    if (this.#unit === "amount") return this.at(key).judged;
    const plain = (this.#volumes?.counts[key] ?? 0) / this.#scale;
    return plain + (this.#entries?.judged[this.#counted][key] ?? 0);
  }

  at(key: number): SideFigures {
    if (!this.has(key)) return NO_FIGURES;
    const isMoney = this.#unit === "amount";
    const plain = (this.#volumes?.counts[key] ?? 0) / this.#scale;
    const plainAmount = this.#volumes?.amounts[key] ?? 0;
    const { raw, judged } = this.#single(key);
    const count = plain + judged;
    const amount = plainAmount + (this.#entries?.judged.amounts[key] ?? 0);
    return {
      raw: isMoney ? plainAmount + (this.#entries?.raw.amounts[key] ?? 0) : plain + raw,
      judged: isMoney ? amount : count,
      count,
      amount,
      buyers: this.#entries?.buyers[key] ?? 0,
    };
  }

  #single(key: number): { raw: number; judged: number } {
    if (!this.#entries) return { raw: 0, judged: 0 };
    const { raw, judged } = this.#entries;
    return { raw: raw[this.#counted][key] ?? 0, judged: judged[this.#counted][key] ?? 0 };
  }
}
