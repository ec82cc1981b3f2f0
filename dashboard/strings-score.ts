import type { ServiceScorePart } from "../analytics/4_standings/service-score/contract.js";
import { count, date, percent } from "./format.js";

const oneDecimal = new Intl.NumberFormat("en-GB", {
  minimumFractionDigits: 0,
  maximumFractionDigits: 1,
});

/** One decimal at most, cut so that no level shows that is not reached: 89.96 → "89.9"; null → an en dash. */
export const score = (value: number | null): string =>
  value === null ? "–" : oneDecimal.format(Math.floor(value * 10 + 1e-6) / 10);

const stars = new Intl.NumberFormat("en-GB", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

type Rated = Pick<ServiceScorePart, "counts" | "rate" | "peer_rate">;

/** A share as percent; an average beyond 1, as of stars, as it is. */
export function rate({ counts, rate: own, peer_rate: peers }: Rated, value: number | null): string {
  const isAverage = counts === "metric" && Math.max(own ?? 0, peers ?? 0) > 1;
  return isAverage && value !== null ? stars.format(value) : percent(value);
}

/** What the page of a seller's own score says: a part of the catalogue in strings.ts. */
export const scoreStrings = {
  notScored: "not scored",
  link: (name: string) => `${name}: the seller’s own page`,
  back: "Everything about this seller",
  print: "Print",
  of: (maximum: number) => `of ${maximum}`,
  scoreOn: (day: string) => `score on ${date(day)}`,
  level: "level",
  levelSince: (day: string, isLonger: boolean) =>
    `level since ${date(day)}${isLonger ? " or longer" : ""}`,
  levelOn: (day: string) => `no level was set on ${date(day)}`,
  dayAlone: "by this day’s score alone",
  nextOn: (day: string) => `if it were set now; next on ${date(day, "dayMonth")}`,
  unscored: "Not scored.",
  unscoredMeans: "That is neither good nor bad: there is too little to compare with others.",
  unjudged: "The programme has no levels for sellers of this region.",
  lead: {
    level: (name: string) => `Your level is ${name}.`,
    none: "You have no level at the moment.",
    same: (points: string, maximum: number) =>
      `Your score is ${points} of ${maximum}, which is of the same level.`,
    other: (points: string, maximum: number, name: string) =>
      `Your score is ${points} of ${maximum}, which alone would be ${name}.`,
    plain: (points: string, maximum: number) => `Your score is ${points} of ${maximum}.`,
  },
  chart: {
    scoreUp: "↑ score",
    band: (name: string, from: number) => `${name}, ${score(from)}+`,
    average: "your peers’ average",
    of: (points: string, weight: string) => `${points} of ${weight}`,
    trendMeasure: (days: number) =>
      `Your score on each of ${days} days, over the levels; upright lines: the days on which a level was set`,
    noTrend: "There was no score on any of these days.",
    partsMeasure:
      "Points that each part gives to your score, of those that it can give; the upright line is where the average of your peers would be",
    noParts: "Nothing is judged on this day.",
  },
  says: {
    compared: (own: string, peers: string) => `${own}; your peers ${peers}`,
    alone: (own: string) => own,
  },
  part: {
    counted: (numerator: string, denominator: string) => `${numerator} of ${denominator}`,
    weight: (points: string) => `weight ${points}`,
  },
  columns: {
    part: "part",
    points: "points",
    of: "of",
    atAverage: "at the average",
    own: "yours",
    peers: "peers’ average",
    counted: "counted",
    outOf: "out of",
    why: "why not",
    day: "day",
    score: "score",
    level: "level",
    setOn: "set on",
    month: "from the days of",
    average: "average",
    days: "days with a score",
    weight: "weight",
    window: "looks at",
    floor: "scored from",
  },
  next: "What to do next",
  nextMeasure: "The parts with points to win back, most first",
  gain: (points: string) => `up to ${points} points`,
  nothingNext: "Nothing to win back: every part that is scored gives all its points.",
  waitNext: "With a score this page will say what would raise it.",
  counted: (n: number) => `See the ${count(n)} that counted`,
  levels: "Your level, month by month",
  levelsCaption: "Levels of the last six months and what they were made of",
  levelsMeasure: (day: string) =>
    `Set on the ${day} of each month from the average of the daily scores of the month before`,
  soFar: "so far",
  preparations: "How your shop is prepared",
  preparationsMeasure: "What keeps disputes from coming, and what your own numbers say of it",
  preparation: { weak: "Weak", fine: "Fine", unknown: "Not known" },
  made: "How the score is made",
  madeCaption: "The parts of the score: weights, days and how much it takes to be scored",
  shares: "The weight of a part that cannot be scored is shared among the others.",
  window: (days: number) => `${count(days)} days`,
  floor: (n: number | null, isOrders: boolean) =>
    n === null ? "the first" : `${count(n)}${isOrders ? " orders" : ""}`,
  confidence: {
    verified: "The owner’s own page was seen.",
    secondary: "Its figures come from processors, trade bodies or copies of the page.",
    unverified: "Some of its figures are ours, or nobody could confirm them.",
  },
  leavesOut: "What is ours or left out",
  sources: "Sources",
  source: (retrieved: string, confidence: string) => `seen ${date(retrieved)}, ${confidence}`,
} as const;
