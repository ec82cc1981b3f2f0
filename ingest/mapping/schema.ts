import { z } from "zod";
import { feedNames, type FeedName } from "../feeds/index.js";
import { condition, expression } from "./expression.js";
import { nonEmpty } from "./operator.js";

/** Names that reading a file adds to its own columns. */
export const RESERVED_COLUMNS = ["source_file", "source_line"];

const name = z.string().regex(/^[a-z][a-z0-9_-]*$/, "not a lower-case name");

const source = z.strictObject({
  columns: z
    .array(nonEmpty)
    .min(1)
    .describe("Columns that a file must have to be this source; expressions may use only these."),
  encoding: z.enum(["utf-8", "latin-1"]).default("utf-8").describe("How its text is encoded."),
});

const join = z.strictObject({
  source: name.describe("The source to join. Rows without a partner are kept."),
  on: z
    .record(nonEmpty, nonEmpty)
    .describe(
      "The joined source's column: the column it must equal, of `from` or an earlier join.",
    ),
  many: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe("True where several rows may match; else two different matches are a fault."),
});

const target = z.strictObject({
  feed: z.enum(feedNames as [FeedName, ...FeedName[]]).describe("The canonical feed it fills."),
  from: name.describe("The source whose rows become the feed's rows."),
  join: z.array(join).default([]),
  where: condition.optional().describe("Rows for which it is false are not for this feed."),
  group_by: z
    .array(nonEmpty)
    .min(1)
    .optional()
    .describe("Columns that make one row of many lines; a group lies within one file."),
  columns: z.record(name, expression).describe("Canonical column: how it is made."),
});

const control = z.strictObject({
  name,
  source: name,
  where: condition.optional(),
  value: expression.describe("An aggregate over the source's lines."),
});

export const mapping = z.strictObject({
  name,
  note: nonEmpty.describe("What the mapping assumes, for the people who rely on it."),
  sources: z.record(name, source),
  feeds: z.array(target).min(1),
  controls: z.array(control).default([]).describe("Exact figures of the raw files, to tie out."),
});

/** How foreign files become canonical feeds. */
export type Mapping = z.infer<typeof mapping>;
export type Source = z.infer<typeof source>;
export type Join = z.infer<typeof join>;
export type Target = z.infer<typeof target>;
export type Control = z.infer<typeof control>;
