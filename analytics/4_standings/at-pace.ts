import { addDays, daysBetween } from "../dates.js";
import type { FurtherEvents } from "../3_rates/further.js";
import { scoredMetric } from "../3_rates/scores.js";
import { calendarOf, nextEvaluation } from "../3_rates/window.js";
import { judgeAt, leftBehind, type Carried } from "./ahead.js";
import { versionAt, type Verdict } from "./evaluation.js";
import { isJudgeable, isTierMet, ratio } from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { readPace, type PaceAhead } from "./pace.js";
import { OUTSIDE, type Period } from "./periods.js";
import type { Program, RateProgram } from "./program.js";
import { isFloor } from "./program/threshold.js";
import type { AtPace, NoPace } from "./projection.js";

/** No horizon of a daily programme is longer. */
const MOST_DAYS_AHEAD = 30;
/** A pace of fewer days says nothing. */
const LEAST_DAYS = 7;

interface Asked {
  asOf: string;
  carried: Carried;
  /** The verdict of today. */
  verdict: Verdict;
}

/** Where today's pace leads by the next evaluation, or why that is not known. */
export async function atPace(
  ledger: LedgerView,
  program: Program,
  { asOf, carried, verdict }: Asked,
): Promise<AtPace | NoPace> {
  const until = horizonOf(program, asOf, verdict);
  const version = versionAt(program, { day: until, cutoff: asOf, knownBatch: ledger.knownBatch });
  if (!version) return "not_in_force";
  if (version.kind !== "rate" || !isOfDefects(version)) return "not_a_rate_of_defects";
  const { key } = carried;
  const firstDay = await firstDayOf(ledger, key, asOf);
  const knownDays = firstDay === null ? 0 : daysBetween(firstDay, asOf);
  if (knownDays < LEAST_DAYS) return "too_little_history";
  const { knownBatch } = ledger;
  const pace = await readPace(ledger, version, { key, asOf, until, knownDays, knownBatch });
  const traits = (await ledger.traitsFor(version)).of(key);
  const period =
    calendarOf(program).every === "day" ? metForLong(version) : leftBehind(program, carried.period);
  const judged = judgeAt(version, pace.figures(key), { ...carried, period }, traits);
  const { lines, context, window } = judged;
  if (!lines) return "no_lines_for_region";
  const chosen = pace.windows.findIndex(
    ({ start, end }) => start === window.start && end === window.end,
  );
  if (judged.figures.denominator.judged <= 0) return "no_orders";
  return {
    evaluated_on: until,
    window_start: window.start,
    window_end: window.end,
    ...spread(pace, chosen),
    tier: judged.tier,
    tiers: lines.tiers.map((tier) => ({
      tier: tier.id,
      probability: probabilityOf(pace.further(chosen), (further) => {
        const figures = pace.with(chosen, further);
        return isJudgeable(lines, figures) && isTierMet(tier, figures, context);
      }),
      basis: "estimate" as const,
    })),
    basis: "estimate",
  };
}

/** Some weeks ahead a tier that is met has been met for some days: what asks for several is content. */
const metForLong = ({ tiers, regional }: RateProgram): Period => ({
  ...OUTSIDE,
  inARow: new Map(
    [...tiers, ...regional.flatMap((variant) => variant.tiers)].map(({ id }) => [id, Infinity]),
  ),
});

/** More than any seller has. */
const MOST_DEFECTS = 1_000_000;
const LEAST_PROBABILITY = 1e-6;

/** 1 only where no defect more is needed, 0 only where no number is enough: all else is chance. */
function probabilityOf(further: FurtherEvents, isMet: (count: number) => boolean): number {
  if (isMet(0)) return 1;
  if (!isMet(MOST_DEFECTS)) return 0;
  const probability = rounded(further.probabilityThat(isMet));
  return Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
}

/** The next evaluation; of a daily programme a day some way ahead, as tomorrow is today again. */
function horizonOf(program: Program, asOf: string, { window }: Verdict): string {
  const calendar = calendarOf(program);
  if (calendar.every !== "day") return nextEvaluation(calendar, asOf);
  const length = Math.max(1, daysBetween(window.start, window.end));
  return addDays(asOf, Math.min(MOST_DAYS_AHEAD, length));
}

/** Counts of what should not happen: where fewer is worse, or a feed brings sums, no count is taken. */
const isOfDefects = (version: RateProgram): boolean =>
  scoredMetric(version.numerator) === null &&
  [version.tiers, ...version.regional.map(({ tiers }) => tiers)]
    .flat()
    .every((tier) =>
      [tier.gates, ...(tier.pieces ?? []).map(({ gates }) => gates)].every((gates) =>
        [gates?.rate, gates?.rate_low, gates?.count, gates?.amount, gates?.peer_multiple].every(
          (threshold) => threshold === undefined || isFloor(threshold),
        ),
      ),
    );

function spread(pace: PaceAhead, chosen: number) {
  const further = pace.further(chosen);
  const { ahead, watched } = pace.days(chosen);
  const [middle, low, high] = [
    Math.round(further.atPace),
    further.quantile(0.025),
    further.quantile(0.975),
  ].map((count) => pace.with(chosen, count)) as [Figures, Figures, Figures];
  const rate = ({ numerator, denominator }: Figures) => ratio(numerator.judged, denominator.judged);
  return {
    days_ahead: ahead,
    pace_days: watched,
    stays: pace.stays(chosen).numerator.judged,
    further: rounded(further.atPace),
    numerator: middle.numerator.judged,
    numerator_low: low.numerator.judged,
    numerator_high: high.numerator.judged,
    denominator: middle.denominator.judged,
    rate: rate(middle),
    rate_low: rate(low),
    rate_high: rate(high),
  };
}

type Figures = ReturnType<PaceAhead["with"]>;

/** An estimate is not known to more digits. */
const rounded = (value: number) => Number(value.toFixed(6));

/** The first day on which anything of a seller happened, as known then. */
async function firstDayOf(ledger: LedgerView, key: number, asOf: string): Promise<string | null> {
  const { day } = await ledger.session.one<{ day: string | null }>(
    `select cast(min(event_date) as VARCHAR) as day from (
       select event_date, batch_id from ledger.volumes where seller_key = cast($key as INTEGER)
       union all
       select event_date, batch_id from ledger.entries where seller_key = cast($key as INTEGER)
     ) where batch_id <= cast($known_batch as INTEGER) and event_date < cast($as_of as DATE)`,
    { key, known_batch: ledger.knownBatch, as_of: asOf },
  );
  return day;
}
