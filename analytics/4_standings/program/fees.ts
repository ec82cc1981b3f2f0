import { z } from "zod";

const minor = z.int().min(0).describe("Minor units of the fees' currency.");

const Step = z.strictObject({
  from_month: z.int().min(1).describe("Month in the programme from which this amount is due."),
  amount: minor,
});

const PerEvent = z
  .strictObject({
    name: z.string(),
    tiers: z.array(z.string()).optional().describe("Default: every tier."),
    amount: minor.describe("For each judged event that is counted."),
    over_count: z.int().min(0).optional().describe("Only events beyond this many."),
    over_rate: z
      .number()
      .positive()
      .optional()
      .describe("Only events beyond this rate: beyond floor(rate x denominator)."),
    from_month: z.int().min(1).default(1),
    until_month: z.int().min(1).optional().describe("Last month in the programme."),
  })
  .describe("So much for every event.");

const Once = z.strictObject({
  name: z.string(),
  amount: minor,
  month: z.int().min(1).describe("Month in the programme in which it falls due."),
});

/** What a month inside the programme costs. */
export const Fees = z
  .strictObject({
    currency: z.string().length(3),
    grace: z
      .strictObject({
        months: z.int().min(1).describe("First months in the programme without any fee."),
        within_months: z
          .int()
          .min(1)
          .describe("Only if the seller was not in a tier in so many months before entering."),
      })
      .optional(),
    ladder: z
      .record(z.string(), z.array(Step).min(1))
      .default({})
      .describe("By tier: the fee of each month, from the last step that has begun."),
    per_event: z.array(PerEvent).default([]),
    once: z.array(Once).default([]),
    note: z.string().optional(),
  })
  .describe("Fees as published; a figure of money, never an action.");
export type Fees = z.infer<typeof Fees>;
