import { narrowed, type NumberArray } from "./narrowed.js";

/** One side of a rate for one seller in one window. */
export interface SideFigures {
  raw: number;
  judged: number;
  /** Judged count of the unit's things; equals `judged` unless the unit is amount. */
  count: number;
  /** Judged amount in minor units; of a denominator only where the unit is amount, else 0. */
  amount: number;
  buyers: number;
  /** Some of its money could not be converted to the currency that counts: amounts are 0, and say nothing. */
  isUnpriced?: boolean;
}

export const NO_FIGURES: SideFigures = { raw: 0, judged: 0, count: 0, amount: 0, buyers: 0 };

/** One side of a rate for every seller in one window. */
export interface Side {
  at(key: number): SideFigures;
  /** Its judged figure alone, without an object: for tens of thousands of sellers. */
  judgedOf(key: number): number;
  has(key: number): boolean;
  /** Sellers with anything on this side; a key may come twice. */
  keys(): Iterable<number>;
  /** The first day without an exchange rate that it needs, and whose, as in `2026-01-31 JPY`. */
  firstGap?(): string | null;
}

/** Places of sellers in arrays: keys themselves where all are asked for, as they are small whole numbers. */
export class SellerPlaces {
  readonly length: number;
  readonly #keys: readonly number[] | null;
  readonly #places: ReadonlyMap<number, number> | null;

  /** `keys`: those who are asked for; null: all, whose keys go up to `mostKey`. */
  constructor(keys: readonly number[] | null, mostKey: number) {
    this.#keys = keys && [...new Set(keys)];
    this.#places = this.#keys && new Map(this.#keys.map((key, place) => [key, place]));
    this.length = this.#keys?.length ?? mostKey + 1;
  }

  get isAll(): boolean {
    return this.#keys === null;
  }

  /** -1 for a seller who is not asked for. */
  of(key: number): number {
    if (this.#places) return this.#places.get(key) ?? -1;
    return key < this.length ? key : -1;
  }

  keyAt(place: number): number {
    return this.#keys ? (this.#keys[place] as number) : place;
  }
}

const NOTHING = new Float64Array(0);

function placesIn(seen: Uint8Array): number[] {
  const places: number[] = [];
  for (let place = 0; place < seen.length; place += 1) if (seen[place] === 1) places.push(place);
  return places;
}

export interface SumKinds {
  /** Whether what is judged may be less than what is raw. */
  isExempting: boolean;
  /** Whether count and judged differ: the unit is amount. */
  isMoney: boolean;
  hasAmounts: boolean;
  hasBuyers: boolean;
}

export interface PackedSums {
  kinds: SumKinds;
  /** By place: 1 where there is anything. */
  seen: Uint8Array;
  /** raw, judged, count, amount and buyers by place; empty where they are not kept. */
  figures: readonly NumberArray[];
}

interface Change {
  keys: ReadonlySet<number>;
  places: SellerPlaces;
  isAdded: boolean;
}

/** Sums of one side of a rate in one window, by seller. */
export class SideSums implements Side {
  readonly #places: SellerPlaces;
  readonly #kinds: SumKinds;
  /** The places of sellers are their keys. */
  readonly #isAll: boolean;
  readonly #seen: Uint8Array;
  readonly #raw: NumberArray;
  readonly #judged: NumberArray;
  readonly #count: NumberArray;
  readonly #amount: NumberArray;
  readonly #buyers: NumberArray;
  /** Whose they are, once somebody asked. */
  #keys: readonly number[] | null = null;
  /** What is judged, wherever it is. */
  readonly #values: NumberArray;
  /** Its arrays may be too narrow for other numbers. */
  readonly #isFixed: boolean;

  constructor(places: SellerPlaces, kinds: SumKinds, packed?: Omit<PackedSums, "kinds">) {
    const { isExempting, isMoney, hasAmounts, hasBuyers } = kinds;
    const isKept = [true, isExempting, isMoney, hasAmounts, hasBuyers];
    const figures =
      packed?.figures ?? isKept.map((is) => (is ? new Float64Array(places.length) : NOTHING));
    this.#places = places;
    this.#isAll = places.isAll;
    this.#kinds = kinds;
    this.#isFixed = packed !== undefined;
    this.#seen = packed?.seen ?? new Uint8Array(places.length);
    [
      this.#raw = NOTHING,
      this.#judged = NOTHING,
      this.#count = NOTHING,
      this.#amount = NOTHING,
      this.#buyers = NOTHING,
    ] = figures;
    this.#values = isExempting ? this.#judged : this.#raw;
  }

