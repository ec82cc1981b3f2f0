import { parse } from "csv-parse/sync";
import { identifier, literal, type Session } from "../../analytics/engine/duckdb.js";
import { SourceError } from "../errors.js";
import type { Compression } from "./format.js";
import type { Source } from "./source.js";

const DELIMITERS = [",", ";", "\t", "|"];
let readers = 0;

export interface CsvOptions {
  compression: Compression;
  /** Defaults to utf-8. */
  encoding?: string | undefined;
}

/** A delimited file with a header line; the delimiter is the one that the header uses. */
export async function csvSource(
  session: Session,
  path: string,
  options: CsvOptions,
): Promise<Source> {
  const { compression, encoding = "utf-8" } = options;
  const file = `${literal(path)}, auto_detect = false, compression = '${compression}', encoding = ${literal(encoding)}`;
  const lines = `select row_number() over () as line, text from read_csv(${file}, columns = {'text': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false, ignore_errors = true)`;
  const header = await readHeader(session, path, lines);
  const rejectsTable = `rejects_${++readers}`;
  const columns = header.names.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  const reader = `read_csv(${file}, columns = {${columns}}, delim = ${literal(header.delimiter)}, quote = '"', escape = '"', header = true, skip = ${header.skip}, store_rejects = true, rejects_table = '${rejectsTable}', rejects_scan = '${rejectsTable}_scan', rejects_limit = 0)`;
  const names = header.names.map(identifier);
  const newlines = names.map(
    (name) => `coalesce(length(${name}) - length(replace(${name}, chr(10), '')), 0)`,
  );
  return {
    name: path,
    columns: header.names,
    rows: `select null::BIGINT as source_line, ${names.join(", ")} from ${reader}`,
    hasProblem: false,
    csv: {
      path,
      compressed: compression !== "none",
      numberedRows: `select row_number() over () as source_line, ${newlines.join(" + ")} as newlines, ${names.join(", ")} from ${reader.replaceAll(rejectsTable, `${rejectsTable}_numbered`)}`,
      lines,
      rejectsTable,
      numberedRejectsTable: `${rejectsTable}_numbered`,
    },
  };
}

async function readHeader(session: Session, path: string, lines: string) {
  const rows = await session
    .all<{ line: number; text: string }>(`select * from (${lines}) where text is not null limit 1`)
    .catch((cause: Error) => {
      throw new SourceError(`${path}: cannot be read as CSV: ${cause.message.split("\n")[0]}`, {
        cause,
      });
    });
  const first = rows[0];
  if (!first) throw new SourceError(`${path}: has no header line`);
  const candidates = DELIMITERS.map((delimiter) => ({
    delimiter,
    names: splitHeader(path, first.text, delimiter),
  }));
  const best = candidates.reduce((a, b) => (b.names.length > a.names.length ? b : a));
  const twice = best.names.find((name, index) => best.names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SourceError(
      `${path}: line ${first.line}: column ${twice} stands twice in the header`,
    );
  return { ...best, skip: first.line - 1 };
}

function splitHeader(path: string, text: string, delimiter: string): string[] {
  try {
    const [names = []] = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
    }) as string[][];
    return names.map((name) => name.trim());
  } catch (cause) {
    throw new SourceError(`${path}: line 1: the header line is not CSV`, { cause });
  }
}
