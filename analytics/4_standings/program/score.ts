import { z } from "zod";
import { rateShape } from "./rate.js";

const Part = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  name: z.string(),
  ...rateShape,
  weight: z.number().positive().max(100).describe("Points that a spotless part gives."),
  against: z
    .enum(["peer_average", "fixed"])
    .describe(
      "What the curve is read at: the rate as a multiple of the peers' average, or the rate itself.",
    ),
  curve: z
    .array(z.tuple([z.number().nonnegative(), z.number().min(-20).max(1)]))
    .min(2)
    .describe(
      "Points of a broken line from (rate or multiple) to the share of the weight; beyond its ends it is flat.",
    ),
  higher_is_better: z
    .boolean()
    .default(false)
    .describe("For words only: a rating is better the higher it is, a dispute rate the lower."),
  next_step: z.string().describe("What the seller can do about it, in one sentence."),
});

const Level = z
  .strictObject({
    day: z.int().min(1).max(28).default(3).describe("Day of the month on which it is set."),
    average_of: z
      .literal("previous_month")
      .default("previous_month")
      .describe("Whose daily scores are averaged; days without a score are left out."),
    min_days: z
      .int()
      .min(1)
      .max(28)
      .default(10)
      .describe("Scored days that the month must have; with fewer there is no level."),
  })
  .describe("A tier that is set once a month and held until the next time.");

/** A score made of parts. */
export const Score = z
  .strictObject({
    maximum: z.number().positive().default(100),
    parts: z.array(Part).min(1),
    min_parts: z
      .int()
      .min(1)
      .default(1)
      .describe("Parts that must be scored; with fewer the seller is `not_scored`."),
    best_name: z
      .string()
      .min(1)
      .default("excellent")
      .describe("What the level of those who are in no tier is called."),
    level: Level.optional(),
  })
  .describe(
    "The sum of its parts; the weights of parts that cannot be scored are shared among the others.",
  );
export type Score = z.infer<typeof Score>;
export type LevelRule = z.infer<typeof Level>;
export type ScorePart = Score["parts"][number];
