import { NO_TRAITS, type Traits } from "./lines.js";

/** What sellers of equal traits share, by seller_key: made once for each of the few kinds of sellers. */
export class ByTraits<T> {
  /** The first is for whoever nothing is known of. */
  readonly #kinds: readonly T[];
  readonly #kindOf: Uint32Array;

  constructor(kinds: readonly T[], kindOf: Uint32Array) {
    this.#kinds = kinds;
    this.#kindOf = kindOf;
  }

  of(key: number): T {
    return this.#kinds[this.#kindOf[key] ?? 0] as T;
  }

  map<U>(make: (kind: T) => U): ByTraits<U> {
    return new ByTraits(this.#kinds.map(make), this.#kindOf);
  }

  /** Keys of known sellers whose kind is wanted, in order; by default of all. */
  keys(isWanted: (kind: T) => boolean = () => true): number[] {
    const wanted = this.#kinds.map((kind, index) => index > 0 && isWanted(kind));
    const keys: number[] = [];
    this.#kindOf.forEach((kind, key) => {
      if (wanted[kind]) keys.push(key);
    });
    return keys;
  }
}

/** Traits of nobody in particular: for whoever does not ask. */
export const NOBODYS_TRAITS = new ByTraits<Traits>([NO_TRAITS], new Uint32Array(0));

/** Traits of sellers, one entry of each list per seller. */
export function traitsOfSellers({
  sellerKeys,
  regions,
  categories,
}: {
  sellerKeys: readonly number[];
  regions: readonly (string | null)[];
  categories: readonly (string | null)[];
}): ByTraits<Traits> {
  const kindOf = new Uint32Array(sellerKeys.reduce((most, key) => Math.max(most, key), -1) + 1);
  const kinds: Traits[] = [NO_TRAITS];
  const places = new Map<string | null, Map<string | null, number>>();
  sellerKeys.forEach((key, row) => {
    const [region = null, category = null] = [regions[row], categories[row]];
    const ofRegion = places.get(region) ?? new Map<string | null, number>();
    places.set(region, ofRegion);
    const place = ofRegion.get(category) ?? kinds.push({ region, category }) - 1;
    kindOf[key] = place;
    ofRegion.set(category, place);
  });
  return new ByTraits(kinds, kindOf);
}
