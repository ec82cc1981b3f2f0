import { distinct } from "../3_rates/distinct.js";
import type { Figures, FigureOptions, FigureReader, RateFigures } from "../3_rates/figures.js";
import { windowOn, type Window } from "../3_rates/window.js";
import { isBelow, ratio, type Least } from "./judge.js";
import type { RateProgram } from "./program.js";
import type { RateRule } from "./program/rate.js";
import type { Gate, Gates, Tier } from "./program/tier.js";
import { basicWindows } from "./program/window.js";

/** A day of evaluation, and what counts on it. */
export interface Moment {
  /** Windows end by this day. */
  day: string;
  /** What happened on this day or later does not count. */
  cutoff: string;
  knownBatch: number;
}

/**
 * How bad figures are, so that the best or the worst of several windows can be told. Null where nobody
 * knows: such a window is chosen, as the choice may be it.
 */
export type RankOf = (look: RateFigures, key: number) => number | null;

/** A rate's figures at one moment, in the window that is each seller's. */
export class MomentFigures {
  readonly #windows: readonly Window[];
  readonly #figures: readonly RateFigures[];
  readonly #first: readonly RateFigures[];
  readonly #second: readonly RateFigures[];

  // What is asked of every seller, apart from rules of many shapes: code for one shape is much faster.
  readonly #kind: RateRule["window"]["kind"];
  readonly #atLeast: number;
  readonly #hasFloor: boolean;
  readonly #floor: number;
  /** The only look, where there is but one: what most programmes have. */
  readonly #only: RateFigures | null;

  constructor(rule: RateRule, moment: Moment, figures: readonly RateFigures[]) {
    this.#windows = basicWindows(rule.window).map((window) => windowOn(window, moment.day));
    this.#figures = figures;
    this.#kind = rule.window.kind;
    this.#atLeast = rule.window.kind === "adaptive" ? rule.window.at_least : 0;
    this.#hasFloor = rule.floor !== undefined;
    this.#floor = rule.floor?.denominator ?? 0;
    this.#only = figures.length === 1 ? (figures[0] as RateFigures) : null;
    this.#first = figures.slice(0, 1);
    this.#second = figures.slice(1, 2);
  }

