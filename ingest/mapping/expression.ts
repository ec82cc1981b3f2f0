import { z } from "zod";
import { byOperator, digits, nonEmpty } from "./operator.js";

/**
 * How a canonical column is made. A plain string is a column of the `from` source, or of a joined
 * one as `source.column`; everything else is one operator of this closed set.
 */
export type Expression =
  | string
  | { const: string }
  | { column: string }
  | { concat: Expression[] }
  | { coalesce: Expression[] }
  | { if: Condition; then: Expression; else?: Expression | undefined }
  | { lower: Expression }
  | { upper: Expression }
  | { trim: Expression }
  | { before: Expression; delimiter: string }
  | { after: Expression; delimiter: string }
  | { substring: Expression; from: number; length?: number | undefined }
  | Timestamp
  | { enum: Expression; table: Record<string, string>; default?: string | undefined }
  | { number: Expression; decimal?: string | undefined; thousands?: string | undefined }
  | { multiply: Expression[] }
  | { add: Expression[] }
  | { subtract: Expression[] }
  | { negate: Expression }
  | { abs: Expression }
  | { round: Expression; scale: number }
  | { sum: Expression }
  | { min: Expression }
  | { max: Expression }
  | { any: Expression }
  | { count: Expression }
  | { count_distinct: Expression };

export interface Timestamp {
  timestamp: Expression;
  format: string;
  zone?: string | undefined;
  as?: "start_of_day" | "end_of_day" | undefined;
}

/** The right side of a comparison: a string is a literal, an operator is an expression. */
export type Operand = Expression;

/** True or false for a row, never unknown: an empty value equals nothing but an empty value. */
export type Condition =
  | { value: Expression; equals: Operand }
  | { value: Expression; in: string[] }
  | { value: Expression; starts_with: string }
  | { value: Expression; is_null: boolean }
  | { value: Expression; greater: Operand }
  | { value: Expression; less: Operand }
  | { not: Condition }
  | { and: Condition[] }
  | { or: Condition[] };

export const expression: z.ZodType<Expression> = z.lazy(() =>
  byOperator<Expression>("expression", expressions, nonEmpty),
);

export const condition: z.ZodType<Condition> = z.lazy(() =>
  byOperator<Condition>("condition", conditions),
);

/** A comparison's right side, with a plain string read as a literal. */
const operand: z.ZodType<Operand> = z.lazy(() =>
  byOperator<Operand>(
    "value",
    expressions,
    z.string().transform((text) => ({ const: text })),
  ),
);

const some = z.array(expression).min(1);
const two = z.tuple([expression, expression]);

const FORMAT_PARTS = /%(.?)/g;

const format = z.string().superRefine((text, ctx) => {
  const parts = [...text.matchAll(FORMAT_PARTS)].map((match) => match[1] ?? "");
  const unknown = parts.find((part) => !"YymbBdHIpMSfgnz%".includes(part) || part === "");
  const missing = [/%[Yy]/, /%[mbB]/, /%d/].some((part) => !part.test(text));
  if (unknown !== undefined)
    ctx.addIssue({ code: "custom", message: `unknown date part %${unknown}`, params: DATE_REMEDY });
  else if (missing)
    ctx.addIssue({
      code: "custom",
      message: `the format ${text} does not name year, month and day`,
      params: DATE_REMEDY,
    });
});

const DATE_REMEDY = {
  remedy: "use %Y %m %b %d %H %I %p %M %S %f (fraction) %z (offset), for example %Y-%m-%d %H:%M:%S",
};

const zone = z.string().superRefine((name, ctx) => {
  if (!isZone(name))
    ctx.addIssue({
      code: "custom",
      message: `unknown time zone ${name}`,
      params: { remedy: "use a name such as Europe/London; leave it out for UTC" },
    });
});

function isZone(name: string): boolean {
  return name === "UTC" || Intl.supportedValuesOf("timeZone").includes(name);
}

const expressions = {
  const: z.strictObject({ const: z.string() }),
  column: z.strictObject({ column: nonEmpty }),
  concat: z.strictObject({ concat: some }),
  coalesce: z.strictObject({ coalesce: some }),
  // oxlint-disable-next-line unicorn/no-thenable -- data that is read, never awaited
  if: z.strictObject({ if: condition, then: expression, else: expression.optional() }),
  lower: z.strictObject({ lower: expression }),
  upper: z.strictObject({ upper: expression }),
  trim: z.strictObject({ trim: expression }),
  before: z.strictObject({ before: expression, delimiter: nonEmpty }),
  after: z.strictObject({ after: expression, delimiter: nonEmpty }),
  substring: z.strictObject({
    substring: expression,
    from: digits(1, 1_000_000),
    length: digits(0, 1_000_000).optional(),
  }),
  timestamp: z.strictObject({
    timestamp: expression,
    format,
    zone: zone.optional(),
    as: z.enum(["start_of_day", "end_of_day"]).optional(),
  }),
  enum: z.strictObject({
    enum: expression,
    table: z.record(z.string(), z.string()),
    default: z.string().optional(),
  }),
  number: z.strictObject({
    number: expression,
    decimal: z.string().length(1).optional(),
    thousands: z.string().length(1).optional(),
  }),
  multiply: z.strictObject({ multiply: some }),
  add: z.strictObject({ add: some }),
  subtract: z.strictObject({ subtract: two }),
  negate: z.strictObject({ negate: expression }),
  abs: z.strictObject({ abs: expression }),
  round: z.strictObject({ round: expression, scale: digits(0, 12) }),
  sum: z.strictObject({ sum: expression }),
  min: z.strictObject({ min: expression }),
  max: z.strictObject({ max: expression }),
  any: z.strictObject({ any: expression }),
  count: z.strictObject({ count: expression }),
  count_distinct: z.strictObject({ count_distinct: expression }),
};

const conditions = {
  equals: z.strictObject({ value: expression, equals: operand }),
  in: z.strictObject({ value: expression, in: z.array(z.string()).min(1) }),
  starts_with: z.strictObject({ value: expression, starts_with: nonEmpty }),
  is_null: z.strictObject({
    value: expression,
    is_null: z.enum(["true", "false"]).transform((text) => text === "true"),
  }),
  greater: z.strictObject({ value: expression, greater: operand }),
  less: z.strictObject({ value: expression, less: operand }),
  not: z.strictObject({ not: condition }),
  and: z.strictObject({ and: z.array(condition).min(1) }),
  or: z.strictObject({ or: z.array(condition).min(1) }),
};
