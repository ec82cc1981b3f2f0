import type {
  ServiceScore,
  ServiceScoreDay,
} from "../analytics/4_standings/service-score/contract.js";
import { addDays, capital, date, inWords } from "./format.js";
import { score } from "./strings-score.js";

type Level = Pick<ServiceScore["levels"][number], "tier" | "name">;

/** How far the score has moved in a month, and whether that changed its level. */
export function trendFinding(days: readonly ServiceScoreDay[], levels: readonly Level[]): string {
  const scored = days.filter((day) => day.score !== null) as (ServiceScoreDay & {
    score: number;
  })[];
  const last = scored.at(-1);
  if (!last) return "No score yet";
  if (last.as_of !== days.at(-1)?.as_of)
    return `The last score was ${score(last.score)}, on ${date(last.as_of, "dayMonth")}`;
  const from = scored.find(({ as_of }) => as_of >= addDays(last.as_of, -30)) ?? last;
  const change = last.score - from.score;
  const since =
    from.as_of === addDays(last.as_of, -30)
      ? "in 30 days"
      : `since ${date(from.as_of, "dayMonth")}`;
  if (from === last) return `The first score is ${score(last.score)}`;
  if (Math.abs(change) < 1) return `Steady at ${score(last.score)} ${since}`;
  const name = (tier: string) => levels.find((level) => level.tier === tier)?.name ?? null;
  const [then, now] = [name(from.tier), name(last.tier)];
  const moved = then !== null && now !== null && then !== now ? `, from ${then} to ${now}` : "";
  return `${change > 0 ? "Up" : "Down"} ${score(Math.abs(change))} points ${since}${moved}`;
}

/** Which part has the most points to win back. */
export function partsFinding({ state, parts, next_steps: steps }: ServiceScore): string {
  const scored = parts.filter((part) => part.state === "scored").length;
  if (state === "not_scored")
    return `${scored === 0 ? "No part" : `${capital(inWords(scored))} of ${inWords(parts.length)} parts`} can be scored`;
  const [first] = steps;
  if (!first || first.gain <= 0) return "Every part that is scored gives all its points";
  return `Most can be won back in “${first.name}”: ${score(first.gain)} points`;
}