  /** The figures of a seller, and the window that they are of. */
  at(key: number, rankOf?: RankOf): { figures: Figures; window: Window } {
    const index = this.#choice(key, rankOf);
    return {
      figures: (this.#figures[index] as RateFigures).at(key),
      window: this.#windows[index] as Window,
    };
  }

  /** The look of the window that is a seller's. */
  lookOf(key: number, rankOf?: RankOf): RateFigures {
    return this.#only ?? (this.#figures[this.#choice(key, rankOf)] as RateFigures);
  }

  /** Whether a seller has anything in the numerator of any window. */
  hasNumerator(key: number): boolean {
    if (this.#only) return this.#only.numerator.has(key);
    for (const { numerator } of this.#figures) if (numerator.has(key)) return true;
    return false;
  }

  /** Whether a seller has anything in any window. */
  has(key: number): boolean {
    if (this.#only) return this.#only.numerator.has(key) || this.#only.denominator.has(key);
    for (const { numerator, denominator } of this.#figures)
      if (denominator.has(key) || numerator.has(key)) return true;
    return false;
  }

  /** Whether a seller is scored, found without making its figures. */
  isScored(key: number): boolean {
    if (this.#only) return this.#isScoredIn(this.#only, key);
    for (const look of this.#looksOf(key)) if (this.#isScoredIn(look, key)) return true;
    return false;
  }

  #isScoredIn({ numerator, denominator }: RateFigures, key: number): boolean {
    const judged = denominator.judgedOf(key);
    if (this.#hasFloor) return judged >= this.#floor;
    return judged > 0 || numerator.at(key).raw > 0;
  }

  /** Whether a seller is below some bounds, whichever window is its own. */
  isBelow(least: Least, key: number): boolean {
    if (this.#only) return isBelowIn(this.#only, least, key);
    for (const look of this.#looksOf(key)) if (!isBelowIn(look, least, key)) return false;
    return true;
  }

  /** The look that is a seller's, or all from which its tier in each chooses. */
  #looksOf(key: number): readonly RateFigures[] {
    if (this.#kind !== "adaptive") return this.#figures;
    return this.#choice(key, undefined) === 0 ? this.#first : this.#second;
  }

  /** Sellers with anything in a numerator, each once. */
  numeratorKeys(): number[] {
    return distinct(this.#figures.map(({ numerator }) => numerator.keys()));
  }

  /** Sellers with anything in any window, each once. */
  keys(): number[] {
    return distinct(
      this.#figures.flatMap(({ numerator, denominator }) => [numerator.keys(), denominator.keys()]),
    );
  }

  #choice(key: number, rankOf: RankOf | undefined): number {
    switch (this.#kind) {
      case "adaptive": {
        const probe = this.#figures[2] as RateFigures;
        return probe.denominator.judgedOf(key) >= this.#atLeast ? 0 : 1;
      }
      case "best_of":
        return this.#extreme(key, rankOf, -1);
      case "worst_of":
        return this.#extreme(key, rankOf, 1);
      default:
        return 0;
    }
  }

  /**
   * The window with the highest (1) or lowest (-1) rank, then rate; the first among equals. A window
   * with too few orders to say anything says nothing where another one does.
   */
  #extreme(key: number, rankOf: RankOf | undefined, direction: 1 | -1): number {
    let best = 0;
    let [isBestScored, bestRank, bestRate] = [false, 0, 0];
    for (let index = 0; index < this.#figures.length; index += 1) {
      const look = this.#figures[index] as RateFigures;
      const known = rankOf ? rankOf(look, key) : 0;
      const rank = known === null ? Infinity : known * direction;
      const judged = look.numerator.judgedOf(key);
      const rate = (ratio(judged, look.denominator.judgedOf(key)) ?? 0) * direction;
      const isScored = this.#isScoredIn(look, key);
      const isMore =
        isScored === isBestScored
          ? rank > bestRank || (rank === bestRank && rate > bestRate)
          : isScored;
      if (index > 0 && !isMore) continue;
      best = index;
      [isBestScored, bestRank, bestRate] = [isScored, rank, rate];
    }
    return best;
  }
}

const isBelowIn = ({ numerator, denominator }: RateFigures, least: Least, key: number): boolean =>
  isBelow(least, numerator.judgedOf(key), denominator.judgedOf(key));

/** A rate, with the lines that its figures are compared with. */
export type JudgedRate = RateRule & {
  tiers?: RateProgram["tiers"];
  regional?: RateProgram["regional"];
  awards?: readonly { gates: Gates }[];
};

/** Whether any line has a gate: what no line compares need not be added up. */
function compares({ tiers = [], regional = [], awards = [] }: JudgedRate, gate: Gate): boolean {
  const lines = [...tiers, ...regional.flatMap((variant) => variant.tiers), ...awards];
  return lines.some(({ gates, pieces = [] }: { gates?: Gates; pieces?: Tier["pieces"] }) =>
    [gates, ...pieces.map((piece) => piece.gates)].some((each) => each?.[gate] !== undefined),
  );
}

/** A rate at several moments, in one reading. */
export async function figuresAt(
  reader: FigureReader,
  rule: JudgedRate,
  moments: readonly Moment[],
  options?: FigureOptions,
): Promise<MomentFigures[]> {
  const windows = basicWindows(rule.window);
  const looks = moments.flatMap(({ day, cutoff, knownBatch }) =>
    windows.map((window) => ({ window: windowOn(window, day), cutoff, knownBatch })),
  );
  const compared = {
    hasBuyers: compares(rule, "distinct_buyers"),
    hasAmounts: compares(rule, "amount"),
  };
  const figures = await reader.figures(rule, looks, { ...options, ...compared });
  return moments.map((moment, index) => {
    const first = index * windows.length;
    return new MomentFigures(rule, moment, figures.slice(first, first + windows.length));
  });
}
