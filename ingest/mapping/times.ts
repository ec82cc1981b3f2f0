import type { Timestamp } from "./expression.js";
import { problemWhen } from "./problem.js";
import { literal } from "../../analytics/engine/duckdb.js";
import { fail, type Scope, type Value } from "./scope.js";

/** A text read by its declared format only; one that does not fit is a problem of the row. */
export function timestamp(source: Value, declared: Timestamp, scope: Scope): Value {
  const { format, zone } = declared;
  const hasOffset = format.includes("%z");
  if (hasOffset && zone)
    fail(scope, "the format has an offset and a zone is declared", "remove zone");
  const parsed = `try_strptime(${source.sql}, ${literal(format)})`;
  const local = day(hasOffset ? `timezone('UTC', ${parsed})` : parsed, declared.as);
  const unfit = problemWhen(
    // %Y reads 21 as the year 21, so a year of fewer than four digits does not fit either.
    `${source.sql} is not null and coalesce(year(${parsed}) < 1000, true)`,
    source.sql,
    `does not fit the date format ${format}`,
  );
  return {
    sql: zone && zone !== "UTC" ? `timezone('UTC', timezone(${literal(zone)}, ${local}))` : local,
    type: "timestamp",
    scale: 0,
    aggregate: source.aggregate,
    problem: source.problem ? `coalesce(${source.problem}, ${unfit})` : unfit,
  };
}

function day(sql: string, as: Timestamp["as"]): string {
  if (!as) return sql;
  const start = `cast(date_trunc('day', ${sql}) as timestamp)`;
  return as === "start_of_day" ? start : `${start} + interval 1 day - interval 1 microsecond`;
}

/** ISO 8601 in UTC, with a fraction only where there is one. */
export const printTimestamp = ({ sql }: Value): string =>
  `replace(cast(${sql} as varchar), ' ', 'T') || 'Z'`;
