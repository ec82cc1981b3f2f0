import { identifier } from "../../analytics/engine/duckdb.js";
import { derivedColumns } from "../../analytics/1_facts/schema.js";
import { hasOwnCurrency, type Column, type Feed } from "../feeds/feed.js";
import { castOf, minorUnitsOf } from "./casts.js";
import { castName, MAPPING_PROBLEM, problemOf } from "./checks.js";

/** Text rows of one feed: a table expression, and which of the feed's columns it has. */
export interface RawRows {
  /** SELECT giving source_line, the columns present as text, and mapping_problem if it has one. */
  sql: string;
  columns: readonly string[];
  hasMappingProblem?: boolean;
  /** Further columns that quarantine wants to see, as source_file of a mapped row. */
  extra?: readonly string[];
}

/** A free text inside a segment: its own bars must not look like the segment's. */
const part = (name: string) => `replace(replace(coalesce(${name}, ''), '%', '%25'), '|', '%7C')`;
const SEGMENT = `concat_ws('|', coalesce(card_network, ''), coalesce(lower(card_present), ''), ${part("region")}, ${part("category")}, coalesce(currency, ''))`;

/** The rows' latest event orders versions when updated_at does not. */
function versionAt(feed: Feed): string {
  const events = feed.columns
    .filter(
      (column) => column.kind === "timestamp" && !column.deadline && column.name !== "updated_at",
    )
    .map(castName);
  const latest = events.length > 1 ? `greatest(${events.join(", ")})` : (events[0] ?? "null");
  return `coalesce(cast_updated_at, ${latest})`;
}

function storedValue(feed: Feed, column: Column): string {
  if (column.kind === "money" && hasOwnCurrency(feed))
    return `try_cast(try(${castName(column)} * minor_units) as BIGINT)`;
  return castName(column);
}

/** The rows as text, with their casts and version_at beside them. */
function checkedRows(feed: Feed, raw: RawRows): string {
  const present = new Set(raw.columns);
  const texts = feed.columns.map((column) => {
    const name = identifier(column.name);
    if (!present.has(column.name)) return `null::VARCHAR as ${name}`;
    return column.kind === "id" || column.kind === "name"
      ? `nullif(trim(${name}), '') as ${name}`
      : name;
  });
  const others = raw.extra ?? [];
  const casts = feed.columns.map((column) => `${castOf(column)} as ${castName(column)}`);
  if (hasOwnCurrency(feed)) casts.push(`${minorUnitsOf("currency")} as minor_units`);
  return `select *, ${versionAt(feed)} as version_at
    from (select *, ${casts.join(", ")}
      from (select ${["source_line", ...texts, ...others].join(", ")}${raw.hasMappingProblem ? ", mapping_problem" : ""} from (${raw.sql})))`;
}

const problemColumn = (feed: Feed, raw: RawRows) =>
  raw.hasMappingProblem
    ? `case when mapping_problem is not null then ${MAPPING_PROBLEM} else ${problemOf(feed)} end`
    : problemOf(feed);

/**
 * From text to facts: one SELECT whose columns are those of facts.<feed>, in order. Rows with a
 * problem are among them, with the problem's number.
 */
export function typedSelect(feed: Feed, raw: RawRows, batchId: number, sourceId: number): string {
  const derived: Record<string, string> = {
    minor_units: "minor_units",
    segment: SEGMENT,
    version_at: "version_at",
    source_id: String(sourceId),
    source_line: "source_line",
    recorded_from: String(batchId),
    recorded_until: "null",
    problem: problemColumn(feed, raw),
  };
  const columns = [
    ...feed.columns.map((column) => `${storedValue(feed, column)} as ${identifier(column.name)}`),
    ...derivedColumns(feed).map(({ name, type }) => `cast(${derived[name]} as ${type}) as ${name}`),
  ];
  return `select ${columns.join(", ")} from (${checkedRows(feed, raw)})`;
}

/** The rows with a problem only, as text, with the problem's number. */
export function problemSelect(feed: Feed, raw: RawRows): string {
  return `select * from (select *, ${problemColumn(feed, raw)} as problem from (${checkedRows(feed, raw)}))
    where problem is not null`;
}
