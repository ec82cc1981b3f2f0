import { z } from "zod";

/** A bound that a figure is compared with; a bare number is reached from itself upwards. */
export const Threshold = z
  .union([
    z.number().nonnegative(),
    z.strictObject({ above: z.number().nonnegative() }),
    z.strictObject({ below: z.number().nonnegative() }),
    z.strictObject({ at_most: z.number().nonnegative() }),
  ])
  .describe(
    "0.015: from 0.015 on (>=); { above: 0.02 }: more than (>); { below: 0.8 }: less than (<); { at_most: 150 }: no more than (<=).",
  );
export type Threshold = z.infer<typeof Threshold>;

export type Comparison = ">=" | ">" | "<" | "<=";

interface Bound {
  comparison: Comparison;
  bound: number;
}

const bounds = new WeakMap<object, Bound>();

/** The comparison that a threshold asks for. */
export function boundOf(threshold: Threshold): Bound {
  if (typeof threshold === "number") return { comparison: ">=", bound: threshold };
  const known = bounds.get(threshold);
  if (known) return known;
  const bound = readBound(threshold);
  bounds.set(threshold, bound);
  return bound;
}

function readBound(threshold: Exclude<Threshold, number>): Bound {
  if ("above" in threshold) return { comparison: ">", bound: threshold.above };
  if ("below" in threshold) return { comparison: "<", bound: threshold.below };
  return { comparison: "<=", bound: threshold.at_most };
}

/** Whether a value meets a threshold; pure and without tolerance: a line is a line. */
export function meets(value: number, threshold: Threshold): boolean {
  if (typeof threshold === "number") return value >= threshold;
  const { comparison, bound } = boundOf(threshold);
  switch (comparison) {
    case ">=":
      return value >= bound;
    case ">":
      return value > bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
  }
}

/** True where more of the figure meets it: not for `below` and `at_most`. */
export const isFloor = (threshold: Threshold): boolean =>
  ">=".startsWith(boundOf(threshold).comparison);
