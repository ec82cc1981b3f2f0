import {
  Bool,
  Float64,
  Int64,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
  type DataType,
} from "apache-arrow";
import type { z } from "zod";
import { columnsOf, flat, type ColumnType, type RowColumn } from "./columns.js";

const TYPES: Record<ColumnType, () => DataType> = {
  integer: () => new Int64(),
  number: () => new Float64(),
  boolean: () => new Bool(),
  text: () => new Utf8(),
  json: () => new Utf8(),
};

/**
 * Rows of a contract as an Arrow IPC stream. Whole numbers become Int64, other numbers Float64, text
 * Utf8; lists and objects become JSON text.
 */
export function arrowStream(rows: readonly object[], schema: z.ZodObject): Uint8Array {
  const vectors = columnsOf(schema).map((column) => [
    column.name,
    vectorFromArray(
      rows.map((row) => cell(column, row)),
      TYPES[column.type](),
    ),
  ]);
  return tableToIPC(new Table(Object.fromEntries(vectors)), "stream");
}

function cell(column: RowColumn, row: object) {
  const value = flat(column, row);
  return column.type === "integer" && value !== null ? BigInt(value) : value;
}
