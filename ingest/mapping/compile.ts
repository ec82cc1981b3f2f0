import { compileCondition } from "./conditions.js";
import { firstProblem } from "./problem.js";
import { identifier, literal } from "../../analytics/engine/duckdb.js";
import { relation, scopeOf, type Tables } from "./relation.js";
import type { Mapping, Target } from "./schema.js";
import { at, type Value } from "./scope.js";
import { compileExpression, toText } from "./values.js";

/**
 * A SELECT of one target's rows: `source_file`, `source_line` (of the first line of a group), the
 * canonical columns as text, and `mapping_problem` (`column<TAB>value<TAB>reason`, NULL when fine).
 */
export function compileTarget(mapping: Mapping, target: Target, tables: Tables): { sql: string } {
  const columns = compileColumns(mapping, target);
  const rows = relation(mapping, target, tables);
  const accept = acceptance(mapping, target);
  const scope = scopeOf(mapping, target, "rows");
  const from = identifier(target.from);
  const perRow = firstProblem([accept.problem, rows.problem]);
  const problem = firstProblem([
    perRow && scope.grouped ? `arg_min(${perRow}, ${scope.lineOrder})` : perRow,
    ...columns.map(
      ({ name, value }) => value.problem && `${literal(name)} || chr(9) || ${value.problem}`,
    ),
  ]);
  const line = `${from}.source_line`;
  const select = [
    `${from}.source_file as source_file`,
    `${scope.grouped ? `min(${line})` : line} as source_line`,
    ...columns.map(
      ({ name, value }) => `cast(${toText(value).sql} as varchar) as ${identifier(name)}`,
    ),
    `cast(${problem ?? "null"} as varchar) as mapping_problem`,
  ];
  const group = scope.grouped && [`${from}.source_file`, ...scope.grouped].join(", ");
  return {
    sql: [
      `select ${select.join(",\n  ")}`,
      `from ${rows.sql}`,
      accept.sql && `where ${accept.sql}`,
      group && `group by ${group}`,
    ]
      .filter(Boolean)
      .join("\n"),
  };
}

/** A target's canonical columns, compiled. */
export function compileColumns(mapping: Mapping, target: Target): { name: string; value: Value }[] {
  const scope = scopeOf(mapping, target, "rows");
  return Object.entries(target.columns).map(([name, expression]) => ({
    name,
    value: compileExpression(expression, at(scope, "columns", name)),
  }));
}

/** Which lines a target takes. One whose `where` cannot be read is taken, as a problem. */
export function acceptance(
  mapping: Mapping,
  target: Target,
): { sql?: string | undefined; problem?: string | undefined } {
  if (!target.where) return {};
  const scope = at(scopeOf(mapping, target, "lines"), "where");
  const test = compileCondition(target.where, scope);
  if (!test.problem) return { sql: test.sql };
  return {
    sql: `(${test.sql} or (${test.problem}) is not null)`,
    problem: `'where' || chr(9) || ${test.problem}`,
  };
}
