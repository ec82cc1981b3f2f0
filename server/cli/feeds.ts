import { z } from "zod";
import type { Command } from "commander";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { addOutputOptions, printRows, type OutputOptions } from "./output.js";
import { strings } from "./strings.js";

/** A column of a canonical feed, as its one definition says. */
const FeedColumn = z.strictObject({
  feed: z.string().describe("The feed."),
  column: z.string().describe("The column's name."),
  kind: z.string().describe("What it holds; enums with their values."),
  required: z.boolean().describe("Whether a row without it goes to quarantine."),
  description: z.string().describe("What it means."),
});

export function define(command: Command, io: Io): void {
  command.argument("[feed]", strings.arguments.feed);
  addOutputOptions(command).action((feed: string | undefined, options: OutputOptions) =>
    feeds(feed, options, io),
  );
}

async function feeds(asked: string | undefined, options: OutputOptions, io: Io): Promise<void> {
  const { feedByName, feedNames, isFeedName } = await import("../../ingest/feeds/index.js");
  if (asked !== undefined && !isFeedName(asked))
    throw new UsageError(strings.unknownFeed(asked, feedNames));
  const rows = (asked === undefined ? feedNames : [asked]).flatMap((feed) =>
    feedByName(feed).columns.map(({ name, kind, values, required, description }) => ({
      feed,
      column: name,
      kind: values ? values.join("|") : kind,
      required,
      description,
    })),
  );
  await printRows(io, options, {
    rows,
    schema: FeedColumn,
    table: async () => {
      const { table } = await import("./tables.js");
      const head = ["feed", "column", "kind", "description"] as const;
      return table(
        head,
        rows.map((row) => [
          row.feed,
          row.required ? `${row.column}*` : row.column,
          wrapped(row.kind),
          row.description,
        ]),
      );
    },
  });
}

/** Long lists of values take a line each. */
const wrapped = (kind: string) => (kind.length > 30 ? kind.replaceAll("|", "\n") : kind);
