import { MappingError, type MappingPath } from "./errors.js";
import { identifier } from "../../analytics/engine/duckdb.js";
import type { Source } from "./schema.js";

/** A compiled expression. */
export interface Value {
  sql: string;
  /** Numbers are DECIMAL(38, scale), never doubles. */
  type: "text" | "number" | "timestamp";
  /** Digits after the point of a number; 0 for the others. */
  scale: number;
  aggregate: boolean;
  /** SQL that is NULL where the value could be read, else `value<TAB>reason`. */
  problem?: string | undefined;
}

/** What an expression may refer to, and where it stands in the mapping. */
export interface Scope {
  sources: Readonly<Record<string, Source>>;
  from: string;
  /** Sources in reach, `from` first. */
  joined: readonly string[];
  /** Columns of `group_by` as SQL; undefined where rows are not grouped. */
  grouped?: ReadonlySet<string> | undefined;
  insideAggregate: boolean;
  /** SQL that orders the lines of a group. */
  lineOrder: string;
  path: MappingPath;
}

/** The same scope, one or more keys deeper. */
export function at(scope: Scope, ...keys: (string | number)[]): Scope {
  return { ...scope, path: [...scope.path, ...keys] };
}

export function fail(scope: Scope, problem: string, remedy: string): never {
  throw new MappingError(scope.path, problem, remedy);
}

/** `column` or `source.column`, as quoted SQL, if a source in reach declares it. */
export function resolveColumn(name: string, scope: Scope): string {
  const found = findColumn(name, scope);
  if (!found)
    return fail(
      scope,
      `no column ${name} in ${scope.joined.join(", ")}`,
      `add it to sources.${scope.from}.columns, or write source.column for a joined source`,
    );
  const sql = `${identifier(found.source)}.${identifier(found.column)}`;
  if (scope.grouped && !scope.insideAggregate && !scope.grouped.has(sql))
    fail(
      scope,
      `column ${name} differs between the lines of a group`,
      "wrap it in any, min, max, sum or count, or add it to group_by",
    );
  return sql;
}

function findColumn(name: string, scope: Scope): { source: string; column: string } | undefined {
  const own = { source: scope.from, column: name };
  const dot = name.indexOf(".");
  const other = { source: name.slice(0, dot), column: name.slice(dot + 1) };
  return [own, ...(dot > 0 && scope.joined.includes(other.source) ? [other] : [])].find(
    ({ source, column }) => scope.sources[source]?.columns.includes(column),
  );
}
