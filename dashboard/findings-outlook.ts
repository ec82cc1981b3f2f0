import type { Projection } from "../analytics/4_standings/projection.js";
import type { HistoryPoint } from "../server/contract/api.js";
import { points } from "./figures.js";
import { daysBetween } from "./format.js";
import { outlookStrings as strings } from "./strings-outlook.js";

/** A probability in words where figures would claim too much: 0.004 → "under 1 %". */
export function chance(probability: number): string {
  if (probability === 0) return strings.impossible;
  if (probability === 1) return strings.certain;
  if (probability < 0.01) return strings.lessThanOne;
  if (probability > 0.99) return strings.moreThanNinetyNine;
  return `${Math.round(probability * 100)}\u202f%`;
}

/** What became of points or a score on these days. */
export function pointsFinding(days: readonly Pick<HistoryPoint, "as_of" | "points">[]): string {
  const scored = days.filter((day): day is typeof day & { points: number } => day.points !== null);
  const last = scored.at(-1);
  if (!last || scored.every((day) => day.points === 0)) return strings.pointsNone;
  const top = scored.reduce((a, b) => (b.points > a.points ? b : a));
  if (top.points === last.points) return strings.pointsNow(points(last.points));
  return strings.pointsTop(points(last.points), points(top.points), top.as_of);
}

type Way = Pick<Projection, "as_of" | "clear_on" | "clear_reason" | "relapse_on" | "to_date">;

/** When a seller would be out of its tier if nothing more happened; empty for one that is outside. */
export function wayOut({ as_of, clear_on, clear_reason, relapse_on, to_date }: Way): string {
  const isClean = to_date.months_in_program > 0 && !to_date.tiers.some(({ met }) => met);
  return [
    isClean ? strings.stayingIn(to_date.months_in_program) : "",
    clear_on === null ? "" : strings.clearOn(clear_on, daysBetween(as_of, clear_on)),
    relapse_on === null ? "" : strings.relapse(relapse_on),
    clear_reason === null ? "" : strings.clearReason[clear_reason],
  ]
    .filter(Boolean)
    .join(" ");
}
