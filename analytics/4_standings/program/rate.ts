import { z } from "zod";
import { ProgramWindow } from "./window.js";

/** One side of a rate. */
export const Term = z
  .strictObject({
    measures: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        "Measures (analytics/2_ledger) whose postings are united, or one `scores.<metric>` of the scores feed.",
      ),
    less: z
      .array(z.string().min(1))
      .default([])
      .describe("Measures that are subtracted, such as refunds from sales; not for unit orders."),
    by: z
      .enum(["order_date", "event_date"])
      .describe("Which date puts a posting into the window: that of its order, or its own."),
    month_offset: z
      .int()
      .min(-12)
      .max(0)
      .default(0)
      .describe("Whole months by which this side's window is moved; only for windows of months."),
    reasons: z
      .array(z.string())
      .optional()
      .describe("Only postings with one of these reasons count at all, also in the raw figure."),
    exempt: z
      .array(z.string())
      .default([])
      .describe(
        "Liabilities or reasons that leave the judged figure once they are known; the raw figure keeps them.",
      ),
  })
  .describe("One side of the rate.");
export type Term = z.infer<typeof Term>;

export const Scope = z
  .strictObject({
    card_network: z.array(z.string()).optional(),
    card_present: z.array(z.boolean().nullable()).optional().describe("null: not known."),
    region: z.array(z.string()).optional(),
    except_regions: z
      .array(z.string())
      .optional()
      .describe("Regions that do not count; what has no region does."),
    category: z.array(z.string()).optional(),
  })
  .default({})
  .describe("Only postings whose segment matches every filter count.");
export type Scope = z.infer<typeof Scope>;

/** What is divided by what, over which days. */
export const rateShape = {
  unit: z
    .enum(["orders", "events", "items", "amount"])
    .describe(
      "orders: distinct orders; events: postings, so that a sale may count twice; items: items of the orders; amount: money in the reporting currency.",
    ),
  reporting_currency: z.string().length(3).optional(),
  numerator: Term,
  denominator: Term,
  scope: Scope,
  window: ProgramWindow,
  floor: z
    .strictObject({ denominator: z.int().min(1) })
    .optional()
    .describe("Below it a seller is `not_scored`, which is not `good`."),
};
const RateRule = z.strictObject(rateShape);
export type RateRule = z.infer<typeof RateRule>;
export type Unit = RateRule["unit"];
