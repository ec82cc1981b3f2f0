import { readFileSync } from "node:fs";
import { join } from "node:path";
import { feedNames, feeds } from "../../ingest/feeds/index.js";
import { measures } from "./measures.js";

/** What the postings of a measure can say in `liability` and `reason`; null where the SQL does not tell. */
export interface Vocabulary {
  liabilities: readonly string[] | null;
  reasons: readonly string[] | null;
}

const known = new Map<string, Vocabulary>();

/** Read from the SQL itself, so that it cannot go stale; for words and warnings, never for figures. */
export function vocabularyOf(measure: string): Vocabulary {
  const found = known.get(measure);
  if (found) return found;
  const sql = measures.get(measure)?.sql;
  const texts = sql === undefined ? [] : [sql, ...filesOf(sql)];
  const vocabulary = {
    liabilities: valuesOf("liability", texts),
    reasons: valuesOf("reason", texts),
  };
  known.set(measure, vocabulary);
  return vocabulary;
}

/** The files that a measure reads and that are SQL of ours, not feeds. */
function filesOf(sql: string): string[] {
  const names = new Set([...sql.matchAll(/\bfiles\.(judged_\w+)/g)].map(([, name]) => name));
  return [...names].map((name) =>
    readFileSync(join(import.meta.dirname, "files", `${name}.sql`), "utf8"),
  );
}

function valuesOf(column: string, texts: readonly string[], depth = 0): string[] | null {
  if (depth > 4) return null;
  for (const [index, text] of texts.entries()) {
    const values = definedIn(column, text, texts.slice(index), depth);
    if (values) return [...new Set(values)];
  }
  return fromFeeds(column, texts);
}

function definedIn(
  column: string,
  text: string,
  texts: readonly string[],
  depth: number,
): string[] | null {
  const values: string[] = [];
  const cases = new RegExp(
    String.raw`\bcase\b((?:(?!\bcase\b)[\s\S])*?)\bend\s+as\s+${column}\b`,
    "g",
  );
  for (const [, body = ""] of text.matchAll(cases))
    for (const [, value = ""] of body.matchAll(/\b(?:then|else)\s+'(\w+)'/g)) values.push(value);
  for (const [, value = ""] of text.matchAll(
    new RegExp(String.raw`'(\w+)'\s+as\s+${column}\b`, "g"),
  ))
    values.push(value);
  const isNull = new RegExp(String.raw`cast\(null as \w+\)\s+as\s+${column}\b`).test(text);
  for (const [, other = ""] of text.matchAll(
    new RegExp(String.raw`(?<!['\w)])(?:\w+\.)?([a-z_]+)\s+as\s+${column}\b`, "g"),
  ))
    if (other !== "end" && other !== column)
      values.push(...(valuesOf(other, texts, depth + 1) ?? []));
  return values.length > 0 || isNull ? values : null;
}

/** The values of a column of that name in the feeds that the SQL reads. */
function fromFeeds(column: string, texts: readonly string[]): string[] | null {
  const read = feedNames.filter((feed) =>
    texts.some((text) => new RegExp(String.raw`\bfiles\.${feed}\b`).test(text)),
  );
  const values = read.flatMap(
    (feed) => feeds[feed].columns.find(({ name }) => name === column)?.values ?? [],
  );
  return values.length > 0 ? values : null;
}
