import { judge, judgeGates, ratio } from "./judge.js";
import type { Figures } from "../3_rates/figures.js";
import { windowOn } from "../3_rates/window.js";
import type { Program, ProgramTier } from "./program.js";

/**
 * What the alerts remember of a seller in a programme. A tier is entered as soon as its gates are
 * met; it is left only below its exit_rate, and after `clean_periods` evaluations without it, so
 * that a seller on the line does not flap.
 */
export interface Watched {
  tier: string;
  /** Day on which the tier was entered. */
  since: string;
  /** Evaluations in a row that would leave the tier. */
  clean: number;
  /** End of the window that was counted last as clean. */
  cleanPeriod: string | null;
}

export interface TierChange {
  from: string;
  to: string;
}

export const UNWATCHED: Watched = { tier: "within", since: "", clean: 0, cleanPeriod: null };

/** The next state on a day, and the change to tell if there is one. Pure. */
export function watch(
  program: Program,
  state: Watched,
  figures: Figures,
  asOf: string,
): { state: Watched; change?: TierChange } {
  const next = nextTier(program, state.tier, figures);
  if (rank(program, next) >= rank(program, state.tier)) {
    if (next === state.tier) return { state: { ...state, clean: 0, cleanPeriod: null } };
    return entered(state, next, asOf);
  }
  const period = windowOn(program, asOf).end;
  const clean = period === state.cleanPeriod ? state.clean : state.clean + 1;
  if (clean < program.exit.clean_periods)
    return { state: { ...state, clean, cleanPeriod: period } };
  return entered(state, next, asOf);
}

function entered(state: Watched, tier: string, asOf: string) {
  return {
    state: { tier, since: asOf, clean: 0, cleanPeriod: null },
    change: { from: state.tier, to: tier },
  };
}

/** `within` and `not_scored` are one rank: between them there is nothing to tell. */
const rank = (program: Program, tier: string) => program.tiers.findIndex(({ id }) => id === tier);

function nextTier(program: Program, current: string, figures: Figures): string {
  const judged = judge(program, figures).tier;
  const held = program.tiers
    .filter((tier, index) => index <= rank(program, current) && isHeld(tier, figures))
    .at(-1);
  const best = held && rank(program, held.id) > rank(program, judged) ? held.id : judged;
  return rank(program, best) < 0 ? "within" : best;
}

/** Whether a seller inside the tier stays: its gates, with the exit rate in place of the entry. */
function isHeld(tier: ProgramTier, figures: Figures): boolean {
  const { exit_rate: exit } = tier;
  if (exit === undefined) return false;
  const rate = ratio(figures.numerator.judged, figures.denominator.judged);
  return (
    rate !== null &&
    rate >= exit &&
    judgeGates(tier, figures).every((gate) => gate.met || gate.gate === "rate")
  );
}
