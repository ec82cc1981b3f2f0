import { z } from "zod";
import { columnRegistry, type ColumnMeta } from "./column.js";

export interface Column extends ColumnMeta {
  name: string;
  required: boolean;
}

/** A canonical feed: one Zod object from which casts, checks, docs and types follow. */
export interface Feed<S extends z.ZodObject = z.ZodObject> {
  name: string;
  description: string;
  /** The columns that together identify a fact. */
  key: readonly string[];
  schema: S;
  columns: readonly Column[];
}

export function defineFeed<const S extends z.ZodRawShape>(
  name: string,
  description: string,
  key: (string & keyof S) | readonly (string & keyof S)[],
  shape: S,
): Feed<z.ZodObject<S>> {
  const schema = z.object(shape).describe(description);
  const columns = Object.entries(shape).map(([column, type]) =>
    toColumn(column, type as z.ZodType),
  );
  return { name, description, key: [key].flat(), schema: schema as z.ZodObject<S>, columns };
}

function toColumn(name: string, type: z.ZodType): Column {
  const required = !(type instanceof z.ZodOptional);
  const inner = type instanceof z.ZodOptional ? (type.unwrap() as z.ZodType) : type;
  const meta = columnRegistry.get(inner);
  if (!meta) throw new TypeError(`column ${name} is not made by column.ts`);
  return { ...meta, name, required };
}

/** Whether a feed's amounts have their currency beside them. */
export const hasOwnCurrency = ({ columns }: Feed): boolean =>
  columns.some(({ kind }) => kind === "money") && columns.some(({ kind }) => kind === "currency");

/** Storage type in DuckDB. Money is integer minor units. */
export function storageType(column: Column): string {
  switch (column.kind) {
    case "timestamp":
      return "TIMESTAMP";
    case "date":
      return "DATE";
    case "decimal":
      return "DECIMAL(18,4)";
    case "rate":
      return "DECIMAL(21,12)";
    case "money":
      return "BIGINT";
    case "integer":
      return "INTEGER";
    case "boolean":
      return "BOOLEAN";
    default:
      return "VARCHAR";
  }
}
