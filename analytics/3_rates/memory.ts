import type { SideSums } from "./side.js";
import type { SideQuery } from "./side-query.js";

/** Sums as known at a batch. */
export interface Remembered {
  knownBatch: number;
  /** Whose they are; null: every seller's. */
  sellers: ReadonlySet<number> | null;
  sums: readonly SideSums[];
}

/** Plain data, so that it can be kept. */
export interface Fact {
  knownBatch: number;
  value: unknown;
}

/**
 * Every seller's sums as they were read last, of one database. What is known at a batch never changes,
 * so they hold for it for ever; at a later batch only sellers of whom anything was posted since must
 * be read again. What was not asked for longest is forgotten first.
 */
export class FigureMemory {
  /** By name: what was found of exactly one batch, for those who ask at it again. */
  readonly facts = new Map<string, Fact>();
  /** Share of sellers above which it is faster to read them all again. */
  readonly mostChanged: number;
  readonly #most: number;
  readonly #known = new Map<string, Remembered>();
  #size = 0;

  /** `most`: numbers that it may hold, of 8 bytes each. */
  constructor({ most = 50_000_000, mostChanged = 0.2 } = {}) {
    this.#most = most;
    this.mostChanged = mostChanged;
  }

  find(name: string): Remembered | undefined {
    const found = this.#known.get(name);
    if (!found) return undefined;
    this.#known.delete(name);
    this.#known.set(name, found);
    return found;
  }

  keep(name: string, remembered: Remembered): void {
    this.#forget(name);
    this.#known.set(name, remembered);
    this.#size += sizeOf(remembered);
    for (const oldest of this.#known.keys()) {
      if (this.#size <= this.#most) return;
      this.#forget(oldest);
    }
  }

  /** What is true of a ledger at one batch: as it was found before, or is found now. */
  async fact<T>(name: string, knownBatch: number, find: () => Promise<T>): Promise<T> {
    const known = this.facts.get(name);
    if (known?.knownBatch === knownBatch) return known.value as T;
    const value = await find();
    this.facts.set(name, { knownBatch, value });
    return value;
  }

  #forget(name: string): void {
    const known = this.#known.get(name);
    if (!known) return;
    this.#known.delete(name);
    this.#size -= sizeOf(known);
  }
}

const sizeOf = ({ sums }: Remembered) => sums.reduce((sum, side) => sum + side.size, 0);

/** What a query asks for, whatever was known, and of whom if not of all. */
export function nameOf(query: SideQuery): string {
  const { measures, less, by, month_offset, reasons, exempt } = query.term;
  const looks = query.looks.map(({ window, cutoff }) => [window.start, window.end, cutoff]);
  const { unit, segments, hasAmounts, hasBuyers, figure } = query;
  const term = [measures, less, by, month_offset, reasons, exempt];
  const isOfAll = query.sellerKeys === undefined;
  return JSON.stringify([term, unit, segments, looks, hasAmounts, hasBuyers, isOfAll, figure]);
}
