import type { Context } from "hono";
import { stringify } from "csv-stringify/sync";
import type { z } from "zod";
import { arrowStream } from "./arrow.js";

export const ARROW = "application/vnd.apache.arrow.stream";

/**
 * Answers a list as JSON, or its rows alone as Arrow IPC or CSV where that is asked for; what stands
 * beside the rows goes into headers then.
 */
export function replyList<
  T extends { items: readonly Record<string, unknown>[]; next_cursor?: string | null },
>(c: Context, page: T, row: z.ZodObject) {
  const accept = c.req.header("accept") ?? "";
  c.header("vary", "accept");
  const { items, ...beside } = page;
  if (accept.includes(ARROW)) {
    return c.body(arrowStream(items, row) as Uint8Array<ArrayBuffer>, 200, {
      "content-type": ARROW,
      ...asHeaders(beside),
    });
  }
  if (accept.includes("text/csv")) {
    const columns = Object.keys(row.shape);
    const rows = items.map((item) => columns.map((column) => cell(item[column])));
    return c.body(stringify(rows, { header: true, columns }), 200, {
      "content-type": "text/csv; charset=utf-8",
      ...asHeaders(beside),
    });
  }
  return c.json(page);
}

const cell = (value: unknown) =>
  typeof value === "object" && value !== null
    ? JSON.stringify(value)
    : (value as string | number | boolean | null);

const asHeaders = (beside: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(beside)
      .filter(([, value]) => typeof value === "string" || typeof value === "number")
      .map(([name, value]) => [
        `x-plimsoll-${name.replaceAll("_", "-")}`,
        encodeURIComponent(String(value)),
      ]),
  );
