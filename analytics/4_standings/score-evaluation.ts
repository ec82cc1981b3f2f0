import { distinct } from "../3_rates/distinct.js";
import { NO_RATE, type Figures } from "../3_rates/figures.js";
import { windowOn, type Window } from "../3_rates/window.js";
import type { Evaluate, ProgramEvaluation, Verdict } from "./evaluation.js";
import { judgeGates, ratio, tierOf } from "./judge.js";
import type { ByTraits } from "./by-traits.js";
import type { LedgerView } from "./ledger-view.js";
import { linesFor, type RegionLines, type Traits } from "./lines.js";
import { readPart, type PartFigures, type Sparing } from "./part-figures.js";
import type { PeerSums } from "./peers.js";
import { OUTSIDE } from "./periods.js";
import type { ScoreProgram } from "./program.js";
import type { ScorePart } from "./program/score.js";
import type { Tier } from "./program/tier.js";
import { basicWindows } from "./program/window.js";
import type { Moment } from "./rate-figures.js";
import type { Remark } from "./standing.js";

/** What one part gives one seller. */
export interface PartScore {
  id: string;
  name: string;
  figures: Figures;
  window: Window;
  rate: number | null;
  peerRate: number | null;
  /** What the peers' average is made of. */
  peers: PeerSums | null;
  /** What the curve was read at; null where the part is not scored. */
  position: number | null;
  /** Points of this part; null where it is not scored and its weight goes to the others. */
  points: number | null;
  weight: number;
  nextStep: string;
  remarks: Remark[];
}

export interface ScoreEvaluation extends ProgramEvaluation {
  parts(key: number): PartScore[];
}

/** Evaluates a score at one moment. */
export const evaluateScore: Evaluate<ScoreProgram> = async (
  ledger,
  program,
  version,
  moment,
  query,
): Promise<ScoreEvaluation> => {
  const [score] = await scoresAt(ledger, version, [moment], query.sellerKeys);
  return {
    program,
    version,
    kind: query.kind ?? "current",
    moment,
    ...(score as ScoreJudge).views(),
  };
};

/** Scores at several moments, in one reading of each part. */
export async function scoresAt(
  ledger: LedgerView,
  version: ScoreProgram,
  moments: readonly Moment[],
  sellerKeys?: readonly number[],
  sparing: Sparing = {},
): Promise<ScoreJudge[]> {
  const traits = await ledger.traits();
  const read = await Promise.all(
    version.score.parts.map((part) =>
      readPart(ledger, part, { version, moments, sellerKeys, ...sparing }),
    ),
  );
  const partsAt = (index: number) => read.flatMap((found) => found[index] ?? []);
  return moments.map(
    (moment, index) => new ScoreJudge(version, moment, partsAt(index), traits, ledger.earliest),
  );
}

/** Judges sellers one by one, when asked. */
export class ScoreJudge {
  readonly #version: ScoreProgram;
  readonly #moment: Moment;
  readonly #parts: readonly PartFigures[];
  /** What holds for all sellers of equal traits: their lines, and their peers' sums in each part. */
  readonly #kinds: ByTraits<{ lines: RegionLines | null; peers: readonly (PeerSums | null)[] }>;
  readonly #earliest: string | null;

