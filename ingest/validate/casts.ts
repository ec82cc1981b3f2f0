import { identifier, literal } from "../../analytics/engine/duckdb.js";
import type { Column } from "../feeds/feed.js";
import { minorUnits } from "./currencies.js";

/*
 * The SQL side of a column's definition: from the text that a source gives to the stored value.
 * Every cast answers null where the text is unusable; checks.ts says why.
 */

/**
 * ISO 8601 text to UTC. A bare TIMESTAMP cast would silently drop an offset, and no cast knows an
 * offset after minutes (10:00Z, 10:00+02:00), so what fails is tried again with seconds.
 */
export function timestampCast(text: string): string {
  const tail = `substr(${text}, 12)`;
  const toMinutes = `'^(.{10}[T ]\\d\\d:\\d\\d)(Z|[+-][\\d:]+)$'`;
  const withSeconds = `regexp_replace(${text}, ${toMinutes}, '\\1:00\\2')`;
  return `coalesce(case when length(${text}) > 16 and not ends_with(${text}, 'Z') and (contains(${tail}, '+') or contains(${tail}, '-'))
    then cast(try_cast(${text} as TIMESTAMPTZ) as TIMESTAMP)
    else try_cast(${text} as TIMESTAMP) end,
    case when length(${text}) > 16 and regexp_matches(${text}, ${toMinutes})
    then cast(try_cast(${withSeconds} as TIMESTAMPTZ) as TIMESTAMP) end)`;
}

/** How many minor units one major unit of a currency has, as SQL over its code. */
export function minorUnitsOf(currency: string): string {
  const byUnits = new Map<number, string[]>();
  for (const [code, units] of minorUnits)
    byUnits.set(units, [...(byUnits.get(units) ?? []), literal(code)]);
  const branches = [...byUnits]
    .sort(([a], [b]) => Math.abs(a - 100) - Math.abs(b - 100))
    .map(([units, list]) => `when ${currency} in (${list.join(", ")}) then ${units}`);
  return `case ${branches.join(" ")} end`;
}

/** The stored value of a column, from its raw text; money here is still a decimal in major units. */
export function castOf(column: Column, text = identifier(column.name)): string {
  switch (column.kind) {
    case "timestamp":
      return timestampCast(text);
    case "date":
      return `try_cast(${text} as DATE)`;
    case "money":
    case "decimal":
      return `try_cast(${text} as DECIMAL(18,4))`;
    case "rate":
      return `try_cast(${text} as DECIMAL(21,12))`;
    case "integer":
      return `try_cast(${text} as INTEGER)`;
    case "boolean":
      return `try_cast(${text} as BOOLEAN)`;
    default:
      return text;
  }
}
