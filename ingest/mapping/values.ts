import type { Condition, Expression } from "./expression.js";
import { compileAggregate, isAggregate } from "./aggregates.js";
import { compileCondition } from "./conditions.js";
import { arithmetic, number, printNumber, round, toNumber, unary } from "./numbers.js";
import { firstProblem, problemsOf, problemWhen } from "./problem.js";
import { literal } from "../../analytics/engine/duckdb.js";
import { at, fail, resolveColumn, type Scope, type Value } from "./scope.js";
import { printTimestamp, timestamp } from "./times.js";

/** One expression as SQL, with the SQL that tells what could not be read. */
export function compileExpression(e: Expression, scope: Scope): Value {
  if (typeof e === "string") return textValue(resolveColumn(e, scope), []);
  if ("column" in e) return textValue(resolveColumn(e.column, at(scope, "column")), []);
  if ("const" in e) return textValue(literal(e.const), []);
  if (isAggregate(e)) return compileAggregate(e, scope);
  if ("if" in e) return compileIf(e, scope);
  if ("coalesce" in e) return compileCoalesce(e.coalesce, at(scope, "coalesce"));
  if ("timestamp" in e) return timestamp(text(e.timestamp, at(scope, "timestamp")), e, scope);
  if ("enum" in e) return compileEnum(e, scope);
  return compileText(e, scope) ?? compileNumber(e as NumberExpression, scope);
}

/** The value as canonical text. */
export function toText(value: Value): Value {
  if (value.type === "number") return { ...value, sql: printNumber(value), type: "text", scale: 0 };
  if (value.type === "timestamp") return { ...value, sql: printTimestamp(value), type: "text" };
  return value;
}

const text = (e: Expression, scope: Scope): Value => toText(compileExpression(e, scope));

const textValue = (sql: string, parts: readonly Value[]): Value => ({
  sql,
  type: "text",
  scale: 0,
  aggregate: parts.some((part) => part.aggregate),
  problem: problemsOf(parts),
});

function compileText(e: Exclude<Expression, string>, scope: Scope): Value | undefined {
  if ("concat" in e) {
    const parts = e.concat.map((part, i) => text(part, at(scope, "concat", i)));
    return textValue(`(${parts.map((part) => part.sql).join(" || ")})`, parts);
  }
  if ("lower" in e) return call((sql) => `lower(${sql})`, text(e.lower, at(scope, "lower")));
  if ("upper" in e) return call((sql) => `upper(${sql})`, text(e.upper, at(scope, "upper")));
  if ("trim" in e)
    return call((sql) => `nullif(trim(${sql}), '')`, text(e.trim, at(scope, "trim")));
  if ("before" in e)
    return call(
      (sql) => `nullif(split_part(${sql}, ${literal(e.delimiter)}, 1), '')`,
      text(e.before, at(scope, "before")),
    );
  if ("after" in e)
    return call(
      (sql) => {
        const position = `strpos(${sql}, ${literal(e.delimiter)})`;
        const rest = `substring(${sql}, ${position} + length(${literal(e.delimiter)}))`;
        return `case when ${position} > 0 then nullif(${rest}, '') end`;
      },
      text(e.after, at(scope, "after")),
    );
  if ("substring" in e)
    return call(
      (sql) => `nullif(substring(${[sql, e.from, e.length ?? []].flat().join(", ")}), '')`,
      text(e.substring, at(scope, "substring")),
    );
  return undefined;
}

const call = (wrap: (sql: string) => string, value: Value): Value =>
  textValue(wrap(value.sql), [value]);

type NumberExpression = Extract<
  Expression,
  | { number: unknown }
  | { multiply: unknown }
  | { add: unknown }
  | { subtract: unknown }
  | { negate: unknown }
  | { abs: unknown }
  | { round: unknown }
>;

