import { z } from "@hono/zod-openapi";
import { ApiError } from "./problem.js";
import type { Program } from "../analytics/4_standings/program.js";

/** Windows reach years back and a day forward; all of it must have four-digit years. */
export const Day = z.iso
  .date("not a day that exists, as in 2026-01-31")
  .refine((day) => day >= "1900-01-01" && day <= "2999-12-31", "a day from 1900 to 2999");

export const AsOf = Day.optional().describe(
  "Day of judgement; defaults to the day after the newest event.",
);

export const limit = (most: number, usual: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .describe(`Rows of a page, at most ${most}.`);

export const Cursor = z
  .string()
  .optional()
  .describe(
    "next_cursor of the page before, with the same filter and order; goes on in the same state of the data.",
  );

/** Where the next page starts, of which day, as known at which batch; opaque to callers. */
interface Place {
  offset: number;
  asOf?: string;
  batchId?: number;
}

export const badParameter = (name: string, why: string) =>
  new ApiError(400, "bad parameter", `${name}: ${why}`, name);

export const encodeCursor = ({ offset, asOf, batchId }: Required<Place>): string =>
  Buffer.from(`${asOf}:${batchId}:${offset}`).toString("base64url");

/** The place that a request goes on from; it must be of the day that the request names, if any. */
export function decodeCursor({ cursor, as_of: asOf }: Query): Place {
  if (cursor === undefined) return { offset: 0, ...(asOf === undefined ? {} : { asOf }) };
  const text = Buffer.from(cursor, "base64url").toString();
  const [, day, batch, offset] = /^(\d{4}-\d{2}-\d{2}):(\d{1,9}):(\d{1,9})$/.exec(text) ?? [];
  if (!Day.safeParse(day).success)
    throw badParameter("cursor", "take it from next_cursor of the page before");
  if (asOf !== undefined && asOf !== day)
    throw badParameter("cursor", `is of ${day}, and as_of is ${asOf}; leave as_of out`);
  return { offset: Number(offset), asOf: day as string, batchId: Number(batch) };
}

interface Query {
  cursor?: string | undefined;
  as_of?: string | undefined;
}

/** One page of all rows, and the cursor of the next. */
export function pageOf<T>(rows: readonly T[], size: number, place: Required<Place>) {
  const end = place.offset + size;
  return {
    items: rows.slice(place.offset, end),
    next_cursor: end < rows.length ? encodeCursor({ ...place, offset: end }) : null,
  };
}

export function programOf(programs: ReadonlyMap<string, Program>, id: string): Program {
  const program = programs.get(id);
  if (!program)
    throw badParameter(
      "program",
      `there is no ${id}; there are ${[...programs.keys()].join(", ")}`,
    );
  return program;
}
