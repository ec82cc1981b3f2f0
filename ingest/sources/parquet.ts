import { identifier, literal, type Session } from "../../analytics/engine/duckdb.js";
import { SourceError } from "../errors.js";
import type { Source } from "./source.js";

/** A Parquet file; its line is the row's number. */
export async function parquetSource(session: Session, path: string): Promise<Source> {
  const described = await session
    .all<{ column_name: string }>(`describe select * from read_parquet(${literal(path)})`)
    .catch((cause: Error) => {
      throw new SourceError(`${path}: cannot be read as Parquet: ${cause.message.split("\n")[0]}`, {
        cause,
      });
    });
  const columns = described.map((column) => column.column_name);
  const texts = columns.map(
    (name) => `nullif(cast(${identifier(name)} as VARCHAR), '') as ${identifier(name)}`,
  );
  return {
    name: path,
    columns,
    hasProblem: false,
    rows: `select file_row_number + 1 as source_line, ${texts.join(", ")} from read_parquet(${literal(path)}, file_row_number = true)`,
  };
}
