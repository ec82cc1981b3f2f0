import { addDays } from "../dates.js";
import { distinct } from "../3_rates/distinct.js";
import type { Figures } from "../3_rates/figures.js";
import type { SideFigures } from "../3_rates/side.js";
import { calendarOf, previousEvaluation } from "../3_rates/window.js";
import {
  areGatesMet,
  isScored,
  isTierMet,
  lacksRates,
  tierOf,
  type Context,
  type Lines,
} from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { inForceOn, type Program, type RateProgram } from "./program.js";
import { isFloor, meets } from "./program/threshold.js";
import type { Tier } from "./program/tier.js";
import { figuresAt, type MomentFigures, type RankOf } from "./rate-figures.js";
import { kindsOf } from "./rate-kinds.js";

/** No programme we know of looks further back. */
const MAX_EVALUATIONS = 60;

/** What a seller's earlier evaluations left behind. */
export interface Period {
  /** Evaluations inside so far; 0 outside. */
  months: number;
  /** Clean evaluations in a row while inside. */
  clean: number;
  /** By tier: evaluations in a row that met its gates. */
  inARow: ReadonlyMap<string, number>;
  /** Evaluations since it was last in a tier; null if it never was. */
  sinceListed: number | null;
  /** The same when it entered. */
  quiet: number | null;
}

export const OUTSIDE: Period = {
  months: 0,
  clean: 0,
  inARow: new Map(),
  sinceListed: null,
  quiet: null,
};

/** One evaluation on: pure. */
export function nextPeriod(
  period: Period,
  cleanPeriods: number,
  isListed: boolean,
  metTiers: readonly string[],
): Period {
  const inARow = new Map(metTiers.map((id) => [id, (period.inARow.get(id) ?? 0) + 1]));
  const since = period.sinceListed === null ? null : period.sinceListed + 1;
  if (isListed)
    return {
      months: period.months + 1,
      clean: 0,
      inARow,
      sinceListed: 0,
      quiet: period.months === 0 ? since : period.quiet,
    };
  const clean = period.clean + 1;
  if (period.months === 0 || clean >= cleanPeriods)
    return { ...OUTSIDE, inARow, sinceListed: since };
  return { ...period, months: period.months + 1, clean, inARow, sinceListed: since };
}

/** The context in which a tier that asks for several evaluations in a row is judged. */
export const contextOf = (period: Period): Pick<Context, "inARow"> =>
  period === OUTSIDE ? FIRST : { inARow: ({ id }) => (period.inARow.get(id) ?? 0) + 1 };

/** One for all sellers without a past, as they are millions in a year of days. */
const FIRST: Pick<Context, "inARow"> = { inARow: () => 1 };

/** How bad figures are by their tier, so that a window is chosen as the standing of its day was. */
export const rankBy =
  (lines: Lines, context: Context): RankOf =>
  (look, key) => {
    const figures = look.at(key);
    if (lacksRates(lines.tiers, figures)) return null;
    const tier = tierOf(lines, figures, context);
    return lines.tiers.findIndex(({ id }) => id === tier);
  };

/** What these figures make of a period; nothing, where their money could not be compared. */
export function judgePeriod(
  period: Period,
  lines: Lines | null,
  figures: Figures,
  cleanPeriods: number,
  peerRate: number | null = null,
): Period {
  if (!lines || !isScored(lines, figures)) return nextPeriod(period, cleanPeriods, false, []);
  if (lacksRates(lines.tiers, figures)) return period;
  const context = { ...contextOf(period), peerRate };
  const met = lines.tiers.filter((tier) => areGatesMet(tier, figures, context));
  const isListed = met.some((tier) => isTierMet(tier, figures, context));
  return nextPeriod(
    period,
    cleanPeriods,
    isListed,
    met.map(({ id }) => id),
  );
}

/**
 * What every evaluation before `day` left behind, by seller_key; sellers that are not there are
 * OUTSIDE. Each evaluation is judged by the version that was in force, with what is known now.
 */
export async function readPeriods(
  ledger: LedgerView,
  program: Program,
  day: string,
  sellerKeys?: readonly number[],
): Promise<Map<number, Period>> {
  const periods = new Map<number, Period>();
  const isCounted = countsMonths(program);
  const past = await pastFigures(ledger, program, day, sellerKeys);
  for (const { version, figures } of past) {
    const traits = await ledger.traitsFor(version);
    const kinds = kindsOf(version, figures, traits);
    for (const key of distinct([periods.keys(), figures.keys()])) {
      const { judged: lines, least, peerRate } = kinds.of(key);
      const before = periods.get(key);
      // Nothing before and below every line: nothing follows from it.
      if (!before && (!lines || (least && figures.isBelow(least, key)))) continue;
      const period = before ?? OUTSIDE;
      const rankOf = lines ? rankBy(lines, { ...contextOf(period), peerRate }) : undefined;
      const judged = judgePeriod(
        period,
        lines,
        figures.at(key, rankOf).figures,
        version.exit.clean_periods,
        peerRate,
      );
      const next = isCounted ? judged : { ...OUTSIDE, inARow: judged.inARow };
      if (next.sinceListed === null && next.inARow.size === 0) periods.delete(key);
      else periods.set(key, next);
    }
  }
  return periods;
}

