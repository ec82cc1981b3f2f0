import type { EvaluationKind } from "../../analytics/4_standings/evaluation.js";
import {
  ratesOf,
  type Program,
  type ProgramVersion,
  type RateProgram,
} from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { calendar, dayFrom, evaluatedOn, evaluationsBetween, numberOf } from "./oracle-calendar.js";
import { isInScope, look, type Looked, type Moment, type OracleFigures } from "./oracle-figures.js";
import { averageOf, groupOf, isScored, metTiers, tiersFor, type Fraction } from "./oracle-judge.js";
import { oraclePoints, oracleScores } from "./oracle-kinds.js";
import { ownOf, type Traits, type World } from "./oracle-world.js";

/*
 * What the product must say of every seller, from arrays: every evaluation is judged again from the
 * first day on, and months are counted backwards from the last.
 */

export interface OracleStanding {
  seller_id: string;
  program_version: string;
  evaluated_on: string;
  window_start: string;
  window_end: string;
  numerator: number;
  denominator: number;
  rate: number | null;
  raw_numerator: number;
  raw_rate: number | null;
  tier: string;
  months_in_program: number;
  lines: string | null;
  peer_rate: number | null;
  points: number | null;
  fee_total: number;
  remarks: string[];
}

/** The part of a standing that the oracle answers for. */
export function compared(standing: Standing): OracleStanding {
  const names = Object.keys(nothing("", 0)) as (keyof OracleStanding)[];
  return Object.fromEntries(
    names.map((name) => [name, standing[name]]),
  ) as unknown as OracleStanding;
}

export interface OracleQuery {
  asOf: string;
  kind?: EvaluationKind;
}

const NOBODY: Traits = { region: null, category: null };

/** The version in force on the last day that an evaluation looks at. */
export function versionOn(program: Program, evaluation: number): ProgramVersion | undefined {
  const day = dayFrom(evaluation - 1);
  const from = (version: ProgramVersion) => version.effective.from ?? "";
  return [program, ...(program.earlier ?? [])]
    .filter((version) => from(version) <= day)
    .toSorted((a, b) => from(a).localeCompare(from(b)))
    .filter(({ effective: { until } }) => until === null || day < until)
    .pop();
}

export function oracleStandings(
  program: Program,
  world: World,
  { asOf, kind = "current" }: OracleQuery,
): OracleStanding[] {
  const day = evaluatedOn(calendar(program), numberOf(asOf), kind);
  const moment = { day, cutoff: Math.min(day, numberOf(asOf)) };
  const version = versionOn(program, day);
  if (version?.kind === "rate") return oracleRates(program, version, world, moment);
  if (version?.kind === "points") return oraclePoints(program, version, world, moment);
  if (version?.kind === "score") return oracleScores(version, world, moment);
  return world.sellers.map((seller) => nothing(seller, day));
}

/** Whether a programme compares money that is of several currencies: what those are worth is not told here. */
export const mixesMoney = (program: Program, { postings }: World): boolean =>
  versionsOf(program).some(
    (version) =>
      ratesOf(version).some(({ unit }) => unit === "amount" || hasAmountGate(version)) &&
      ratesOf(version).some((rule) =>
        postings.some(
          (posting) =>
            posting.currency !== (rule.reporting_currency ?? posting.currency) &&
            isInScope(posting, rule),
        ),
      ),
  );

