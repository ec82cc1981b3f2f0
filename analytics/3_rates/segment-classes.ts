/** Segments of the ledger that count; null: all of them. */
export type SegmentSet = readonly number[] | null;

/** Segments that the same of some sets contain, so that one reading serves all the sets. */
export class SegmentClasses {
  /** Which class each segment that counts is of; null where every set is all segments. */
  readonly segments: { ids: readonly number[]; classes: readonly number[] } | null;
  /** One segment of each class. */
  readonly #samples: readonly number[];

  constructor(sets: readonly SegmentSet[], all: readonly number[]) {
    if (sets.every((set) => set === null)) {
      this.segments = null;
      this.#samples = [];
      return;
    }
    const members = sets.map((set) => set && new Set(set));
    const patterns = new Map<string, number>();
    const samples: number[] = [];
    const counted = all.flatMap((id) => {
      const pattern = members.map((set) => (set === null || set.has(id) ? 1 : 0)).join("");
      if (!pattern.includes("1")) return [];
      const known = patterns.get(pattern) ?? patterns.size;
      patterns.set(pattern, known);
      samples[known] ??= id;
      return [[id, known] as const];
    });
    this.segments = { ids: counted.map(([id]) => id), classes: counted.map(([, of]) => of) };
    this.#samples = samples;
  }

  /** How many there are. */
  get length(): number {
    return Math.max(1, this.#samples.length);
  }

  /** The classes that make up a set. */
  of(set: SegmentSet): readonly number[] {
    if (this.segments === null) return [0];
    return [...this.#samples.keys()].filter(
      (at) => set === null || set.includes(this.#samples[at] as number),
    );
  }
}
