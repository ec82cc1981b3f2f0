import { evaluateDays } from "../evaluate-days.js";
import { versionAt, type ProgramEvaluation } from "../evaluation.js";
import type { Program, ProgramVersion } from "../program.js";
import { RateWalker } from "./rate-walker.js";
import type { Schedule } from "./schedule.js";
import { ScoreWalker } from "./score-walker.js";
import type { Step, Walker, WalkerParts } from "./walker.js";

/** The versions that judge at each moment of a schedule; null where none was in force. */
export const versionsAt = (program: Program, { moments }: Schedule): (ProgramVersion | null)[] =>
  moments.map((moment) => versionAt(program, moment));

/**
 * Slides where it can. Asks the evaluator at each moment where a programme adds up its past, or
 * converts money.
 */
export function walkerOf(program: Program, parts: WalkerParts): Walker {
  const versions = versionsAt(program, parts.schedule);
  const sliding = [RateWalker, ScoreWalker].find((kind) =>
    versions.every((version) => version === null || kind.canWalk(version, parts.reader)),
  );
  return sliding ? new sliding(program, versions, parts) : new EvaluatorWalker(program, parts);
}

/** Sellers times days that are evaluated at once. */
const AT_ONCE = 400_000;
const MOST_AT_ONCE = 64;

/** Any programme at all, some evaluations at once. */
class EvaluatorWalker implements Walker {
  readonly #program: Program;
  readonly #parts: WalkerParts;
  readonly #ahead = new Map<number, ProgramEvaluation>();

  constructor(program: Program, parts: WalkerParts) {
    this.#program = program;
    this.#parts = parts;
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  async step(position: number): Promise<Step> {
    if (!this.#ahead.has(position)) await this.#evaluateFrom(position);
    const evaluation = this.#ahead.get(position) as ProgramEvaluation;
    this.#ahead.delete(position);
    return { evaluation, visit: evaluation.keys() };
  }

  /** This moment, and those after it at which the same is known. */
  async #evaluateFrom(position: number): Promise<void> {
    const { schedule, ledgers, reader, turns } = this.#parts;
    const most = Math.max(1, Math.floor(AT_ONCE / (reader.sellers + 1)));
    const some = schedule.moments.slice(position, position + Math.min(most, MOST_AT_ONCE));
    const batch = some[0]!.knownBatch;
    const days = some.filter(({ knownBatch }) => knownBatch === batch).map(({ day }) => day);
    const ledger = await (await ledgers.at(batch)).afresh();
    const evaluations = await evaluateDays(ledger, this.#program, days);
    evaluations.forEach((evaluation, index) => this.#ahead.set(position + index, evaluation));
    await turns.yield();
  }
}
