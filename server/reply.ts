import type { Context } from "hono";
import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import { arrowStream } from "./arrow.js";
import { columnsOf, flat } from "./columns.js";

export const ARROW = "application/vnd.apache.arrow.stream";

/** A contract whose `items` are rows. */
export type ListSchema = z.ZodObject<{ items: z.ZodArray<z.ZodObject> }>;

/**
 * Answers a list as JSON, or its rows alone as Arrow IPC or CSV where that is asked for; what stands
 * beside the rows goes into headers then.
 */
export function replyList<S extends ListSchema>(c: Context, schema: S, page: z.infer<S>): Response {
  const accept = c.req.header("accept") ?? "";
  c.header("vary", "accept");
  const row = schema.shape.items.element;
  const { items, ...beside } = page as z.infer<ListSchema>;
  if (accept.includes(ARROW)) {
    const stream = arrowStream(items, row) as Uint8Array<ArrayBuffer>;
    return c.body(stream, 200, { "content-type": ARROW, ...asHeaders(beside) });
  }
  if (accept.includes("text/csv"))
    return c.body(csv(items, row), 200, {
      "content-type": "text/csv; charset=utf-8",
      ...asHeaders(beside),
    });
  return c.json(page as object);
}

function csv(items: readonly object[], row: z.ZodObject): string {
  const columns = columnsOf(row);
  const rows = items.map((item) => columns.map((column) => flat(column, item)));
  return stringify(rows, {
    header: true,
    columns: columns.map(({ name }) => name),
    cast: { boolean: String },
  });
}

const asHeaders = (beside: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(beside)
      .filter(([, value]) => typeof value === "string" || typeof value === "number")
      .map(([name, value]) => [
        `x-plimsoll-${name.replaceAll("_", "-")}`,
        encodeURIComponent(String(value)),
      ]),
  );
