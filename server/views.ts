import { SEVERITIES, type Severity, type Standing } from "../analytics/4_standings/standing.js";
import type { Program } from "../analytics/4_standings/program.js";
import type { StandingView } from "./contract/api.js";

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** A standing with what a screen needs to draw it against its line. Pure. */
export function viewOf(program: Program, standing: Standing): StandingView {
  const [first] = program.tiers;
  const lineRate = first?.gates.rate ?? first?.gates.rate_low ?? null;
  const countGate = first?.gates.count ?? null;
  const severity = severityOf(program, standing);
  return {
    ...standing,
    program_name: program.name,
    severity,
    line_rate: lineRate,
    multiple: standing.rate === null || lineRate === null ? null : standing.rate / lineRate,
    surely_above:
      severityRank(severity) >= severityRank("above") &&
      lineRate !== null &&
      (standing.rate_low ?? standing.rate ?? 0) >= lineRate,
    floor: program.floor?.denominator ?? countGate,
    floor_value: program.floor
      ? standing.denominator
      : countGate === null
        ? null
        : standing.numerator,
  };
}

function severityOf(program: Program, standing: Standing): Severity {
  if (standing.tier === "not_scored") return "not_scored";
  const tier = program.tiers.find(({ id }) => id === standing.tier);
  if (tier) return tier.severity;
  return isNear(program, standing) ? "near" : "within";
}

/** Every gate of the first tier is almost met: a rate above the line but far below the floor is not near. */
function isNear(program: Program, standing: Standing): boolean {
  const { near_multiple: near, tiers } = program;
  if (near === undefined) return false;
  const gates = standing.gates.filter(({ tier }) => tier === tiers[0]?.id);
  return (
    gates.length > 0 &&
    gates.every(({ value, threshold }) => value !== null && value >= near * threshold)
  );
}

/** Worst first: by severity, then by how far above the line. */
export function byTrouble(a: StandingView, b: StandingView): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    Number(b.surely_above) - Number(a.surely_above) ||
    (b.multiple ?? -1) - (a.multiple ?? -1)
  );
}
