import { z } from "zod";
import {
  BacktestResult,
  BacktestSeller,
  Knowledge,
  MAX_DAYS,
} from "../../analytics/4_standings/backtest/contract.js";
import { parseMoment } from "../moment.js";
import { Day } from "../parameters.js";

const yaml = z
  .string()
  .min(1)
  .max(100_000)
  .optional()
  .describe("Text of a programme's YAML, such as `extends: …` with other lines.");
const id = z.string().min(1).optional().describe("Id of a programme.");

const shape = {
  program: id,
  program_yaml: yaml,
  against: id,
  against_yaml: yaml,
  from: Day.describe("First day."),
  to: Day.describe(`First day that is not walked; at most ${MAX_DAYS} days after from.`),
  knowledge: Knowledge.optional(),
  known_at: z
    .string()
    .refine(
      (text) => parseMoment(text) !== null,
      "not a moment in ISO 8601, as in 2026-01-31T09:00:00Z",
    )
    .optional()
    .describe("As if nothing had been recorded after this moment (ISO 8601)."),
  truth_csv: z
    .string()
    .optional()
    .describe("Text of a CSV with seller_id and is_risky, as the generator's truth_sellers.csv."),
};

const Shape = z.strictObject(shape, {
  error: (issue) =>
    issue.code === "unrecognized_keys"
      ? `there is no such field; there are ${Object.keys(shape).join(", ")}`
      : undefined,
});

/** POST /v1/backtests: programmes A (program) and B (against), each by its id or as YAML. */
export const BacktestRequest = Shape.superRefine((body, context) => {
  for (const side of ["program", "against"] as const) {
    const given = [body[side], body[`${side}_yaml`]].filter((value) => value !== undefined);
    if (given.length === 1) continue;
    const message =
      given.length === 0
        ? `name a programme, or send its YAML as ${side}_yaml`
        : `send either ${side} or ${side}_yaml, not both`;
    context.addIssue({ code: "custom", path: [side], message });
  }
});
export type BacktestRequest = z.infer<typeof BacktestRequest>;

export const BACKTEST_STATES = ["queued", "running", "done", "failed"] as const;

/** A backtest without its result. */
export const BacktestJob = z.strictObject({
  id: z.string(),
  status: z.enum(BACKTEST_STATES),
  progress: z.number().min(0).max(1),
  stage: z.enum(["reading", "walking", "summing"]).nullable().describe("What is being done."),
  program: z.string().describe("Id of programme A."),
  program_name: z.string(),
  against: z.string().describe("Id of programme B."),
  against_name: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  created_at: z.string().describe("ISO 8601 UTC."),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  error: z.string().nullable().describe("Why it failed, and what to change."),
});
export type BacktestJob = z.infer<typeof BacktestJob>;

/** GET /v1/backtests/{id} */
export const Backtest = BacktestJob.extend({
  result: BacktestResult.nullable().describe("Null until it is done."),
});
export type Backtest = z.infer<typeof Backtest>;

export const BacktestList = z.strictObject({
  items: z.array(BacktestJob).describe("Newest first; the last 20 are kept, until a restart."),
});

/** The sellers of a result, as CSV and Arrow give them. */
export const BacktestSellers = z.strictObject({
  program: z.string(),
  against: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  knowledge: Knowledge,
  batch_id: z.int(),
  items: z.array(BacktestSeller),
});
