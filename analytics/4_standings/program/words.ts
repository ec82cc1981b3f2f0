import { calendarOf } from "../../3_rates/window.js";
import type { ProgramVersion } from "../program.js";
import type { Tier } from "./tier.js";
import { feesInWords } from "./words/fees.js";
import { floorOf, rateFormula, windowOf } from "./words/formula.js";
import { rateInWords, tierInWords } from "./words/gates.js";
import { pointsInWords, rulesInWords, scoreInWords, type RuleWords } from "./words/parts.js";
import { listed, number, percent, several } from "./words/text.js";
import { evaluationInWords } from "./words/window.js";

/** One tier in plain English. */
export interface TierWords {
  tier: string;
  name: string;
  severity: Tier["severity"];
  /** What must be met: "At least 1.5 % of orders paid and at least 100 chargebacks." */
  asks: string;
  /** When alerts leave it, where that is not where it is entered; null otherwise. */
  leave: string | null;
  consequence: string | null;
}

/** One set of lines, and for whom it holds. */
export interface LineWords {
  id: string;
  who: string;
  tiers: TierWords[];
  note: string | null;
}

/** What one version of a programme says: sentences made from its data, none written by hand. */
export interface ProgramWords {
  /** What is counted, and what it is divided by. */
  formula: string[];
  /** Over which days; null where each rule has its own. */
  window: string | null;
  evaluation: string;
  /** Rules of a points programme, parts of a score. */
  rules: RuleWords[];
  lines: LineWords[];
  /** Floor, nearness, peers, exit, and who is not judged. */
  notes: string[];
  fees: string[];
  confidence: string;
}

export const CONFIDENCE_WORDS = {
  verified: "Verified: the owner’s own page was seen.",
  secondary: "Secondary: the figures are those of processors and trade bodies, not of the owner.",
  unverified: "Unverified: its lines are ours, or nobody could confirm them.",
} as const;

/** Every part of a version in plain English. Pure. */
export function wordsOf(version: ProgramVersion): ProgramWords {
  return {
    formula: formulaOf(version),
    window: version.kind === "rate" ? windowOf(version) : null,
    evaluation: evaluationInWords(version),
    rules: rulesInWords(version),
    lines: linesOf(version),
    notes: notesOf(version),
    fees: feesInWords(version),
    confidence: CONFIDENCE_WORDS[version.confidence],
  };
}

function formulaOf(version: ProgramVersion): string[] {
  switch (version.kind) {
    case "rate":
      return rateFormula(version);
    case "points":
      return pointsInWords(version.points);
    case "score":
      return scoreInWords(version.score);
  }
}

function linesOf(version: ProgramVersion): LineWords[] {
  const { applies_to, regional, tiers } = version;
  const who = !applies_to
    ? regional.length > 0
      ? "All other sellers"
      : "All sellers"
    : `Sellers of ${listed(applies_to.regions)}${applies_to.when_unknown ? ", and those whose region is not known" : ""}`;
  return [
    { id: "general", who, tiers: tiers.map((tier) => tierOf(tier, version)), note: null },
    ...regional.map((set) => ({
      id: set.id,
      who: `Sellers of ${listed(set.regions)}`,
      tiers: set.tiers.map((tier) => tierOf(tier, version)),
      note: set.note ?? null,
    })),
  ];
}

function tierOf(tier: Tier, version: ProgramVersion): TierWords {
  const { id, name, severity, exit_rate: exit, consequence } = tier;
  return {
    tier: id,
    name,
    severity,
    asks: tierInWords(tier, version),
    leave:
      exit === undefined || version.kind !== "rate"
        ? null
        : `Alerts leave it below ${rateInWords(version, exit)}.`,
    consequence: consequence ?? null,
  };
}

function notesOf(version: ProgramVersion): string[] {
  const { applies_to, peers, exit, regional } = version;
  const notes: string[] = [];
  if (version.kind === "rate") {
    notes.push(...floorOf(version));
    if (version.near_multiple !== undefined)
      notes.push(
        `A seller is shown as near from ${percent(version.near_multiple)} of the first tier’s figures on.`,
      );
  }
  if (applies_to)
    notes.push(
      `Sellers of ${regional.length > 0 ? "any other region" : "other regions"}${applies_to.when_unknown ? "" : ", and those whose region is not known,"} are not scored: there are no figures for them.`,
    );
  if (peers) {
    const group =
      peers.by === "marketplace" ? "all sellers" : `the sellers of the same ${peers.by}`;
    notes.push(
      `Peers are ${group}; with fewer than ${number(peers.min_sellers)} there is no average.`,
    );
  }
  if (exit.clean_periods > 1) {
    const unit = calendarOf(version).every;
    notes.push(`Left only after ${several(exit.clean_periods, unit)} in a row without any tier.`);
  }
  return notes;
}
