import { momentOf, versionAt } from "../analytics/4_standings/evaluation.js";
import { versionsOf, type Program, type ProgramVersion } from "../analytics/4_standings/program.js";
import type { StandingView } from "./contract/api.js";
import type { Snapshot } from "./snapshot/snapshot.js";

/** A programme in a snapshot: the version that judges, and how many sellers it finds where. */
export function sellersOf(program: Program, snapshot: Snapshot) {
  const { asOf, batchId, kind } = snapshot;
  const moment = momentOf(program, { asOf, kind }, batchId);
  const inForce = versionAt(program, moment);
  const { version: name } = inForce ?? program;
  const version = versionsOf(program).find((each) => each.version === name) ?? program;
  const views = [...(snapshot.byProgram.get(program.id)?.values() ?? [])];
  return {
    version,
    views,
    evaluatedOn: moment.day,
    state: {
      in_force: inForce !== null,
      window_start: views[0]?.window_start ?? asOf,
      window_end: views[0]?.window_end ?? asOf,
      tiers: tierCounts(version, views),
      near: views.filter(isNear).length,
    },
  };
}

/** Within the lines, but shown as near the first of them. */
const isNear = ({ tier, severity }: StandingView) => tier === "within" && severity === "near";

/** How many are in which tier: not_scored and within first, then the programme's. */
function tierCounts({ tiers }: ProgramVersion, views: readonly StandingView[]) {
  const counts = new Map<string, number>();
  for (const { tier } of views) counts.set(tier, (counts.get(tier) ?? 0) + 1);
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
