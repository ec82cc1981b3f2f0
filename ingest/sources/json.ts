import { identifier, literal, type Session } from "../../analytics/engine/duckdb.js";
import { SourceError } from "../errors.js";
import type { Compression } from "./format.js";
import type { Source } from "./source.js";

/** SELECT giving source_line and `document`, one JSON text per row. */
const documents = {
  ndjson: (path: string, compression: Compression) =>
    `select row_number() over () as source_line, text as document from read_csv(${literal(path)}, auto_detect = false, compression = '${compression}', columns = {'text': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false, max_line_size = 16777216)`,
  json: (path: string, compression: Compression) =>
    `select row_number() over () as source_line, cast(json as VARCHAR) as document from read_json_objects(${literal(path)}, format = 'array', compression = '${compression === "none" ? "uncompressed" : compression}')`,
};

/**
 * One object a line (NDJSON), or one array of objects (JSON; its line is the element's number). All
 * rows are asked for their keys: a tombstone's `deleted` may first come in the last one.
 */
export async function jsonSource(
  session: Session,
  path: string,
  format: "ndjson" | "json",
  compression: Compression,
): Promise<Source> {
  const all = documents[format](path, compression);
  const keys = await session
    .all<{ key: string }>(
      `select distinct unnest(json_keys(document)) as key from (${all}) where json_valid(document) and json_type(document) = 'OBJECT'`,
    )
    .catch((cause: Error) => {
      throw new SourceError(`${path}: ${unreadable(format, cause.message)}`, { cause });
    });
  if (keys.length === 0)
    throw new SourceError(`${path}: holds no JSON object with the feed's columns as keys`);
  const columns = keys.map(({ key }) => key).sort();
  return {
    name: path,
    columns,
    ...jsonRows(`select * from (${all}) where trim(document) <> ''`, columns),
  };
}

function unreadable(format: "ndjson" | "json", message: string): string {
  const [, line] = /on Line: (\d+)/.exec(message) ?? [];
  const [, byte, value] = /at byte (\d+) in record\/value (\d+)/.exec(message) ?? [];
  // DuckDB counts the array's bracket as the first value.
  const place = line
    ? `line ${line}: `
    : byte
      ? `element ${Number(value) - 1}, byte ${byte}: `
      : "";
  if (/not utf-8|invalid utf-8/i.test(message)) return `${place}not UTF-8; save the file as UTF-8`;
  const [, reason] = /: ([^:\n.]+)/.exec(message.slice(message.indexOf(" at byte"))) ?? [];
  return `${place}not valid ${format.toUpperCase()} (${reason?.trim() ?? message}); is it torn? write it again whole`;
}

/** Text columns out of JSON documents; what is no object becomes a problem, not an error. */
export function jsonRows(
  documentsSql: string,
  columns: readonly string[],
): Pick<Source, "rows" | "hasProblem"> {
  const values = columns.map(
    (name) => `nullif(valid_document ->> ${literal(`$."${name}"`)}, '') as ${identifier(name)}`,
  );
  return {
    hasProblem: true,
    rows: `select ${["source_line", ...values, "source_problem"].join(", ")} from (
      select source_line,
        case when json_valid(document) and json_type(document) = 'OBJECT' then cast(document as JSON) end as valid_document,
        case when not json_valid(document) then concat(chr(9), replace(document, chr(9), ' '), chr(9), 'not valid JSON; is the line torn?')
             when json_type(document) <> 'OBJECT' then concat(chr(9), replace(document, chr(9), ' '), chr(9), 'not a JSON object with the feed''s columns as keys') end as source_problem
      from (${documentsSql}))`,
  };
}
