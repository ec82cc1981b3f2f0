import { z } from "zod";
import type { ProgramVersion } from "../program.js";
import type { Threshold } from "./threshold.js";
import type { Evaluation, ProgramWindow } from "./window.js";

type Whole = Threshold | ProgramWindow | Evaluation;
type Draft<T> = T extends Whole
  ? T
  : T extends readonly (infer Item)[]
    ? (Draft<Item> | undefined)[]
    : T extends object
      ? { [Name in keyof T]?: Draft<T[Name]> | undefined }
      : T;

/** A version of which only the valid parts are there: what several fields say together can be checked. */
export type ProgramDraft = Draft<ProgramVersion>;
export type DraftOf<T> = Draft<T>;

const OPTION = new Set(["optional", "nullable", "default", "prefault"]);

/** A schema without `optional` and defaults around it. */
export function bare(schema: z.core.$ZodType): z.ZodType {
  const { def } = schema as z.ZodType;
  return OPTION.has(def.type) && "innerType" in def
    ? bare(def.innerType as z.ZodType)
    : (schema as z.ZodType);
}

/** The kind of object that a discriminated union makes of a value; itself for any other schema. */
export function chosen(schema: z.core.$ZodType, value: unknown): z.ZodType | undefined {
  const found = bare(schema);
  if (!(found instanceof z.ZodDiscriminatedUnion)) return found;
  const { discriminator } = found.def;
  const name = isObject(value) ? value[discriminator] : undefined;
  return (found.options as z.ZodObject[]).find((option) => {
    const literal = option.shape[discriminator] as z.ZodType;
    return literal.safeParse(name).success;
  });
}

/** The valid parts of a value: objects field by field, lists item by item, all else as a whole. */
export function validParts(schema: z.core.$ZodType, value: unknown): unknown {
  const whole = (schema as z.ZodType).safeParse(value);
  if (whole.success) return whole.data;
  const inner = bare(schema);
  if (inner instanceof z.ZodObject && isObject(value))
    return Object.fromEntries(
      Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, field]) => {
        const part = validParts(field, value[name]);
        return part === undefined ? [] : [[name, part]];
      }),
    );
  if (inner instanceof z.ZodArray && Array.isArray(value))
    return value.map((item) => validParts(inner.element as z.ZodType, item));
  return undefined;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
