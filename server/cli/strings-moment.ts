/** What the command line says of days and of what was known: a part of the catalogue in strings.ts. */
export const momentTexts = {
  knownAt:
    "judge by what had been recorded at this time (ISO 8601); the same days and times give the same answer for ever",
  evaluation:
    "current: as last evaluated; projected: at the next evaluation, with what is known (default: current)",
  sellerProgram:
    "where the seller is heading in this programme: headroom, the way back, fees, today's pace",
  bothEvaluations:
    "--program shows the current and the projected evaluation: leave out --evaluation",
  alertsAsOf: "only changes that show on this day or before (default: the newest day)",
  alertsKnownAt: "only what had been found by this time (ISO 8601); finds nothing new",
  notYet: (time: string, now: string) =>
    `${time} lies in the future, it is ${now} now: give an earlier --known-at`,
};
