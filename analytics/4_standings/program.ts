import { z } from "zod";

/*
 * A programme is data: data/programs/*.yaml, checked by this schema and by nothing else.
 */

const isoDate = z.iso.date();
const ratio = z.number().positive().max(10);

const Term = z
  .strictObject({
    measures: z
      .array(z.string().min(1))
      .min(1)
      .describe("Measures (analytics/2_ledger) whose postings are united."),
    by: z
      .enum(["order_date", "event_date"])
      .describe("Which date puts a posting into the window: that of its order, or its own."),
    month_offset: z
      .int()
      .min(-12)
      .max(0)
      .default(0)
      .describe("Whole months by which this side's window is moved; only for calendar months."),
    exempt: z
      .array(z.string())
      .default([])
      .describe("Liabilities that leave the judged figure; the raw figure keeps them."),
  })
  .describe("One side of the rate.");

const Scope = z
  .strictObject({
    card_network: z.array(z.string()).optional(),
    card_present: z.array(z.boolean()).optional(),
    region: z.array(z.string()).optional(),
    category: z.array(z.string()).optional(),
  })
  .default({})
  .describe("Only postings whose segment matches every filter count.");

const Window = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("rolling_days"),
      days: z.int().min(1).max(3660),
      lag_days: z.int().min(0).max(3660).default(0),
    })
    .describe(
      "The `days` days before as_of, or before as_of minus `lag_days` so that orders have had time to mature.",
    ),
  z
    .strictObject({ kind: z.literal("calendar_month") })
    .describe("The last calendar month that is over at as_of."),
]);

const Gates = z
  .strictObject({
    rate: ratio.optional().describe("Rate, 0 to 1, from which the gate is met."),
    count: z.int().min(1).optional().describe("Judged numerator from which the gate is met."),
    amount: z
      .int()
      .min(1)
      .optional()
      .describe("Judged numerator amount in minor units of the reporting currency."),
    distinct_buyers: z.int().min(1).optional().describe("Different buyers behind the numerator."),
    denominator: z.int().min(1).optional().describe("Denominator from which the gate is met."),
    rate_low: ratio
      .optional()
      .describe("Lower bound of the 95 % interval from which the gate is met."),
  })
  .refine((gates) => Object.keys(gates).length > 0, "a tier needs a gate, or everybody is in it")
  .describe("All of them must be met.");

const Tier = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  name: z.string(),
  severity: z.enum(["near", "above", "severe"]).describe("Colour and rank; never a threshold."),
  gates: Gates,
  exit_rate: ratio
    .optional()
    .describe(
      "Alerts: the rate must fall below this, lower than the entry, before the tier is left.",
    ),
});

export const Program = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    version: z.string().min(1),
    name: z.string(),
    owner: z.string(),
    region: z.string(),
    summary: z
      .string()
      .describe("What it asks, in one or two sentences that a seller understands."),
    confidence: z.enum(["verified", "secondary", "unverified"]),
    effective: z.strictObject({ from: isoDate, until: isoDate.nullable().default(null) }),
    sources: z.array(
      z.strictObject({
        address: z.string(),
        retrieved: isoDate,
        confidence: z.string(),
        note: z.string().optional(),
      }),
    ),
    unit: z
      .enum(["orders", "events", "amount"])
      .describe(
        "orders: distinct orders; events: postings; amount: money in the reporting currency.",
      ),
    reporting_currency: z.string().length(3).optional(),
    numerator: Term,
    denominator: Term,
    scope: Scope,
    window: Window,
    floor: z
      .strictObject({ denominator: z.int().min(1) })
      .optional()
      .describe("Below it a seller is `not_scored`, which is not `good`."),
    near_multiple: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe("Share of the first tier's rate from which a seller is shown as near the line."),
    tiers: z.array(Tier).min(1).describe("From mildest to most severe."),
    exit: z
      .strictObject({ clean_periods: z.int().min(1).max(36) })
      .default({ clean_periods: 1 })
      .describe("Evaluations in a row without a tier after which the programme is left."),
  })
  .superRefine((program, context) => {
    const comparesMoney =
      program.unit === "amount" || program.tiers.some(({ gates }) => gates.amount !== undefined);
    if (comparesMoney && !program.reporting_currency)
      context.addIssue({
        code: "custom",
        path: ["reporting_currency"],
        message: "an amount programme states its reporting currency",
      });
    if (program.window.kind !== "calendar_month")
      for (const side of ["numerator", "denominator"] as const)
        if (program[side].month_offset !== 0)
          context.addIssue({
            code: "custom",
            path: [side, "month_offset"],
            message: "only calendar months can be offset",
          });
    const ids = program.tiers.map((tier) => tier.id);
    if (new Set(ids).size !== ids.length)
      context.addIssue({ code: "custom", path: ["tiers"], message: "two tiers share an id" });
    program.tiers.forEach((tier, index) => {
      const { exit_rate: exit, gates } = tier;
      if (exit !== undefined && (gates.rate === undefined || exit >= gates.rate))
        context.addIssue({
          code: "custom",
          path: ["tiers", index, "exit_rate"],
          message: "must be lower than the tier's rate",
        });
    });
  });

export type Program = z.infer<typeof Program>;
export type ProgramTier = Program["tiers"][number];
