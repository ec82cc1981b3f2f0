import type { Expression } from "./expression.js";
import { decimal, toNumber } from "./numbers.js";
import { at, fail, type Scope, type Value } from "./scope.js";
import { compileExpression } from "./values.js";

const AGGREGATES = ["sum", "min", "max", "any", "count", "count_distinct"] as const;
type AggregateName = (typeof AGGREGATES)[number];

/** An expression over all lines of a group. */
export type Aggregate = Extract<Expression, Partial<Record<AggregateName, Expression>>>;

export function isAggregate(e: Exclude<Expression, string>): e is Aggregate {
  return AGGREGATES.some((name) => name in e);
}

/** Every aggregate but `count: "*"` skips lines where its value is empty. */
export function compileAggregate(e: Aggregate, scope: Scope): Value {
  const name = AGGREGATES.find((candidate) => candidate in e) ?? "any";
  const inner = at(scope, name);
  if (!scope.grouped)
    fail(inner, `${name} needs groups of lines`, "add group_by to this feed, or remove it");
  if (scope.insideAggregate)
    fail(inner, `${name} stands inside another aggregate`, "aggregate once");
  const argument = (e as Record<string, Expression>)[name] ?? "";
  if (name === "count" && argument === "*") return whole("count(*)");
  const value = compileExpression(argument, { ...inner, insideAggregate: true });
  const read = name === "sum" ? toNumber(value, inner) : value;
  const problem = read.problem && `arg_min(${read.problem}, ${scope.lineOrder})`;
  return { ...aggregate(name, read, scope), aggregate: true, problem };
}

function aggregate(name: AggregateName, value: Value, scope: Scope): Value {
  switch (name) {
    case "sum":
      return { ...value, sql: decimal(`sum(${value.sql})`, value.scale) };
    case "any":
      return { ...value, sql: `arg_min(${value.sql}, ${scope.lineOrder})` };
    case "count":
      return whole(`count(${value.sql})`);
    case "count_distinct":
      return whole(`count(distinct ${value.sql})`);
    default:
      return { ...value, sql: `${name}(${value.sql})` };
  }
}

const whole = (sql: string): Value => ({
  sql: decimal(sql, 0),
  type: "number",
  scale: 0,
  aggregate: true,
});
