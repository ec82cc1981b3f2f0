import { figureProblems } from "./checks/figures.js";
import { ruleProblems, vocabularyNotes } from "./checks/rules.js";
import { tierProblems } from "./checks/tiers.js";
import { uncountedProblems } from "./checks/uncounted.js";
import type { ProgramDraft } from "./draft.js";
import type { Problem } from "./problem.js";

/** What no single field can tell; parts of a programme that are not there are passed over. */
export function problemsOf(program: ProgramDraft): Problem[] {
  return [
    ...effectiveProblems(program),
    ...ruleProblems(program),
    ...tierProblems(program),
    ...figureProblems(program),
    ...uncountedProblems(program),
    ...regionProblems(program),
    ...feeProblems(program),
    ...partProblems(program),
  ];
}

/** What a reader should know of a programme that can be used. */
export function notesOf(program: ProgramDraft): Problem[] {
  return [...regionNotes(program), ...vocabularyNotes(program)];
}

function effectiveProblems({ effective }: ProgramDraft): Problem[] {
  const { from, until } = effective ?? {};
  if (!from || !until || from < until) return [];
  return [
    {
      path: ["effective", "until"],
      message: `ends on ${until}, before it begins on ${from}`,
      remedy: "give a later until",
    },
  ];
}

function regionProblems({ applies_to, regional = [], tiers = [] }: ProgramDraft): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set(applies_to?.regions ?? []);
  const known = tiers.flatMap((tier) => tier?.id ?? []);
  regional.forEach((set, index) => {
    const path = ["regional", index];
    if (regional.slice(0, index).some((other) => other?.id === set?.id && set?.id !== undefined))
      problems.push({
        path: [...path, "id"],
        message: `two regional sets are called ${set?.id}`,
        remedy: "rename one",
      });
    (set?.regions ?? []).forEach((region, nth) => {
      if (seen.has(region))
        problems.push({
          path: [...path, "regions", nth],
          message: `${region} is named twice, and a seller must have one set of lines`,
          remedy: "leave it in one of them",
        });
      seen.add(region);
    });
    (set?.tiers ?? []).forEach((tier, nth) => {
      if (tier?.id !== undefined && !known.includes(tier.id))
        problems.push({
          path: [...path, "tiers", nth, "id"],
          message: `${tier.id} is no tier of the programme`,
          remedy: `there are ${known.join(", ")}`,
        });
    });
  });
  return problems;
}

/** A region without figures is said, not guessed. */
function regionNotes({ applies_to, regional = [] }: ProgramDraft): Problem[] {
  if (!applies_to?.regions || applies_to.when_unknown) return [];
  const all = [...applies_to.regions, ...regional.flatMap((set) => set?.regions ?? [])];
  return [
    {
      path: ["applies_to"],
      message: `there are figures for sellers of ${all.join(", ")} only: others, and those whose region is not known, are not scored`,
      remedy:
        "add when_unknown: true to judge those without a region, and regional sets for other regions",
    },
  ];
}

function feeProblems({ fees, tiers = [] }: ProgramDraft): Problem[] {
  if (!fees) return [];
  const known = tiers.flatMap((tier) => tier?.id ?? []);
  const problems: Problem[] = [];
  const checkTier = (id: string | undefined, path: (string | number)[]) => {
    if (id !== undefined && !known.includes(id))
      problems.push({
        path,
        message: `${id} is no tier of the programme`,
        remedy: `there are ${known.join(", ")}`,
      });
  };
  for (const [id, steps] of Object.entries(fees.ladder ?? {})) {
    checkTier(id, ["fees", "ladder", id]);
    (steps ?? []).forEach((step, index, all) => {
      const before = all[index - 1]?.from_month;
      if (before !== undefined && step?.from_month !== undefined && step.from_month <= before)
        problems.push({
          path: ["fees", "ladder", id, index, "from_month"],
          message: `month ${step.from_month} comes after month ${before}`,
          remedy: "put the steps in order of months",
        });
    });
  }
  (fees.per_event ?? []).forEach((fee, index) => {
    const path = ["fees", "per_event", index];
    (fee?.tiers ?? []).forEach((id, nth) => checkTier(id, [...path, "tiers", nth]));
    if (fee?.until_month !== undefined && fee.until_month < (fee.from_month ?? 1))
      problems.push({
        path: [...path, "until_month"],
        message: `month ${fee.until_month} comes before from_month ${fee.from_month ?? 1}`,
        remedy: "give a later one",
      });
  });
  return problems;
}

/** Rules and parts have names of their own, curves rise, and peers are said. */
function partProblems(program: ProgramDraft): Problem[] {
  const problems: Problem[] = [];
  const [path, items] =
    program.kind === "points"
      ? [["points", "rules"], program.points?.rules ?? []]
      : [["score", "parts"], (program.kind === "score" && program.score?.parts) || []];
  items.forEach((item, index) => {
    const id = item?.id;
    if (id !== undefined && items.slice(0, index).some((other) => other?.id === id))
      problems.push({
        path: [...path, index, "id"],
        message: `two of them are called ${id}`,
        remedy: "rename one",
      });
  });
  if (program.kind === "points") {
    const { direction, start = 0 } = program.points ?? {};
    if (direction === "burn_down" && start === 0)
      problems.push({
        path: ["points", "start"],
        message: "points are taken away from 0, so that there is never one",
        remedy: "say with how many a seller begins, as in start: 200",
      });
  }
  if (program.kind !== "score") return problems;
  (program.score?.parts ?? []).forEach((part, index) => {
    if (part?.against === "peer_average" && !program.peers)
      problems.push({
        path: [...path, index, "against"],
        message: "there are no peers to compare with",
        remedy: "say who they are, as in peers: { by: category }",
      });
    const curve = (part?.curve ?? []) as readonly (readonly [number, number] | undefined)[];
    curve.forEach((point, nth) => {
      const before = curve[nth - 1];
      if (point && before && point[0] <= before[0])
        problems.push({
          path: [...path, index, "curve", nth],
          message: `a point at ${point[0]} comes after one at ${before[0]}`,
          remedy: "put the points in rising order",
        });
    });
  });
  return problems;
}
