import { SEVERITIES, type Severity, type Standing } from "../analytics/4_standings/standing.js";
import type { Program } from "../analytics/4_standings/program.js";
import { boundOf, isFloor } from "../analytics/4_standings/program/threshold.js";
import type { StandingView } from "./contract/api.js";

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** A standing with what a screen needs to draw it against its line. Pure. */
export function viewOf(program: Program, standing: Standing): StandingView {
  const line = firstLine(program, standing);
  const severity = severityOf(program, standing);
  const floor = floorOf(program, standing);
  return {
    ...standing,
    program_name: program.name,
    kind: program.kind,
    unit: program.kind === "rate" ? program.unit : "points",
    currency: program.kind === "rate" ? (program.reporting_currency ?? null) : null,
    severity,
    line_rate: line,
    multiple: standing.rate === null || line === null || line === 0 ? null : standing.rate / line,
    surely_above:
      severityRank(severity) >= severityRank("above") &&
      line !== null &&
      (standing.rate_low ?? standing.rate ?? 0) >= line,
    ...floor,
  };
}

/** Rate of the first tier that holds for the seller; null where it has no rate from which it is met. */
function firstLine(program: Program, standing: Standing): number | null {
  const own = standing.gates.filter(({ tier }) => tier === standing.gates[0]?.tier);
  const gate =
    own.find((each) => each.gate === "rate") ?? own.find((each) => each.gate === "rate_low");
  if (gate) return gate.comparison.startsWith(">") ? gate.threshold : null;
  return standing.gates.length > 0 ? null : lineRate(program);
}

/** Rate of a programme's first line, for those who ask of no seller; null where it has none. */
export function lineRate({ tiers }: Program): number | null {
  const gates = tiers[0]?.gates ?? tiers[0]?.pieces?.at(-1)?.gates;
  const threshold = gates?.rate ?? gates?.rate_low;
  return threshold === undefined || !isFloor(threshold) ? null : boundOf(threshold).bound;
}

function floorOf(program: Program, standing: Standing) {
  const floor = program.kind === "rate" ? program.floor?.denominator : undefined;
  if (floor !== undefined) return { floor, floor_value: Math.round(standing.denominator) };
  const count = standing.gates.find(
    ({ tier, gate }) => gate === "count" && tier === standing.gates[0]?.tier,
  );
  return {
    floor: count?.threshold ?? null,
    floor_value: count?.value ?? null,
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
  const near = program.kind === "rate" ? program.near_multiple : undefined;
  if (near === undefined) return false;
  const gates = standing.gates.filter(({ tier }) => tier === standing.gates[0]?.tier);
  return (
    gates.length > 0 &&
    gates.every(
      ({ value, threshold, comparison, met }) =>
        met || (value !== null && comparison.startsWith(">") && value >= near * threshold),
    )
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
