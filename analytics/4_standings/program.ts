import { z } from "zod";
import { problemsOf } from "./program/checks.js";
import { Fees } from "./program/fees.js";
import { Points } from "./program/points.js";
import { inOneLine } from "./program/problem.js";
import { rateShape, type RateRule } from "./program/rate.js";
import { Score } from "./program/score.js";
import { Regional, Tier } from "./program/tier.js";
import { Evaluation } from "./program/window.js";

/*
 * A programme is data: data/programs/*.yaml, checked by this schema and by nothing else. One object
 * is one version of it; a file may hold several (see programs.ts).
 */

const isoDate = z.iso.date();

export const CONFIDENCES = ["verified", "secondary", "unverified"] as const;

/** What every programme says about itself, whatever it computes. */
const common = {
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().min(1),
  name: z.string(),
  owner: z.string(),
  region: z.string().describe("Where it holds, in words."),
  summary: z.string().describe("What it asks, in one or two sentences that a seller understands."),
  confidence: z
    .enum(CONFIDENCES)
    .describe(
      "verified: the owner's own page was seen; secondary: processors, trade bodies; unverified: a line of ours, or one that nobody could confirm.",
    ),
  effective: z
    .strictObject({
      from: isoDate.nullable().describe("First day; null: since before our records."),
      until: isoDate.nullable().default(null).describe("First day on which it no longer holds."),
    })
    .describe("The version in force on the day before an evaluation judges it."),
  sources: z.array(
    z.strictObject({
      address: z.string(),
      retrieved: isoDate,
      confidence: z.string(),
      note: z.string().optional(),
    }),
  ),
  leaves_out: z
    .array(z.string())
    .default([])
    .describe("What the published programme asks and this one does not judge, and why."),
  evaluation: Evaluation.optional(),
  tiers: z.array(Tier).min(1).describe("From mildest to most severe."),
  applies_to: z
    .strictObject({
      regions: z.array(z.string()).min(1).describe("Regions of sellers for whom `tiers` hold."),
      when_unknown: z
        .boolean()
        .default(false)
        .describe("Whether `tiers` hold for sellers whose region is not known."),
    })
    .optional()
    .describe("Without it `tiers` hold for everybody whom no `regional` names."),
  regional: z.array(Regional).default([]),
  peers: z
    .strictObject({
      by: z.enum(["category", "region", "marketplace"]),
      min_sellers: z
        .int()
        .min(2)
        .default(5)
        .describe("Peers with a denominator, the seller included; with fewer there is no average."),
    })
    .optional()
    .describe("Who a seller's peers are. The average is their numerators over their denominators."),
  exit: z
    .strictObject({ clean_periods: z.int().min(1).max(36) })
    .default({ clean_periods: 1 })
    .describe("Evaluations in a row without a tier after which the programme is left."),
  fees: Fees.optional(),
};

const RateProgram = z
  .strictObject({
    kind: z.literal("rate").default("rate"),
    ...common,
    ...rateShape,
    near_multiple: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe("Share of the first tier's rate from which a seller is shown as near the line."),
  })
  .describe("A rate with lines.");

const PointsProgram = z
  .strictObject({ kind: z.literal("points"), ...common, points: Points })
  .describe("Penalty points that add up.");

const ScoreProgram = z
  .strictObject({ kind: z.literal("score"), ...common, score: Score })
  .describe("A score made of rates.");

/** A programme field by field; what fields say together is checked by problemsOf. */
export const ProgramShape = z.discriminatedUnion("kind", [
  RateProgram,
  PointsProgram,
  ScoreProgram,
]);

export const Program = ProgramShape.superRefine((program, context) => {
  for (const problem of problemsOf(program))
    context.addIssue({ code: "custom", path: problem.path, message: inOneLine(problem) });
});

type Version = z.infer<typeof Program>;
/** A programme as of its newest version; the others are in `earlier`, newest first. */
export type Program = Version & { earlier?: readonly Version[] };
export type RateProgram = z.infer<typeof RateProgram> & { earlier?: readonly Version[] };
export type PointsProgram = z.infer<typeof PointsProgram>;
export type ScoreProgram = z.infer<typeof ScoreProgram>;
export type ProgramVersion = Version;
export type { Tier as ProgramTier } from "./program/tier.js";

/** A rate inside a programme: of a rate programme the only one, else each rule's or part's. */
export interface NamedRate extends RateRule {
  id: string;
  name: string;
}

export function ratesOf(program: ProgramVersion): NamedRate[] {
  switch (program.kind) {
    case "rate":
      return [program];
    case "points":
      return program.points.rules;
    case "score":
      return program.score.parts;
  }
}

/** Every version of a programme by itself, newest first. */
export function versionsOf({ earlier = [], ...newest }: Program): ProgramVersion[] {
  return [newest, ...earlier];
}

/** The version in force on a day, or null where there is none. */
export function inForceOn(program: Program, day: string): ProgramVersion | null {
  const covers = ({ effective: { from, until } }: ProgramVersion) =>
    (from === null || from <= day) && (until === null || day < until);
  return [program, ...(program.earlier ?? [])].find(covers) ?? null;
}
