import type {
  Alert,
  Defect,
  HistoryPoint,
  Overview,
  SellerRow,
  StandingView,
} from "../server/contract/api.js";
import type { BuyerCount } from "./charts/buyers.js";
import { capital, count, date, daysBetween, inWords, money, multiple, percent } from "./format.js";
import { firstLineOf, points } from "./figures.js";
import { outlookStrings } from "./strings-outlook.js";
import { strings } from "./strings.js";

type Troubled = Pick<SellerRow, "severity" | "tier" | "surely_above" | "denominator">;

/** In a tier of its programme, whether surely or by chance. */
export const isInTier = ({ tier }: { tier: string }): boolean =>
  tier !== "within" && tier !== "not_scored";

const isAbove = (row: { severity: SellerRow["severity"] }) =>
  row.severity === "above" || row.severity === "severe";

const median = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const areOf = (n: number) => (n === 1 ? "is" : "are");

/** What the fleet shows, for any number of sellers. */
export function fleetFinding(rows: readonly Troubled[]): string {
  if (rows.length === 0) return "The fleet: nobody to show yet";
  const trouble = rows.filter(isInTier);
  const sure = trouble.filter((row) => row.surely_above).length;
  const chance = trouble.filter((row) => !row.surely_above);
  const near = rows.filter((row) => row.severity === "near" && !isInTier(row)).length;
  if (trouble.length === 0)
    return near === 0
      ? "The fleet: nobody is above a line or near one"
      : `The fleet: nobody is above a line, ${inWords(near)} ${areOf(near)} near one`;
  if (sure === 0)
    return `The fleet: ${inWords(trouble.length)} above a line, and ${trouble.length === 1 ? "it" : "each"} may be chance`;
  if (chance.length === 0)
    return `The fleet: ${inWords(sure)} ${areOf(sure)} surely above a line, nobody by chance`;
  const areSmall =
    median(chance.map((row) => row.denominator)) < median(rows.map((row) => row.denominator));
  if (chance.length <= sure)
    return `The fleet: ${inWords(sure)} ${areOf(sure)} surely above a line, ${inWords(chance.length)} more may be chance`;
  return areSmall
    ? `The fleet: most trouble is small shops and chance; ${inWords(sure)} ${areOf(sure)} neither`
    : `The fleet: most trouble may be chance; ${inWords(sure)} ${areOf(sure)} surely above a line`;
}

/** Where most sellers lie against the line; `isPart` where only the highest rates are known. */
export function distributionFinding(multiples: readonly number[], isPart = false): string {
  const n = multiples.length;
  if (n === 0) return "No rates to show";
  const above = multiples.filter((value) => value >= 1).length;
  const none = multiples.filter((value) => value === 0).length;
  const start =
    none * 2 > n
      ? `${capital(shareOf(none, n))} have no defect at all`
      : `Half of the sellers are at ${multiple(median(multiples))} the line or more`;
  if (isPart)
    return `${capital(inWords(above))} ${above === 1 ? "seller reaches" : "sellers reach"} the line`;
  if (n === 1) return `The only seller is at ${multiple(multiples[0]!)} the line`;
  if (above === 0) return `${start}; none reaches the line`;
  return `${start}; ${inWords(above)} of ${count(n)} ${above === 1 ? "reaches" : "reach"} the line`;
}

const shareOf = (part: number, all: number) => {
  const tenths = Math.floor((part / all) * 10);
  if (part === all) return "all sellers";
  return tenths >= 6 ? `at least ${inWords(tenths)} in ten` : "more than half of the sellers";
};

/** How many sellers changed standing on the day of the newest alerts. */
export function changesFinding(today: number, everChanged: boolean, isPast = false): string {
  if (today > 0)
    return `${capital(inWords(today))} ${today === 1 ? "change" : "changes"} ${isPast ? "that day" : "today"}`;
  return everChanged
    ? `Nothing changed ${isPast ? "that day" : "today"}`
    : "Nothing has changed yet";
}

/** The verdict in two to five words: above, near or within how many lines of how many. */
export function verdict(standings: readonly StandingView[]): string {
  const n = standings.length;
  const judged = standings.filter((row) => row.severity !== "not_scored");
  const above = judged.filter(isAbove).length;
  const near = judged.filter((row) => row.severity === "near").length;
  const lines = (k: number) =>
    n === 1
      ? "the only line"
      : k === n
        ? n === 2
          ? "both lines"
          : `all ${inWords(n)} lines`
        : null;
  const some = (k: number) =>
    lines(k) ?? `${inWords(k)} ${k === 1 ? "line" : "lines"} of ${inWords(n)}`;
  if (n === 0) return "Judged by no programme.";
  if (above > 0) return `Above ${some(above)}.`;
  if (near > 0) return `Near ${some(near)}.`;
  if (judged.length === 0) return "Not scored: too few orders to judge.";
  return judged.length === n
    ? `Within ${lines(n)}.`
    : `Within ${some(judged.length)}, not scored in the rest.`;
}

/** The sentences after the verdict, about the worst programme. `currency` where it counts money. */
export function explanation(row: StandingView, window: string, currency: string | null): string {
  if (row.kind !== "rate")
    return outlookStrings.pointsExplained(row.program_name, points(row.points), firstLineOf(row));
  const amount = (n: number) => (currency ? money(n, currency) : count(n));
  const inside = /^\d/.test(window) ? `the ${window}` : window;
  if (row.rate === null)
    return `${row.program_name} saw no orders in ${inside}, so there is no rate.`;
  const base = `${row.program_name}: ${percent(row.rate)} in ${inside}, ${amount(row.numerator)} of ${amount(row.denominator)}`;
  const line = row.line_rate === null ? "." : `; the line is ${percent(row.line_rate)}.`;
  return [base + line, chanceOf(row), headroomOf(row, amount)].filter(Boolean).join(" ");
}

