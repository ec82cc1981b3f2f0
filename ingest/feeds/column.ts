import { z } from "zod";
import { minorUnits } from "../validate/currencies.js";

/** What a column holds; decides its cast, its check and its storage type. */
export type ColumnKind =
  | "id"
  | "name"
  | "text"
  | "enum"
  | "boolean"
  | "integer"
  | "decimal"
  | "rate"
  | "timestamp"
  | "date"
  | "money"
  | "currency";

export interface ColumnMeta {
  kind: ColumnKind;
  description: string;
  /** Enum values, in the order in which they are documented. */
  values?: readonly string[];
  /** A deadline says when something is due, not that it happened, so it never orders versions. */
  deadline?: boolean;
}

/** Every canonical column registers its meaning here; casts, docs and generator read it back. */
export const columnRegistry = z.registry<ColumnMeta>();

function register<T extends z.ZodType>(schema: T, meta: ColumnMeta): T {
  columnRegistry.add(schema, meta);
  return schema.describe(meta.description);
}

const ISO_TIMESTAMP =
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/;

/** True for a calendar date that exists, as YYYY-MM-DD. */
export function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && isTimestamp(value);
}

/** True for a calendar date that exists, with an optional time and offset. */
export function isTimestamp(value: string): boolean {
  if (!ISO_TIMESTAMP.test(value)) return false;
  const date = value.slice(0, 10);
  if (date < "0001") return false;
  const parsed = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date) return false;
  const [hour = 0, minute = 0, second = 0] = value
    .slice(11, 19)
    .split(/[:.Z+-]/)
    .map(Number);
  return hour < 24 && minute < 60 && second < 60;
}

export const id = (description: string) =>
  register(z.string().trim().min(1), { kind: "id", description });

/** What a programme calls something: lower_snake, so that it can stand in a programme's YAML. */
export const name = (description: string) =>
  register(
    z
      .string()
      .trim()
      .regex(/^[a-z][a-z0-9_]*$/, "not a lower_snake name"),
    { kind: "name", description },
  );

export const text = (description: string) => register(z.string(), { kind: "text", description });

export const oneOf = <const V extends readonly [string, ...string[]]>(
  values: V,
  description: string,
) => register(z.enum(values), { kind: "enum", description, values });

export const boolean = (description: string) =>
  register(z.boolean(), { kind: "boolean", description });

export const integer = (description: string) =>
  register(z.int32().min(0), { kind: "integer", description });

const decimalText = z.string().regex(/^\d{1,14}(\.\d+)?$/, "not a decimal amount");

/** An exact number with at most four decimals, never negative. */
export const decimal = (description: string) =>
  register(z.union([z.number().min(0), decimalText]), { kind: "decimal", description });

const rateText = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12}0*)?$/, "not a decimal rate")
  .refine((text) => /[1-9]/.test(text), "not above 0");

/** An exact number above 0: up to nine digits before the point, up to twelve decimals. */
export const rate = (description: string) =>
  register(z.union([z.number().positive(), rateText]), { kind: "rate", description });

/** A day of the marketplace's own calendar: it has no time and no zone. */
export const date = (description: string) =>
  register(z.string().refine(isDate, "not a date"), { kind: "date", description });

/** An event's time: ISO 8601, UTC when it has no offset. */
export const timestamp = (description: string) =>
  register(z.string().refine(isTimestamp, "not an ISO 8601 date or time"), {
    kind: "timestamp",
    description,
  });

/** A due time: stored like an event's time, but it does not order versions. */
export const deadline = (description: string) =>
  register(z.string().refine(isTimestamp, "not an ISO 8601 date or time"), {
    kind: "timestamp",
    description,
    deadline: true,
  });

/** A decimal amount in major units, never negative; stored as integer minor units. */
export const money = (description: string) =>
  register(z.union([z.number().min(0), decimalText]), { kind: "money", description });

export const currency = (description: string) =>
  register(
    z.string().refine((code) => minorUnits.has(code), "not an ISO 4217 code"),
    {
      kind: "currency",
      description,
    },
  );

/** Columns that every feed shares. */
export const versioning = {
  updated_at: timestamp(
    "When this version was made; a higher value replaces a lower one. Without it the latest time in the row stands in.",
  ).optional(),
  deleted: boolean("True is a tombstone: the fact no longer exists.").optional(),
};
