import { NO_TRAITS, type Traits } from "./lines.js";

/** What sellers of equal traits share, by seller_key: made once for each of the few kinds of sellers. */
export class ByTraits<T> {
  /** The first is for whoever nothing is known of. */
  readonly #kinds: readonly T[];
  readonly #kindOf: Uint32Array;

  /** `kindOf`: by seller_key, the place of its kind. */
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

/** Sellers of equal traits. */
export interface Alike extends Traits {
  keys: readonly number[];
}

/** The same as plain data. */
export interface Kinds {
  kinds: readonly Traits[];
  kindOf: Uint32Array;
}

export function kindsOfSellers(groups: readonly Alike[]): Kinds {
  const most = groups.reduce(
    (found, { keys }) => keys.reduce((a, b) => (b > a ? b : a), found),
    -1,
  );
  const kindOf = new Uint32Array(most + 1);
  groups.forEach(({ keys }, index) => {
    for (const key of keys) kindOf[key] = index + 1;
  });
  const kinds = groups.map(({ region, category }): Traits => ({ region, category }));
  return { kinds: [NO_TRAITS, ...kinds], kindOf };
}
