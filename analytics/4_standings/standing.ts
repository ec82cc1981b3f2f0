import { z } from "zod";

const rate = (description: string) => z.number().min(0).nullable().describe(description);
const count = (description: string) => z.int().min(0).describe(description);

/** One gate of one tier, as it was judged. */
export const GateResult = z.strictObject({
  tier: z.string().describe("The tier that the gate belongs to."),
  gate: z
    .enum(["rate", "count", "amount", "distinct_buyers", "denominator", "rate_low"])
    .describe("What is compared."),
  value: z.number().nullable().describe("The seller's figure; null where it cannot be computed."),
  threshold: z.number().describe("The programme's figure, from its YAML."),
  met: z.boolean().describe("Whether value >= threshold."),
});

/** Where one seller stands in one programme on one day: a row of `plimsoll report`. */
export const Standing = z.strictObject({
  seller_id: z.string().describe("The seller."),
  program: z.string().describe("The programme's id."),
  program_version: z.string().describe("The version of the programme that judged."),
  as_of: z.iso
    .date()
    .describe("The day of judgement; what happened on it or later does not count."),
  window_start: z.iso.date().describe("First day of the numerator's window."),
  window_end: z.iso.date().describe("First day after the numerator's window."),
  numerator: count(
    "Judged numerator: without what the programme exempts. Minor units for amount programmes.",
  ),
  denominator: count("Denominator. Minor units for amount programmes."),
  rate: rate("numerator / denominator; null where the denominator is zero."),
  raw_numerator: count("Numerator with everything that was raised, whoever won or pays."),
  raw_rate: rate("raw_numerator / denominator."),
  rate_low: rate("Lower bound of the 95 % interval of rate."),
  rate_high: rate("Upper bound of the 95 % interval of rate."),
  expected_final_rate: rate(
    "Rate to expect once every dispute of these orders has come; equals rate where only events in the window count.",
  ),
  tier: z
    .string()
    .describe("`not_scored`, `within`, or the id of the worst tier whose gates are all met."),
  gates: z.array(GateResult).describe("Every gate of every tier, judged."),
  headroom: z
    .int()
    .nullable()
    .describe(
      "Defects that can still come before the first tier is met; negative: how many fewer would have kept the seller out of it. Null where no number of defects reaches or leaves it.",
    ),
  months_in_program: count(
    "Months since the seller entered, counting the month of entry; 0 outside.",
  ),
});
export type Standing = z.infer<typeof Standing>;
export type GateResult = z.infer<typeof GateResult>;

export const SEVERITIES = ["not_scored", "within", "near", "above", "severe"] as const;
export type Severity = (typeof SEVERITIES)[number];
