import type { Session } from "../../analytics/engine/duckdb.js";
import { csvSource } from "./csv.js";
import { firstBytes, recogniseFormat } from "./format.js";
import { jsonSource } from "./json.js";
import { parquetSource } from "./parquet.js";
import type { Source } from "./source.js";

/** Opens a file of any format we read; `encoding` is for CSV and defaults to utf-8. */
export async function fileSource(
  session: Session,
  path: string,
  encoding?: string,
): Promise<Source> {
  const { format, compression } = recogniseFormat(path, await firstBytes(path));
  switch (format) {
    case "csv":
      return csvSource(session, path, { compression, encoding });
    case "parquet":
      return parquetSource(session, path);
    default:
      return jsonSource(session, path, format, compression);
  }
}
