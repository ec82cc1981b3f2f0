import type { Session } from "../../analytics/engine/duckdb.js";
import { csvSource } from "./csv.js";
import { SourceError } from "../errors.js";
import { firstBytes, recogniseFormat } from "./format.js";
import { jsonSource } from "./json.js";
import { parquetSource } from "./parquet.js";
import type { Source } from "./source.js";
import { requireWhole } from "./whole.js";

/** Opens a file of any format we read; `encoding` is for CSV and defaults to utf-8. */
export async function fileSource(
  session: Session,
  path: string,
  encoding?: string,
): Promise<Source> {
  const head = await firstBytes(path);
  const { format, compression } = recogniseFormat(path, head);
  if (compression !== "none") await requireWhole(path, compression);
  switch (format) {
    case "csv":
      if (compression === "none" && encoding === undefined) requireUtf8Header(path, head);
      return csvSource(session, path, { compression, encoding });
    case "parquet":
      return parquetSource(session, path);
    default:
      return jsonSource(session, path, format, compression);
  }
}

/** The reader skips a line that is not UTF-8, and would take the next one for the header. */
function requireUtf8Header(path: string, head: Buffer): void {
  const end = head.indexOf(10);
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(0, end), { stream: end === -1 });
  } catch (cause) {
    throw new SourceError(
      `${path}: line 1: the header line is not UTF-8; export the file as UTF-8, or declare its encoding in a mapping`,
      { cause },
    );
  }
}
