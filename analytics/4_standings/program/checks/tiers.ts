import type { DraftOf, ProgramDraft } from "../draft.js";
import type { Problem } from "../problem.js";
import { boundOf, isFloor, type Threshold } from "../threshold.js";
import type { Gates, Tier } from "../tier.js";

type Path = (string | number)[];
export type TierDraft = DraftOf<Tier>;
type GatesDraft = DraftOf<Gates>;

const SEVERITY = ["near", "above", "severe"];

export const gatesIn = (tiers: readonly TierDraft[]): GatesDraft[] =>
  tiers.flatMap((tier) => [
    ...(tier.gates ? [tier.gates] : []),
    ...(tier.pieces ?? []).flatMap((piece) => piece?.gates ?? []),
  ]);

/** `tiers` and those of each regional set, with their place. */
export const tierSets = ({ tiers = [], regional = [] }: ProgramDraft) => [
  { path: ["tiers"] as Path, tiers },
  ...regional.flatMap((set, index) =>
    set?.tiers ? [{ path: ["regional", index, "tiers"] as Path, tiers: set.tiers }] : [],
  ),
];

export const allTiers = (program: ProgramDraft): TierDraft[] =>
  tierSets(program).flatMap(({ tiers }) => tiers.filter((tier) => tier !== undefined));

export function tierProblems(program: ProgramDraft): Problem[] {
  return tierSets(program).flatMap(({ path, tiers }) => {
    const placed = tiers.flatMap((tier, index) => (tier ? [{ tier, path: [...path, index] }] : []));
    return placed.flatMap(({ tier, path: at }, index) => {
      const milder = placed[index - 1]?.tier;
      const isTwin = placed.slice(0, index).some((other) => other.tier.id === tier.id);
      return [
        ...(isTwin && tier.id !== undefined
          ? [
              {
                path: [...at, "id"],
                message: `two tiers are called ${tier.id}`,
                remedy: "rename one",
              },
            ]
          : []),
        ...oneTier(program, tier, at),
        ...(milder ? contradictions(milder, tier, at) : []),
      ];
    });
  });
}

function oneTier(program: ProgramDraft, tier: TierDraft, path: Path): Problem[] {
  const problems: Problem[] = [];
  const add = (at: Path, message: string, remedy: string) =>
    problems.push({ path: [...path, ...at], message, remedy });
  const { exit_rate: exit } = tier;
  const entry = tier.gates?.rate ?? tier.gates?.rate_low;
  if (exit !== undefined && entry === undefined && tier.gates)
    add(["exit_rate"], "belongs to a gate of the rate, and there is none", "take it out");
  if (exit !== undefined && entry !== undefined && exit >= boundOf(entry).bound)
    add(
      ["exit_rate"],
      `is ${exit}, not below the ${boundOf(entry).bound} at which the tier is entered, so that nobody could leave`,
      "give a lower one",
    );
  (tier.pieces ?? []).forEach((piece, index, pieces) => {
    const before = pieces[index - 1]?.from;
    if (piece?.from === undefined) return;
    if (index === 0 && piece.from !== 0)
      add(["pieces", 0, "from"], `the first piece begins at ${piece.from}`, "begin at 0");
    if (before !== undefined && piece.from <= before)
      add(
        ["pieces", index, "from"],
        `begins at ${piece.from}, after a piece that begins at ${before}`,
        "put the pieces in order of volume",
      );
  });
  for (const gates of gatesIn([tier])) problems.push(...wrongGates(program, gates, path));
  return problems;
}

function wrongGates(program: ProgramDraft, gates: GatesDraft, path: Path): Problem[] {
  const names = Object.keys(gates);
  const at = [...path, "gates"];
  if (program.kind !== "rate")
    return names
      .filter((name) => name !== "points")
      .map((name) => ({
        path: [...at, name],
        message: `a programme of kind ${program.kind} compares only points`,
        remedy: "use points",
      }));
  const problems: Problem[] = [];
  if (names.includes("points"))
    problems.push({
      path: [...at, "points"],
      message: "a programme of kind rate has no points",
      remedy: "use rate or count, or say kind: points",
    });
  if (names.includes("peer_multiple") && !program.peers)
    problems.push({
      path: [...at, "peer_multiple"],
      message: "there are no peers to compare with",
      remedy: "say who they are, as in peers: { by: category }",
    });
  return problems;
}

/** A tier that is reached before a milder one, or always with it, says two things at once. */
function contradictions(milder: TierDraft, worse: TierDraft, path: Path): Problem[] {
  const problems: Problem[] = [];
  const name = (tier: TierDraft) => tier.id ?? "a tier";
  if (rank(worse) < rank(milder))
    problems.push({
      path: [...path, "severity"],
      message: `${name(worse)} comes after ${name(milder)}, but is less severe`,
      remedy: "put the tiers in order of severity",
    });
  for (const volume of volumesOf(milder, worse)) {
    const [less, more] = [gatesAt(milder, volume), gatesAt(worse, volume)];
    if (!less || !more) continue;
    const found = contradiction(less, more, (worse.periods ?? 1) > (milder.periods ?? 1));
    if (!found) continue;
    problems.push({
      path: [
        ...path,
        worse.gates ? "gates" : "pieces",
        ...(worse.gates && found.gate ? [found.gate] : []),
      ],
      message: found.gate
        ? `${name(worse)} comes after ${name(milder)}, but asks less of ${found.gate.replaceAll("_", " ")}`
        : `whoever is in ${name(milder)} is in ${name(worse)} too, so ${name(milder)} stays empty`,
      remedy: found.gate
        ? "put the tiers in order of severity, from mildest to most severe"
        : `ask more of ${name(worse)}`,
    });
    break;
  }
  return problems;
}

const rank = ({ severity }: TierDraft) =>
  severity === undefined ? Number.NaN : SEVERITY.indexOf(severity);

const volumesOf = (...tiers: TierDraft[]): number[] => {
  const from = tiers.flatMap(({ pieces = [] }) => pieces.map((piece) => piece?.from ?? 0));
  return [...new Set([0, ...from])].sort((a, b) => a - b);
};

const gatesAt = ({ gates, pieces }: TierDraft, volume: number): GatesDraft | undefined =>
  gates ?? pieces?.findLast((piece) => (piece?.from ?? 0) <= volume)?.gates;

function contradiction(
  milder: GatesDraft,
  worse: GatesDraft,
  isLonger: boolean,
): { gate?: string } | null {
  const compare = (name: string) => {
    const [a, b] = [milder[name as keyof Gates], worse[name as keyof Gates]];
    return a === undefined || b === undefined ? null : strictness(b, a);
  };
  const lower = Object.keys(worse).find((name) => compare(name) === "less");
  if (lower !== undefined) return { gate: lower };
  const isImplied = Object.keys(worse).every((name) => compare(name) === "same");
  return isImplied && !isLonger && Object.keys(worse).length > 0 ? {} : null;
}

/** How much one threshold asks, against another of the same gate. */
function strictness(a: Threshold, b: Threshold): "less" | "same" | "more" {
  if (isFloor(a) !== isFloor(b)) return "less";
  const [first, second] = [boundOf(a), boundOf(b)];
  if (first.bound === second.bound) {
    const isOpen = (comparison: string) => comparison === ">" || comparison === "<";
    const [left, right] = [isOpen(first.comparison), isOpen(second.comparison)];
    return left === right ? "same" : left ? "more" : "less";
  }
  return first.bound > second.bound === isFloor(a) ? "more" : "less";
}
