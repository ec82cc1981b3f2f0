import { count, date, inWords } from "./format.js";

const few = (n: number, one: string, many: string) => (n === 1 ? one : many);

/** The programme pages, and how well lines are known: a part of the catalogue in strings.ts. */
export const programs = {
  title: "Programmes",
  sub: (all: number, owners: number) =>
    `${count(all)} ${few(all, "programme", "programmes")} of ${count(owners)} ${few(owners, "owner", "owners")}, each a file with its sources`,
  finding: (troubled: number, all: number) =>
    troubled === 0
      ? `Nobody is above or near a line in any of ${count(all)} programmes`
      : `${troubled === all ? "All" : inWords(troubled).replace(/^./, (letter) => letter.toUpperCase())} of ${count(all)} have sellers above or near a line`,
  measure: (isNext: boolean) =>
    `By owner; the line is what the first tier asks, the counts are of the ${isNext ? "next" : "newest"} evaluation.`,
  caption: "Programmes by owner, with their first line and the sellers above and near it",
  columns: {
    program: "programme",
    confidence: "lines are",
    kind: "kind",
    line: "first line",
    above: "above",
    near: "near",
    scored: "scored",
  },
  about: {
    confidence:
      "Verified: the owner’s own page was seen. Secondary: processors and trade bodies say so. Unverified: a line of ours, or nobody could confirm it",
    kind: "Rate: something divided by something. Points: penalties that add up. Score: parts that are summed",
    scored: "Sellers with enough orders to be judged",
  },
  kinds: { rate: "rate", points: "points", score: "score" },
  confidence: {
    verified: { word: "verified", about: "Verified: the owner’s own page was seen." },
    secondary: {
      word: "secondary",
      about: "Secondary: the figures are those of processors and trade bodies, not of the owner.",
    },
    unverified: {
      word: "unverified",
      about: "Unverified: the line is ours, or nobody could confirm it.",
    },
  },
  optionUnverified: (name: string) => `${name} · unverified`,
  unscored: "Nobody scored",
  notInForce: "Not in force",
  foldUnscored: (n: number) =>
    `${count(n)} more ${few(n, "scores", "score")} nobody: no seller has what ${few(n, "it looks", "they look")} at`,
  foldNotInForce: (n: number) => `${count(n)} ${few(n, "is", "are")} not in force on this day`,
  none: "No programme is loaded, so nobody is judged.",
  notFound: "There is no such programme",
  back: "All programmes",
  identity: (owner: string, region: string, kind: string) => `${owner} · ${region} · ${kind}`,
  version: (version: string) => `version ${version}`,
  evaluated: (day: string, isNext: boolean) => `${isNext ? "next" : "last"} judged ${date(day)}`,
  judges: (scored: number, above: number, near: number) =>
    scored === 0
      ? "Scores nobody today."
      : above === 0 && near === 0
        ? `Nobody is above or near its line.`
        : above === 0
          ? `Nobody is above a line, ${inWords(near)} ${few(near, "is", "are")} near it.`
          : `${count(above)} of ${count(scored)} above a line, ${near === 0 ? "nobody" : inWords(near)} near it.`,
  noVersion: "No version is in force on this day, so nobody is judged.",
  compare: "Compare a change",
  compareAbout: "Judge the past by this programme and by another version of it, side by side",
  file: "JSON",
  distributionMeasure: (name: string, window: string, isAlone: boolean) =>
    isAlone
      ? `Sellers by rate in ${name}, ${window}`
      : `Sellers by their rate alone in ${name}, ${window}; its tiers ask more than that`,
  peersMeasure: (name: string, times: string) =>
    `Sellers by their rate alone in ${name}, as multiples of ${times} the average of their peers`,
  pointsMeasure: (name: string) => `Sellers by points in ${name}`,
  scoreMeasure: (name: string) => `Sellers by score in ${name}; the lines are its tiers`,
  shareMeasure: (name: string) =>
    `Sellers by rate in ${name}; the lines are its tiers, below which a seller is in them`,
  noRates: "No seller has a figure in this window, so there is nothing to draw.",
  scoreFinding: (n: number, below: number) =>
    n === 0
      ? "No scores to show"
      : below === 0
        ? `All ${count(n)} are on the good side of the line`
        : `${inWords(below).replace(/^./, (letter) => letter.toUpperCase())} of ${count(n)} ${few(below, "is", "are")} on the wrong side of the line`,
  noneListed: "Nobody is above a line or near it",
  aboveTitle: (n: number) => (n === 0 ? "Nobody is above a line" : `${count(n)} above a line`),
  nearTitle: (n: number) => (n === 0 ? "Nobody is near it" : `${count(n)} near it`),
  aboveCaption: "Sellers above a line of this programme, worst first",
  nearCaption: "Sellers near a line of this programme, worst first",
  allOf: (n: number) => `See all ${count(n)}`,
  says: "What it says",
  rules: "Its rules",
  parts: "Its parts",
  tiers: "Tiers",
  tiersCaption: "Tiers, what they ask and how many sellers are in them",
  tierColumns: { tier: "tier", asks: "asks", sellers: "sellers" },
  within: "within the lines",
  notScored: "not scored",
  withoutLines: (n: number) =>
    `${count(n)} ${few(n, "seller is", "sellers are")} of a region for which it has no lines.`,
  setOf: (who: string, n: number) => `${who} (${count(n)})`,
  fees: "Fees, as published",
  versions: "Versions",
  versionsCaption: "Versions, from when to when each holds and what it changed",
  versionColumns: { version: "version", from: "from", until: "until", changes: "what changed" },
  ever: "before our records",
  open: "further notice",
  inForce: "in force",
  leavesOut: "What it leaves out",
  leavesNothing: "Nothing is known to be left out.",
  sources: "Sources",
  sourcesCaption: "Where the figures are from, when that was seen and how sure it is",
  sourceColumns: { address: "where", retrieved: "seen on", confidence: "grade", note: "for what" },
  grades:
    "A: the owner’s own page. A*: its words as quoted elsewhere. B: a processor or trade body. C: blog, forum or translation. M: unverified.",
  today: (some: number, all: number) =>
    `The ${count(some)} of ${count(all)} programmes with most sellers above or near a line.`,
  todayAll: "All programmes",
  unverifiedLines: (n: number) =>
    `${count(n)} of those above ${few(n, "is", "are")} judged by an unverified line`,
  unscoredRows: (n: number) =>
    `${count(n)} ${few(n, "programme does", "programmes do")} not score this seller`,
  lineFrom: (name: string, value: string) => `${name} from ${value}`,
  lineBelow: (name: string, value: string) => `${name} below ${value}`,
  unverifiedLine: "by an unverified line",
  programPage: "About this programme",
  noLineToday:
    "This programme has no rate to draw its sellers by; its page shows where they stand.",
} as const;
