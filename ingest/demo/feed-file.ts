import { DAY, formatTime, Known } from "./clock.js";
import type { CsvFile, CsvRow } from "./csv.js";
import { Random, STREAM } from "./random.js";
import type { Scenario } from "./scenario.js";

type Noise = Scenario["noise"];
type VersionedRow = CsvRow & { updated_at?: string | undefined };

/** How a feed reads the facts it is given. */
export interface FactReader<T> {
  createdAt: (fact: T) => number;
  rowAt: (fact: T, known: Known) => VersionedRow;
  /** Times at which it stood differently; those versions are always written. */
  moments?: (fact: T) => readonly number[];
  /** What an older version had wrong. */
  mistake?: (fact: T, row: VersionedRow) => VersionedRow;
}

const SHELF = 512;

/** A feed as real ones come: older versions, corrections, duplicates, tombstones, rows out of place. */
export class FeedFile<T> {
  /** Lines held back; each gives way to the next one, so that they come late. */
  readonly #shelf: string[] = [];
  readonly #shelfRandom: Random;

  constructor(
    readonly csv: CsvFile,
    readonly reader: FactReader<T>,
    readonly end: number,
    readonly noise: Noise,
    seed: number,
  ) {
    this.#shelfRandom = new Random(seed, STREAM.shelf);
  }

  /** Writes a fact as known at the end of the data; one that others refer to is never deleted. */
  write(random: Random, fact: T, isReferred: boolean): void {
    const { noise, reader } = this;
    if (reader.createdAt(fact) > this.end) return;
    const known = new Known(this.end);
    const newest = reader.rowAt(fact, known);
    const rows = this.#older(random, fact, newest, known.latest);
    if (rows.length === 0 || random.chance(1 - noise.swapped)) rows.push(newest);
    else rows.unshift(newest);
    if (!isReferred && random.chance(noise.tombstone)) {
      const at = formatTime(Math.min(this.end, known.latest + DAY * random.between(0.1, 3)));
      if (at > (newest.updated_at ?? "")) rows.push({ ...newest, updated_at: at, deleted: true });
    }
    for (const row of rows) {
      const line = this.csv.line(row);
      this.#put(line);
      if (random.chance(noise.duplicate)) this.#put(line);
    }
  }

  /** Writes what was held back; call it once, at the end. */
  release(): void {
    for (const line of this.#shelf.splice(0)) this.csv.add(line);
  }

  #older(random: Random, fact: T, newest: VersionedRow, latest: number): VersionedRow[] {
    const { mistake } = this.reader;
    const isMistaken = mistake !== undefined && random.chance(this.noise.corrected);
    const isEarlier = random.chance(this.noise.earlier);
    const moments = (this.reader.moments?.(fact) ?? []).filter((moment) => moment < latest);
    const createdAt = this.reader.createdAt(fact);
    if (isMistaken || isEarlier) moments.push(random.between(createdAt, latest));
    if (moments.length === 0) return [];
    const rows = new Map<string, VersionedRow>();
    for (const moment of moments.toSorted((a, b) => a - b)) {
      const row = this.reader.rowAt(fact, new Known(Math.max(moment, createdAt)));
      const version = row.updated_at ?? "";
      if (version >= (newest.updated_at ?? "")) continue;
      rows.set(version, isMistaken ? mistake(fact, row) : row);
    }
    return [...rows.values()];
  }

  #put(line: string): void {
    if (!this.#shelfRandom.chance(this.noise.held)) {
      this.csv.add(line);
      return;
    }
    const slot = this.#shelfRandom.below(SHELF);
    const held = this.#shelf[slot];
    if (held === undefined) this.#shelf.push(line);
    else {
      this.#shelf[slot] = line;
      this.csv.add(held);
    }
  }
}
