import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { EVALUATIONS } from "../analytics/4_standings/evaluation.js";
import type { Program } from "../analytics/4_standings/program.js";
import { parseMoment } from "./moment.js";
import { ApiError } from "./problem.js";
import type { Moment, Snapshot } from "./snapshot/snapshot.js";

/** Windows reach years back and a day forward; all of it must have four-digit years. */
export const Day = z.iso
  .date("not a day that exists, as in 2026-01-31")
  .refine((day) => day >= "1900-01-01" && day <= "2999-12-31", "a day from 1900 to 2999");

const AsOf = Day.optional().describe(
  "Day of judgement; defaults to the day after the newest event, as known at known_at.",
);

const KnownAt = z
  .string()
  .refine((text) => parseMoment(text) !== null, {
    error: "not a moment in ISO 8601, as in 2026-01-31T09:00:00Z",
  })
  .optional()
  .describe(
    "Judge by what had been recorded at this moment (ISO 8601, UTC where it has no offset); defaults to now. The same as_of and known_at give the same answer for ever.",
  );

/** As of which day, and as known at which moment. */
export const KNOWN = { as_of: AsOf, known_at: KnownAt };

/** The same, and at which evaluation: what every report can be asked for. */
export const MOMENT = {
  ...KNOWN,
  evaluation: z
    .enum(EVALUATIONS)
    .optional()
    .describe(
      "current (the default): as last evaluated; projected: at the next evaluation, with what is known on as_of.",
    ),
};

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

export const badParameter = (name: string, why: string) =>
  new ApiError(400, "bad parameter", `${name}: ${why}`, name);

interface Asked {
  as_of?: string | undefined;
  known_at?: string | undefined;
  evaluation?: Moment["kind"];
}

/** The moment that a request names; what is not over yet is not known. */
export function momentOf({ as_of: asOf, known_at, evaluation: kind }: Asked, now: Date): Moment {
  const knownAt = known_at === undefined ? undefined : (parseMoment(known_at) ?? undefined);
  if (knownAt !== undefined && knownAt > now.toISOString())
    throw badParameter("known_at", `${knownAt} lies in the future; it is ${now.toISOString()} now`);
  return { asOf, knownAt, kind };
}

/** Where a list goes on, in which state of the data, and of which list. */
interface Place {
  offset: number;
  moment: Moment;
  /** Stands for the list with its filter and order. */
  list: string;
}

interface Paged extends Asked {
  cursor?: string | undefined;
}

/** Parameters that do not change which rows are listed in which order. */
const BESIDE = new Set(["cursor", "limit", "as_of", "known_at", "evaluation"]);

/** Names a list by its path, filter and order; a few letters are enough, nobody guards anything by it. */
function nameOf(path: string, asked: object): string {
  const filter = Object.entries(asked)
    .filter(([name, value]) => !BESIDE.has(name) && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([path, filter]))
    .digest("hex")
    .slice(0, 12);
}

/** The place that a request begins or goes on from; a cursor must be of that very list. */
export function placeOf(path: string, asked: Paged, now: Date): Place {
  const moment = momentOf(asked, now);
  const list = nameOf(path, asked);
  if (asked.cursor === undefined) return { offset: 0, moment, list };
  const text = Buffer.from(asked.cursor, "base64url").toString();
  const [, asOf, batch, kind, name, offset] =
    /^(\d{4}-\d{2}-\d{2}):(\d{1,9}):(current|projected):([0-9a-f]{12}):(\d{1,9})$/.exec(text) ?? [];
  if (!Day.safeParse(asOf).success)
    throw badParameter("cursor", "take it from next_cursor of the page before");
  if (name !== list)
    throw badParameter(
      "cursor",
      "is of another list, filter or order; repeat those of its page, or begin again without cursor",
    );
  if (moment.asOf !== undefined && moment.asOf !== asOf)
    throw badParameter("cursor", `is of ${asOf}, and as_of is ${moment.asOf}; leave as_of out`);
  if (moment.kind !== undefined && moment.kind !== kind)
    throw badParameter(
      "cursor",
      `is of the ${kind} evaluation, not the ${moment.kind} one; leave evaluation out`,
    );
  const state = { asOf, batchId: Number(batch), kind: kind as Moment["kind"] };
  return { offset: Number(offset), moment: { ...moment, ...state }, list };
}

/** A cursor that goes on from an offset in a snapshot's state. */
export const encodeCursor = (
  { asOf, batchId, kind }: Pick<Snapshot, "asOf" | "batchId" | "kind">,
  list: string,
  offset: number,
): string => Buffer.from(`${asOf}:${batchId}:${kind}:${list}:${offset}`).toString("base64url");

/** One page of all rows, and the cursor of the next. */
export function pageOf<T>(
  rows: readonly T[],
  size: number,
  { offset, list }: Place,
  snapshot: Snapshot,
) {
  const end = offset + size;
  return {
    items: rows.slice(offset, end),
    next_cursor: end < rows.length ? encodeCursor(snapshot, list, end) : null,
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