  constructor(
    version: ScoreProgram,
    moment: Moment,
    parts: readonly PartFigures[],
    traits: ByTraits<Traits>,
    earliest: string | null,
  ) {
    this.#version = version;
    this.#moment = moment;
    this.#parts = parts;
    this.#kinds = traits.map((own) => ({
      lines: linesFor(version, own),
      peers: parts.map(({ peers }) => peers?.sumsOf(own) ?? null),
    }));
    this.#earliest = earliest;
  }

  views(): Pick<ScoreEvaluation, "tierOf" | "verdict" | "isQuiet" | "keys" | "parts"> {
    return {
      tierOf: (key) => this.tierOf(key),
      verdict: (key) => this.verdict(key),
      isQuiet: () => false,
      keys: () => distinct(this.#parts.map(({ figures }) => figures.keys())),
      parts: (key) => this.parts(key),
    };
  }

  parts(key: number): PartScore[] {
    return this.#parts.map((each, index) => this.#part(each, index, key));
  }

  /** 0 to the maximum; null where too few parts are scored. */
  score(parts: readonly Pick<PartScore, "points" | "weight">[]): number | null {
    const { maximum, min_parts } = this.#version.score;
    const scored = parts.filter(({ points }) => points !== null);
    if (scored.length < min_parts) return null;
    const weight = scored.reduce((sum, part) => sum + part.weight, 0);
    const points = scored.reduce((sum, part) => sum + (part.points ?? 0), 0);
    return exact(Math.min(maximum, Math.max(0, (points * maximum) / weight)));
  }

  tierOf(key: number): string {
    const { lines, peers } = this.#kinds.of(key);
    const scored: { points: number; weight: number }[] = [];
    this.#parts.forEach(({ part, figures }, index) => {
      const { numerator, denominator } = figures.lookOf(key);
      const judged = denominator.judgedOf(key);
      const { points } = pointsOf(part, numerator.judgedOf(key), judged, peers[index] ?? null);
      if (points !== null) scored.push({ points, weight: part.weight });
    });
    const score = this.score(scored);
    return score === null || !lines ? "not_scored" : tierOfScore(lines.tiers, score);
  }

  verdict(key: number): Verdict {
    const parts = this.parts(key);
    const points = this.score(parts);
    const { lines } = this.#kinds.of(key);
    const judged = { unit: "events" as const, tiers: lines?.tiers ?? [] };
    const tier = points === null || !lines ? "not_scored" : tierOfScore(lines.tiers, points);
    const remarks = new Set<Remark>(parts.flatMap((part) => part.remarks));
    if (!lines) remarks.add("no_lines_for_region");
    return {
      tier,
      window: parts[0]?.window ?? { start: this.#moment.day, end: this.#moment.day },
      figures: NO_RATE,
      rate: null,
      rawRate: null,
      low: null,
      high: null,
      gates: lines ? judgeGates(judged, NO_RATE, { points }) : [],
      headroom: null,
      cleanOrders: null,
      tiers: judged.tiers,
      lines: lines?.id ?? null,
      peerRate: null,
      points,
      period: tier === "not_scored" || tier === "within" ? OUTSIDE : { ...OUTSIDE, months: 1 },
      fees: [],
      remarks: [...remarks],
    };
  }

  #part({ part, figures }: PartFigures, index: number, key: number): PartScore {
    const { figures: own, window } = figures.at(key);
    const sums = this.#kinds.of(key).peers[index] ?? null;
    const { rate, peerRate, isEnough, position, points } = pointsOf(
      part,
      own.numerator.judged,
      own.denominator.judged,
      sums,
    );
    const remarks: Remark[] = [];
    if (!isEnough) remarks.push("below_floor");
    else if (position === null) remarks.push("no_peers");
    const [window0] = basicWindows(part.window);
    const start = window0 ? windowOn(window0, this.#moment.day).start : window.start;
    if (this.#earliest !== null && start < this.#earliest) remarks.push("history_too_short");
    return {
      id: part.id,
      name: part.name,
      figures: own,
      window,
      rate,
      peerRate,
      peers: sums,
      position,
      points,
      weight: part.weight,
      nextStep: part.next_step,
      remarks,
    };
  }
}

/** What a part makes of a seller's figures, and of its peers'. */
function pointsOf(part: ScorePart, numerator: number, denominator: number, sums: PeerSums | null) {
  const rate = ratio(numerator, denominator);
  const peerRate = sums && ratio(sums.numerator, sums.denominator);
  const isEnough = rate !== null && denominator >= (part.floor?.denominator ?? 0);
  const position = isEnough ? positionOf(part, rate, peerRate) : null;
  const points = position === null ? null : part.weight * readCurve(part.curve, position);
  return { rate, peerRate, isEnough, position, points };
}

/** The tier of a score: `within`, or the worst whose gate it meets. */
export const tierOfScore = (tiers: readonly Tier[], points: number): string =>
  tierOf({ unit: "events", tiers }, SCORED, { points });

const SCORED: Figures = { ...NO_RATE, denominator: { ...NO_RATE.denominator, judged: 1 } };

/** Without the last digits of binary fractions: what is 90 on paper is 90 here. */
export const exact = (value: number): number => Number(value.toFixed(9));

/** Where a part is on its curve. Peers without any defect: spotless is spotless, all else is far off. */
export function positionOf(part: ScorePart, rate: number, peerRate: number | null): number | null {
  if (part.against === "fixed") return rate;
  if (peerRate === null) return null;
  if (peerRate === 0) return rate === 0 ? 0 : Infinity;
  return rate / peerRate;
}

/** The share of the weight at a position: a broken line, flat beyond its ends. */
export function readCurve(curve: ScorePart["curve"], position: number): number {
  const [first] = curve;
  if (!first || position <= first[0]) return first?.[1] ?? 0;
  for (let index = 1; index < curve.length; index += 1) {
    const [x, y] = curve[index] as [number, number];
    const [x0, y0] = curve[index - 1] as [number, number];
    if (position <= x) return y0 + ((y - y0) * (position - x0)) / (x - x0);
  }
  return curve.at(-1)?.[1] ?? 0;
}
