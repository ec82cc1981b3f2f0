import { z } from "zod";

export const nonEmpty = z.string().min(1, "is empty");

/** A whole number between two limits, inclusive; YAML is read without guessing, so as text. */
export const digits = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "not a whole number")
    .transform(Number)
    .refine((n) => n >= least && n <= most, `not between ${least} and ${most}`);

/**
 * A union told apart by the operator that a value names, so that an error speaks of that operator
 * alone. Given `text`, a plain string is allowed as well.
 */
export function byOperator<T>(
  what: string,
  operators: Record<string, z.ZodType>,
  text?: z.ZodType,
): z.ZodType<T> {
  const names = Object.keys(operators);
  return z.unknown().transform((value, ctx): T => {
    const schema =
      typeof value === "string" ? text : isMap(value) ? operators[operatorOf(value)] : undefined;
    const parsed = schema?.safeParse(value);
    if (parsed?.success) return parsed.data as T;
    const issues = parsed?.error.issues ?? [
      {
        message: `not ${what === "expression" ? "an" : "a"} ${what}: ${describe(value)}`,
        path: [],
        params: { remedy: `use one of ${names.join(", ")}` },
      },
    ];
    for (const { message, path, ...issue } of issues)
      ctx.addIssue({ code: "custom", message, path, params: remedyOf(issue) });
    return z.NEVER;
  });

  function operatorOf(value: Record<string, unknown>): string {
    return names.find((name) => Object.hasOwn(value, name)) ?? "";
  }
}

/** What to do about an issue: its own advice where it has one, else by the kind of fault. */
export function remedyOf(issue: object): { remedy: string } {
  const { params, code, keys } = issue as {
    params?: { remedy?: string };
    code?: string;
    keys?: string[];
  };
  if (params?.remedy) return { remedy: params.remedy };
  if (code === "unrecognized_keys")
    return { remedy: `remove ${keys?.join(", ")} or correct its spelling` };
  return { remedy: "correct the value" };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (!isMap(value)) return JSON.stringify(value) ?? "nothing";
  return `{${Object.keys(value).join(", ")}}`;
}
