import type { Verdict } from "./evaluation.js";

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

type Seen = Pick<Verdict, "tier" | "tiers" | "gates" | "rate" | "window"> &
  Partial<Pick<Verdict, "remarks">>;

/**
 * The next state on a day, and the change to tell if there is one. Pure. Nobody is let out because an
 * exchange rate is missing: that day tells nothing.
 */
export function watch(
  state: Watched,
  seen: Seen,
  cleanPeriods: number,
  asOf: string,
): { state: Watched; change?: TierChange } {
  if (seen.remarks?.includes("no_exchange_rate")) return { state };
  const next = nextTier(state.tier, seen);
  if (rank(seen, next) >= rank(seen, state.tier)) {
    if (next === state.tier) return { state: { ...state, clean: 0, cleanPeriod: null } };
    return entered(state, next, asOf);
  }
  const period = seen.window.end;
  const clean = period === state.cleanPeriod ? state.clean : state.clean + 1;
  if (clean < cleanPeriods) return { state: { ...state, clean, cleanPeriod: period } };
  return entered(state, next, asOf);
}

function entered(state: Watched, tier: string, asOf: string) {
  return {
    state: { tier, since: asOf, clean: 0, cleanPeriod: null },
    change: { from: state.tier, to: tier },
  };
}

/** `within` and `not_scored` are one rank: between them there is nothing to tell. */
const rank = ({ tiers }: Seen, tier: string) => tiers.findIndex(({ id }) => id === tier);

function nextTier(current: string, seen: Seen): string {
  const held = seen.tiers
    .filter((tier, index) => index <= rank(seen, current) && isHeld(tier.id, tier.exit_rate, seen))
    .at(-1);
  const best = held && rank(seen, held.id) > rank(seen, seen.tier) ? held.id : seen.tier;
  return rank(seen, best) < 0 ? "within" : best;
}

/** Whether a seller inside the tier stays: its gates, with the exit rate in place of the entry. */
function isHeld(id: string, exit: number | undefined, { rate, gates }: Seen): boolean {
  if (exit === undefined || rate === null || rate < exit) return false;
  return gates.every(({ tier, gate, met }) => tier !== id || met || gate === "rate");
}
