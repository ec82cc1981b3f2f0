import { literal } from "../../analytics/engine/duckdb.js";
import type { Value } from "./scope.js";

/** `value<TAB>reason` where the condition holds, else NULL. */
export function problemWhen(condition: string, value: string, reason: string): string {
  const shown = `replace(cast(${value} as varchar), chr(9), ' ')`;
  return `case when ${condition} then ${shown} || chr(9) || ${literal(reason)} end`;
}

/** The first problem of several. */
export function firstProblem(problems: readonly (string | undefined)[]): string | undefined {
  const given = problems.filter((problem) => problem !== undefined);
  return given.length > 1 ? `coalesce(${given.join(", ")})` : given[0];
}

export const problemsOf = (values: readonly Value[]): string | undefined =>
  firstProblem(values.map((value) => value.problem));
