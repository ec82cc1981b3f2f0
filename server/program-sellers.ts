import { momentOf, versionAt } from "../analytics/4_standings/evaluation.js";
import { versionsOf, type Program, type ProgramVersion } from "../analytics/4_standings/program.js";
import type { Snapshot } from "./snapshot/snapshot.js";

/** A programme in a snapshot: the version that judges, and how many sellers it finds where. */
export function sellersOf(program: Program, snapshot: Snapshot) {
  const { asOf, batchId, kind } = snapshot;
  const moment = momentOf(program, { asOf, kind }, batchId);
  const inForce = versionAt(program, moment);
  const { version: name } = inForce ?? program;
  const version = versionsOf(program).find((each) => each.version === name) ?? program;
  const counts = snapshot.counts.get(program.id);
  return {
    version,
    evaluatedOn: moment.day,
    state: {
      in_force: inForce !== null,
      window_start: counts?.windowStart ?? asOf,
      window_end: counts?.windowEnd ?? asOf,
      tiers: tierCounts(version, counts?.tiers ?? new Map()),
      near: counts?.near ?? 0,
    },
  };
}

/** How many are in which tier: not_scored and within first, then the programme's. */
function tierCounts({ tiers }: ProgramVersion, counts: ReadonlyMap<string, number>) {
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
