import type { ProgramDraft } from "../draft.js";
import type { Problem } from "../problem.js";
import { boundOf, type Threshold } from "../threshold.js";
import { tierSets, type TierDraft } from "./tiers.js";

type Path = (string | number)[];

/** Rates beyond 1 are percent by mistake, counts below 1 are rates: figures that nobody can mean. */
export function figureProblems(program: ProgramDraft): Problem[] {
  const problems: Problem[] = [];
  if (!isOfScores(program))
    for (const { path, tiers } of tierSets(program))
      tiers.forEach((tier, index) => {
        if (tier) problems.push(...tierFigures(tier, [...path, index]));
      });
  if (program.kind === "points")
    (program.points?.rules ?? []).forEach((rule, index) =>
      (rule?.awards ?? []).forEach((award, nth) => {
        const at = ["points", "rules", index, "awards", nth];
        if (award?.gates && !rule?.numerator?.measures?.some((name) => name?.startsWith("scores.")))
          problems.push(...tierFigures({ gates: award.gates }, at));
      }),
    );
  program.fees?.per_event?.forEach((fee, index) => {
    if (fee?.over_rate !== undefined && fee.over_rate > 1)
      problems.push(asPercent(fee.over_rate, ["fees", "per_event", index, "over_rate"]));
  });
  return problems;
}

const isOfScores = (program: ProgramDraft): boolean =>
  program.kind !== "rate" ||
  (program.numerator?.measures ?? []).some((name) => name?.startsWith("scores."));

function tierFigures(tier: TierDraft, path: Path): Problem[] {
  const problems: Problem[] = [];
  const sets = [
    ...(tier.gates ? [{ gates: tier.gates, at: [...path, "gates"] }] : []),
    ...(tier.pieces ?? []).flatMap((piece, index) =>
      piece?.gates ? [{ gates: piece.gates, at: [...path, "pieces", index, "gates"] }] : [],
    ),
  ];
  for (const { gates, at } of sets) {
    for (const name of ["rate", "rate_low"] as const)
      if (gates[name] !== undefined && boundOf(gates[name]).bound > 1)
        problems.push(asPercent(boundOf(gates[name]).bound, [...at, name], gates[name]));
    for (const name of ["count", "distinct_buyers", "denominator_count"] as const) {
      const bound = gates[name] === undefined ? 1 : boundOf(gates[name]).bound;
      if (!Number.isInteger(bound))
        problems.push({
          path: [...at, name],
          message: `is ${bound}, and there are only whole ones`,
          remedy: bound < 1 ? "a share is a rate: did you mean rate?" : `write ${Math.ceil(bound)}`,
        });
    }
  }
  if (tier.exit_rate !== undefined && tier.exit_rate > 1)
    problems.push(asPercent(tier.exit_rate, [...path, "exit_rate"]));
  return problems;
}

function asPercent(bound: number, path: Path, threshold: Threshold = bound): Problem {
  const share = Number((bound / 100).toPrecision(12));
  const [form] = typeof threshold === "object" ? Object.keys(threshold) : [];
  return {
    path,
    message: `is ${bound}, which is ${Number((bound * 100).toPrecision(12))} %`,
    remedy: `rates are shares of 1: did you mean ${form ? `{ ${form}: ${share} }` : share}, that is ${bound} %?`,
  };
}
