import { literal } from "../../analytics/engine/duckdb.js";
import { problemsOf, problemWhen } from "./problem.js";
import { at, fail, type Scope, type Value } from "./scope.js";

/** Digits that a number in a file may have before and after its point. */
const WHOLE = 20;
const FRACTION = 6;
const MAX_SCALE = 18;
const PLAIN_NUMBER = `[+-]?(\\d{1,${WHOLE}}(\\.\\d{0,${FRACTION}}0*)?|\\.\\d{1,${FRACTION}}0*)`;

export const decimal = (sql: string, scale: number): string =>
  `cast(${sql} as decimal(38, ${scale}))`;

/** A number as it is, or a text read as a plain decimal; anything else is a problem of the row. */
export function toNumber(value: Value, scope: Scope): Value {
  if (value.type === "number") return value;
  if (value.type === "timestamp")
    fail(scope, "a date is used as a number", "use a column or an expression that gives a number");
  return readNumber(value, value.sql);
}

/** Numbers written with another decimal mark or with thousands marks. */
export function number(
  value: Value,
  marks: { decimal?: string | undefined; thousands?: string | undefined },
): Value {
  const ungrouped = marks.thousands
    ? `replace(${value.sql}, ${literal(marks.thousands)}, '')`
    : value.sql;
  const pointed =
    marks.decimal && marks.decimal !== "."
      ? `replace(${ungrouped}, ${literal(marks.decimal)}, '.')`
      : ungrouped;
  return readNumber(value, pointed);
}

function readNumber(value: Value, digits: string): Value {
  const trimmed = `trim(${digits})`;
  const unreadable = problemWhen(
    `not regexp_full_match(${trimmed}, ${literal(PLAIN_NUMBER)})`,
    value.sql,
    `not a plain number of at most ${WHOLE} digits and ${FRACTION} decimals`,
  );
  return {
    sql: `try_cast(${trimmed} as decimal(38, ${FRACTION}))`,
    type: "number",
    scale: FRACTION,
    aggregate: value.aggregate,
    problem: value.problem ? `coalesce(${value.problem}, ${unreadable})` : unreadable,
  };
}

/** Sums, differences and products of exact decimals; a result too long to hold is a problem. */
export function arithmetic(operator: "+" | "-" | "*", values: Value[], scope: Scope): Value {
  return values
    .map((value, i) => toNumber(value, at(scope, i)))
    .reduce((left, right) => calculate(operator, left, right, scope));
}

function calculate(operator: "+" | "-" | "*", left: Value, right: Value, scope: Scope): Value {
  const scale = operator === "*" ? left.scale + right.scale : Math.max(left.scale, right.scale);
  if (scale > MAX_SCALE)
    fail(
      scope,
      `the product has ${scale} decimals, at most ${MAX_SCALE} are kept`,
      "round a factor",
    );
  const aggregate = left.aggregate || right.aggregate;
  const exact = decimal(`${left.sql} ${operator} ${right.sql}`, scale);
  const sql = aggregate ? exact : `try(${exact})`;
  const overflow = problemWhen(
    `${left.sql} is not null and ${right.sql} is not null and ${sql} is null`,
    left.sql,
    "the result has more digits than 38",
  );
  const inputs = problemsOf([left, right]);
  const problem = aggregate ? inputs : inputs ? `coalesce(${inputs}, ${overflow})` : overflow;
  return { sql, type: "number", scale, aggregate, problem };
}

/** Half away from zero. */
export function round(value: Value, scale: number): Value {
  if (scale >= value.scale) return value;
  return { ...value, scale, sql: decimal(`round(${value.sql}, ${scale})`, scale) };
}

export const unary = (operator: "-" | "abs", value: Value): Value => ({
  ...value,
  sql: decimal(`${operator}(${value.sql})`, value.scale),
});

/** A plain decimal without exponent and without zeros at its end. */
export function printNumber({ sql, scale }: Value): string {
  const text = `cast(${sql} as varchar)`;
  return scale > 0 ? `rtrim(rtrim(${text}, '0'), '.')` : text;
}
