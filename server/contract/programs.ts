import { z } from "zod";
import { CONFIDENCES, Program } from "../../analytics/4_standings/program.js";
import { SEVERITIES } from "../../analytics/4_standings/standing.js";

const date = z.iso.date();
const sentences = z.array(z.string());

/** A tier in plain English. */
const TierWords = z.strictObject({
  tier: z.string(),
  name: z.string(),
  severity: z.enum(["near", "above", "severe"]),
  asks: z.string().describe("What must be met to be in it."),
  leave: z.string().nullable().describe("When alerts leave it, where that differs."),
  consequence: z.string().nullable(),
});

/** A programme in plain English, made from its figures. */
export const ProgramWords = z.strictObject({
  formula: sentences.describe("What is counted, and what it is divided by."),
  window: z.string().nullable().describe("Over which days; null where each rule has its own."),
  evaluation: z.string().describe("When it looks at sellers."),
  rules: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        formula: sentences,
        window: z.string(),
        gives: sentences,
      }),
    )
    .describe("Rules of a points programme, parts of a score."),
  lines: z.array(
    z.strictObject({
      id: z.string().describe("`general`, or a regional set."),
      who: z.string(),
      tiers: z.array(TierWords),
      note: z.string().nullable(),
    }),
  ),
  notes: sentences.describe("Floor, nearness, peers, exit, and who is not judged."),
  fees: sentences,
  confidence: z.string(),
});

export const ProgramVersionRow = z.strictObject({
  version: z.string(),
  from: date.nullable().describe("First day; null: since before our records."),
  until: date
    .nullable()
    .describe("First day on which it no longer holds; null: until further notice."),
  in_force: z.boolean(),
  changes: sentences.describe("What it says otherwise than the version before it."),
});
export type ProgramVersionRow = z.infer<typeof ProgramVersionRow>;

/** One version of a programme, with what it says in words. */
export const ProgramProfile = z.strictObject({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  region: z.string(),
  kind: z.enum(["rate", "points", "score"]),
  summary: z.string(),
  confidence: z.enum(CONFIDENCES),
  version: z.string(),
  effective: z.strictObject({ from: date.nullable(), until: date.nullable() }),
  line_rate: z.number().nullable().describe("Rate of the first tier, where it has one."),
  words: ProgramWords,
  versions: z.array(ProgramVersionRow).describe("Newest first."),
  sources: z.array(
    z.strictObject({
      address: z.string(),
      retrieved: date,
      confidence: z.string(),
      note: z.string().optional(),
    }),
  ),
  leaves_out: sentences.describe("What the published programme asks and this one does not judge."),
  program: Program,
});
export type ProgramProfile = z.infer<typeof ProgramProfile>;

const TierCount = z.strictObject({
  tier: z.string(),
  name: z.string(),
  severity: z.enum(SEVERITIES),
  sellers: z.int(),
});

/** GET /v1/programs/{id}: the version that judges on a day, and how many sellers it finds where. */
export const ProgramPage = ProgramProfile.extend({
  as_of: date,
  batch_id: z.int(),
  in_force: z.boolean().describe("Whether this version judges on as_of; else nobody is judged."),
  window_start: date,
  window_end: date,
  evaluated_on: date,
  tiers: z
    .array(TierCount)
    .describe("not_scored and within first, then the programme's tiers; ties with /v1/sellers."),
  near: z.int().describe("Sellers within the lines, but shown as near the first of them."),
  scored: z.int(),
  lines_sellers: z
    .array(z.strictObject({ lines: z.string().nullable(), sellers: z.int() }))
    .describe("Sellers by the set of lines that holds for them; null: none does."),
});
export type ProgramPage = z.infer<typeof ProgramPage>;
