import { RateFigures } from "../../3_rates/figures.js";
import { withoutVerdict } from "../evaluation.js";
import { needsTraits } from "../lines.js";
import type { Program, ProgramVersion, RateProgram } from "../program.js";
import { MomentFigures } from "../rate-figures.js";
import { rateEvaluation } from "../rate-evaluation.js";
import { reachOf, type Reach } from "./reach.js";
import type { SlidingSide } from "./sliding-side.js";
import { requestsOf, type SideRequest, type SlidingReader } from "./sliding-reader.js";
import type { Turns } from "./turns.js";
import type { Step, Walker, WalkerParts } from "./walker.js";

/** One version of a programme, with its sides. */
interface Judging {
  version: RateProgram;
  reach: Reach | null;
  /** Sellers that reach a tier now; kept only where not everybody has to be judged. */
  reaching: Set<number>;
  requests: { numerator: SideRequest; denominator: SideRequest }[];
  numerators: SlidingSide[];
  denominators: SlidingSide[];
}

/**
 * Walks a rate programme by sliding its windows. The evaluator judges; only its figures come from
 * elsewhere, and only sellers whose numerator may reach a tier get a denominator.
 */
export class RateWalker implements Walker {
  readonly #program: Program;
  readonly #versions: readonly (RateProgram | null)[];
  readonly #parts: WalkerParts;
  readonly #judging = new Map<RateProgram, Judging>();
  #last: { version: RateProgram | null; batch: number } = { version: null, batch: 0 };

  constructor(program: Program, versions: readonly (ProgramVersion | null)[], parts: WalkerParts) {
    this.#program = program;
    this.#versions = versions as readonly (RateProgram | null)[];
    this.#parts = parts;
  }

  /** Tiers that ask for several evaluations in a row need the past judged anew at each of them. */
  static canWalk(version: ProgramVersion, reader: SlidingReader): boolean {
    return (
      version.kind === "rate" &&
      reader.isPlain(version) &&
      [...version.tiers, ...version.regional.flatMap(({ tiers }) => tiers)].every(
        ({ periods }) => periods === undefined,
      )
    );
  }

  async open(): Promise<void> {
    const { reader, schedule, turns } = this.#parts;
    for (const version of new Set(this.#versions)) {
      if (!version) continue;
      const requests = requestsOf(version, schedule);
      const reach = reachOf(version);
      const numerators: SlidingSide[] = [];
      for (const { numerator } of requests) numerators.push(await reader.side(numerator));
      const reaching = new Set<number>();
      const judging = { version, reach, reaching, requests, numerators, denominators: [] };
      this.#judging.set(version, judging);
      const wanted = reach && !version.peers ? await this.#reaching(judging, reach, turns) : null;
      for (const { denominator } of requests) reader.want(denominator, wanted);
    }
  }

  /** Sellers whose numerator reaches a tier at any moment of the version. */
  async #reaching({ version, numerators }: Judging, reach: Reach, turns: Turns) {
    const found = new Set<number>();
    for (const [moment, judge] of this.#versions.entries()) {
      if (judge !== version) continue;
      for (const side of numerators) {
        side.moveTo(moment);
        for (const key of side.touched) if (reach(side.at(key))) found.add(key);
      }
      await turns.yield();
    }
    for (const side of numerators) side.rewind();
    return found;
  }

  async load(): Promise<void> {
    for (const { requests, denominators } of this.#judging.values())
      for (const { denominator } of requests)
        denominators.push(await this.#parts.reader.side(denominator));
  }

  async step(position: number): Promise<Step> {
    const { schedule, ledgers } = this.#parts;
    const version = this.#versions[position] ?? null;
    const moment = schedule.moments[position]!;
    const { knownBatch: batch } = moment;
    const before = this.#last;
    this.#last = { version, batch };
    if (!version)
      return {
        evaluation: withoutVerdict(this.#program, moment, "current", "not_in_force"),
        visit: [],
      };
    const judging = this.#judging.get(version)!;
    const { numerators, denominators } = judging;
    for (const side of [...numerators, ...denominators]) side.moveTo(position);
    const figures = numerators.map(
      (numerator, index) => new RateFigures(numerator, denominators[index]!),
    );
    const isRegional = needsTraits(version);
    const evaluation = await rateEvaluation(
      isRegional ? await ledgers.at(batch) : ledgers.newest,
      this.#program,
      version,
      {
        moment,
        kind: "current",
        figures: new MomentFigures(version, moment, figures),
        periods: new Map(),
      },
    );
    const isAllNew =
      before.version !== version ||
      version.peers !== undefined ||
      (isRegional && before.batch !== batch);
    follow(judging, isAllNew);
    return { evaluation, visit: visited(judging, isAllNew) };
  }
}

/** Keeps account of the sellers whose numerator reaches a tier in some window. */
function follow(judging: Judging, isAllNew: boolean): void {
  const { reach, reaching, numerators } = judging;
  if (!reach) return;
  if (isAllNew) reaching.clear();
  for (const side of numerators)
    for (const key of isAllNew ? side.keys() : side.touched)
      if (numerators.some((each) => reach(each.at(key)))) reaching.add(key);
      else reaching.delete(key);
}

/** Sellers that may have come into a tier: those that reach one, and whose figures have changed. */
function visited(judging: Judging, isAllNew: boolean): Iterable<number> {
  const { reach, reaching, numerators, denominators } = judging;
  const sides = [...numerators, ...denominators];
  if (reach)
    return isAllNew
      ? reaching
      : [...reaching].filter((key) => sides.some((side) => side.isTouched(key)));
  return new Set(sides.flatMap((side) => (isAllNew ? side.keys() : side.touched)));
}
