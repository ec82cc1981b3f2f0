import { z } from "zod";
import { Fee, REMARKS } from "./standing.js";
import { EVALUATIONS } from "./evaluation.js";

const date = z.iso.date();
const exact = z.literal("exact").describe("Arithmetic over what is known: nothing is guessed.");
const figure = (description: string) => z.number().nullable().describe(description);
const whole = (description: string) => z.int().nullable().describe(description);

/** How far a seller is from one tier at one evaluation. */
export const TierDistance = z.strictObject({
  tier: z.string(),
  name: z.string(),
  severity: z.enum(["near", "above", "severe"]),
  met: z.boolean().describe("Whether its gates are met, and for long enough."),
  headroom: whole(
    "Defects that can still come before this tier is met, one fewer than meet it; negative: how many fewer would have kept the seller out. Null where no number of defects reaches or leaves it, or the seller is not scored. Minor units for amount programmes.",
  ),
  clean_orders: whole(
    "The fewest further orders, none with a defect, after which this tier is not met; null where orders do not help, or the seller is not scored. Minor units of sales for amount programmes.",
  ),
  basis: exact,
});
export type TierDistance = z.infer<typeof TierDistance>;

/** One seller at one evaluation. */
export const Outlook = z.strictObject({
  evaluation: z.enum(EVALUATIONS),
  evaluated_on: date.describe("The day of evaluation."),
  program_version: z.string().describe("The version that judges; empty where none is in force."),
  window_start: date,
  window_end: date.describe("First day after the window."),
  numerator: z.number(),
  denominator: z.number(),
  rate: figure("numerator / denominator."),
  points: figure("Points or score; null for rates."),
  tier: z.string(),
  months_in_program: z.int().min(0),
  clean_orders: whole(
    "The fewest further orders, none with a defect, after which the seller is in no tier: 0 outside.",
  ),
  tiers: z.array(TierDistance).describe("From mildest to most severe."),
  fees: z.array(Fee).describe("What the month of this evaluation costs, as published."),
  fee_total: z.int().min(0).describe("Their sum in minor units."),
  fee_currency: z.string().nullable(),
  remarks: z.array(z.enum(REMARKS)),
  basis: exact,
});
export type Outlook = z.infer<typeof Outlook>;

/** Why there is no day on which the seller is clear. */
export const NOT_CLEAR = ["outside", "not_within_a_year", "not_meaningful"] as const;
/** Why nothing is estimated. */
export const NO_PACE = [
  "too_little_history",
  "no_orders",
  "not_in_force",
  "no_lines_for_region",
  "no_exchange_rate",
  "not_a_rate_of_defects",
] as const;

const probability = z.number().min(0).max(1);

/** What today's pace leads to: an estimate. */
export const AtPace = z.strictObject({
  evaluated_on: date.describe(
    "The next evaluation; of programmes that evaluate daily the end of a window's length, at most 30 days ahead.",
  ),
  window_start: date,
  window_end: date,
  days_ahead: z.int().min(0).describe("Days of the window that are still to come."),
  pace_days: z.int().min(1).describe("Days that today's pace is of."),
  stays: z.number().describe("What is in the numerator already and stays there: exact."),
  further: z.number().min(0).describe("Further defects at today's pace."),
  numerator: z.number(),
  numerator_low: z.number().describe("With 97.5 % probability it is no less."),
  numerator_high: z.number().describe("With 97.5 % probability it is no more."),
  denominator: z.number().describe("What stays, and orders at today's pace."),
  rate: figure("numerator / denominator."),
  rate_low: figure("Of numerator_low."),
  rate_high: figure("Of numerator_high."),
  tier: z.string().describe("The tier of numerator and denominator."),
  tiers: z
    .array(
      z.strictObject({
        tier: z.string(),
        probability: probability.describe("That its gates are met at that evaluation."),
        basis: z.literal("estimate"),
      }),
    )
    .describe("From mildest to most severe; a worse tier's probability is part of a milder one's."),
  basis: z
    .literal("estimate")
    .describe(
      "Defects are taken to come at a steady rate, learnt from the days that the pace is of: a Poisson count whose rate is a gamma variable. The chance in orders, in amounts and in what is exempted later is left out.",
    ),
});
export type AtPace = z.infer<typeof AtPace>;

/** Where one seller is heading in one programme: exact where arithmetic decides, else an estimate. */
export const Projection = z.strictObject({
  seller_id: z.string(),
  program: z.string(),
  kind: z.enum(["rate", "points", "score"]),
  unit: z.enum(["orders", "events", "items", "amount", "points"]),
  currency: z.string().nullable(),
  confidence: z.string(),
  as_of: date.describe("What happened on this day or later does not count."),
  current: Outlook.describe("As last evaluated."),
  to_date: Outlook.describe(
    "At the next evaluation, with what is known now; its fees are those of this month if it were evaluated now.",
  ),
  clear_on: date
    .nullable()
    .describe(
      "The first evaluation at which the seller would be out if nothing more happened: in no tier, and after as many clean evaluations as the programme asks. Peers' average is held.",
    ),
  clear_reason: z.enum(NOT_CLEAR).nullable().describe("Why clear_on is null."),
  relapse_on: date
    .nullable()
    .describe(
      "The first evaluation after clear_on, within a year, at which the seller would be in again without anything having happened: good orders leave windows too.",
    ),
  clear_basis: exact,
  at_pace: AtPace.nullable(),
  at_pace_reason: z.enum(NO_PACE).nullable().describe("Why at_pace is null."),
});
export type Projection = z.infer<typeof Projection>;
export type NoPace = (typeof NO_PACE)[number];
