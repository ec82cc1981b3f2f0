import { addDays } from "../dates.js";
import type { Figures } from "../3_rates/figures.js";
import { calendarOf, evaluationOn, nextEvaluation, type Window } from "../3_rates/window.js";
import type { LedgerView } from "./ledger-view.js";
import { OUTSIDE, type Period } from "./periods.js";
import { inForceOn, type Program, type ProgramVersion } from "./program.js";
import type { Tier } from "./program/tier.js";
import type { Moment } from "./rate-figures.js";
import type { Fee, GateResult, Remark } from "./standing.js";

export const EVALUATIONS = ["current", "projected"] as const;
/** current: as last evaluated; projected: at the next evaluation, with what is known on as_of. */
export type EvaluationKind = (typeof EVALUATIONS)[number];

export interface EvaluationQuery {
  asOf: string;
  kind?: EvaluationKind;
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
}

/** All that a programme makes of one seller at one moment. */
export interface Verdict {
  tier: string;
  window: Window;
  figures: Figures;
  rate: number | null;
  rawRate: number | null;
  low: number | null;
  high: number | null;
  gates: GateResult[];
  headroom: number | null;
  cleanOrders: number | null;
  /** Tiers that hold for the seller, from mildest to most severe. */
  tiers: readonly Tier[];
  lines: string | null;
  peerRate: number | null;
  points: number | null;
  /** After this evaluation. */
  period: Period;
  fees: Fee[];
  remarks: Remark[];
}

/** A programme at one moment: asks of any seller are answered from figures already read. */
export interface ProgramEvaluation {
  program: Program;
  /** The version in force; null where there was none. */
  version: ProgramVersion | null;
  kind: EvaluationKind;
  moment: Moment;
  /** Only the tier, for tens of thousands of sellers. */
  tierOf(key: number): string;
  verdict(key: number): Verdict;
  /** Whether a seller surely has no defect and is in no tier. */
  isQuiet(key: number): boolean;
  /** Sellers with any figure, each once. */
  keys(): readonly number[];
}

/** When a programme looks at its sellers, as of a day. */
export function momentOf(program: Program, query: EvaluationQuery, knownBatch: number): Moment {
  const calendar = calendarOf(program);
  const { asOf, kind = "current" } = query;
  const day = (kind === "current" ? evaluationOn : nextEvaluation)(calendar, asOf);
  return { day, cutoff: day < asOf ? day : asOf, knownBatch };
}

/** The version that judges at a moment: the one in force on the last day that it looks at. */
export const versionAt = (program: Program, { day }: Moment): ProgramVersion | null =>
  inForceOn(program, addDays(day, -1));

/** Nobody can be judged: by a programme that was not in force, or one that lacks exchange rates. */
export function withoutVerdict(
  program: Program,
  moment: Moment,
  kind: EvaluationKind,
  remark: Remark,
): ProgramEvaluation {
  const day = moment.day;
  const nothing = { raw: 0, judged: 0, count: 0, amount: 0, buyers: 0 };
  const verdict: Verdict = {
    tier: "not_scored",
    window: { start: day, end: day },
    figures: { numerator: nothing, denominator: nothing },
    rate: null,
    rawRate: null,
    low: null,
    high: null,
    gates: [],
    headroom: null,
    cleanOrders: null,
    tiers: [],
    lines: null,
    peerRate: null,
    points: null,
    period: OUTSIDE,
    fees: [],
    remarks: [remark],
  };
  return {
    program,
    version: null,
    kind,
    moment,
    tierOf: () => "not_scored",
    verdict: () => verdict,
    isQuiet: () => true,
    keys: () => [],
  };
}

/** Evaluates one version of a programme, of one kind. */
export type Evaluate<V extends ProgramVersion> = (
  ledger: LedgerView,
  program: Program,
  version: V,
  moment: Moment,
  query: EvaluationQuery,
) => Promise<ProgramEvaluation>;