const hasAmountGate = (version: ProgramVersion) => /"amount":[0-9{]/.test(JSON.stringify(version));

const nothing = (seller: string, day: number): OracleStanding => ({
  seller_id: seller,
  program_version: "",
  evaluated_on: dayFrom(day),
  window_start: dayFrom(day),
  window_end: dayFrom(day),
  numerator: 0,
  denominator: 0,
  rate: null,
  raw_numerator: 0,
  raw_rate: null,
  tier: "not_scored",
  months_in_program: 0,
  lines: null,
  peer_rate: null,
  points: null,
  fee_total: 0,
  remarks: ["not_in_force"],
});

/** One seller at one evaluation. */
interface Judged {
  version: RateProgram;
  looked: Looked;
  lines: string | null;
  tier: string;
  /** Tiers whose gates were met. */
  met: readonly string[];
  peer: Fraction | null;
}

const isInside = ({ tier }: Judged) => tier !== "within" && tier !== "not_scored";

/** Evaluations up to the last of `history` that met a tier's gates without a break. */
function inARow(history: readonly Judged[], tier: string): number {
  const broken = history.findLastIndex(({ met }) => !met.includes(tier));
  return history.length - 1 - broken;
}

/** Judges everybody once more, after `histories`. */
function judgeAll(
  version: RateProgram,
  world: World,
  moment: Moment,
  histories: ReadonlyMap<string, readonly Judged[]>,
): Map<string, Judged> {
  const traits = (seller: string) => world.traits.get(seller) ?? NOBODY;
  const owns = new Map(world.sellers.map((seller) => [seller, ownOf(world, seller)]));
  const plain = (seller: string) => look(version, owns.get(seller) as World, moment, () => 0);
  const peerOf = (seller: string) => {
    const group = groupOf(version, traits(seller));
    if (!version.peers || group === null) return null;
    const others = world.sellers.filter((other) => groupOf(version, traits(other)) === group);
    return averageOf(
      others.map((other) => plain(other).figures),
      version.peers,
    );
  };
  const judge = (seller: string): Judged => {
    const history = histories.get(seller) ?? [];
    const lines = tiersFor(version, traits(seller));
    const peer = peerOf(seller);
    const met = (figures: OracleFigures) =>
      lines && isScored(version, figures) ? metTiers(lines.tiers, figures, { peer }) : [];
    const worst = (figures: OracleFigures) =>
      met(figures).findLast(
        ({ id, periods = 1 }) => periods === 1 || inARow(history, id) + 1 >= periods,
      );
    const looked = look(version, owns.get(seller) as World, moment, (figures) =>
      (lines?.tiers ?? []).findIndex(({ id }) => id === worst(figures)?.id),
    );
    const { figures } = looked;
    const outside = lines && isScored(version, figures) ? "within" : "not_scored";
    return {
      version,
      looked,
      lines: lines?.id ?? null,
      tier: worst(figures)?.id ?? outside,
      met: met(figures).map(({ id }) => id),
      peer,
    };
  };
  return new Map(world.sellers.map((seller) => [seller, judge(seller)]));
}

function oracleRates(
  program: Program,
  version: RateProgram,
  world: World,
  moment: Moment,
): OracleStanding[] {
  const of = calendar(program);
  const first = world.earliest === undefined ? moment.day : numberOf(world.earliest) + 1;
  const earlier = evaluationsBetween(of, first, moment.day);
  // Without months to count only runs matter, and thirty are longer than any run asked for.
  const before = countsMonths(program) ? earlier : asksRuns(program) ? earlier.slice(-30) : [];
  const histories = new Map<string, Judged[]>(world.sellers.map((seller) => [seller, []]));
  for (const at of [...before.map((day) => ({ day, cutoff: day })), moment]) {
    const then = at === moment ? version : versionOn(program, at.day);
    if (then?.kind !== "rate") continue;
    for (const [seller, judged] of judgeAll(then, world, at, histories))
      histories.get(seller)?.push(judged);
  }
  const counted = countsMonths(program) ? 0 : -1;
  return [...histories].map(([seller, history]) =>
    rowOf(seller, history.slice(counted), world, moment),
  );
}

const versionsOf = (program: Program) => [program, ...(program.earlier ?? [])];
const asksRuns = (program: Program) =>
  versionsOf(program).some(({ tiers, regional }) =>
    [...tiers, ...regional.flatMap((set) => set.tiers)].some(({ periods }) => periods),
  );
/** Months are counted where anything follows from their number. */
const countsMonths = (program: Program) =>
  calendar(program).every === "month" &&
  (asksRuns(program) ||
    versionsOf(program).some(({ fees, exit }) => fees !== undefined || exit.clean_periods > 1));

/** Where the stay began that lasts to the end of the history; null outside. */
function entryOf(history: readonly Judged[]): number | null {
  const isExit = (index: number) => {
    const { clean_periods: needed } = (history[index] as Judged).version.exit;
    const last = history.slice(Math.max(0, index + 1 - needed), index + 1);
    return last.length === needed && last.every((judged) => !isInside(judged));
  };
  const exits = history.flatMap((_, index) => (isExit(index) ? [index] : []));
  const entry = history.findIndex(
    (judged, index) => index > (exits.at(-1) ?? -1) && isInside(judged),
  );
  return entry < 0 ? null : entry;
}

/** What the last month costs. */
function feeOf(history: readonly Judged[]): number {
  const { version, tier, looked } = history.at(-1) as Judged;
  const { fees } = version;
  const entry = entryOf(history);
  if (!fees || entry === null || tier === "within" || tier === "not_scored") return 0;
  const month = history.length - entry;
  const before = history.slice(0, entry).findLastIndex(isInside);
  const isFirst = before < 0 || entry - before >= (fees.grace?.within_months ?? 0);
  if (fees.grace && isFirst && month <= fees.grace.months) return 0;
  const { numerator, denominator } = looked.figures;
  const steps = (fees.ladder[tier] ?? []).filter(({ from_month }) => from_month <= month);
  const perEvent = fees.per_event
    .filter(({ tiers }) => tiers?.includes(tier) ?? true)
    .filter(
      ({ from_month: from, until_month: until }) => from <= month && month <= (until ?? month),
    )
    .map(({ amount, over_rate: rate, over_count: count = 0 }) => {
      // In millionths, as 1 % of 100 orders is 1, not 0.99.
      const free =
        rate === undefined
          ? count
          : Math.floor((Math.round(rate * 1e6) * denominator.judged) / 1e6);
      return amount * Math.max(0, numerator.count - free);
    });
  const once = fees.once.filter((each) => each.month === month).map(({ amount }) => amount);
  return [steps.at(-1)?.amount ?? 0, ...perEvent, ...once].reduce((sum, amount) => sum + amount, 0);
}

function rowOf(
  seller: string,
  history: readonly Judged[],
  world: World,
  moment: Moment,
): OracleStanding {
  const { version, looked, lines, tier, peer } = history.at(-1) as Judged;
  const { numerator, denominator } = looked.figures;
  const per = (figure: number) =>
    denominator.judged > 0 ? Math.max(0, figure) / denominator.judged : null;
  const entry = entryOf(history);
  const start = dayFrom(looked.span.from);
  const remarks = {
    no_lines_for_region: lines === null,
    below_floor: version.floor !== undefined && denominator.judged < version.floor.denominator,
    no_denominator: denominator.judged <= 0 && numerator.raw > 0,
    no_peers: version.peers !== undefined && peer === null,
    history_too_short: world.earliest !== undefined && start < world.earliest,
  };
  return {
    seller_id: seller,
    program_version: version.version,
    evaluated_on: dayFrom(moment.day),
    window_start: start,
    window_end: dayFrom(looked.span.to),
    numerator: numerator.judged,
    denominator: denominator.judged,
    rate: per(numerator.judged),
    raw_numerator: numerator.raw,
    raw_rate: per(numerator.raw),
    tier,
    months_in_program: entry === null ? 0 : history.length - entry,
    lines,
    peer_rate: peer && Math.max(0, peer.over) / peer.under,
    points: null,
    fee_total: feeOf(history),
    remarks: Object.entries(remarks).flatMap(([name, holds]) => (holds ? name : [])),
  };
}
