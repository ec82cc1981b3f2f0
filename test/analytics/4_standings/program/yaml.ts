import { expect } from "vitest";
import { checkProgram } from "../../../../analytics/4_standings/programs.js";

/** A programme without fault; tests spoil one thing at a time. */
export const GOOD = `id: shop-rate
version: "1"
name: The shop's rate
owner: The shop
region: global
summary: Disputed orders.
confidence: unverified
effective: { from: "2026-01-01" }
sources: []
unit: orders
numerator: { measures: [cases_opened], by: event_date, exempt: [withdrawn] }
denominator: { measures: [orders_settled], by: event_date }
window: { kind: rolling_days, days: 30 }
tiers:
  - id: high
    name: high
    severity: above
    gates: { rate: 0.02 }
  - id: worse
    name: worse
    severity: severe
    gates: { rate: 0.05, count: 10 }
`;

/** The good file with one text in place of another, which must be there. */
export function spoilt(text: string, replacement: string): string {
  expect(GOOD).toContain(text);
  return GOOD.replace(text, replacement);
}

/** `line path: message -> remedy` of everything that keeps a file from being a programme. */
export const problemsIn = (text: string): string[] =>
  checkProgram(text).problems.map(
    ({ line, path, message, remedy }) =>
      `${line ?? "-"} ${path}: ${message}${remedy === "" ? "" : ` -> ${remedy}`}`,
  );

export const notesIn = (text: string): string[] =>
  checkProgram(text).notes.map(({ line, path, message }) => `${line ?? "-"} ${path}: ${message}`);
