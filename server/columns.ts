import type { z } from "zod";

export type ColumnType = "integer" | "number" | "boolean" | "text" | "json";

export interface RowColumn {
  name: string;
  type: ColumnType;
}

/** The columns of a contract, in order; lists and objects become JSON text where a format is flat. */
export function columnsOf(schema: z.ZodObject): RowColumn[] {
  return Object.entries(schema.shape).map(([name, type]) => ({ name, type: typeOf(type) }));
}

function typeOf(schema: z.core.$ZodType): ColumnType {
  const { def } = schema as z.ZodType;
  if ("innerType" in def) return typeOf(def.innerType as z.ZodType);
  switch (def.type) {
    case "number":
      return (schema as z.ZodNumber).isInt ? "integer" : "number";
    case "boolean":
      return "boolean";
    case "string":
    case "enum":
    case "literal":
      return "text";
    default:
      return "json";
  }
}

/** A value as a flat format holds it; null where there is none. */
export function flat(column: RowColumn, row: object): string | number | boolean | null {
  const value = (row as Record<string, unknown>)[column.name];
  if (value === null || value === undefined) return null;
  return column.type === "json" ? JSON.stringify(value) : (value as string | number | boolean);
}
