/** What is expected of one origin, or of all together. In the units of the triangle. */
export interface Projection {
  /** What is known today. */
  readonly latest: number;
  /** What will be known in the end; null where the triangle cannot tell. */
  readonly ultimate: number | null;
  /** What is still to come, `ultimate - latest`; below 0 where the triangle shrinks. */
  readonly ibnr: number | null;
  /** Mack's standard error of `ultimate`, process and estimation error; null where it cannot be told. */
  readonly standardError: number | null;
}

export interface ChainLadder {
  /** Growth from age k to k + 1, 0 or more; null where all origins grew from nothing. */
  readonly factors: readonly (number | null)[];
  /** Share of the ultimate known at age k; 0 where nothing is ever known so early, last always 1. */
  readonly developed: readonly (number | null)[];
  /** One for each row of the triangle, in its order. */
  readonly origins: readonly Projection[];
  readonly total: Projection;
}

type Triangle = readonly (readonly number[])[];

/** One step from age k to k + 1: the factor, and what Mack's error needs. */
interface Step {
  readonly factor: number | null;
  /** Sum at age k of the origins whose age k + 1 is known. */
  readonly base: number;
  /** Mack's sigma squared; null where it cannot be estimated. */
  readonly variance: number | null;
}

/**
 * Projects a cumulative triangle to its end: volume-weighted factors, no tail beyond the oldest age.
 *
 * A row is an origin (a cohort of orders), its k-th number what was known at age k; rows may have any
 * length, also 0. Numbers are finite and not negative; they may fall with age.
 * A step over which every origin stayed 0 has factor 1. An origin still at 0 is projected to 0, as
 * multiplying can do no other: pool small origins before asking.
 * Source: T. Mack, ASTIN Bulletin 23 (1993) 213-225; recursions from ASTIN Bulletin 29 (1999) 361-366.
 */
export function chainLadder(triangle: Triangle): ChainLadder {
  assertTriangle(triangle);
  const ages = triangle.reduce((most, row) => Math.max(most, row.length), 0);
  const steps = withVariances(triangle, ages);
  return {
    factors: steps.map((step) => step.factor),
    developed: Array.from({ length: ages }, (_, age) => developedAt(age, steps)),
    origins: triangle.map((row) => project([row], steps)),
    total: project(triangle, steps),
  };
}

function withVariances(triangle: Triangle, ages: number): Step[] {
  const steps: Step[] = [];
  for (let age = 0; age + 1 < ages; age++) {
    const rows = triangle.filter((row) => row.length > age + 1);
    const base = sum(rows, (row) => at(row, age));
    const next = sum(rows, (row) => at(row, age + 1));
    const factor = base > 0 ? next / base : next > 0 ? null : 1;
    const variance = sigmaSquared(rows, age, factor) ?? extrapolated(steps);
    steps.push({ factor, base, variance });
  }
  return steps;
}

function sigmaSquared(rows: Triangle, age: number, factor: number | null): number | null {
  // An origin still at 0 has weight 0 in the factor and tells nothing of the spread around it.
  const told = rows.filter((row) => at(row, age) > 0);
  if (factor === null || told.length < 2) return null;
  const squares = sum(
    told,
    (row) => (at(row, age + 1) - factor * at(row, age)) ** 2 / at(row, age),
  );
  return squares / (told.length - 1);
}

/** Mack's rule for a step seen only once: the variances go on falling as they did over the last two. */
function extrapolated(steps: readonly Step[]): number | null {
  const last = steps.at(-1)?.variance ?? null;
  const before = steps.at(-2)?.variance ?? null;
  if (last === null || before === null) return last;
  return before === 0 ? 0 : Math.min(last ** 2 / before, last, before);
}

function developedAt(age: number, steps: readonly Step[]): number | null {
  let growth = 1;
  for (const { factor } of steps.slice(age)) {
    if (factor === null) return 0;
    growth *= factor;
  }
  return growth > 0 ? 1 / growth : null;
}

/** Rows share each factor and its estimation error, but their own chance is independent. */
function project(rows: Triangle, steps: readonly Step[]): Projection {
  const latest = sum(rows, (row) => row.at(-1) ?? 0);
  const nothingKnown = rows.some((row) => row.length === 0);
  let ultimate: number | null = nothingKnown ? null : 0;
  let error: number | null = nothingKnown ? null : 0;
  for (let age = 0; age <= steps.length; age++) {
    ultimate = plus(
      ultimate,
      sum(rows, (row) => (row.length === age + 1 ? at(row, age) : 0)),
    );
    const step = steps[age];
    if (!step || !rows.some((row) => row.length <= age + 1)) continue;
    error = errorAfter(step, ultimate, error);
    ultimate = ultimate === null || step.factor === null ? null : ultimate * step.factor;
  }
  return {
    latest,
    ultimate,
    ibnr: plus(ultimate, -latest),
    standardError: error === null ? null : Math.sqrt(error),
  };
}

/** Mean squared error of `volume` after a step, given that before it. */
function errorAfter(step: Step, volume: number | null, error: number | null): number | null {
  if (volume === null || error === null || step.factor === null) return null;
  if (volume === 0 && error === 0) return 0;
  if (step.variance === null || step.base === 0) return null;
  const chance = volume * step.variance;
  const estimation = (volume ** 2 * step.variance) / step.base;
  return step.factor ** 2 * error + chance + estimation;
}

function assertTriangle(triangle: Triangle): void {
  for (const [origin, row] of triangle.entries()) {
    for (const value of row) {
      if (!(value >= 0 && Number.isFinite(value))) {
        throw new RangeError(`triangle holds ${value} in origin ${origin}; it needs 0 or more`);
      }
    }
  }
}

function at(row: readonly number[], age: number): number {
  return row[age] ?? 0;
}

function plus(value: number | null, more: number): number | null {
  return value === null ? null : value + more;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