function compileNumber(e: NumberExpression, scope: Scope): Value {
  const all = (parts: Expression[], key: string) =>
    parts.map((part, i) => compileExpression(part, at(scope, key, i)));
  const one = (part: Expression, key: string) =>
    toNumber(compileExpression(part, at(scope, key)), at(scope, key));
  if ("number" in e) return number(text(e.number, at(scope, "number")), e);
  if ("multiply" in e) return arithmetic("*", all(e.multiply, "multiply"), at(scope, "multiply"));
  if ("add" in e) return arithmetic("+", all(e.add, "add"), at(scope, "add"));
  if ("subtract" in e) return arithmetic("-", all(e.subtract, "subtract"), at(scope, "subtract"));
  if ("negate" in e) return unary("-", one(e.negate, "negate"));
  if ("abs" in e) return unary("abs", one(e.abs, "abs"));
  return round(one(e.round, "round"), e.scale);
}

function compileIf(
  e: { if: Condition; then: Expression; else?: Expression | undefined },
  scope: Scope,
): Value {
  const test = compileCondition(e.if, at(scope, "if"));
  const then = compileExpression(e.then, at(scope, "then"));
  const otherwise = e.else === undefined ? undefined : compileExpression(e.else, at(scope, "else"));
  const branches = alike(otherwise ? [then, otherwise] : [then], scope);
  const [yes, no] = branches;
  const choose = (a?: string, b?: string) =>
    `case when ${test.sql} then ${a ?? "null"} else ${b ?? "null"} end`;
  const inBranch = yes?.problem || no?.problem ? choose(yes?.problem, no?.problem) : undefined;
  return {
    sql: choose(yes?.sql, no?.sql),
    type: then.type === otherwise?.type || !otherwise ? then.type : (yes?.type ?? "text"),
    scale: Math.max(...branches.map((branch) => branch.scale)),
    aggregate: test.aggregate || branches.some((branch) => branch.aggregate),
    problem: firstProblem([test.problem, inBranch]),
  };
}

function compileCoalesce(parts: Expression[], scope: Scope): Value {
  const values = alike(
    parts.map((part, i) => compileExpression(part, at(scope, i))),
    scope,
  );
  const problems = values.map((value, i) => {
    const earlier = values.slice(0, i).map((other) => `${other.sql} is null`);
    if (!value.problem || i === 0) return value.problem;
    return `case when ${earlier.join(" and ")} then ${value.problem} end`;
  });
  return {
    sql: `coalesce(${values.map((value) => value.sql).join(", ")})`,
    type: values[0]?.type ?? "text",
    scale: Math.max(...values.map((value) => value.scale)),
    aggregate: values.some((value) => value.aggregate),
    problem: firstProblem(problems),
  };
}

/** Values of one type: beside a number, a text is read as a number. */
function alike(values: Value[], scope: Scope): Value[] {
  const types = new Set(values.map((value) => value.type));
  if (types.size === 1) return values;
  if (types.has("timestamp"))
    fail(scope, "one branch is a date and another is not", "make all of them dates");
  return values.map((value) => toNumber(value, scope));
}

function compileEnum(
  e: { enum: Expression; table: Record<string, string>; default?: string | undefined },
  scope: Scope,
): Value {
  const value = text(e.enum, at(scope, "enum"));
  const entries = Object.entries(e.table);
  if (entries.length === 0) fail(at(scope, "table"), "the table is empty", "add value: meaning");
  const whens = entries.map(([from, to]) => `when ${literal(from)} then ${literal(to)}`);
  const fallback =
    e.default === undefined
      ? ""
      : ` else case when ${value.sql} is not null then ${literal(e.default)} end`;
  const known = entries.map(([from]) => literal(from)).join(", ");
  const unknown = problemWhen(
    `${value.sql} not in (${known})`,
    value.sql,
    `not in the table (${entries.map(([from]) => from).join(", ")})`,
  );
  return {
    ...textValue(`case ${value.sql} ${whens.join(" ")}${fallback} end`, [value]),
    problem: firstProblem([value.problem, e.default === undefined ? unknown : undefined]),
  };
}