/** Figures of every evaluation before `day`, oldest first, as far as the ledger and the versions go. */
async function pastFigures(
  ledger: LedgerView,
  program: Program,
  day: string,
  sellerKeys: readonly number[] | undefined,
): Promise<{ version: RateProgram; figures: MomentFigures }[]> {
  const calendar = calendarOf(program);
  const days: string[] = [];
  let previous = previousEvaluation(calendar, day);
  const most = evaluationsBehind(program);
  while (ledger.earliest !== null && previous > ledger.earliest && days.length < most) {
    days.unshift(previous);
    previous = previousEvaluation(calendar, previous);
  }
  const byVersion = new Map<RateProgram, string[]>();
  for (const each of days) {
    const version = inForceOn(program, addDays(each, -1));
    if (version?.kind !== "rate") continue;
    byVersion.set(version, [...(byVersion.get(version) ?? []), each]);
  }
  const result: { version: RateProgram; figures: MomentFigures }[] = [];
  for (const [version, own] of byVersion) {
    const moments = own.map((each) => ({ day: each, cutoff: each, knownBatch: ledger.knownBatch }));
    const found = await figuresAt(ledger.reader, version, moments, {
      ...(version.peers ? {} : { sellerKeys }),
      ...(needsDefects(version) && !version.peers ? { only: mayBeListed(version) } : {}),
    });
    for (const figures of found) result.push({ version, figures });
  }
  return result;
}

const setsOf = ({ tiers, regional }: RateProgram): Tier[] => [
  ...tiers,
  ...regional.flatMap((variant) => variant.tiers),
];
const gatesOf = (tier: Tier) =>
  tier.gates ? [tier.gates] : (tier.pieces ?? []).map((p) => p.gates);

/**
 * Whether a programme counts its months: where they set a fee, an exit or an entry. Elsewhere a
 * seller in a tier is in its first month, always, as nothing would follow from the count.
 */
export const countsMonths = (program: Program): boolean =>
  calendarOf(program).every === "month" &&
  [program, ...(program.earlier ?? [])].some(
    (version) => version.fees !== undefined || !isLeftAtOnce(version),
  );

/** How many earlier evaluations a standing needs: all for its months, else as many as count in a row. */
export function evaluationsBehind(program: Program): number {
  if (countsMonths(program)) return MAX_EVALUATIONS;
  const behind = [program, ...(program.earlier ?? [])].flatMap((version) => {
    if (version.kind !== "rate") return 0;
    const most = Math.max(...setsOf(version).map(({ periods = 1 }) => periods - 1));
    // Which of several windows was chosen depends on what was before.
    const isChosen = version.window.kind === "best_of" || version.window.kind === "worst_of";
    return most > 0 && isChosen ? MAX_EVALUATIONS : most;
  });
  return Math.max(...behind);
}

/**
 * Whether only sellers in a tier today can still be inside: then nobody else's past need be read.
 */
export const isLeftAtOnce = (program: Program): boolean =>
  [program, ...(program.earlier ?? [])].every(
    (version) =>
      version.exit.clean_periods === 1 &&
      (version.kind !== "rate" || setsOf(version).every(({ periods }) => periods === undefined)),
  );

/** Whether a seller without defects is surely in no tier. */
export const needsDefects = (version: RateProgram): boolean =>
  setsOf(version).every((tier) =>
    gatesOf(tier).every((gates) =>
      (["rate", "count", "amount", "distinct_buyers", "rate_low"] as const).some((gate) => {
        const threshold = gates[gate];
        return threshold !== undefined && isFloor(threshold) && !meets(0, threshold);
      }),
    ),
  );

/** Whether a numerator alone does not keep a seller out of every tier. */
function mayBeListed(version: RateProgram) {
  const sets = setsOf(version).flatMap(gatesOf);
  // Money may be below 0 where more is subtracted than was raised, though something was.
  return (numerator: SideFigures) =>
    (numerator.judged > 0 || numerator.count > 0 || numerator.amount > 0) &&
    sets.some(({ count, amount, distinct_buyers: buyers }) => {
      if (count !== undefined && !meets(numerator.count, count)) return false;
      const isKnown = amount !== undefined && !numerator.isUnpriced;
      if (isKnown && !meets(numerator.amount, amount)) return false;
      return buyers === undefined || meets(numerator.buyers, buyers);
    });
}
