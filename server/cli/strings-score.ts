/** What `plimsoll score` says: a part of the catalogue in strings.ts. */
export const scoreCommand = {
  summary: "a seller's service score, and what to do next",
  description:
    "The score of the day out of its parts, each against the average of the seller's peers; the level, which is set once a month from the daily scores of the month before; what would win points back, most first; and which preparations the seller's own numbers say are weak. A seller with too little to compare is not scored, which is neither good nor bad. Rows are the parts; as JSON all of it.",
  help: `
Examples:
  plimsoll score S-1042
  plimsoll score S-1042 --as-of 2026-03-03 --format json
  plimsoll score S-1042 --trend --format csv > trend.csv
  plimsoll score S-1042 --program my-score.yaml --known-at 2026-03-04T09:00:00Z

A programme of kind score says the parts, weights and levels: plimsoll programs show service-score`,
};

const signed = (points: string) => (points.startsWith("-") ? points : `+${points}`);

export const scoreTexts = {
  program: "a programme of kind score, by its id or as a YAML file",
  trend: "the daily scores of the last 90 days instead of the parts",
  noScore: (id: string) => `${id} is no score: name a programme of kind score, as service-score`,

  title: (seller: string, program: string, day: string) => `${seller}: ${program} as of ${day}`,
  scored: (score: string, maximum: number, level: string) =>
    `${score} of ${maximum} points, which alone would be ${level}.`,
  unscored: (reason: string) => `Not scored, which is neither good nor bad. ${reason}`,
  columns: ["part", "points", "of", "own", "peers", "times", "counted", "out of", "not scored"],
  trendColumns: ["day", "score", "level"],
  next: "What to do next:",
  nothingNext: "Nothing to win back: every part that is scored gives all its points.",
  step: (nth: number, name: string, gain: string) => `${nth}. ${name} (${signed(gain)})`,
  stepLine: (text: string) => `   ${text}`,
  preparations: "How the shop is prepared:",
  preparation: { weak: "weak   ", fine: "fine   ", unknown: "unknown" },
  preparationLine: (state: string, name: string, says: string) => `${state} ${name}: ${says}`,
} as const;
