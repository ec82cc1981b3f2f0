import { distinct } from "../3_rates/distinct.js";
import { NO_RATE, type Figures } from "../3_rates/figures.js";
import { windowOn, type Window } from "../3_rates/window.js";
import type { Evaluate, ProgramEvaluation, Verdict } from "./evaluation.js";
import { judgeGates } from "./judge.js";
import { exact, pointsOf, rateOf, scoreOf, tierOfRaw, tierOfScore } from "./score-points.js";
import type { ByTraits } from "./by-traits.js";
import type { LedgerView } from "./ledger-view.js";
import { linesFor, type RegionLines, type Traits } from "./lines.js";
import { readPart, type PartFigures, type Sparing } from "./part-figures.js";
import type { PeerSums } from "./peers.js";
import { OUTSIDE } from "./periods.js";
import type { ScoreProgram } from "./program.js";
import type { ScorePart } from "./program/score.js";
import { basicWindows, type BasicWindow } from "./program/window.js";
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

/** What holds for all sellers of equal traits. */
interface Kind {
  lines: RegionLines | null;
  /** Of each part. */
  peers: readonly (PeerSums | null)[];
  peerRates: readonly (number | null)[];
}

/** Judges sellers one by one, when asked. */
export class ScoreJudge {
  readonly #version: ScoreProgram;
  readonly #moment: Moment;
  readonly #parts: readonly PartFigures[];
  readonly #kinds: ByTraits<Kind>;
  readonly #earliest: string | null;
  readonly #starts = new Map<ScorePart, string>();

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
    this.#kinds = traits.map((own): Kind => {
      const peers = parts.map((part) => part.peers?.sumsOf(own) ?? null);
      return { lines: linesFor(version, own), peers, peerRates: peers.map(rateOf) };
    });
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
    const scored = parts.filter(({ points }) => points !== null);
    const weight = scored.reduce((sum, part) => sum + part.weight, 0);
    const points = scored.reduce((sum, part) => sum + (part.points ?? 0), 0);
    const score = scoreOf(this.#version.score, { points, weight, parts: scored.length });
    return score === null ? null : exact(score);
  }

  tierOf(key: number): string {
    const { lines, peerRates } = this.#kinds.of(key);
    if (!lines) return "not_scored";
    const sum = { points: 0, weight: 0, parts: 0 };
    for (let index = 0; index < this.#parts.length; index += 1) {
      const { part, figures } = this.#parts[index] as PartFigures;
      const { numerator, denominator } = figures.lookOf(key);
      const judged = denominator.judgedOf(key);
      // Nothing to divide by: not scored, whatever the floor.
      if (judged <= 0) continue;
      const peerRate = peerRates[index] ?? null;
      const { points } = pointsOf(part, numerator.judgedOf(key), judged, peerRate);
      if (points === null) continue;
      sum.points += points;
      sum.weight += part.weight;
      sum.parts += 1;
    }
    const score = scoreOf(this.#version.score, sum);
    return score === null ? "not_scored" : tierOfRaw(lines.tiers, score);
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

  /** Where the window of a part starts, its first one if it has several. */
  #startOf(part: ScorePart): string {
    const known = this.#starts.get(part);
    if (known !== undefined) return known;
    const [first] = basicWindows(part.window);
    const start = windowOn(first as BasicWindow, this.#moment.day).start;
    this.#starts.set(part, start);
    return start;
  }

  #part({ part, figures }: PartFigures, index: number, key: number): PartScore {
    const { figures: own, window } = figures.at(key);
    const sums = this.#kinds.of(key).peers[index] ?? null;
    const peerRate = rateOf(sums);
    const { judged } = own.numerator;
    const made = pointsOf(part, judged, own.denominator.judged, peerRate);
    const { rate, isEnough, position, points } = made;
    const remarks: Remark[] = [];
    if (!isEnough) remarks.push("below_floor");
    else if (position === null) remarks.push("no_peers");
    if (this.#earliest !== null && this.#startOf(part) < this.#earliest)
      remarks.push("history_too_short");
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
