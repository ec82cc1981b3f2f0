import { z } from "zod";
import { CONFIDENCES } from "./program.js";
import { GATES } from "./program/tier.js";

const rate = (description: string) => z.number().min(0).nullable().describe(description);
const amount = (description: string) => z.number().describe(description);
const count = (description: string) => z.int().min(0).describe(description);

/** One gate of one tier, as it was judged. */
export const GateResult = z.strictObject({
  tier: z.string().describe("The tier that the gate belongs to."),
  gate: z
    .enum([...GATES, "periods"])
    .describe("What is compared; periods: evaluations in a row that met the others."),
  value: z.number().nullable().describe("The seller's figure; null where it cannot be computed."),
  comparison: z.enum([">=", ">", "<", "<="]).describe("How value is compared with threshold."),
  threshold: z.number().describe("The programme's figure, from its YAML."),
  met: z.boolean().describe("Whether the comparison holds."),
});

/** Why a figure is less than it seems, or missing. */
export const REMARKS = [
  "below_floor",
  "not_in_force",
  "no_lines_for_region",
  "history_too_short",
  "no_peers",
  "no_exchange_rate",
  "no_denominator",
] as const;
export type Remark = (typeof REMARKS)[number];

/** One line of what a month inside a programme costs. */
export const Fee = z.strictObject({
  name: z.string(),
  amount: z.int().min(0).describe("Minor units of fee_currency."),
});
export type Fee = z.infer<typeof Fee>;

/** Where one seller stands in one programme on one day: a row of `plimsoll report`. */
export const Standing = z.strictObject({
  seller_id: z.string().describe("The seller."),
  program: z.string().describe("The programme's id."),
  program_version: z
    .string()
    .describe("The version that judged; empty where none was in force (remark not_in_force)."),
  as_of: z.iso
    .date()
    .describe("The day of judgement; what happened on it or later does not count."),
  window_start: z.iso.date().describe("First day of the numerator's window."),
  window_end: z.iso.date().describe("First day after the numerator's window."),
  numerator: amount(
    "Judged numerator: without what the programme exempts. Minor units for amount programmes.",
  ),
  denominator: amount("Denominator. Minor units for amount programmes."),
  rate: rate("numerator / denominator; null where the denominator is zero."),
  raw_numerator: amount("Numerator with everything that was raised, whoever won or pays."),
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
    "Months since the seller entered, counting the month of entry; 0 outside. Where months have no consequence (no fees, no clean months to leave): 1 inside.",
  ),
  evaluation: z
    .enum(["current", "projected"])
    .describe("current: as last evaluated; projected: at the next evaluation, with what is known."),
  evaluated_on: z.iso.date().describe("The day of evaluation whose standing this is."),
  confidence: z.enum(CONFIDENCES).describe("How well the programme's figures are known."),
  lines: z
    .string()
    .nullable()
    .describe(
      "Which lines judged: `general`, or the id of a regional set; null where there are none.",
    ),
  peer_rate: rate("Average rate of the seller's peers; null where the programme has none."),
  points: z
    .number()
    .nullable()
    .describe("Points of a points programme, score of a score programme."),
  clean_orders: z
    .int()
    .nullable()
    .describe(
      "The fewest further orders, none with a defect, after which the seller is in no tier: 0 outside, null where orders do not help. Minor units of sales for amount programmes.",
    ),
  fees: z.array(Fee).describe("What this month in the programme costs, as published."),
  fee_total: count("Sum of fees in minor units."),
  fee_currency: z.string().nullable(),
  remarks: z.array(z.enum(REMARKS)).describe("What to know before trusting the row."),
});
export type Standing = z.infer<typeof Standing>;
export type GateResult = z.infer<typeof GateResult>;

export const SEVERITIES = ["not_scored", "within", "near", "above", "severe"] as const;
export type Severity = (typeof SEVERITIES)[number];
