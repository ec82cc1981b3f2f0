import type {
  ServiceScoreLevel,
  ServiceScorePart,
  ServiceScorePreparation,
  ServiceScoreStep,
} from "./contract.js";

/*
 * What the score says to a seller: the command line and the page show these sentences as they are.
 * Scores are cut, and what is needed is rounded up, so that no sentence shows a level not reached.
 */

const dated = (options: Intl.DateTimeFormatOptions) => (iso: string) =>
  new Date(iso).toLocaleDateString("en-GB", { timeZone: "UTC", ...options });
const day = dated({ day: "numeric", month: "long", year: "numeric" });
const monthName = dated({ month: "long" });

const number = (value: number): string => value.toLocaleString("en");

/** One decimal at most: 89.96 → "89.9". */
export const scoreText = (score: number): string => number(Math.floor(score * 10 + 1e-6) / 10);
/** One decimal at most: 89.91 → "90". */
export const neededText = (score: number): string => number(Math.ceil(score * 10 - 1e-6) / 10);

const several = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

export const inDays = (start: string, end: string): string =>
  `in ${several(Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000), "day")}`;

/** With whom a seller is compared. */
export interface PeerGroup {
  by: "category" | "region" | "marketplace";
  minSellers: number;
  /** The seller's own category or region; null where it is not known. */
  name: string | null;
}

export const groupOf = (
  { by, min_sellers }: { by: PeerGroup["by"]; min_sellers: number },
  traits: { category: string | null; region: string | null },
): PeerGroup => ({
  by,
  minSellers: min_sellers,
  name: by === "marketplace" ? null : traits[by],
});

const GROUPS = {
  category: "your category",
  region: "your region",
  marketplace: "the marketplace",
} as const;

export type Unscored = Pick<
  ServiceScorePart,
  "state" | "counts" | "floor" | "denominator" | "window_start" | "window_end"
>;

/** Why a part is not scored; null where it is. */
export function reasonInWords(part: Unscored, { by, minSellers, name }: PeerGroup): string | null {
  const within = inDays(part.window_start, part.window_end);
  const isOrders = part.counts === "orders";
  switch (part.state) {
    case "scored":
      return null;
    case "no_data":
      return `No ${isOrders ? "orders" : "figures"} ${within}.`;
    case "below_floor":
      return `${number(part.denominator)} of the ${isOrders ? several(part.floor ?? 1, "order") : number(part.floor ?? 1)} that it takes, ${within}.`;
    case "no_peers":
      return by !== "marketplace" && name === null
        ? `Your ${by} is not known, so there is nobody to compare you with.`
        : `Fewer than ${several(minSellers, "seller")} of ${GROUPS[by]} to be compared with.`;
  }
}

const percent = (rate: number): string =>
  `${(rate * 100).toLocaleString("en", { maximumSignificantDigits: rate < 0.1 ? 2 : 3 })} %`;

/** What a seller's numbers say of something that it can prepare. */
export function preparationInWords(
  { numerator, denominator, rate, peer_rate }: Omit<ServiceScorePreparation, "says">,
  { window_start, window_end }: Pick<Unscored, "window_start" | "window_end">,
  { by }: PeerGroup,
): string {
  const own = `${number(numerator)} of ${number(denominator)} (${percent(rate ?? 0)}) ${inDays(window_start, window_end)}`;
  return peer_rate === null
    ? `${own}.`
    : `${own}; the average of ${GROUPS[by]} is ${percent(peer_rate)}.`;
}

/** Why there is no score. */
export function unscoredInWords(scored: number, needed: number, all: number): string {
  const some =
    scored === 0
      ? `None of the ${several(all, "part")}`
      : `Only ${number(scored)} of the ${several(all, "part")}`;
  return `${some} can be scored; it takes ${needed === 1 ? "one" : `at least ${number(needed)}`}.`;
}

export const notInForceInWords = (asOf: string): string =>
  `The programme was not in force on ${day(asOf)}.`;

/** What to win back in one part. */
export function stepInWords(
  step: Omit<ServiceScoreStep, "says">,
  nextLevel: { name: string; from: number } | null,
  events: number,
): string[] {
  const { gain, score_at_full: full, score_at_average: average, fewer_for_full: all } = step;
  const without =
    all === null
      ? ""
      : all === events
        ? `, without ${events === 1 ? "the one" : `any of the ${number(events)}`} that counted`
        : `, with ${number(all)} fewer of the ${number(events)} that counted`;
  const says: string[] = [];
  if (average !== null && average < full)
    says.push(`At the average of your peers your score would be ${scoreText(average)}.`);
  says.push(
    gain > 0
      ? `With all points of this part it would be ${scoreText(full)}${without}.`
      : "Alone it changes nothing: the score would still be 0.",
  );
  if (nextLevel && step.fewer_for_level !== null)
    says.push(
      `${several(step.fewer_for_level, "fewer would", "fewer would")} reach ${nextLevel.name} (${scoreText(nextLevel.from)}).`,
    );
  else if (nextLevel && full >= nextLevel.from)
    says.push(`That is enough for ${nextLevel.name} (${scoreText(nextLevel.from)}).`);
  return says;
}

/** The level that holds, and the one to come. */
export function levelInWords(level: Omit<ServiceScoreLevel, "says">): string[] {
  return [...currentInWords(level), ...nextInWords(level)];
}

function currentInWords({
  current,
  since,
  since_or_earlier,
  min_days,
}: Omit<ServiceScoreLevel, "says">) {
  const { set_on, month, average, scored_days: scored, tier, name } = current;
  if (tier === "not_scored")
    return [
      `No level was set on ${day(set_on)}: ${monthName(month)} had ${scored === 0 ? "no day" : several(scored, "day")} with a score, and it takes ${number(min_days)}.`,
    ];
  const made = `The level is ${name}, set on ${day(set_on)} from the average of ${monthName(month)}: ${scoreText(average ?? 0)} over ${several(scored, "day")}.`;
  if (since === set_on) return [made];
  return [made, `It has been ${name} since ${day(since)}${since_or_earlier ? " or longer" : ""}.`];
}

function nextInWords({ next, min_days }: Omit<ServiceScoreLevel, "says">): string[] {
  const { set_on, month, average, scored_days: scored, days_left: left, name, better } = next;
  const start = `On ${day(set_on)} it is set from the average of ${monthName(month)}`;
  if (average === null)
    return [
      left > 0
        ? `${start}, of which no day has had a score so far.`
        : `${start}, of which no day had a score: there will be no level.`,
    ];
  const figure = `${scoreText(average)} over ${several(scored, "day")}`;
  if (scored < min_days)
    return [
      left > 0
        ? `${start}: ${figure} so far; it takes ${number(min_days)} days with a score.`
        : `${start}: ${figure}, and it takes ${number(min_days)}: there will be no level.`,
    ];
  const says = [
    `${start}: ${figure}${left > 0 ? " so far" : ""}, which ${left > 0 ? "would be" : "is"} ${name}.`,
  ];
  if (better)
    says.push(
      `With ${neededText(better.needed)} on average over the ${left === 1 ? "day" : several(left, "day")} left it becomes ${better.name}.`,
    );
  return says;
}
