import type { Overview } from "../server/contract/api.js";

export type ProgramState = Overview["programs"][number];

/** Programmes as a reader looks for them: by owner those that judge, and apart those that judge nobody. */
export interface ProgramGroups {
  owners: { owner: string; programs: ProgramState[] }[];
  /** In force, but nobody has what they look at. */
  unscored: ProgramState[];
  /** No version holds on the day. */
  notInForce: ProgramState[];
}

const sum = (program: ProgramState, isMeant: (severity: string) => boolean) =>
  program.tiers.reduce((n, tier) => n + (isMeant(tier.severity) ? tier.sellers : 0), 0);

/** Sellers above a line of the programme, chance included. */
export const aboveIn = (program: ProgramState): number =>
  sum(program, (severity) => severity === "above" || severity === "severe");

/** Sellers near a line: in a tier that only warns, or shown as near. */
export const nearIn = (program: ProgramState): number =>
  sum(program, (severity) => severity === "near") + program.near;

export const scoredIn = (program: ProgramState): number =>
  sum(program, (severity) => severity !== "not_scored");

/** Owners in order of the alphabet, whatever their article. */
const byOwner = (a: string, b: string) =>
  a.replace(/^The /, "").localeCompare(b.replace(/^The /, ""), "en");

export function groupPrograms(programs: readonly ProgramState[]): ProgramGroups {
  const judging = programs.filter((each) => each.in_force && scoredIn(each) > 0);
  const owners = [...new Set(judging.map(({ owner }) => owner))].sort(byOwner);
  return {
    owners: owners.map((owner) => ({
      owner,
      programs: judging.filter((each) => each.owner === owner),
    })),
    unscored: programs.filter((each) => each.in_force && scoredIn(each) === 0),
    notInForce: programs.filter((each) => !each.in_force),
  };
}

/** Those in which somebody is above or near a line, most of them first. */
export const troubled = (programs: readonly ProgramState[]): ProgramState[] =>
  programs
    .filter((each) => aboveIn(each) + nearIn(each) > 0)
    .sort((a, b) => aboveIn(b) - aboveIn(a) || nearIn(b) - nearIn(a));
