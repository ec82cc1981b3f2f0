import type { Projection } from "../analytics/4_standings/projection.js";
import { count, date } from "./format.js";
import type { GroupName, Reason } from "./standing-groups.js";

const few = (n: number, one: string, many: string) => (n === 1 ? one : many);

const reasons: Record<Reason, string> = {
  below_floor: "fewer orders than it asks for",
  not_in_force: "not in force on this day",
  no_lines_for_region: "no lines for the seller’s region",
  history_too_short: "the data begin after its window",
  no_peers: "too few peers to compare with",
  no_exchange_rate: "exchange rates are missing",
  no_denominator: "defects without orders to divide by",
  no_orders: "nothing of what it counts in its window",
};

/** Where a seller stands and is heading, programme by programme: a part of the catalogue. */
export const outlookStrings = {
  groups: {
    in_tier: "In a tier",
    near: "Near a line",
    within: "Within",
    not_scored: "Not scored",
  } satisfies Record<GroupName, string>,
  group: (name: string, n: number) => `${name} · ${count(n)}`,
  reasons,
  reasonCount: (reason: string, n: number) => `${reason} (${count(n)})`,
  foldWithin: (n: number) => `Within the lines of ${count(n)} more programmes`,
  foldNotScored: (n: number) =>
    `${count(n)} ${few(n, "programme does", "programmes do")} not score this seller`,
  columns: {
    months: "month",
    fees: "fees",
    reason: "why not",
    tier: "tier",
    last: "as last evaluated",
    next: "next evaluation, as of now",
    pace: "at today’s pace",
    headroom: "can still come",
    clean: "good orders to leave",
    chance: "chance at today’s pace",
  },
  about: {
    months: "Months in the programme, this one included",
    fees: "What the month of this evaluation costs, as published",
    headroom: "Defects that can come before the tier is met; negative: how many too many. Exact",
    clean: "The fewest further orders without a defect after which the tier is not met. Exact",
    chance:
      "How likely the tier is met at that evaluation if defects go on at the pace of the last weeks. An estimate",
  },
  estimate: "estimate",
  exact: "exact",
  months: (n: number) => (n === 0 ? "–" : count(n)),
  rows: {
    day: "evaluated on",
    window: "window",
    figures: "counted",
    rate: "rate",
    points: "points",
    standing: "standing",
    months: "month in the programme",
    fees: "fees of that month",
  },
  facts: {
    version: (version: string) => (version === "" ? "no version in force" : `version ${version}`),
    evaluated: (day: string) => `judged on ${date(day)}`,
    next: (day: string) => `next on ${date(day)}`,
    daily: "judged every day",
    lines: (id: string) => `lines for ${id.replaceAll("_", " ")}`,
    peers: (rate: string) => `peers’ average ${rate}`,
    page: "what it asks, with sources",
  },
  outlook: "Now and next",
  outlookMeasure:
    "What is certain beside what is estimated; the same orders, judged at the evaluation to come.",
  outlookMeasureDaily: "It is judged every day; the pace is carried some weeks ahead.",
  way: "The way to each line, and back",
  wayMeasure: "Counted from what is known now. Good orders are orders without a defect.",
  wayMeasureMoney:
    "Counted from what is known now, in money. Good sales are sales without a dispute.",
  within: (low: string, high: string) => `${low} to ${high}`,
  interval: "with 95 % probability",
  further: (further: string, ahead: number, watched: number) =>
    `${further} more defects in ${count(ahead)} ${few(ahead, "day", "days")}, as in the last ${count(watched)}`,
  fee: (name: string, amount: string) => `${name} ${amount}`,
  noFees: "none",
  certain: "certain",
  impossible: "out of reach",
  lessThanOne: "under 1 %",
  moreThanNinetyNine: "over 99 %",
  noEstimate: (reason: string) => `No estimate: ${reason}.`,
  noPace: {
    too_little_history: "too few days are known of this seller to tell a pace",
    no_orders: "there would be no orders in the window",
    not_in_force: "the programme is not in force then",
    no_lines_for_region: "the programme has no lines for the seller’s region",
    no_exchange_rate: "exchange rates are missing",
    not_a_rate_of_defects: "the programme does not count defects one by one",
  } satisfies Record<NonNullable<Projection["at_pace_reason"]>, string>,
  clearOn: (day: string, days: number) =>
    `If nothing more happened it would be out on ${date(day)}, in ${count(days)} ${few(days, "day", "days")}.`,
  relapse: (day: string) =>
    `On ${date(day)} it would be in again, as good orders leave the window too.`,
  clearReason: {
    outside: "",
    not_within_a_year: "If nothing more happened it would still be in a year from now.",
    not_meaningful: "",
  } satisfies Record<NonNullable<Projection["clear_reason"]>, string>,
  stayingIn: (n: number) => `Month ${count(n)} in the programme, and out of its tiers now.`,
  historyTooShort: "The data begin after the window does: figures are those of a part of it.",
  method:
    "Estimates take defects to come one by one at a steady rate, learnt from these days: a Poisson count whose rate is a gamma variable. Seasons, clusters and later exemptions are left out.",
  pointsMeasure: (name: string) => `${name}, as judged on each day`,
  pointsUp: "↑ points",
  pointsNone: "No points on any day shown",
  pointsNow: (now: string) => `${now} points, no more on any day shown`,
  pointsTop: (now: string, top: string, day: string) =>
    `${now} points now, ${top} at most, on ${date(day, "dayMonth")}`,
  pointsExplained: (name: string, points: string, asked: string | null) =>
    `${name}: ${points} points${asked === null ? "" : `; the first tier is at ${asked}`}.`,
  fanMeasure: (day: string) => `; fan: at today’s pace to ${date(day)}, an estimate`,
} as const;
