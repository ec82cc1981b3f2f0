import { z } from "zod";
import { rateShape } from "./rate.js";
import { Gates } from "./tier.js";

const Award = z
  .strictObject({ name: z.string(), gates: Gates, points: z.int().min(1).max(1000) })
  .describe("Points for an evaluation that meets the gates; only the last award met counts.");

const PointRule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  name: z.string(),
  ...rateShape,
  awards: z.array(Award).min(1).describe("From the mildest to the most severe."),
});

/** A ledger of penalty points. */
export const Points = z
  .strictObject({
    start: z.int().min(0).default(0).describe("Points that a seller begins with."),
    direction: z
      .enum(["accumulate", "burn_down"])
      .describe("Whether awards are added to the start or taken from it (never below 0)."),
    reset: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("never") }),
        z.strictObject({ kind: z.literal("quarter") }).describe("On the first day of a quarter."),
        z.strictObject({ kind: z.literal("year") }).describe("On the first day of a year."),
        z
          .strictObject({ kind: z.literal("days"), days: z.int().min(1).max(3660) })
          .describe("Each award expires after so many days."),
      ])
      .describe("When points are forgotten."),
    rules: z.array(PointRule).min(1),
  })
  .describe("Points that evaluations add up.");
export type Points = z.infer<typeof Points>;
