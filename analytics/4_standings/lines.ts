import type { RateRule } from "./program/rate.js";
import type { ProgramVersion } from "./program.js";
import type { Tier } from "./program/tier.js";

/** What is known of a seller beyond its figures. */
export interface Traits {
  region: string | null;
  category: string | null;
}

export const NO_TRAITS: Traits = { region: null, category: null };

/** The tiers that hold for a seller, and which set they are. */
export interface RegionLines {
  id: string;
  tiers: readonly Tier[];
}

/** Lines for a seller's region; null where the programme has no figures for it: said, not guessed. */
export function linesFor(program: ProgramVersion, { region }: Traits): RegionLines | null {
  const { applies_to, regional } = program;
  const named =
    region === null ? undefined : regional.find(({ regions }) => regions.includes(region));
  if (named) return named;
  const general = generalLines(program);
  if (!applies_to) return general;
  if (region === null) return applies_to.when_unknown ? general : null;
  return applies_to.regions.includes(region) ? general : null;
}

const general = new WeakMap<ProgramVersion, RegionLines>();

/** One object per programme, as tens of thousands of sellers share it. */
function generalLines(program: ProgramVersion): RegionLines {
  const known = general.get(program);
  if (known) return known;
  const lines = { id: "general", tiers: program.tiers };
  general.set(program, lines);
  return lines;
}

/** Whether a programme asks who the seller is. */
export const needsTraits = (program: ProgramVersion): boolean =>
  program.applies_to !== undefined ||
  program.regional.length > 0 ||
  (program.peers !== undefined && program.peers.by !== "marketplace");

/** The rate's own share of a programme's lines. */
export const judgedBy = (rule: Pick<RateRule, "unit" | "floor">, { tiers }: RegionLines) => ({
  unit: rule.unit,
  floor: rule.floor,
  tiers,
});
