import { addDays } from "../../dates.js";
import { boundsOf, windowOn } from "../../3_rates/window.js";
import { ratesOf, type Program, type ProgramVersion } from "../program.js";
import { basicWindows } from "../program/window.js";
import type { BacktestSide, Spell } from "./contract.js";
import { flaggedOf, type TrackBySeller } from "./compare.js";
import { sumOf, type MoneyBySeller } from "./money.js";
import type { Schedule } from "./schedule.js";
import { daysIn, flapsOf, median } from "./spells.js";
import type { TierStay } from "./tracks.js";
import { judgeByRulings, judgeByTruth, type Ruled, type TruthBySeller } from "./truth.js";

/** One programme's walk, and what it came to. */
export interface Walked {
  program: Program;
  /** The version that judged each moment of the schedule. */
  versions: readonly (ProgramVersion | null)[];
  schedule: Schedule;
  tracks: TrackBySeller;
  revenue: MoneyBySeller;
  atStake: MoneyBySeller;
}

export interface Known {
  earliest: string;
  /** Null where no truth was given. */
  truth: TruthBySeller | null;
  rulings: ReadonlyMap<number, Ruled>;
  idOf: (key: number) => string;
}

/** The version that judged last: names and lines are its own. */
export const lastVersion = ({ program, versions }: Pick<Walked, "program" | "versions">) =>
  versions.findLast((version) => version !== null) ?? program;

export function sideOf(walked: Walked, days: readonly string[], known: Known): BacktestSide {
  const { program, versions, schedule, tracks } = walked;
  const { length } = days;
  const version = lastVersion(walked);
  const flagged = flaggedOf(tracks);
  const all = [...tracks.values()];
  const spells = all.flatMap((track) => track.spells);
  const raw = all.flatMap((track) => track.raw);
  const ended = spells.flatMap(({ start, end }) => (end === null ? [] : [end - start]));
  const sum = (count: (track: (typeof all)[number]) => number) =>
    all.reduce((total, track) => total + count(track), 0);
  return {
    program: program.id,
    name: version.name,
    confidence: version.confidence,
    versions: versionRuns(walked, days),
    windows_full_from: fullFrom(walked, days, known.earliest),
    evaluations: new Set(
      schedule.moments.flatMap(({ day }, index) => (versions[index] ? [day] : [])),
    ).size,
    sellers: flagged.length,
    seller_days: daysIn(spells, length),
    raw_days: daysIn(raw, length),
    spells: spells.length,
    raw_spells: raw.length,
    flaps: sum((track) => flapsOf(track.spells)),
    raw_flaps: sum((track) => flapsOf(track.raw)),
    median_spell_days: median(ended),
    open_at_end: spells.length - ended.length,
    tiers: tiersOf(version, tracks),
    revenue: sumOf([...walked.revenue.values()].flat()),
    at_stake: sumOf([...walked.atStake.values()].flat()),
    truth: known.truth && judgeByTruth(known.truth, new Set(flagged.map(known.idOf))),
    rulings: judgeByRulings(known.rulings, flagged),
  };
}

/** The worst of some stays. */
export const worstOf = (spells: readonly TierStay[]): TierStay | undefined =>
  spells.reduce<TierStay | undefined>(
    (worst, spell) => (worst && worst.rank >= spell.rank ? worst : spell),
    undefined,
  );

export const spellOf = (spell: TierStay, days: readonly string[]): Spell => {
  const end = spell.end ?? days.length;
  return {
    from: days[spell.start]!,
    until: days[end] ?? addDays(days.at(-1)!, 1),
    days: end - spell.start,
    tier: spell.tier,
    is_open: spell.end === null,
  };
};

function tiersOf({ tiers }: ProgramVersion, tracks: TrackBySeller): BacktestSide["tiers"] {
  const counts = new Map<string, number>();
  for (const { spells } of tracks.values()) {
    const worst = worstOf(spells)?.tier;
    if (worst !== undefined) counts.set(worst, (counts.get(worst) ?? 0) + 1);
  }
  return tiers.map(({ id, name, severity }) => ({
    tier: id,
    name,
    severity,
    sellers: counts.get(id) ?? 0,
  }));
}

/** Which version judged which days of the range. */
function versionRuns({ versions, schedule }: Walked, days: readonly string[]) {
  const runs: BacktestSide["versions"] = [];
  days.forEach((day, index) => {
    const version = versions[schedule.momentOfDay[index]!];
    if (!version) return;
    const last = runs.at(-1);
    if (last?.version === version.version && last.until === day) last.until = addDays(day, 1);
    else runs.push({ version: version.version, from: day, until: addDays(day, 1) });
  });
  return runs;
}

function fullFrom({ versions, schedule }: Walked, days: readonly string[], earliest: string) {
  const index = schedule.momentOfDay.findIndex((position) => {
    const version = versions[position];
    const { day, cutoff } = schedule.moments[position]!;
    return version && firstCounted(version, day, cutoff) >= earliest;
  });
  return days[index] ?? null;
}

/** The first day that any window of a version looks at. */
function firstCounted(version: ProgramVersion, day: string, cutoff: string): string {
  const starts = ratesOf(version).flatMap((rate) =>
    basicWindows(rate.window).flatMap((window) =>
      [rate.numerator, rate.denominator].map((term) => {
        const { order, event } = boundsOf(term, windowOn(window, day), cutoff);
        return term.by === "order_date" ? order.start : event.start;
      }),
    ),
  );
  return starts.reduce((a, b) => (a < b ? a : b));
}
