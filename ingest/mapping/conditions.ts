import type { Condition, Expression } from "./expression.js";
import { toNumber } from "./numbers.js";
import { firstProblem, problemsOf } from "./problem.js";
import { literal } from "../../analytics/engine/duckdb.js";
import { at, type Scope, type Value } from "./scope.js";
import { compileExpression, toText } from "./values.js";

/** A condition as SQL that is true or false, never NULL. */
export interface Test {
  sql: string;
  aggregate: boolean;
  problem?: string | undefined;
}

export function compileCondition(c: Condition, scope: Scope): Test {
  if ("not" in c) {
    const inner = compileCondition(c.not, at(scope, "not"));
    return { ...inner, sql: `(not ${inner.sql})` };
  }
  if ("and" in c) return combine("and", c.and, at(scope, "and"));
  if ("or" in c) return combine("or", c.or, at(scope, "or"));
  const value = compileExpression(c.value, at(scope, "value"));
  if ("is_null" in c) return test(`(${value.sql} is ${c.is_null ? "" : "not "}null)`, [value]);
  if ("greater" in c) return compare(">", value, c.greater, at(scope, "greater"));
  if ("less" in c) return compare("<", value, c.less, at(scope, "less"));
  const left = toText(value);
  if ("in" in c) return test(sure(`${left.sql} in (${c.in.map(literal).join(", ")})`), [left]);
  if ("starts_with" in c)
    return test(sure(`starts_with(${left.sql}, ${literal(c.starts_with)})`), [left]);
  const right = toText(compileExpression(c.equals, at(scope, "equals")));
  return test(`(${left.sql} is not distinct from ${right.sql})`, [left, right]);
}

const sure = (sql: string): string => `coalesce(${sql}, false)`;

const test = (sql: string, values: Value[]): Test => ({
  sql,
  aggregate: values.some((value) => value.aggregate),
  problem: problemsOf(values),
});

function compare(operator: ">" | "<", value: Value, operand: Expression, scope: Scope): Test {
  const right = compileExpression(operand, scope);
  const dates = value.type === "timestamp" && right.type === "timestamp";
  const sides = dates ? [value, right] : [toNumber(value, scope), toNumber(right, scope)];
  return test(sure(`${sides.map((side) => side.sql).join(` ${operator} `)}`), sides);
}

function combine(operator: "and" | "or", parts: Condition[], scope: Scope): Test {
  const tests = parts.map((part, i) => compileCondition(part, at(scope, i)));
  return {
    sql: `(${tests.map((part) => part.sql).join(` ${operator} `)})`,
    aggregate: tests.some((part) => part.aggregate),
    problem: firstProblem(tests.map((part) => part.problem)),
  };
}
