import { count, date, inWords, percent } from "./format.js";

const few = (n: number, one: string, many: string) => (n === 1 ? one : many);

/** The backtests page: a part of the catalogue in strings.ts. */
export const backtest = {
  title: "Backtests",
  sub: "What two programmes would have said of days gone by, each day with only what was known then",
  form: {
    title: "Compare two programmes",
    a: "A",
    b: "B",
    program: (letter: string) => `Programme ${letter}`,
    change: "Change its lines",
    useShipped: "Take it as it is",
    yaml: (letter: string) => `YAML of programme ${letter}`,
    from: "From",
    to: "To before",
    knowledge: "Known on a day",
    knowledges: {
      "": "as the ledger tells",
      recorded: "what was recorded by then",
      events: "what had happened by then",
    },
    truth: "Who is truly risky (CSV, optional)",
    truthAbout: "Columns seller_id and is_risky, as truth_sellers.csv of the generator",
    run: "Run",
    choose: "Choose a programme",
  },
  template: (id: string, tiers: readonly string[]) =>
    [
      `extends: ${id}`,
      `id: ${id}-changed`,
      'version: "1"',
      ...(tiers.length > 0 ? ["tiers:", ...tiers] : []),
      "",
    ].join("\n"),
  stages: { reading: "Reading the ledger", walking: "Walking the days", summing: "Adding up" },
  nothing:
    "Choose two programmes, or change the lines of one, and a range of days. What would have followed is shown here.",
  queued: "Waiting for the one that runs",
  cancel: "Stop",
  cancelled: "The backtest was deleted, or the server was started anew: run it again.",
  missing: "There is no such backtest",
  failed: "The backtest failed",
  earlier: "Earlier backtests",
  earlierMeasure: "The last 20, until the server is started anew",
  pair: (a: string, b: string) => `${a} against ${b}`,
  range: (from: string, to: string) => `${date(from)} to before ${date(to)}`,
  state: { queued: "waiting", running: "running", done: "", failed: "failed" },
  remove: (what: string) => `Delete ${what}`,
  removeShort: "Delete",
  open: "Show",
  knowledge: {
    recorded: (asked: boolean) =>
      `As of each day only batches recorded by its end count${asked ? "" : ", as the ledger was recording then"}.`,
    events: (asked: boolean, first: string) =>
      `As of each day only what had happened before it counts, whenever it was recorded${asked ? "" : `: the first batch is of ${date(first)}`}.`,
  },
  partly: (letter: string, day: string | null) =>
    day === null
      ? `Windows of ${letter} begin before the ledger on every day.`
      : `Until ${date(day)} windows of ${letter} begin before the ledger and hold less than usual.`,
  lead: (a: string, countA: number, b: string, countB: number) =>
    countA + countB === 0
      ? `Neither ${a} nor ${b} would have put a seller in a tier.`
      : `${a} would have put ${sellersOf(countA)} in a tier, ${b} ${countB === 0 ? "none" : count(countB)}.`,
  first: (both: number, firstLetter: string, first: number, days: number | null) =>
    `Of the ${inWords(both)} that both flag, ${firstLetter} was first with ${inWords(first)}${days === null ? "" : `, by ${daysOf(days)} in the median`}.`,
  sameDay: (both: number) =>
    both === 1
      ? "The one that both flag, both flag on the same day."
      : `The ${inWords(both)} that both flag, both flag on the same days.`,
  summary: "Side by side",
  summaryMeasure:
    "A seller is flagged while it is in a tier, entered at its gates and left as alerts leave it; money as known now",
  rows: {
    sellers: "sellers flagged",
    tier: (name: string) => `worst tier: ${name}`,
    days: "days flagged, all sellers",
    spells: "spells",
    flaps: "flaps",
    length: "days of a spell, median",
    open: "still flagged at the end",
    revenue: "orders placed while flagged",
    atStake: "defects that came while flagged",
    right: "right",
    wrong: "wrong",
    missed: "missed",
    precision: "precision",
    recall: "recall",
    ruledRight: "rightly flagged, by rulings",
    ruledWrong: "wrongly flagged, by rulings",
  },
  about: {
    flaps: "Returns to a tier within 30 days of leaving it",
    raw: "By each day alone: without the exit rate and clean evaluations that alerts wait for",
    revenue: "Of all orders that were placed in the range, per currency",
    atStake:
      "What the programme counts against sellers, by the day on which it came; where orders are counted, an order once",
    rulings:
      "An estimate: most of at least three rulings of the seller’s cases in the range were for the buyer (right) or for the seller (wrong)",
    truth: "Against the file of risky sellers",
    difference: "Days on which only one of the two had the seller in a tier",
    ruled: "Cases ruled for the buyer / for the seller in the range",
  },
  byAlone: (n: string) => `· ${n} by each day alone`,
  shareOf: (share: number) => `· ${percent(share)} of all`,
  none: "–",
  byDayMeasure: "Sellers in a tier, day by day; pale: in a tier of both",
  overlapMeasure: "Sellers that were flagged at all, and the days for which they were",
  overlapRows: { sellers: "sellers", days: "days of sellers" },
  parts: { a: "only A", both: "both", b: "only B" },
  spellsMeasure: (shown: number) =>
    `The ${inWords(shown)} ${few(shown, "seller", "sellers")} about whom they differ on most days: when A and B had ${few(shown, "it", "them")} in a tier`,
  sellersUp: "↑ sellers in a tier",
  dayLine: (letter: string, n: number) => `${letter}: ${sellersOf(n)} in a tier`,
  bothLine: (n: number) => `in a tier of both: ${count(n)}`,
  nobody: "Nobody would have been in a tier of either programme in this range.",
  noDifference: "They agree about every seller, on every day.",
  spell: (letter: string, from: string, until: string, days: number, isOpen: boolean) =>
    `${letter}: ${date(from, "dayMonth")} ${isOpen ? "to the end" : `to before ${date(until, "dayMonth")}`}, ${daysOf(days)}`,
  sellers: "Whom they flag",
  sellersCaption: "Sellers that either programme flagged; column heads sort, Enter opens a seller",
  filter: { all: "all", differ: "where they differ", a: "only A", b: "only B", both: "both" },
  columns: {
    seller: "seller",
    flagged: "by",
    first: (letter: string) => `${letter} first`,
    days: (letter: string) => `${letter} days`,
    flaps: (letter: string) => `${letter} flaps`,
    revenue: (letter: string) => `${letter} orders`,
    atStake: (letter: string) => `${letter} defects`,
    difference: "differ",
    ruled: "ruled",
    truth: "truth",
    measure: "",
  },
  by: { a: "A", b: "B", both: "A and B" },
  truthWord: { risky: "risky", honest: "honest" },
  more: "Show more",
  shown: (shown: number, all: number) => `${count(shown)} of ${sellersOf(all)}`,
  csv: "CSV of all",
  json: "JSON of all of it",
  source: (batch: number, from: string, to: string) =>
    `ledger batch ${count(batch)}, ${date(from)} to before ${date(to)}`,
};

const sellersOf = (n: number) => `${count(n)} ${few(n, "seller", "sellers")}`;
const daysOf = (n: number) => `${count(n)} ${few(n, "day", "days")}`;
