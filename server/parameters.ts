import { z } from "@hono/zod-openapi";
import { ApiError } from "./problem.js";
import type { Program } from "../analytics/4_standings/program.js";

export const AsOf = z.iso
  .date("not a day that exists, as in 2026-01-31")
  .optional()
  .describe("Day of judgement; defaults to the day after the newest event.");

export const limit = (most: number, usual: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .describe(`Rows of a page, at most ${most}.`);

export const Cursor = z.string().optional().describe("next_cursor of the page before.");

/** A cursor is where the next page starts, of which day; opaque to callers. */
export const encodeCursor = (offset: number, asOf: string): string =>
  Buffer.from(`${asOf}:${offset}`).toString("base64url");

export function decodeCursor(cursor: string | undefined): { offset: number; asOf?: string } {
  if (cursor === undefined) return { offset: 0 };
  const found = /^(\d{4}-\d{2}-\d{2}):(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString());
  if (!found)
    throw new ApiError(
      400,
      "bad parameter",
      "cursor: take it from next_cursor of the page before",
      "cursor",
    );
  return { offset: Number(found[2]), asOf: found[1] as string };
}

/** One page of rows, and the cursor of the next. */
export function pageOf<T>(rows: readonly T[], offset: number, size: number, asOf: string) {
  const end = offset + size;
  return {
    items: rows.slice(offset, end),
    next_cursor: end < rows.length ? encodeCursor(end, asOf) : null,
  };
}

export function programOf(programs: ReadonlyMap<string, Program>, id: string): Program {
  const program = programs.get(id);
  if (!program)
    throw new ApiError(
      400,
      "bad parameter",
      `program: there is no ${id}; there are ${[...programs.keys()].join(", ")}`,
      "program",
    );
  return program;
}
