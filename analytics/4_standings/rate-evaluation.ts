import { rateInterval } from "../3_rates/interval.js";
import type { Figures } from "../3_rates/figures.js";
import type { Window } from "../3_rates/window.js";
import type { Evaluate, EvaluationKind, ProgramEvaluation, Verdict } from "./evaluation.js";
import { feesOf } from "./fees.js";
import { cleanOrdersToLeave } from "./clean-orders.js";
import { headroomOf } from "./headroom.js";
import { isJudgeable, lacksRates, judgeGates, ratio, tierOf, type Context } from "./judge.js";
import type { ByTraits } from "./by-traits.js";
import type { LedgerView } from "./ledger-view.js";
import type { RegionLines, Traits } from "./lines.js";
import {
  contextOf,
  evaluationsBehind,
  isLeftAtOnce,
  judgePeriod,
  needsDefects,
  OUTSIDE,
  rankBy,
  readPeriods,
  type Period,
} from "./periods.js";
import { kindsOf, type Kind } from "./rate-kinds.js";
import type { Program, RateProgram } from "./program.js";
import { figuresAt, type Moment, type MomentFigures } from "./rate-figures.js";
import type { Remark } from "./standing.js";

/** Evaluates a rate programme at one moment. */
export const evaluateRate: Evaluate<RateProgram> = async (
  ledger,
  program,
  version,
  moment,
  query,
) => {
  const { peers } = version;
  const sellerKeys = peers ? undefined : query.sellerKeys;
  const [figures] = await figuresAt(ledger.reader, version, [moment], { sellerKeys });
  return rateEvaluation(ledger, program, version, {
    moment,
    kind: query.kind ?? "current",
    figures: figures as MomentFigures,
    sellerKeys: query.sellerKeys,
  });
};

export interface RateReading {
  moment: Moment;
  kind: EvaluationKind;
  figures: MomentFigures;
  sellerKeys?: readonly number[] | undefined;
  /** What earlier evaluations left behind, if it is known already. */
  periods?: ReadonlyMap<number, Period>;
}

/** The evaluation of figures that have been read. */
export async function rateEvaluation(
  ledger: LedgerView,
  program: Program,
  version: RateProgram,
  reading: RateReading,
): Promise<ProgramEvaluation> {
  const { moment, kind, figures } = reading;
  const traits = await ledger.traitsFor(version);
  const before = reading.periods ?? new Map<number, Period>();
  const judge = new RateJudge(version, figures, traits, before, ledger.earliest);
  if (evaluationsBehind(program) > 0 && !reading.periods) {
    const sellerKeys = isLeftAtOnce(program) ? judge.listed() : reading.sellerKeys;
    judge.periods = await readPeriods(ledger, program, moment.day, sellerKeys);
  }
  return {
    program,
    version,
    kind,
    moment,
    tierOf: (key) => judge.tierOf(key),
    verdict: (key) => judge.verdict(key),
    isQuiet: (key) => judge.isQuiet(key),
    keys: () => figures.keys(),
  };
}

/** Judges sellers one by one, when asked. */
class RateJudge {
  readonly #version: RateProgram;
  readonly #figures: MomentFigures;
  readonly #kinds: ByTraits<Kind>;
  /** What earlier evaluations left behind. */
  periods: ReadonlyMap<number, Period>;
  readonly #needsDefects: boolean;
  readonly #earliest: string | null;

  constructor(
    version: RateProgram,
    figures: MomentFigures,
    traits: ByTraits<Traits>,
    periods: ReadonlyMap<number, Period>,
    earliest: string | null,
  ) {
    this.#version = version;
    this.#figures = figures;
    this.#kinds = kindsOf(version, figures, traits);
    this.periods = periods;
    this.#earliest = earliest;
    this.#needsDefects = needsDefects(version);
  }

  tierOf(key: number): string {
    const { judged, least, plain } = this.#kinds.of(key);
    if (!judged || !this.#figures.isScored(key)) return "not_scored";
    if (this.isQuiet(key) || (least && this.#figures.isBelow(least, key))) return "within";
    if (!this.#figures.has(key)) return "not_scored";
    if (plain) {
      const worst = plain.worstIn(this.#figures.lookOf(key, plain.rankOf), key);
      return judged.tiers[worst]?.id ?? "within";
    }
    const context = this.#context(key);
    const { figures } = this.#at(key, context);
    return tierOf(judged, figures, context);
  }

  isQuiet(key: number): boolean {
    return this.#needsDefects && !this.#figures.hasNumerator(key);
  }

  /** Sellers in a tier. */
  listed(): number[] {
    const keys = this.#needsDefects ? this.#figures.numeratorKeys() : this.#figures.keys();
    return keys.filter((key) => {
      const tier = this.tierOf(key);
      return tier !== "within" && tier !== "not_scored";
    });
  }

  verdict(key: number): Verdict {
    const version = this.#version;
    const { lines: regionLines, judged: lines } = this.#kinds.of(key);
    const context = this.#context(key);
    const { figures, window } = this.#at(key, context);
    const { numerator, denominator } = figures;
    const before = this.periods.get(key) ?? OUTSIDE;
    const period = judgePeriod(
      before,
      lines,
      figures,
      version.exit.clean_periods,
      context.peerRate,
    );
    const tier = lines ? tierOf(lines, figures, context) : "not_scored";
    const isCounted = version.unit !== "amount";
    const interval = isCounted
      ? rateInterval(Math.max(0, numerator.judged), Math.max(0, denominator.judged))
      : null;
    const isJudged = lines !== null && isJudgeable(lines, figures);
    const isListed = lines?.tiers.some(({ id }) => id === tier) ?? false;
    return {
      tier,
      window,
      figures,
      rate: ratio(numerator.judged, denominator.judged),
      rawRate: ratio(numerator.raw, denominator.judged),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      gates: lines ? judgeGates(lines, figures, context) : [],
      headroom: isJudged ? headroomOf(lines, figures) : null,
      cleanOrders: isJudged
        ? isListed
          ? cleanOrdersToLeave(lines.tiers, lines.unit, figures, context)
          : 0
        : null,
      tiers: lines?.tiers ?? [],
      lines: regionLines?.id ?? null,
      peerRate: context.peerRate ?? null,
      points: null,
      period,
      fees: feesOf(version.fees, { tier, months: period.months, quiet: period.quiet }, figures),
      remarks: this.#remarks(regionLines, figures, window, context),
    };
  }

  #context(key: number): Context {
    const context = contextOf(this.periods.get(key) ?? OUTSIDE);
    return this.#version.peers ? { ...context, peerRate: this.#kinds.of(key).peerRate } : context;
  }

  #at(key: number, context: Context) {
    const { judged } = this.#kinds.of(key);
    return this.#figures.at(key, judged ? rankBy(judged, context) : undefined);
  }

  #remarks(
    lines: RegionLines | null,
    figures: Figures,
    window: Window,
    context: Context,
  ): Remark[] {
    const { floor, peers } = this.#version;
    const { numerator, denominator } = figures;
    const remarks: Remark[] = [];
    if (!lines) remarks.push("no_lines_for_region");
    else if (lacksRates(lines.tiers, figures)) remarks.push("no_exchange_rate");
    if (floor && denominator.judged < floor.denominator) remarks.push("below_floor");
    if (denominator.judged <= 0 && numerator.raw > 0) remarks.push("no_denominator");
    if (peers && context.peerRate === null) remarks.push("no_peers");
    if (this.#earliest !== null && window.start < this.#earliest) remarks.push("history_too_short");
    return remarks;
  }
}
