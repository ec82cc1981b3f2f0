import type { Severity } from "../../analytics/4_standings/standing.js";
import type { StandingView } from "../../server/contract/api.js";
import { capital } from "../format.js";
import { strings } from "../strings.js";

/** A shape for each severity, so that colour never speaks alone. */
export function Mark({ severity }: { severity: Severity }) {
  return (
    <svg class={`mark ${severity}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {severity === "severe" ? (
        <path class="solid" d="M6 0.8 11.6 10.6H0.4z" />
      ) : severity === "above" ? (
        <circle class="solid" cx="6" cy="6" r="4.6" />
      ) : (
        <circle
          class="ring"
          cx="6"
          cy="6"
          r="4.2"
          stroke-dasharray={severity === "not_scored" ? "2 1.8" : undefined}
        />
      )}
      {severity === "near" && <path class="solid" d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" />}
    </svg>
  );
}

type Judged = Pick<StandingView, "severity" | "tier" | "multiple">;

/** The word for a standing: its tier, or where within it is. */
export function standingWord(row: Judged, tierName: string | null): string {
  if (row.tier === "not_scored") return strings.severity.not_scored;
  if (row.tier !== "within") return capital(tierName ?? strings.severity[row.severity]);
  if ((row.multiple ?? 0) >= 1) return strings.belowFloor;
  return strings.severity[row.severity];
}

export function Standing({ row, tierName }: { row: Judged; tierName: string | null }) {
  return (
    <span class={`standing ${row.severity}`}>
      <Mark severity={row.severity} />
      {standingWord(row, tierName)}
    </span>
  );
}
