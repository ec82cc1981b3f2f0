import { createReadStream } from "node:fs";
import { identifier, literal, type Session } from "../../analytics/engine/duckdb.js";
import type { Feed } from "../feeds/feed.js";
import type { CsvDetails, Source } from "../sources/source.js";
import { explainProblem, MAPPING_PROBLEM } from "../validate/checks.js";
import { problemSelect, type RawRows } from "../validate/typed-select.js";

const REFUSALS: Record<string, string> = {
  "MISSING COLUMNS": "too few columns: the line is torn or truncated; write it again whole",
  "TOO MANY COLUMNS": "too many columns: is a delimiter in a value not quoted?",
  "UNQUOTED VALUE": "a quote is not closed or stands inside a value; double it and quote the value",
  "INVALID ENCODING": "not UTF-8: export the file as UTF-8, or declare its encoding in a mapping",
  "LINE SIZE OVER MAXIMUM": "the line is longer than 2 MB; is a quote not closed?",
};

/** Rows with a problem, in words, to quarantine; `raw` must give lines. */
export async function quarantineRows(
  session: Session,
  feed: Feed,
  source: Source,
  raw: RawRows,
  batchId: number,
): Promise<void> {
  const problems = await session.all<{ problem: number }>(
    `select distinct problem from facts.${feed.name} where recorded_from = ${batchId} and problem is not null`,
  );
  const known = problems.filter(({ problem }) => problem !== MAPPING_PROBLEM);
  const cases = (pick: (problem: number) => string) =>
    known.map(({ problem }) => `when ${problem} then ${pick(problem)}`).join(" ") ||
    "when 0 then null";
  const part = (index: number) => `nullif(split_part(mapping_problem, chr(9), ${index}), '')`;
  const orMapping = (index: number, sql: string) =>
    raw.hasMappingProblem
      ? `case when mapping_problem is not null then ${part(index)} else ${sql} end`
      : sql;
  const present = raw.columns.map((name) => identifier(name));
  const value = (problem: number) => {
    const { column } = explainProblem(feed, problem);
    return raw.columns.includes(column) ? identifier(column) : "null";
  };
  await session.run(`insert into ingest.quarantine
    select ${batchId}, ${literal(feed.name)}, ${raw.extra?.includes("source_file") ? "source_file" : literal(source.name)}, source_line,
      ${orMapping(1, `case problem ${cases((problem) => literal(explainProblem(feed, problem).column))} end`)},
      ${orMapping(2, `case problem ${cases(value)} end`)},
      ${orMapping(3, `case problem ${cases((problem) => literal(explainProblem(feed, problem).reason))} end`)},
      cast(to_json(struct_pack(${present.map((name) => `${name} := ${name}`).join(", ")})) as VARCHAR)
    from (${problemSelect(feed, raw)})`);
}

/** Lines that the CSV reader refused. Their number comes from the byte position where it can. */
export async function quarantineRejects(
  session: Session,
  feedName: string,
  source: Source,
  batchId: number,
  rejectsTable = source.csv?.rejectsTable,
): Promise<number> {
  if (!source.csv || rejectsTable === undefined) return 0;
  const rejects = await rejectsOf(session, source.csv, rejectsTable);
  for (const reject of rejects)
    await session.run(
      `insert into ingest.quarantine values ($batch, $feed, $file, $line, $column, $value, $reason, $raw)`,
      {
        batch: batchId,
        feed: feedName,
        file: source.name,
        line: reject.line,
        column: null,
        value: reject.text,
        reason: REFUSALS[reject.error_type] ?? `unreadable: ${reject.error_type.toLowerCase()}`,
        raw: reject.text,
      },
    );
  return rejects.length;
}

interface Reject {
  line: number;
  position: number;
  error_type: string;
  text: string;
}

async function rejectsOf(
  session: Session,
  csv: CsvDetails,
  rejectsTable: string,
): Promise<Reject[]> {
  const rejects = await session.all<Reject>(
    `select line, coalesce(line_byte_position, byte_position, 0) - 1 as position,
            any_value(error_type order by byte_position) as error_type, any_value(csv_line) as text
     from ${rejectsTable} group by 1, 2 order by 2`,
  );
  if (rejects.length === 0) return [];
  const lines = csv.compressed
    ? undefined
    : await linesAt(
        csv.path,
        rejects.map(({ position }) => position),
      );
  return rejects.map((reject, index) => {
    const leading = /^[\r\n]*/.exec(reject.text)?.[0] ?? "";
    const blank = leading.split("\n").length - 1;
    return {
      ...reject,
      text: reject.text.trim(),
      line: lines ? (lines[index] ?? 0) + blank : reject.line,
    };
  });
}

/** Line numbers, from 1, of ascending byte positions. */
async function linesAt(path: string, positions: readonly number[]): Promise<number[]> {
  const result: number[] = [];
  let offset = 0;
  let line = 1;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    while (
      result.length < positions.length &&
      (positions[result.length] as number) < offset + chunk.length
    ) {
      const until = (positions[result.length] as number) - offset;
      line += countNewlines(chunk, from, until);
      from = Math.max(from, until);
      result.push(line);
    }
    if (result.length === positions.length) return result;
    line += countNewlines(chunk, from, chunk.length);
    offset += chunk.length;
  }
  while (result.length < positions.length) result.push(line);
  return result;
}

function countNewlines(chunk: Buffer, from: number, until: number): number {
  let count = 0;
  for (let at = chunk.indexOf(10, from); at !== -1 && at < until; at = chunk.indexOf(10, at + 1))
    count += 1;
  return count;
}

/** The source's rows again, each with the physical line on which it starts. */
export async function rowsWithLines(session: Session, source: Source): Promise<string> {
  const csv = source.csv;
  if (!csv) return source.rows;
  const rejected = (await rejectsOf(session, csv, csv.rejectsTable)).map(({ line }) => line);
  const names = source.columns.map(identifier).join(", ");
  const outer = source.columns.map((name) => `numbered.${identifier(name)}`).join(", ");
  return `select starts.line as source_line, ${outer}
    from (
      select source_line + coalesce(sum(newlines) over (rows between unbounded preceding and 1 preceding), 0) as nth, ${names}
      from (${csv.numberedRows})
    ) as numbered
    left join (
      select line, row_number() over () as nth
      from (select line from (${csv.lines}) where text is not null and line > 0 ${rejected.length > 0 ? `and line not in (${rejected.join(", ")})` : ""} offset 1)
    ) as starts using (nth)`;
}
