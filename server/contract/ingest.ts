import { z } from "zod";

const count = z.int().min(0);

/** What POST /v1/ingest/{feed} answers. */
export const IngestAnswer = z.strictObject({
  feed: z.string(),
  batch_id: z
    .int()
    .describe(
      "The batch that these rows became; figures with this batch_id or a higher one include them.",
    ),
  recorded_at: z.string().describe("When it was committed, ISO 8601 UTC."),
  counts: z.strictObject({
    read: count,
    new: count,
    updated: count,
    duplicate: count,
    stale: count,
    quarantined: count,
  }),
  unknown_columns: z
    .array(z.string())
    .describe("Keys of the rows that the feed does not know; they were ignored."),
  rows: z.array(
    z.strictObject({
      row: z.int().min(1).describe("Number of the row in the request, from 1."),
      outcome: z.enum(["new", "updated", "duplicate", "stale", "quarantined"]),
      column: z
        .string()
        .nullable()
        .optional()
        .describe("For quarantined rows: the column at fault."),
      value: z.string().nullable().optional().describe("Its value."),
      reason: z.string().optional().describe("What is wrong, and what to do."),
    }),
  ),
});