  /** How many numbers it holds. */
  get size(): number {
    return this.#figures().reduce((sum, { length }) => sum + length, 0);
  }

  #figures(): NumberArray[] {
    return [this.#raw, this.#judged, this.#count, this.#amount, this.#buyers];
  }

  /** All that there is to it but its places, to be kept. */
  pack(): PackedSums {
    return { kinds: this.#kinds, seen: this.#seen, figures: this.#figures().map(narrowed) };
  }

  /** What was packed, as it is: nothing can be added to it, but it can be copied with changes. */
  static unpack(places: SellerPlaces, { kinds, seen, figures }: PackedSums): SideSums {
    return new SideSums(places, kinds, { seen, figures });
  }

  /** The same for those at `places`; to those of `keys` another's sums are added, or taken instead. */
  with(other: SideSums, { keys, places, isAdded }: Change): SideSums {
    const changed = new SideSums(places, this.#kinds);
    if (places.isAll && this.#places.isAll) changed.#copy(this);
    else
      for (let place = 0; place < places.length; place += 1)
        changed.#replace(places.keyAt(place), this);
    for (const key of keys)
      if (!isAdded) changed.#replace(key, other);
      else if (other.has(key)) {
        const { raw, judged, count, amount, buyers } = other.at(key);
        changed.add(key, raw, judged, count, amount, buyers);
      }
    return changed;
  }

  #copy(other: SideSums): void {
    this.#seen.set(other.#seen);
    const from = other.#figures();
    this.#figures().forEach((values, index) => values.set(from[index] as NumberArray));
  }

  #replace(key: number, other: SideSums): void {
    const place = this.#places.of(key);
    const figures = other.at(key);
    this.#seen[place] = other.has(key) ? 1 : 0;
    this.#raw[place] = figures.raw;
    if (this.#judged.length > 0) this.#judged[place] = figures.judged;
    if (this.#count.length > 0) this.#count[place] = figures.count;
    if (this.#amount.length > 0) this.#amount[place] = figures.amount;
    if (this.#buyers.length > 0) this.#buyers[place] = figures.buyers;
  }

  /** Adds to a seller's sums; one who is not asked for is left out. */
  add(key: number, raw: number, judged: number, count: number, amount: number, buyers: number) {
    if (this.#isFixed) throw new TypeError("nothing can be added to sums that were kept");
    const place = this.#places.of(key);
    if (place < 0) return;
    this.#seen[place] = 1;
    this.#keys = null;
    (this.#raw[place] as number) += raw;
    if (this.#judged.length > 0) (this.#judged[place] as number) += judged;
    if (this.#count.length > 0) (this.#count[place] as number) += count;
    if (this.#amount.length > 0) (this.#amount[place] as number) += amount;
    if (this.#buyers.length > 0) (this.#buyers[place] as number) += buyers;
  }

  has(key: number): boolean {
    return this.#seen[this.#isAll ? key : this.#places.of(key)] === 1;
  }

  judgedOf(key: number): number {
    const place = this.#isAll ? key : this.#places.of(key);
    return this.#values[place] ?? 0;
  }

  keys(): readonly number[] {
    if (this.#keys) return this.#keys;
    const places = placesIn(this.#seen);
    this.#keys = this.#isAll ? places : places.map((place) => this.#places.keyAt(place));
    return this.#keys;
  }

  at(key: number): SideFigures {
    const place = this.#places.of(key);
    if (place < 0 || this.#seen[place] === 0) return NO_FIGURES;
    const raw = this.#raw[place] as number;
    const judged = this.#judged.length > 0 ? (this.#judged[place] as number) : raw;
    return {
      raw,
      judged,
      count: this.#count.length > 0 ? (this.#count[place] as number) : judged,
      amount: this.#amount.length > 0 ? (this.#amount[place] as number) : 0,
      buyers: this.#buyers.length > 0 ? (this.#buyers[place] as number) : 0,
    };
  }
}
