import type { ProgramVersion } from "../analytics/4_standings/program.js";

/** How many of these standings are in which tier: not_scored and within first, then the programme's. Pure. */
export function tierCounts({ tiers }: ProgramVersion, standings: Iterable<{ tier: string }>) {
  const counts = new Map<string, number>();
  for (const { tier } of standings) counts.set(tier, (counts.get(tier) ?? 0) + 1);
  const all = [
    { id: "not_scored", name: "not scored", severity: "not_scored" as const },
    { id: "within", name: "within the line", severity: "within" as const },
    ...tiers,
  ];
  return all.map(({ id, name, severity }) => ({
    tier: id,
    name,
    severity,
    sellers: counts.get(id) ?? 0,
  }));
}
