import { feedByName } from "../feeds/index.js";
import type { Column } from "../feeds/feed.js";
import { acceptance, compileColumns } from "./compile.js";
import { compileControl } from "./controls.js";
import { MappingError, type MappingPath } from "./errors.js";
import type { Expression } from "./expression.js";
import { identifier } from "../../analytics/engine/duckdb.js";
import { relation } from "./relation.js";
import { RESERVED_COLUMNS, type Mapping, type Target } from "./schema.js";
import type { Value } from "./scope.js";

/** Everything that can be known to be wrong before any file is read; throws MappingError. */
export function checkMapping(mapping: Mapping): void {
  checkSources(mapping);
  mapping.feeds.forEach((target, i) => checkTarget(mapping, target, ["feeds", i]));
  mapping.controls.forEach((control, i) => {
    compileControl(mapping, control, i);
    if (
      mapping.controls.findIndex((c) => c.name === control.name && c.source === control.source) < i
    )
      fail(["controls", i, "name"], `a second control named ${control.name}`, "name it otherwise");
  });
}

function checkSources({ sources }: Mapping): void {
  const seen = new Map<string, string>();
  for (const [name, { columns }] of Object.entries(sources)) {
    const path = ["sources", name, "columns"];
    const reserved = columns.find((column) => RESERVED_COLUMNS.includes(column));
    if (reserved) fail(path, `${reserved} is a reserved name`, "rename it in the file");
    const twice = columns.find((column, i) => columns.indexOf(column) !== i);
    if (twice) fail(path, `${twice} is named twice`, "name it once");
    const key = JSON.stringify(columns.toSorted());
    const other = seen.get(key);
    if (other)
      fail(
        path,
        `the same columns as ${other}, so a file could be either`,
        "name a column that only one has",
      );
    seen.set(key, name);
  }
}

function checkTarget(mapping: Mapping, target: Target, path: MappingPath): void {
  const feed = feedByName(target.feed);
  for (const name of Object.keys(target.columns))
    if (!feed.columns.some((column) => column.name === name))
      fail(
        [...path, "columns", name],
        `${target.feed} has no column ${name}`,
        `use one of ${feed.columns.map((column) => column.name).join(", ")}`,
      );
  const missing = feed.columns.filter((c) => c.required && !Object.hasOwn(target.columns, c.name));
  if (missing.length)
    fail(
      [...path, "columns"],
      `${target.feed} requires ${missing.map((column) => column.name).join(", ")}`,
      "map it, or give it a const",
    );
  const tables = Object.fromEntries(Object.keys(mapping.sources).map((s) => [s, identifier(s)]));
  relation(mapping, target, tables);
  acceptance(mapping, target);
  for (const { name, value } of compileColumns(mapping, target)) {
    const column = feed.columns.find((candidate) => candidate.name === name);
    if (column) checkColumn(column, value, target.columns[name] ?? "", [...path, "columns", name]);
  }
}

function checkColumn(
  column: Column,
  value: Value,
  expression: Expression,
  path: MappingPath,
): void {
  const isTime = column.kind === "timestamp";
  if (isTime && value.type !== "timestamp")
    fail(
      path,
      `${column.name} is a time and its format is not declared`,
      'write {timestamp: column, format: "%Y-%m-%d %H:%M:%S"}',
    );
  if (["money", "decimal", "rate", "integer"].includes(column.kind) && value.type === "timestamp")
    fail(path, `${column.name} is a number and is given a date`, "map a number");
  const allowed = column.kind === "boolean" ? ["true", "false"] : column.values;
  const wrong = allowed && constantsOf(expression).find((text) => !allowed.includes(text));
  if (wrong !== undefined)
    fail(path, `${column.name} cannot be ${wrong}`, `use one of ${allowed?.join(", ")}`);
}

/** The fixed texts that an expression can give. */
function constantsOf(e: Expression): string[] {
  if (typeof e === "string") return [];
  if ("const" in e) return [e.const];
  if ("enum" in e)
    return [...Object.values(e.table), ...(e.default === undefined ? [] : [e.default])];
  if ("if" in e) return [e.then, ...(e.else === undefined ? [] : [e.else])].flatMap(constantsOf);
  if ("coalesce" in e) return e.coalesce.flatMap(constantsOf);
  if ("any" in e) return constantsOf(e.any);
  return [];
}

function fail(path: MappingPath, problem: string, remedy: string): never {
  throw new MappingError(path, problem, remedy);
}
