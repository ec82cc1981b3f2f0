import { gatesFor } from "../judge.js";
import { NO_RATE } from "../../3_rates/figures.js";
import { tierOfScore } from "../score-points.js";
import type { ScoreProgram } from "../program.js";
import type { Tier } from "../program/tier.js";
import type { Severity } from "../standing.js";
import type { LevelBand } from "./contract.js";

/** A level by its tier. */
export interface Level {
  tier: string;
  name: string;
  severity: Severity;
}

/** The levels of a score for one seller: those of its region. */
export class Levels {
  readonly #version: ScoreProgram;
  /** Null where the programme has no lines for the seller. */
  readonly #tiers: readonly Tier[] | null;
  /** Best first; empty where the tiers are no bands below one another. */
  readonly bands: readonly LevelBand[];

  constructor(version: ScoreProgram, tiers: readonly Tier[] | null) {
    this.#version = version;
    this.#tiers = tiers;
    this.bands = tiers ? bandsOf(version, tiers) : [];
  }

  /** The level of a score or of an average of scores. */
  of(score: number | null): Level {
    return this.named(
      score === null || !this.#tiers ? "not_scored" : tierOfScore(this.#tiers, score),
    );
  }

  named(tier: string): Level {
    if (tier === "not_scored") return { tier, name: "not scored", severity: "not_scored" };
    const found = this.#tiers?.find(({ id }) => id === tier);
    if (found) return { tier, name: found.name, severity: found.severity };
    return { tier, name: this.#version.score.best_name, severity: "within" };
  }

  /** How good a level is: 0 the best, then the tiers in order. */
  rank(tier: string): number {
    return 1 + (this.#tiers?.findIndex(({ id }) => id === tier) ?? -1);
  }

  /** The band just above a level; null at the best, and where there are no bands. */
  above(tier: string): LevelBand | null {
    const index = this.bands.findIndex((band) => band.tier === tier);
    return this.bands[index - 1] ?? null;
  }
}

/** Every tier must begin below a score of its own, each further down. */
function bandsOf(version: ScoreProgram, tiers: readonly Tier[]): LevelBand[] {
  const { maximum, best_name } = version.score;
  const ceilings = tiers.map(ceilingOf);
  const isFalling = ceilings.every((ceiling, index) => {
    const before = index === 0 ? Infinity : (ceilings[index - 1] ?? -Infinity);
    return ceiling !== null && ceiling < before;
  });
  if (!isFalling) return [];
  const best = { tier: "within", name: best_name, severity: "within" as const, consequence: null };
  const rest = tiers.map(({ id: tier, name, severity, consequence = null }) => ({
    tier,
    name,
    severity,
    consequence,
  }));
  return [best, ...rest].map((level, index) => ({
    ...level,
    from: ceilings[index] ?? 0,
    until: ceilings[index - 1] ?? maximum,
  }));
}

function ceilingOf(tier: Tier): number | null {
  const { points } = gatesFor(tier, NO_RATE);
  return typeof points === "object" && "below" in points ? points.below : null;
}
