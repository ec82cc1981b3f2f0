import { RateFigures, type Figures } from "../../analytics/3_rates/figures.js";
import type { Side, SideFigures } from "../../analytics/3_rates/side.js";
import { ByTraits } from "../../analytics/4_standings/by-traits.js";
import type { Verdict } from "../../analytics/4_standings/evaluation.js";
import type { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import { NO_TRAITS, type Traits } from "../../analytics/4_standings/lines.js";
import type { Period } from "../../analytics/4_standings/periods.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { RateProgram } from "../../analytics/4_standings/program.js";
import { basicWindows } from "../../analytics/4_standings/program/window.js";
import { rateEvaluation } from "../../analytics/4_standings/rate-evaluation.js";
import { MomentFigures } from "../../analytics/4_standings/rate-figures.js";

/** A shipped programme that is a rate; fails on any other. */
export function rateProgram(id: string): RateProgram {
  const program = findProgram(id);
  if (program.kind !== "rate") throw new RangeError(`${id} is no rate`);
  return program as RateProgram;
}

/** One side of a rate as if everything were liable, each of another buyer. */
export const side = (judged: number, more: Partial<SideFigures> = {}): SideFigures => ({
  raw: judged,
  judged,
  count: judged,
  amount: judged * 100,
  buyers: judged,
  ...more,
});

export const figures = (numerator: number, denominator: number): Figures => ({
  numerator: side(numerator),
  denominator: side(denominator),
});

export interface Judging {
  /** Day of evaluation; by default one in 2026. */
  day?: string;
  traits?: Traits;
  /** What earlier evaluations left behind. */
  period?: Period;
}

const SELLER = 1;
const sideOf = (of: SideFigures): Side => ({
  at: (key) => {
    if (key !== SELLER) throw new RangeError(`only seller ${SELLER} has figures`);
    return of;
  },
  judgedOf: () => of.judged,
  has: (key) => key === SELLER,
  keys: () => [SELLER],
});

/** What a programme makes of figures, without any ledger: the same in every window. */
export async function verdictOf(
  program: RateProgram,
  { numerator, denominator }: Figures,
  { day = "2026-03-01", traits = { region: null, category: null }, period }: Judging = {},
): Promise<Verdict> {
  const own = new ByTraits([NO_TRAITS, traits], Uint32Array.of(0, 1));
  const read = () => Promise.resolve(own);
  const ledger = { earliest: null, traits: read, traitsFor: read } as unknown as LedgerView;
  const moment = { day, cutoff: day, knownBatch: 1 };
  const found = basicWindows(program.window).map(
    () => new RateFigures(sideOf(numerator), sideOf(denominator)),
  );
  const evaluation = await rateEvaluation(ledger, program, program, {
    moment,
    kind: "current",
    figures: new MomentFigures(program, moment, found),
    periods: new Map(period ? [[SELLER, period]] : []),
  });
  return evaluation.verdict(SELLER);
}
