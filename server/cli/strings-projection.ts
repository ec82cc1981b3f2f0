/** Where a seller is heading, in words: a part of the catalogue in strings.ts. */

const of = (numerator: string, denominator: string, rate: string | null) =>
  `${numerator} of ${denominator}${rate === null ? "" : `, ${rate}`}`;

const months = (count: number) => (count === 0 ? "" : `; month ${count} in the programme`);

const orders = (count: string, isMoney: boolean) =>
  isMoney
    ? `${count} more of sales without a dispute bring`
    : `${count} more ${count === "1" ? "order" : "orders"} without a defect bring`;

export const projectionTexts = {
  title: (seller: string, name: string, day: string) => `${seller} in ${name}, as of ${day}`,
  of,
  points: (points: string) => `${points} points`,
  current: (day: string, from: string, until: string) =>
    `As last evaluated on ${day}, window ${from} to before ${until}:`,
  toDate: (day: string, from: string, until: string) =>
    `At the next evaluation on ${day}, window ${from} to before ${until}, with what is known now:`,
  same: "It looks every day, so the next evaluation is this one.",
  stands: (tier: string, figures: string, inside: number) =>
    `  ${tier}: ${figures}${months(inside)}`,
  version: (version: string) => `  judged by version ${version}`,
  distance: (tier: string, text: string) => `  ${tier}: ${text}`,
  headroom: (count: string, isOne: boolean) =>
    `${count} more ${isOne ? "defect" : "defects"} can come before it`,
  headroomMoney: (amount: string) => `${amount} more in disputes can come before it`,
  next: "the next defect meets it",
  tooMany: (count: string) => `${count} fewer would have kept the seller out`,
  noHeadroom: "no number of defects alone meets or leaves it",
  noHeadroomIn: "met",
  clean: (count: string, isMoney: boolean) => `${orders(count, isMoney)} the seller out of it`,
  cleanAll: (count: string, isMoney: boolean) =>
    `  ${orders(count, isMoney)} it out of every tier, if no defect follows.`,
  cleanNone: "  No number of good orders brings it out.",
  way: "If nothing more happened:",
  clearOn: (day: string) => `  out on ${day}`,
  relapse: (day: string) => `  and in again on ${day}, as good orders leave the window too`,
  clearReason: {
    outside: "  It is in no tier.",
    not_within_a_year: "  It would still be inside in a year.",
    not_meaningful: "  Nothing can be said: a score is made of what happens.",
  },
  fees: "Fees of this month, if it were evaluated now:",
  noFees: "  none",
  fee: (name: string, amount: string) => `  ${name}: ${amount}`,
  feeTotal: (amount: string) => `  in all ${amount}`,
  pace: (day: string, from: string, until: string) =>
    `At today's pace by ${day}, window ${from} to before ${until} (estimate):`,
  paceIs: (further: string, ahead: number, watched: number, stays: string) =>
    `  ${further} more defects in ${ahead} ${ahead === 1 ? "day" : "days"}, as in the last ${watched}; ${stays} of what is known now stay`,
  paceGives: (tier: string, figures: string, low: string, high: string) =>
    `  ${tier}: ${figures}; with 95 % probability ${low} to ${high}`,
  chance: (tier: string, percent: string) => `  ${tier} is met with a probability of ${percent}`,
  paceReason: {
    too_little_history: "too few days are known of this seller to tell a pace",
    no_orders: "there would be no orders in the window",
    not_in_force: "the programme is not in force then",
    no_lines_for_region: "the programme has no lines for the seller's region",
    no_exchange_rate: "exchange rates are missing",
    not_a_rate_of_defects: "the programme does not count defects one by one",
  },
  noPace: (reason: string) => `No estimate: ${reason}.`,
  remark: (reason: string) => `  Note: ${reason}.`,
  remarks: {
    below_floor: "fewer orders than the programme asks for, so the seller is not scored",
    not_in_force: "the programme was not in force",
    no_lines_for_region: "the programme has no lines for the seller's region",
    history_too_short: "the data begin after the window does",
    no_peers: "too few peers to compare with",
    no_exchange_rate: "exchange rates are missing",
    no_denominator: "defects without orders to divide by",
  },
};
