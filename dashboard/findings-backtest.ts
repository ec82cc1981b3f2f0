import type {
  BacktestDay,
  BacktestResult,
  BacktestSeller,
} from "../analytics/4_standings/backtest/contract.js";
import { count, inWords, percent } from "./format.js";
import { backtest as texts } from "./strings-backtest.js";

/** Names of A and B; their ids where both have the same name. */
export function namesOf({ a, b }: Pick<BacktestResult, "a" | "b">): { a: string; b: string } {
  return a.name === b.name ? { a: a.program, b: b.program } : { a: a.name, b: b.name };
}

/** Two sentences: whom each flags, and who was first. */
export function leadFinding(result: BacktestResult): string[] {
  const names = namesOf(result);
  const { a, b, overlap } = result;
  const { a_first, b_first, both } = overlap;
  const lead = texts.lead(names.a, a.sellers, names.b, b.sellers);
  if (both === 0) return [lead];
  if (a_first === 0 && b_first === 0) return [lead, texts.sameDay(both)];
  const isA = a_first >= b_first;
  const days = isA ? overlap.median_a_lead_days : overlap.median_b_lead_days;
  return [lead, texts.first(both, isA ? "A" : "B", isA ? a_first : b_first, days)];
}

const mean = (days: readonly BacktestDay[], side: "a" | "b") =>
  days.reduce((sum, day) => sum + day[side], 0) / Math.max(1, days.length);

/** How many more sellers one of them has in a tier on an average day. */
export function byDayFinding(days: readonly BacktestDay[]): string {
  const [a, b] = [mean(days, "a"), mean(days, "b")];
  if (a === 0 && b === 0) return "Nobody in a tier of either";
  const [more, less, letter] = a >= b ? [a, b, "A"] : [b, a, "B"];
  const both = `${average(a)} by A and ${average(b)} by B`;
  if (less === 0) return `Only ${letter} has anybody in a tier: ${average(more)} on an average day`;
  const ratio = more / less;
  if (ratio < 1.05) return `Much the same on an average day: ${both}`;
  const times =
    ratio >= 2
      ? `${ratio.toFixed(ratio < 10 ? 1 : 0)} times as many`
      : `${percent(ratio - 1)} more`;
  return `${letter} has ${times} in a tier on an average day: ${both}`;
}

const average = (value: number) => (value < 10 ? value.toFixed(1) : count(Math.round(value)));

/** How far they agree about whom. */
export function overlapFinding({ overlap }: Pick<BacktestResult, "overlap">): string {
  const { both, only_a: a, only_b: b, agreement } = overlap;
  if (both + a + b === 0) return "Nobody to agree about";
  if (a + b === 0)
    return agreement === 1
      ? "They agree about every seller, on every day"
      : `They agree about whom, and on ${percent(agreement)} of the days`;
  if (both === 0) return "They agree about nobody";
  const rest = [
    ...(a === 0 ? [] : [`only A ${inWords(a)}`]),
    ...(b === 0 ? [] : [`only B ${inWords(b)}`]),
  ];
  return `Both flag ${inWords(both)}, ${rest.join(", ")}`;
}

/** Days on which only one of the two had the seller in a tier. */
export const differenceOf = (row: BacktestSeller): number =>
  row.a_days_flagged + row.b_days_flagged - 2 * row.both_days;

/** Those about whom A and B differ, on most days first. */
export const differing = (items: readonly BacktestSeller[]): BacktestSeller[] =>
  items
    .filter((row) => differenceOf(row) > 0)
    .sort((one, other) => differenceOf(other) - differenceOf(one));

/** About how many they differ, and about whom most. */
export function spellsFinding(items: readonly BacktestSeller[]): string {
  const differ = differing(items);
  const [first] = differ;
  if (!first) return texts.noDifference.replace(/\.$/, "");
  const days = differenceOf(first);
  const name = first.seller_name ?? first.seller_id;
  const whom =
    differ.length === items.length
      ? items.length === 1
        ? "the only seller that they flag"
        : "every seller that they flag"
      : `${inWords(differ.length)} of ${inWords(items.length)}`;
  const most = `${name}: ${count(days)} ${days === 1 ? "day" : "days"}`;
  return items.length === 1
    ? `They differ about ${whom}, ${most}`
    : `They differ about ${whom}, most about ${most}`;
}
