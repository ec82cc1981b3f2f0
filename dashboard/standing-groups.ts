import type { Remark } from "../analytics/4_standings/standing.js";
import type { StandingView } from "../server/contract/api.js";
import { isInTier } from "./findings.js";

export type GroupName = "in_tier" | "near" | "within" | "not_scored";

/** Why a programme says nothing of a seller; `no_orders` where it gives no reason. */
export type Reason = Remark | "no_orders";

export interface StandingGroup {
  name: GroupName;
  rows: StandingView[];
}

/** A remark that explains best comes first: a programme that is not in force needs no floor. */
const REASONS: readonly Remark[] = [
  "not_in_force",
  "no_lines_for_region",
  "no_exchange_rate",
  "below_floor",
  "no_peers",
  "no_denominator",
];

const nameOf = (row: StandingView): GroupName => {
  if (row.tier === "not_scored") return "not_scored";
  if (isInTier(row)) return "in_tier";
  return row.severity === "near" ? "near" : "within";
};

/** Standings by where they are, each group in its given order; empty ones are left out. */
export function groupStandings(rows: readonly StandingView[]): StandingGroup[] {
  const names: GroupName[] = ["in_tier", "near", "within", "not_scored"];
  return names
    .map((name) => ({ name, rows: rows.filter((row) => nameOf(row) === name) }))
    .filter((group) => group.rows.length > 0);
}

/** Why a seller is not scored. */
export const reasonOf = ({ remarks }: Pick<StandingView, "remarks">): Reason =>
  REASONS.find((reason) => remarks.includes(reason)) ?? "no_orders";

/** The standings that are not scored, by reason, the commonest first. */
export function byReason(
  rows: readonly StandingView[],
): { reason: Reason; rows: StandingView[] }[] {
  const found = new Map<Reason, StandingView[]>();
  for (const row of rows) {
    const reason = reasonOf(row);
    found.set(reason, [...(found.get(reason) ?? []), row]);
  }
  return [...found]
    .map(([reason, own]) => ({ reason, rows: own }))
    .sort((a, b) => b.rows.length - a.rows.length);
}
