import { distinct } from "../../3_rates/distinct.js";
import { RateFigures } from "../../3_rates/figures.js";
import { withoutVerdict } from "../evaluation.js";
import type { PartFigures } from "../part-figures.js";
import type { Program, ProgramVersion, ScoreProgram } from "../program.js";
import type { ScorePart } from "../program/score.js";
import { MomentFigures, type Moment } from "../rate-figures.js";
import { ScoreJudge } from "../score-evaluation.js";
import { SlidingPeers } from "./sliding-peers.js";
import { requestsOf, type SlidingReader } from "./sliding-reader.js";
import type { SlidingSide } from "./sliding-side.js";
import type { Step, Walker, WalkerParts } from "./walker.js";

/** One part of one version, with its sides: one of each for each window. */
interface SlidingPart {
  part: ScorePart;
  numerators: SlidingSide[];
  denominators: SlidingSide[];
  peers: SlidingPeers | null;
}

/**
 * Walks a score by sliding the windows of its parts. The evaluator judges; only figures and peers'
 * averages come from elsewhere. Averages move every day, so everybody is looked at every day.
 */
export class ScoreWalker implements Walker {
  readonly #program: Program;
  readonly #versions: readonly (ScoreProgram | null)[];
  readonly #parts: WalkerParts;
  readonly #sliding = new Map<ScoreProgram, SlidingPart[]>();
  readonly #everybody: readonly number[];

  constructor(program: Program, versions: readonly (ProgramVersion | null)[], parts: WalkerParts) {
    this.#program = program;
    this.#versions = versions as readonly (ScoreProgram | null)[];
    this.#parts = parts;
    this.#everybody = Array.from({ length: parts.reader.sellers + 1 }, (_, key) => key);
  }

  static canWalk(version: ProgramVersion, reader: SlidingReader): boolean {
    return version.kind === "score" && version.score.parts.every((part) => reader.isPlain(part));
  }

  open(): Promise<void> {
    const { reader, schedule } = this.#parts;
    for (const { score } of this.#inForce())
      for (const part of score.parts)
        for (const { denominator } of requestsOf(part, schedule)) reader.want(denominator, null);
    return Promise.resolve();
  }

  async load(): Promise<void> {
    const { reader, schedule } = this.#parts;
    for (const version of this.#inForce()) {
      const sliding: SlidingPart[] = [];
      for (const part of version.score.parts) {
        const by = part.against === "peer_average" ? version.peers : undefined;
        const peers = by ? new SlidingPeers(by, part, reader.sellers) : null;
        const sides: SlidingPart = { part, numerators: [], denominators: [], peers };
        for (const { numerator, denominator } of requestsOf(part, schedule)) {
          sides.numerators.push(await reader.side(numerator));
          sides.denominators.push(await reader.side(denominator));
        }
        sliding.push(sides);
      }
      this.#sliding.set(version, sliding);
    }
  }

  async step(position: number): Promise<Step> {
    const { schedule, ledgers } = this.#parts;
    const version = this.#versions[position] ?? null;
    const moment = schedule.moments[position] as Moment;
    if (!version) {
      const evaluation = withoutVerdict(this.#program, moment, "current", "not_in_force");
      return { evaluation, visit: [] };
    }
    const ledger = await ledgers.at(moment.knownBatch);
    const traits = await ledger.traits();
    const found = (this.#sliding.get(version) as SlidingPart[]).map((sliding): PartFigures => {
      const { part, numerators, denominators } = sliding;
      const sides = [...numerators, ...denominators];
      for (const side of sides) side.moveTo(position);
      const looks = numerators.map(
        (numerator, index) => new RateFigures(numerator, denominators[index] as SlidingSide),
      );
      const figures = new MomentFigures(part, moment, looks);
      const changed = () => distinct(sides.map(({ touched }) => touched));
      return { part, figures, peers: sliding.peers?.at(figures, traits, changed) ?? null };
    });
    const judge = new ScoreJudge(version, moment, found, traits, ledger.earliest);
    const evaluation = {
      program: this.#program,
      version,
      kind: "current" as const,
      moment,
      ...judge.views(),
    };
    return { evaluation, visit: this.#everybody };
  }

  #inForce(): Set<ScoreProgram> {
    return new Set(this.#versions.flatMap((version) => version ?? []));
  }
}
