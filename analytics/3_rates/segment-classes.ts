/** Segments of the ledger that count; null: all of them. */
export type SegmentSet = readonly number[] | null;

/** Segments that the same of some sets contain, so that one reading serves all the sets. */
export class SegmentClasses {
  /** Which class each segment that counts is of; null where all segments count. */
  readonly segments: { ids: readonly number[]; classes: readonly number[] } | null;
  /** One segment of each class. */
  readonly #samples: readonly number[];

  /** `sets`: all of them null, or none. */
  constructor(sets: readonly SegmentSet[]) {
    const members = sets.flatMap((set) => (set ? [new Set(set)] : []));
    const ids = [...new Set(members.flatMap((set) => [...set]))].sort((a, b) => a - b);
    const patterns = new Map<string, number>();
    const samples: number[] = [];
    const classes = ids.map((id) => {
      const pattern = members.map((set) => Number(set.has(id))).join("");
      const known = patterns.get(pattern) ?? samples.push(id) - 1;
      patterns.set(pattern, known);
      return known;
    });
    this.segments = members.length > 0 ? { ids, classes } : null;
    this.#samples = samples;
  }

  /** How many there are. */
  get length(): number {
    return Math.max(1, this.#samples.length);
  }

  /** The classes that make up a set. */
  of(set: SegmentSet): readonly number[] {
    if (set === null) return [0];
    return [...this.#samples.keys()].filter((at) => set.includes(this.#samples[at] as number));
  }
}
