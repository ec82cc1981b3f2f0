import { identifier, literal } from "../../analytics/engine/duckdb.js";
import { hasOwnCurrency, type Column, type Feed } from "../feeds/feed.js";
import { minorUnitsOf } from "./casts.js";

/*
 * Why a row is unusable. In bulk SQL a problem is one small number, column index * 10 + reason, so
 * that ten million good rows pay nothing; it becomes words only for the rows that need them.
 */

const REASONS = {
  missing: 1,
  malformed: 2,
  negative: 3,
  precision: 4,
  unordered: 5,
  large: 6,
} as const;
type Reason = keyof typeof REASONS;

/** The mapping, not the feed, found the problem; its text travels with the row. */
export const MAPPING_PROBLEM = -1;

const code = (index: number, reason: Reason) => index * 10 + REASONS[reason];

/** Names the cast value of a column inside the checking query. */
export const castName = (column: Column) => identifier(`cast_${column.name}`);

function malformed(column: Column, hasCurrency: boolean): string {
  const raw = identifier(column.name);
  const cast = castName(column);
  switch (column.kind) {
    case "enum":
      return `${raw} not in (${(column.values ?? []).map(literal).join(", ")})`;
    case "currency":
      return `${raw} is not null and ${hasCurrency ? "minor_units" : minorUnitsOf(raw)} is null`;
    case "timestamp":
      return `${raw} is not null and (${cast} is null or ${cast} < '0001-01-01'::TIMESTAMP or ${cast} >= '10000-01-01'::TIMESTAMP or length(${raw}) < 10)`;
    case "date":
      return `${raw} is not null and (${cast} is null or ${cast} < '0001-01-01'::DATE or not regexp_full_match(${raw}, '\\d{4}-\\d{2}-\\d{2}'))`;
    case "name":
      return `${raw} is not null and not regexp_full_match(${raw}, '[a-z][a-z0-9_]*')`;
    case "money":
    case "decimal":
      return `${raw} is not null and (${cast} is null or contains(lower(${raw}), 'e') or contains(${raw}, '_'))`;
    case "rate":
      return `${raw} is not null and not regexp_full_match(${raw}, '\\d{1,9}(\\.\\d+)?')`;
    case "integer":
      return `${raw} is not null and (${cast} is null or contains(${raw}, '.'))`;
    case "boolean":
      return `${raw} is not null and ${cast} is null`;
    default:
      return "false";
  }
}

/** Decimals beyond the currency's minor unit would have to be rounded: refused instead. */
function tooPrecise(column: Column, hasCurrency: boolean): string {
  const raw = identifier(column.name);
  if (column.kind === "rate") return decimalsOf(raw, "12");
  const scale = hasCurrency
    ? "case minor_units when 1 then 0 when 10 then 1 when 100 then 2 when 1000 then 3 else 4 end"
    : "4";
  return decimalsOf(raw, scale);
}

const decimalsOf = (raw: string, most: string) =>
  `contains(${raw}, '.') and length(rtrim(${raw}, '0')) - strpos(${raw}, '.') > ${most}`;

/** An amount's ten-thousandths must fit 18 digits, in minor units too. */
function tooLarge(column: Column, hasCurrency: boolean): string {
  return hasCurrency
    ? `${castName(column)} >= cast(100000000000000 as DOUBLE) / minor_units`
    : "false";
}

/** SQL over the checking query: the first problem of the row, or null. */
export function problemOf(feed: Feed): string {
  const hasCurrency = hasOwnCurrency(feed);
  const branches: string[] = [];
  feed.columns.forEach((column, index) => {
    const raw = identifier(column.name);
    const when = (condition: string, reason: Reason) =>
      branches.push(`when ${condition} then ${code(index, reason)}`);
    if (column.required)
      when(
        feed.key.includes(column.name)
          ? `${raw} is null`
          : `${raw} is null and not coalesce(cast_deleted, false)`,
        "missing",
      );
    const bad = malformed(column, hasCurrency);
    if (bad !== "false") when(bad, "malformed");
    if (column.kind === "money" || column.kind === "decimal") {
      when(`${castName(column)} < 0`, "negative");
      when(tooLarge(column, hasCurrency), "large");
      when(tooPrecise(column, hasCurrency), "precision");
    }
    if (column.kind === "rate") {
      when(tooPrecise(column, hasCurrency), "precision");
      when(`${castName(column)} <= 0`, "negative");
    }
    if (column.kind === "integer") when(`${castName(column)} < 0`, "negative");
    if (column.name === "deleted") when(`cast_deleted and version_at is null`, "unordered");
  });
  return `case ${branches.join(" ")} end`;
}

/** What a problem's number says: the column at fault, and the reason with its remedy. */
export function explainProblem(feed: Feed, problem: number): { column: string; reason: string } {
  const column = feed.columns[Math.floor(problem / 10)];
  const reason = (Object.keys(REASONS) as Reason[]).find((key) => REASONS[key] === problem % 10);
  if (!column || !reason) throw new RangeError(`unknown problem ${problem} of feed ${feed.name}`);
  return { column: column.name, reason: reasonText(column, reason) };
}

function reasonText(column: Column, reason: Reason): string {
  switch (reason) {
    case "missing":
      return "required, but empty";
    case "negative":
      if (column.kind === "rate") return "not above 0: nothing is worth nothing, or less";
      return column.kind === "decimal"
        ? "negative: nothing here counts below 0"
        : "negative: give the amount without a sign";
    case "precision":
      if (column.kind === "money")
        return "more decimals than the currency has: nothing is rounded here, give the exact amount";
      return `more decimals than the ${column.kind === "rate" ? "twelve" : "four"} that are kept: nothing is rounded here, round it yourself`;
    case "large":
      return "larger than any amount we can keep exactly: is it in minor units, or in another currency?";
    case "unordered":
      return "a tombstone without updated_at and without any time cannot be ordered: add updated_at";
    case "malformed":
      return malformedText(column);
  }
}

function malformedText(column: Column): string {
  switch (column.kind) {
    case "enum":
      return `not one of ${(column.values ?? []).join(", ")}`;
    case "currency":
      return "not an ISO 4217 currency code (upper case, as in USD)";
    case "timestamp":
      return "not a date or time that exists, in ISO 8601 (2026-01-31 or 2026-01-31T10:00:00Z)";
    case "money":
      return "not a decimal amount in major units (as in 12.34)";
    case "decimal":
      return "not a decimal number with up to 14 digits before the point (as in 12.5)";
    case "rate":
      return "not a decimal number above 0 with up to 9 digits before the point (as in 1.0842)";
    case "date":
      return "not a date that exists, without a time (as in 2026-01-31)";
    case "name":
      return "not lower_snake: small letters, digits and _, as in dsr_stars";
    case "integer":
      return "not a whole number";
    default:
      return "not true or false";
  }
}
