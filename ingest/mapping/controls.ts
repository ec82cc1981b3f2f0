import { compileCondition } from "./conditions.js";
import { acceptance } from "./compile.js";
import { printNumber } from "./numbers.js";
import { identifier, literal } from "../../analytics/engine/duckdb.js";
import { relation, sourcesOf, type Tables } from "./relation.js";
import type { Control, Mapping } from "./schema.js";
import { at, fail, type Scope, type Value } from "./scope.js";
import { compileExpression } from "./values.js";

/**
 * SQL of the declared figures of the raw files: `source, name, value` as exact decimal text, and
 * `problem`, the first value that could not be read and so is not in the figure. Undefined where no
 * control's source was read.
 */
export function compileControls(mapping: Mapping, tables: Tables): { sql: string } | undefined {
  const selects = mapping.controls
    .map((control, i) => ({ control, ...compileControl(mapping, control, i) }))
    .filter(({ control }) => tables[control.source] !== undefined)
    .map(({ control, value, where }) =>
      [
        `select ${literal(control.source)} as source, ${literal(control.name)} as name,`,
        `coalesce(${printNumber(value)}, '0') as value, cast(${value.problem ?? "null"} as varchar) as problem`,
        `from ${tables[control.source]} as ${identifier(control.source)}`,
        where ? `where ${where}` : "",
      ].join(" "),
    );
  return selects.length ? { sql: selects.join("\nunion all\n") } : undefined;
}

/** One control as SQL parts. */
export function compileControl(
  mapping: Mapping,
  control: Control,
  index: number,
): { value: Value; where?: string | undefined } {
  const scope: Scope = {
    sources: mapping.sources,
    from: control.source,
    joined: [control.source],
    insideAggregate: false,
    lineOrder: "source_line",
    path: ["controls", index],
  };
  if (!Object.hasOwn(mapping.sources, control.source))
    fail(at(scope, "source"), `unknown source ${control.source}`, "declare it under sources");
  const value = compileExpression(control.value, at({ ...scope, grouped: new Set() }, "value"));
  if (value.type !== "number")
    fail(at(scope, "value"), "a control must be a number", "use sum, count or count_distinct");
  return { value, where: control.where && compileCondition(control.where, at(scope, "where")).sql };
}

/**
 * SQL of `source, rows`: how many rows of each source no feed takes. A row of a joined source is
 * taken where a row that joins it is.
 */
export function compileUntaken(mapping: Mapping, tables: Tables): { sql: string } {
  const sources = Object.keys(mapping.sources).filter((source) => tables[source] !== undefined);
  const selects = sources.map((source) => {
    const takes = mapping.feeds
      .filter((target) => sourcesOf(target).includes(source))
      .filter((target) => sourcesOf(target).every((other) => tables[other] !== undefined))
      .map((target) => takenLines(mapping, target, source, tables));
    const untaken = `select source_file, source_line from ${tables[source]}`;
    const rest = [untaken, ...takes].join("\nexcept\n");
    return `select ${literal(source)} as source, cast(count(*) as bigint) as rows from (${rest})`;
  });
  return { sql: selects.join("\nunion all\n") };
}

function takenLines(
  mapping: Mapping,
  target: Mapping["feeds"][number],
  source: string,
  tables: Tables,
): string {
  const everyMatch = { ...target, join: target.join.map((join) => ({ ...join, many: true })) };
  const rows = relation({ ...mapping, feeds: [everyMatch] }, everyMatch, tables);
  const accept = acceptance(mapping, target);
  const where = accept.sql ? ` where ${accept.sql}` : "";
  const alias = identifier(source);
  return `select ${alias}.source_file, ${alias}.source_line from ${rows.sql}${where}`;
}
