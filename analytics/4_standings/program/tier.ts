import { z } from "zod";
import { Threshold } from "./threshold.js";

export const GATES = [
  "rate",
  "count",
  "amount",
  "distinct_buyers",
  "denominator",
  "denominator_count",
  "rate_low",
  "peer_multiple",
  "points",
] as const;
export type Gate = (typeof GATES)[number];

const gate = (meaning: string) => Threshold.optional().describe(meaning);

export const Gates = z
  .strictObject({
    rate: gate("Judged numerator / denominator; 0.01 is one percent."),
    count: gate("Judged numerator, counted."),
    amount: gate("Judged numerator's money in minor units of the reporting currency."),
    distinct_buyers: gate("Different buyers behind the judged numerator."),
    denominator: gate("Denominator."),
    denominator_count: gate(
      "Denominator, counted: orders where the unit is amount, else the same as `denominator`.",
    ),
    rate_low: gate("Lower bound of the rate's 95 % interval."),
    peer_multiple: gate("Rate as a multiple of the average of the seller's peers (see `peers`)."),
    points: gate("Points of a points programme, or the score of a score programme."),
  } satisfies Record<Gate, z.ZodType>)
  .refine((gates) => Object.keys(gates).length > 0, "a tier needs a gate, or everybody is in it")
  .describe("All of them must be met.");
export type Gates = z.infer<typeof Gates>;

/** Thresholds that depend on the seller's volume. */
const Piece = z
  .strictObject({
    from: z.int().min(0).describe("Denominator from which this piece holds, until the next one."),
    gates: Gates,
  })
  .describe("Gates for sellers of a certain volume.");

export const Tier = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_]*$/),
    name: z.string(),
    severity: z.enum(["near", "above", "severe"]).describe("Colour and rank; never a threshold."),
    gates: Gates.optional(),
    pieces: z
      .array(Piece)
      .min(1)
      .optional()
      .describe("Instead of gates: other gates by volume, from the smallest volume upwards."),
    periods: z
      .int()
      .min(2)
      .max(24)
      .optional()
      .describe("Evaluations in a row, this one included, that must have met the gates."),
    exit_rate: z
      .number()
      .positive()
      .max(10)
      .optional()
      .describe(
        "Alerts: the rate must fall below this, lower than the entry, before the tier is left.",
      ),
    consequence: z.string().optional().describe("What the programme's owner does to a seller."),
  })
  .refine((tier) => (tier.gates === undefined) !== (tier.pieces === undefined), {
    path: ["gates"],
    message: "a tier has either gates or pieces",
  });
export type Tier = z.infer<typeof Tier>;

/** Another set of lines for sellers of some regions. */
export const Regional = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_]*$/),
    regions: z.array(z.string()).min(1).describe("Values of a seller's region."),
    tiers: z.array(Tier).min(1),
    note: z.string().optional(),
  })
  .describe("Lines that hold for sellers of these regions in place of `tiers`.");
