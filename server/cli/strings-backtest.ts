/** How the command presents itself. */
export const backtestCommand = {
  summary: "what two programmes would have said of days gone by",
  description:
    "Walks programmes A and B day by day over a range, with only what was known then: whom they would have flagged, when and for how long, where they agree, how often sellers flapped, and what it came to. A seller is flagged while it is in any tier, entered at its gates and left as alerts leave it; “by each day alone” is without that patience. Money is told per currency, as known now: orders placed with sellers while they were flagged, and defects that came meanwhile (an order once, where orders are counted). By rulings a seller was rightly flagged if most of at least three rulings in the range were for the buyer: an estimate.",
  help: `
Examples:
  plimsoll backtest --program marketplace-dispute-rate --against order-defect-rate --from 2026-01-01 --to 2026-07-01
  plimsoll backtest --program mastercard-ecm --against stricter.yaml --from 2025-11-01 --to 2026-11-01 --format json
  plimsoll backtest --program a.yaml --against b.yaml --from 2026-01-01 --to 2026-07-01 --truth truth_sellers.csv --out sellers.csv

A proposed change is a short YAML file:
  extends: marketplace-dispute-rate
  id: stricter
  version: "1"
  tiers:
    - { id: above_line, gates: { rate: 0.04 }, exit_rate: 0.03 }`,
};

/** What `plimsoll backtest` says: a part of the catalogue in strings.ts. */
export const backtestTexts = {
  program: "programme A: an id, or a YAML file",
  against: "programme B: an id, or a YAML file, such as a copy with other lines",
  from: "first day",
  to: "first day that is not walked",
  knownAt: "as if nothing had been recorded after this time (ISO 8601)",
  knowledge:
    "recorded: on each day only what had been recorded by its end; events: all that was recorded, but nothing that happened later (default: recorded, if the first batch is as old as the range)",
  truth: "a CSV with seller_id and is_risky, such as the generator's truth_sellers.csv",
  limit: "sellers that the table lists: those about whom A and B differ most",
  format: "csv, parquet, arrow: a row per seller; json: all of it",

  stages: {
    reading: "reading the ledger",
    walking: "walking the days",
    summing: "adding up",
  },
  known: {
    recorded: (asked: boolean) =>
      `as of each day only batches recorded by its end count${asked ? "" : ", as the ledger was recording then; choose with --knowledge"}`,
    events: (asked: boolean, first: string) =>
      `as of each day only what had happened before it counts, whenever it was recorded${asked ? "" : ` (the first batch is of ${first.slice(0, 10)}); choose with --knowledge`}`,
  },
  partly: (program: string, day: string | null) =>
    day === null
      ? `${program}: its windows begin before the ledger on every day of the range`
      : `${program}: until ${day} its windows begin before the ledger, so they hold less than usual`,

  side: (letter: string, id: string, name: string, versions: string) =>
    `${letter}: ${id}, ${name} (${versions})`,
  head: (a: string, b: string) => ["", `A: ${a}`, `B: ${b}`],
  rows: {
    sellers: "sellers flagged",
    days: "days flagged, all sellers",
    rawDays: "… by each day alone",
    spells: "spells",
    rawSpells: "… by each day alone",
    flaps: "flaps (back within 30 days)",
    rawFlaps: "… by each day alone",
    length: "days of a spell, median",
    open: "still flagged at the end",
    revenue: "orders placed while flagged",
    atStake: "defects that came while flagged",
    truth: "right, wrong, missed",
    precision: "precision",
    recall: "recall",
    rulings: "by rulings: right, wrong (estimate)",
    rulingsPrecision: "by rulings: precision (estimate)",
  },
  tier: (name: string) => `worst tier: ${name}`,
  triple: (right: number, wrong: number, missed: number) => `${right}, ${wrong}, ${missed}`,
  pair: (right: number, wrong: number) => `${right}, ${wrong}`,
  none: "none",

  overlap: (both: number, onlyA: number, onlyB: number, neither: number) =>
    `Flagged by both ${both}, only by A ${onlyA}, only by B ${onlyB}, by neither ${neither}.`,
  agreement: (share: string) =>
    `Of the days on which either had a seller flagged, both had on ${share}.`,
  first: (a: number, b: number, same: number, leads: string) =>
    `Of those flagged by both, A was first with ${a} and B with ${b}, both on one day with ${same}${leads}.`,
  leads: (a: number | null, b: number | null) =>
    [
      ...(a === null ? [] : [`A by ${a} days in the median`]),
      ...(b === null ? [] : [`B by ${b}`]),
    ].join(", "),
  differ: (shown: number, all: number) =>
    `Sellers about whom they differ most (${shown} of ${all}):`,
  same: "They differ about no seller.",
  sellerHead: [
    "seller_id",
    "A first",
    "A days",
    "A flaps",
    "A worst",
    "B first",
    "B days",
    "B flaps",
    "B worst",
    "ruled for buyer/seller",
    "truth",
  ],
} as const;
