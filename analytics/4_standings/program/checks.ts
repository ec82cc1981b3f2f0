import type { ProgramVersion } from "../program.js";
import type { RateRule } from "./rate.js";
import { boundOf, isFloor, type Threshold } from "./threshold.js";
import type { Gates, Tier } from "./tier.js";
import { basicWindows, isOfMonths } from "./window.js";

/** What no single field can tell, each with a remedy. */
export interface Problem {
  path: (string | number)[];
  message: string;
}

export function problemsOf(program: ProgramVersion): Problem[] {
  return [
    ...effectiveProblems(program),
    ...rulesOf(program).flatMap(({ path, rule, gates }) => ruleProblems(path, rule, gates)),
    ...tierProblems(program),
    ...regionProblems(program),
    ...feeProblems(program),
  ];
}

function effectiveProblems({ effective: { from, until } }: ProgramVersion): Problem[] {
  if (from === null || until === null || from < until) return [];
  return [
    { path: ["effective"], message: `ends on ${until}, before it begins: give a later until` },
  ];
}

const gatesIn = (tiers: readonly Tier[]): Gates[] =>
  tiers.flatMap((tier) => [tier.gates ?? [], (tier.pieces ?? []).map(({ gates }) => gates)].flat());

const allTiers = (program: ProgramVersion) => [
  ...program.tiers,
  ...program.regional.flatMap(({ tiers }) => tiers),
];

function rulesOf(program: ProgramVersion) {
  switch (program.kind) {
    case "rate":
      return [{ path: [], rule: program as RateRule, gates: gatesIn(allTiers(program)) }];
    case "points":
      return program.points.rules.map((rule, index) => ({
        path: ["points", "rules", index],
        rule: rule as RateRule,
        gates: rule.awards.map(({ gates }) => gates),
      }));
    case "score":
      return program.score.parts.map((rule, index) => ({
        path: ["score", "parts", index],
        rule: rule as RateRule,
        gates: [] as Gates[],
      }));
  }
}

function ruleProblems(
  path: readonly (string | number)[],
  rule: RateRule,
  gates: readonly Gates[],
): Problem[] {
  const problems: Problem[] = [];
  const add = (at: (string | number)[], message: string) =>
    problems.push({ path: [...path, ...at], message });
  const comparesMoney = rule.unit === "amount" || gates.some(({ amount }) => amount !== undefined);
  if (comparesMoney && !rule.reporting_currency)
    add(["reporting_currency"], "amounts are compared: name their currency, such as USD");
  for (const side of ["numerator", "denominator"] as const) {
    if (rule[side].month_offset !== 0 && !basicWindows(rule.window).every(isOfMonths))
      add([side, "month_offset"], "only windows of months can be offset: take it out");
    if (rule[side].less.length > 0 && rule.unit === "orders")
      add([side, "less"], "distinct orders cannot be subtracted: use unit events or amount");
  }
  return problems;
}

function tierProblems(program: ProgramVersion): Problem[] {
  const problems: Problem[] = [];
  const sets = [
    { path: ["tiers"] as (string | number)[], tiers: program.tiers },
    ...program.regional.map(({ tiers }, index) => ({ path: ["regional", index, "tiers"], tiers })),
  ];
  for (const { path, tiers } of sets) {
    const ids = tiers.map(({ id }) => id);
    if (new Set(ids).size !== ids.length)
      problems.push({ path, message: "two tiers share an id: rename one" });
    tiers.forEach((tier, index) => {
      problems.push(...oneTier(program, tier, [...path, index]));
      const milder = tiers[index - 1];
      if (milder) problems.push(...contradictions(milder, tier, [...path, index, "gates"]));
    });
  }
  return problems;
}

function oneTier(
  program: ProgramVersion,
  tier: Tier,
  path: readonly (string | number)[],
): Problem[] {
  const problems: Problem[] = [];
  const { exit_rate: exit, pieces = [] } = tier;
  const entry = tier.gates?.rate ?? tier.gates?.rate_low;
  if (exit !== undefined && (entry === undefined || exit >= boundOf(entry).bound))
    problems.push({
      path: [...path, "exit_rate"],
      message: "must be lower than the tier's rate, or nobody could leave",
    });
  pieces.forEach(({ from }, index) => {
    const before = pieces[index - 1];
    if (index === 0 ? from !== 0 : before !== undefined && from <= before.from)
      problems.push({
        path: [...path, "pieces", index, "from"],
        message: index === 0 ? "the first piece begins at 0" : "must rise from piece to piece",
      });
  });
  const gates = gatesIn([tier]);
  if (program.kind === "rate") {
    if (gates.some((each) => each.points !== undefined))
      problems.push({
        path: [...path, "gates", "points"],
        message: "only kinds points and score have points: use rate or count",
      });
  } else if (gates.some((each) => Object.keys(each).some((name) => name !== "points")))
    problems.push({ path: [...path, "gates"], message: "of this kind only `points` is compared" });
  if (gates.some((each) => each.peer_multiple !== undefined) && !program.peers)
    problems.push({ path: ["peers"], message: "peer_multiple needs peers: say by what" });
  return problems;
}

/** A tier that is reached before a milder one says two things at once. */
function contradictions(milder: Tier, worse: Tier, path: (string | number)[]): Problem[] {
  if (!milder.gates || !worse.gates) return [];
  const { gates } = worse;
  const shared = (Object.keys(milder.gates) as (keyof Gates)[]).filter(
    (gate) => gates[gate] !== undefined,
  );
  const isLower = (gate: keyof Gates) =>
    isMilder(gates[gate] as Threshold, milder.gates?.[gate] as Threshold);
  const all = Object.keys({ ...milder.gates, ...gates });
  const lower = shared.filter(isLower);
  if (lower.length === 0) return [];
  return [
    {
      path: [...path, lower[0] as string],
      message: `${worse.id} comes after ${milder.id} but asks less (${lower.join(", ")} of ${all.join(", ")}): put the tiers in order of severity`,
    },
  ];
}

function isMilder(a: Threshold, b: Threshold): boolean {
  if (isFloor(a) !== isFloor(b)) return true;
  const [first, second] = [boundOf(a).bound, boundOf(b).bound];
  return isFloor(a) ? first < second : first > second;
}

function regionProblems({ applies_to, regional, tiers }: ProgramVersion): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set(applies_to?.regions ?? []);
  const known = new Set(tiers.map(({ id }) => id));
  regional.forEach((variant, index) => {
    for (const region of variant.regions) {
      if (seen.has(region))
        problems.push({
          path: ["regional", index, "regions"],
          message: `${region} is named twice: a seller must have one set of lines`,
        });
      seen.add(region);
    }
    for (const tier of variant.tiers)
      if (!known.has(tier.id))
        problems.push({
          path: ["regional", index, "tiers"],
          message: `${tier.id} is no tier of the programme: there are ${[...known].join(", ")}`,
        });
  });
  return problems;
}

function feeProblems({ fees, tiers }: ProgramVersion): Problem[] {
  if (!fees) return [];
  const known = new Set(tiers.map(({ id }) => id));
  const unknown = [
    ...Object.keys(fees.ladder),
    ...fees.per_event.flatMap(({ tiers: only = [] }) => only),
  ].filter((id) => !known.has(id));
  return unknown.map((id) => ({
    path: ["fees"],
    message: `${id} is no tier of the programme: there are ${[...known].join(", ")}`,
  }));
}
