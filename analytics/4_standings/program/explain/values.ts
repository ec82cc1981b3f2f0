import { isObject } from "../draft.js";

/** What stands there, as a person would say it. */
export function whatIs(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isObject(value)) return "a group of fields";
  if (typeof value === "string") return value === "" ? "empty" : `“${value}”`;
  if (typeof value === "boolean") return `the word ${value}`;
  return `the number ${JSON.stringify(value)}`;
}

const EXPECTED: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  tuple: "a pair of numbers",
  object: "a group of fields",
  record: "a group of fields",
  boolean: "true or false",
  null: "nothing",
};

export const expectedOf = (type: string): string => EXPECTED[type] ?? type;

const EXAMPLES: Record<string, string> = {
  id: "my-programme",
  version: '"2026-11"',
  name: "Our dispute rate",
  owner: "Our marketplace",
  region: "global",
  summary: "What it asks, in a sentence or two.",
  confidence: "unverified",
  effective: '{ from: "2026-01-01" }',
  from: '"2026-01-01"',
  until: '"2026-07-01"',
  retrieved: '"2026-11-21"',
  sources: "[]",
  tiers: "[{ id: above, name: above the line, severity: above, gates: { rate: 0.05 } }]",
  severity: "above",
  gates: "{ rate: 0.05 }",
  rate: "0.015",
  rate_low: "0.015",
  exit_rate: "0.012",
  peer_multiple: "1.5",
  near_multiple: "0.75",
  count: "100",
  amount: "7500000",
  points: "12",
  unit: "orders",
  reporting_currency: "USD",
  currency: "USD",
  numerator: "{ measures: [cases_opened], by: event_date }",
  denominator: "{ measures: [orders_settled], by: event_date }",
  measures: "[cases_opened]",
  exempt: "[withdrawn]",
  reasons: "[fraud]",
  by: "event_date",
  month_offset: "-1",
  window: "{ kind: rolling_days, days: 30 }",
  probe: "{ kind: full_months, months: 3 }",
  otherwise: "{ kind: full_months, months: 12 }",
  days: "30",
  months: "3",
  weeks: "4",
  every: "month",
  clean_periods: "3",
  regions: "[US, CA]",
  steps: "[{ from_month: 2, amount: 100000 }]",
  curve: "[[0, 1], [1, 0.8], [3, 0]]",
  weight: "25",
  against: "fixed",
  next_step: "Ship with tracking.",
  direction: "accumulate",
  reset: "{ kind: quarter }",
  rules: "[…]",
  parts: "[…]",
  scope: "{ card_network: [visa] }",
};

const OF_TYPE: Record<string, string> = {
  string: "some text",
  number: "0.5",
  int: "10",
  array: "[…]",
  boolean: "true",
  object: "{ … }",
  record: "{ … }",
};

/** A value of the type that could stand there. */
export function exampleOf(name: string, type?: string): string {
  const example = EXAMPLES[name];
  if (example !== undefined && (type === undefined || typeOf(example) === kindOf(type)))
    return example;
  return (type && OF_TYPE[type]) ?? example ?? "…";
}

const kindOf = (type: string) => ({ int: "number", record: "object" })[type] ?? type;

const typeOf = (example: string) =>
  example.startsWith("{")
    ? "object"
    : example.startsWith("[")
      ? "array"
      : /^-?[\d.]+$/.test(example)
        ? "number"
        : "string";
