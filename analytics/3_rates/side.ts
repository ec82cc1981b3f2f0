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

export interface SumKinds {
  /** Whether what is judged may be less than what is raw. */
  isExempting: boolean;
  /** Whether count and judged differ: the unit is amount. */
  isMoney: boolean;
  hasAmounts: boolean;
  hasBuyers: boolean;
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
  readonly #seen: Uint8Array;
  readonly #raw: Float64Array;
  readonly #judged: Float64Array;
  readonly #count: Float64Array;
  readonly #amount: Float64Array;
  readonly #buyers: Float64Array;

  constructor(places: SellerPlaces, kinds: SumKinds) {
    const sums = (isKept: boolean) => (isKept ? new Float64Array(places.length) : NOTHING);
    this.#places = places;
    this.#kinds = kinds;
    this.#seen = new Uint8Array(places.length);
    this.#raw = sums(true);
    this.#judged = sums(kinds.isExempting);
    this.#count = sums(kinds.isMoney);
    this.#amount = sums(kinds.hasAmounts);
    this.#buyers = sums(kinds.hasBuyers);
  }

  /** How many numbers it holds. */
  get size(): number {
    return [this.#raw, this.#judged, this.#count, this.#amount, this.#buyers].reduce(
      (sum, { length }) => sum + length,
      0,
    );
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
    this.#raw.set(other.#raw);
    this.#judged.set(other.#judged);
    this.#count.set(other.#count);
    this.#amount.set(other.#amount);
    this.#buyers.set(other.#buyers);
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
    const place = this.#places.of(key);
    if (place < 0) return;
    this.#seen[place] = 1;
    (this.#raw[place] as number) += raw;
    if (this.#judged.length > 0) (this.#judged[place] as number) += judged;
    if (this.#count.length > 0) (this.#count[place] as number) += count;
    if (this.#amount.length > 0) (this.#amount[place] as number) += amount;
    if (this.#buyers.length > 0) (this.#buyers[place] as number) += buyers;
  }

  has(key: number): boolean {
    const place = this.#places.of(key);
    return place >= 0 && this.#seen[place] === 1;
  }

  judgedOf(key: number): number {
    const place = this.#places.of(key);
    if (place < 0) return 0;
    return (this.#judged.length > 0 ? this.#judged[place] : this.#raw[place]) as number;
  }

  keys(): number[] {
    const keys: number[] = [];
    for (let place = 0; place < this.#seen.length; place += 1)
      if (this.#seen[place] === 1) keys.push(this.#places.keyAt(place));
    return keys;
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
