import type { ProgramEvaluation } from "../evaluation.js";
import { UNWATCHED, watch, type Watched } from "../watch.js";
import type { Turns } from "./turns.js";
import type { Step } from "./walker.js";

/** Days of the range by number, half-open; `end` is null while it lasts. */
export interface Stay {
  start: number;
  end: number | null;
}

export interface TierStay extends Stay {
  /** The worst tier of the stay, and its place among the tiers. */
  tier: string;
  rank: number;
}

/** Where one seller stood in one programme, day by day. */
export interface Track {
  /** In a tier by the standing that counts: entered at the gates, left as exit rules say. */
  spells: TierStay[];
  /** In a tier by each day alone. */
  raw: Stay[];
}

const isQuiet = (tier: string) => tier === "within" || tier === "not_scored";

/** Where every seller stood; those that were never in a tier have no track. */
export class Tracks {
  readonly tracks = new Map<number, Track>();
  readonly #states = new Map<number, Watched>();
  /** Sellers in a tier by the day alone too. */
  readonly #raw = new Set<number>();

  /** Takes in what a programme says from a day on; `day` is its number, `asOf` its name. */
  async observe({ evaluation, visit }: Step, day: number, asOf: string, turns: Turns) {
    for (const key of this.#states.keys()) {
      this.#visit(evaluation, key, day, asOf);
      if (turns.isDue) await turns.yield();
    }
    for (const key of visit) {
      if (turns.isDue) await turns.yield();
      if (this.#states.has(key) || isQuiet(evaluation.tierOf(key))) continue;
      this.#visit(evaluation, key, day, asOf);
    }
  }

  #visit(evaluation: ProgramEvaluation, key: number, day: number, asOf: string): void {
    const known = this.#states.get(key) ?? UNWATCHED;
    const tier = evaluation.tierOf(key);
    const isRaw = !isQuiet(tier);
    // Most days nothing changes.
    if (isRaw && tier === known.tier && isSettled(known) && this.#raw.has(key)) return;
    if (isRaw) this.#raw.add(key);
    else this.#raw.delete(key);
    const state = tier === known.tier ? settled(known) : stateAfter(evaluation, key, known, asOf);
    if (isQuiet(state.tier)) this.#states.delete(key);
    else this.#states.set(key, state);
    const track = this.tracks.get(key) ?? { spells: [], raw: [] };
    if (isRaw || !isQuiet(state.tier)) this.tracks.set(key, track);
    follow(track.raw, isRaw, day, () => ({ start: day, end: null }));
    const rank = rankOf(evaluation, state.tier);
    const spell = follow(track.spells, !isQuiet(state.tier), day, () => ({
      start: day,
      end: null,
      tier: state.tier,
      rank,
    }));
    if (spell && rank > spell.rank) Object.assign(spell, { tier: state.tier, rank });
  }
}

const isSettled = ({ clean, cleanPeriod }: Watched) => clean === 0 && cleanPeriod === null;

/** A seller that is in its tier by the day alone too has nothing to leave. */
const settled = (state: Watched): Watched =>
  isSettled(state) ? state : { ...state, clean: 0, cleanPeriod: null };

function stateAfter(evaluation: ProgramEvaluation, key: number, known: Watched, asOf: string) {
  const clean = evaluation.version?.exit.clean_periods ?? 1;
  return watch(known, evaluation.verdict(key), clean, asOf).state;
}

const rankOf = ({ version }: ProgramEvaluation, tier: string): number =>
  version?.tiers.findIndex(({ id }) => id === tier) ?? -1;

/** Opens, keeps or closes the last of some stays; answers the one that lasts. */
function follow<S extends Stay>(
  stays: S[],
  isInside: boolean,
  day: number,
  open: () => S,
): S | null {
  const last = stays.at(-1);
  const current = last && last.end === null ? last : null;
  if (!isInside) {
    if (current) current.end = day;
    return null;
  }
  if (current) return current;
  const opened = open();
  stays.push(opened);
  return opened;
}
