import type { Program, ProgramTier } from "../../analytics/4_standings/program.js";
import type { Posting } from "./oracle.js";
import { dayAfter } from "./rows.js";

/*
 * What a programme makes of postings, by another road: sets of orders, and months walked forward.
 */

export interface OracleStanding {
  seller_id: string;
  numerator: number;
  denominator: number;
  rate: number | null;
  raw_numerator: number;
  raw_rate: number | null;
  tier: string;
  months_in_program: number;
}

interface Side {
  raw: number;
  judged: number;
  amount: number;
  buyers: number;
}

/** The same day of another month, or that month's last. */
export function monthsAway(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const target = year * 12 + (month - 1) + months;
  const y = Math.floor(target / 12);
  const m = (target % 12) + 1;
  const isLeap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const length = m === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${y}-${two(m)}-${two(Math.min(date, length))}`;
}

/** Whether a posting's day lies in the programme's window on a day of judgement. */
function isInWindow(program: Program, offset: number, day: string, asOf: string): boolean {
  const { window } = program;
  if (window.kind === "calendar_month")
    return day.slice(0, 7) === monthsAway(`${asOf.slice(0, 7)}-01`, offset - 1).slice(0, 7);
  const end = dayAfter(asOf, -window.lag_days);
  return day < end && day >= dayAfter(end, -window.days);
}

function isInScope({ scope }: Program, posting: Posting): boolean {
  const fits = <T>(wanted: readonly T[] | undefined, value: T | undefined) =>
    wanted === undefined || (value !== undefined && wanted.includes(value));
  return (
    fits(scope.card_network, posting.network) &&
    fits(scope.card_present, posting.present) &&
    fits(scope.region, posting.region) &&
    fits(scope.category, posting.category)
  );
}

function sideOf(
  program: Program,
  name: "numerator" | "denominator",
  postings: readonly Posting[],
  asOf: string,
): Side {
  const { measures, by, month_offset: offset, exempt } = program[name];
  const raw = postings.filter((posting) => {
    const day = by === "order_date" ? posting.orderDate : posting.eventDate;
    return (
      measures.includes(posting.measure) &&
      isInScope(program, posting) &&
      isInWindow(program, offset, day, asOf) &&
      posting.eventDate < asOf
    );
  });
  const judged = raw.filter(({ liability }) => !exempt.includes(liability));
  const size = (some: readonly Posting[]) =>
    program.unit === "events" ? some.length : new Set(some.map(({ order }) => order)).size;
  return {
    raw: size(raw),
    judged: size(judged),
    amount: judged.reduce((sum, { amount }) => sum + amount, 0),
    buyers: new Set(judged.map(({ buyer }) => buyer)).size,
  };
}

function isInTier(tier: ProgramTier, numerator: Side, denominator: Side): boolean {
  const { rate, count, amount, distinct_buyers: buyers, denominator: base } = tier.gates;
  const rateMet = rate === undefined || meetsRate(numerator.judged, denominator.judged, rate);
  return (
    rateMet &&
    numerator.judged >= (count ?? 0) &&
    numerator.amount >= (amount ?? 0) &&
    numerator.buyers >= (buyers ?? 0) &&
    denominator.judged >= (base ?? 0)
  );
}

/** Without a sale any dispute is above every rate. */
const meetsRate = (numerator: number, denominator: number, rate: number) =>
  denominator === 0 ? numerator > 0 : numerator / denominator >= rate;

function tierOn(program: Program, postings: readonly Posting[], asOf: string) {
  const numerator = sideOf(program, "numerator", postings, asOf);
  const denominator = sideOf(program, "denominator", postings, asOf);
  const isScored = program.floor
    ? denominator.judged >= program.floor.denominator
    : denominator.judged > 0 || numerator.raw > 0;
  const worst = program.tiers.findLast((tier) => isInTier(tier, numerator, denominator));
  const tier = isScored ? (worst?.id ?? "within") : "not_scored";
  return { numerator, denominator, tier, isListed: isScored && worst !== undefined };
}

/** Months inside on asOf: forward from `span` months ago, in at the first tier, out when clean long enough. */
function monthsInside(program: Program, postings: readonly Posting[], asOf: string): number {
  const days = Array.from({ length: 14 }, (_, index) => monthsAway(asOf, index - 13));
  let months = 0;
  let clean = 0;
  for (const day of days) {
    const { isListed } = tierOn(program, postings, day);
    clean = isListed ? 0 : clean + 1;
    if (isListed || months > 0) months += 1;
    if (clean >= program.exit.clean_periods) months = 0;
  }
  return months;
}

/** What the product must answer, for every seller by id. */
export function oracleStandings(
  program: Program,
  postings: readonly Posting[],
  sellers: readonly string[],
  asOf: string,
): OracleStanding[] {
  return sellers.map((seller_id) => {
    const own = postings.filter(({ seller }) => seller === seller_id);
    const { numerator, denominator, tier } = tierOn(program, own, asOf);
    const per = (value: number) => (denominator.judged > 0 ? value / denominator.judged : null);
    return {
      seller_id,
      numerator: numerator.judged,
      denominator: denominator.judged,
      rate: per(numerator.judged),
      raw_numerator: numerator.raw,
      raw_rate: per(numerator.raw),
      tier,
      months_in_program: monthsInside(program, own, asOf),
    };
  });
}
