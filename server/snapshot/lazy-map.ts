/** A read-only map whose values are made when they are asked for, and not kept. */
export class LazyMap<V> implements ReadonlyMap<string, V> {
  readonly #keys: ReadonlySet<string>;
  readonly #make: (key: string) => V;

  constructor(keys: ReadonlySet<string>, make: (key: string) => V) {
    this.#keys = keys;
    this.#make = make;
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  get(key: string): V | undefined {
    return this.#keys.has(key) ? this.#make(key) : undefined;
  }

  keys(): SetIterator<string> {
    return this.#keys.keys();
  }

  *values(): MapIterator<V> {
    for (const key of this.#keys) yield this.#make(key);
  }

  *entries(): MapIterator<[string, V]> {
    for (const key of this.#keys) yield [key, this.#make(key)];
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) each(value, key, this);
  }
}