function chanceOf(row: StandingView): string {
  if (!isAbove(row) || row.line_rate === null) return "";
  return row.surely_above
    ? "Chance does not explain it: the whole 95\u202f% interval is above."
    : `It may be chance: the 95\u202f% interval reaches down to ${percent(row.rate_low)}.`;
}

function headroomOf(row: StandingView, amount: (n: number) => string): string {
  const n = row.headroom;
  if (n === null || row.severity === "not_scored") return "";
  if (n < 0) return `${capital(word(-n, amount))} fewer would have kept it out.`;
  if (n === 0) return "The next one crosses it.";
  return `${capital(word(n, amount))} more can come before the line.`;
}

const word = (n: number, amount: (n: number) => string) => (n <= 12 ? inWords(n) : amount(n));

/** When the rate crossed its first line and where it is now. */
export function historyFinding(days: readonly HistoryPoint[], line: number | null): string {
  const rated = days.filter((day) => day.rate !== null) as (HistoryPoint & { rate: number })[];
  const last = rated.at(-1);
  if (!last) return "No rate yet";
  if (line === null) return `The rate is ${percent(last.rate)}`;
  const ends = last.rate >= line;
  const since = rated.findLastIndex((day) => day.rate >= line !== ends) + 1;
  if (since > 0) {
    const day = date(rated[since]!.as_of, "dayMonth");
    return ends
      ? `It crossed the line on ${day} and is still above`
      : `It came below the line on ${day} and stayed there`;
  }
  if (ends) return "Above the line on every day shown";
  if (rated.every((day) => day.rate === 0)) return "Not one defect in the window on any day shown";
  const top = rated.reduce((a, b) => (b.rate > a.rate ? b : a));
  return `Below the line throughout; at most ${percent(top.rate)}, on ${date(top.as_of, "dayMonth")}`;
}

/** The day with the most defects. */
export function byDayFinding(
  days: readonly { day: string; orders: number; defects: number }[],
): string {
  const total = days.reduce((sum, day) => sum + day.defects, 0);
  const orders = days.reduce((sum, day) => sum + day.orders, 0);
  if (orders + total === 0) return "Nothing happened on these days";
  const span = `${count(orders)} ${orders === 1 ? "order" : "orders"}`;
  if (total === 0) return `${span}, not one defect`;
  const worst = days.reduce((a, b) => (b.defects > a.defects ? b : a));
  if (total === 1) return `${span}, one defect, on ${date(worst.day, "dayMonth")}`;
  const share =
    worst.defects > 1 ? `; most on ${date(worst.day, "dayMonth")} (${count(worst.defects)})` : "";
  return `${span}, ${count(total)} defects${share}`;
}

/** Counted defects by buyer, the first seven by name and the rest together. */
export function byBuyer(items: readonly Defect[]): BuyerCount[] {
  const tally = new Map<string, Set<string>>();
  for (const item of items)
    if (item.counted)
      tally.set(item.buyer_id, (tally.get(item.buyer_id) ?? new Set()).add(item.order_id));
  const sorted = [...tally].map(([buyer, orders]) => ({
    buyer,
    defects: orders.size,
    isRest: false,
  }));
  sorted.sort((a, b) => b.defects - a.defects || a.buyer.localeCompare(b.buyer));
  const rest = sorted.slice(7);
  if (rest.length < 2) return sorted;
  const defects = rest.reduce((sum, row) => sum + row.defects, 0);
  return [
    ...sorted.slice(0, 7),
    { buyer: strings.seller.others(rest.length), defects, isRest: true },
  ];
}

/** Whether few buyers are behind much of it. */
export function buyersFinding(rows: readonly BuyerCount[]): string {
  const total = rows.reduce((sum, row) => sum + row.defects, 0);
  const first = rows[0];
  if (!first) return "Nothing counted, so there is no buyer to name";
  const orders = (n: number) => (n === 1 ? "order" : "orders");
  if (rows.length === 1)
    return `One buyer is behind ${total === 1 ? "the one order" : `all ${count(total)} orders`} that counted`;
  if (first.defects === 1) return `${count(total)} ${orders(total)} counted, each of another buyer`;
  return `One buyer accounts for ${count(first.defects)} of ${count(total)} ${orders(total)} that counted`;
}

/** Which alerts belong to the day that is looked at. */
export const alertsOf = (alerts: readonly Alert[], day: string): Alert[] =>
  alerts.filter((alert) => alert.as_of === day);

const LATE_AFTER = 2;

/** In words: which feeds end more than two days before the day that is judged. */
export function freshness({ as_of, feeds }: Pick<Overview, "as_of" | "feeds">): {
  text: string;
  isLate: boolean;
} {
  if (feeds.every(({ facts }) => facts === 0)) return { text: strings.fresh.noFeeds, isLate: true };
  const late = feeds.flatMap(({ feed, latest_event_at: latest, facts }) => {
    const days = latest && facts > 0 ? daysBetween(latest, as_of) : 0;
    return days > LATE_AFTER ? [{ feed, days }] : [];
  });
  const [first] = late.toSorted((a, b) => b.days - a.days);
  if (!first) return { text: strings.fresh.all, isLate: false };
  return {
    text:
      late.length === 1
        ? strings.fresh.behind(first.feed, first.days)
        : strings.fresh.more(late.length),
    isLate: true,
  };
}
