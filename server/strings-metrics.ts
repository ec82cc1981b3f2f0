/** What data/metrics.md says beside what is read from SQL and YAML. */
export const metricsTexts = {
  title: "What is measured, and how it is judged",
  intro:
    "Made by `npm run docs` from the heads of the SQL in `analytics/2_ledger` and the YAML in `data/programs`: change those, not this. A programme file and a day are enough to reproduce any standing.",
  counting: "How everything is counted",
  boundaries: [
    "A day of judgement (`as_of`) excludes itself: windows are from their first day to before their last, and nothing that happened on `as_of` or later counts, nor does what only then became known to exempt the seller.",
    "Days begin at midnight of the ledger's time zone, by default UTC.",
    "Programmes of months look at whole months, on the day of the month that they say; a standing holds until the next time.",
    "The judged figure leaves out what the programme exempts, from the day on which that is known; the raw figure keeps all that was ever raised.",
    "The interval is Wilson's of 95 %; exact Poisson where disputes outnumber sales.",
    "“At least” includes the figure itself, “more than” does not; rates are compared unrounded.",
    "Below a floor a seller is not scored, which is not the same as good. Without a denominator, any defect is above every rate.",
    "A threshold that nobody has published is marked unverified. What a programme asks and no feed carries is listed under it.",
  ],
  measures: "Measures",
  measuresIntro:
    "A posting is one event of one order on one day. Volumes are summed by seller and day; defects and occurrences stay one by one, with their ids. “May be exempt as” and “reasons” are the words that `exempt` and `reasons` of a programme can name.",
  measureColumns: ["measure", "what one posting is", "posts", "may be exempt as", "reasons"],
  programs: "Programmes",
  programColumns: ["programme", "owner", "kind", "confidence", "the first tier asks"],
  tierColumns: ["for whom", "tier", "severity", "asks", "consequence"],
  rule: (name: string) => `_${name}_`,
  fees: "Fees, as published:",
  versions: "Versions:",
  leavesOut: "What it leaves out:",
  sources: "Sources:",
  source: (address: string, confidence: string, retrieved: string) =>
    `${address} (${confidence}, seen ${retrieved})`,
  version: (version: string, from: string | null, until: string | null) =>
    `${version}: ${from === null ? "since before our records" : `from ${from}`}${until === null ? "" : ` to before ${until}`}.`,
} as const;
