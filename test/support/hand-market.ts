import { parseProgram } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { FeedRows } from "./files.js";
import { caseOf, order, times } from "./rows.js";

/*
 * A marketplace that can be judged on paper: windows of 10 days, each order USD 20.00. anna's first
 * ten orders are confirmed on 10 January, her next ten on the 20th; bob has no defect.
 */

const program = (id: string, line: string): string =>
  `extends: marketplace-dispute-rate
id: ${id}
version: "1"
window: { kind: rolling_days, days: 10 }
floor: { denominator: 5 }
tiers:
  - { id: above_line, ${line} }
  - { id: serious, gates: { rate: 0.9 } }
`;

/** patient: from 20 % on, until below 10 %. strict: from 30 % on, and out as soon as below it. */
export const HAND_PROGRAMS = {
  patient: program("patient", "gates: { rate: 0.2 }, exit_rate: 0.1"),
  strict: program("strict", "gates: { rate: 0.3 }, exit_rate: null"),
};

export const patient: Program = parseProgram(HAND_PROGRAMS.patient, "patient.yaml");
export const strict: Program = parseProgram(HAND_PROGRAMS.strict, "strict.yaml");

const sold = (seller: string, from: number, placed: string, confirmed: string) =>
  times(10, (nth) =>
    order({
      order_id: `${seller}${from + nth}`,
      seller_id: seller,
      ordered_at: `${placed}T12:00:00Z`,
      completed_at: `${confirmed}T12:00:00Z`,
    }),
  );

export const ORDERS: FeedRows["orders"] = [
  ...sold("anna", 0, "2026-01-02", "2026-01-10"),
  ...sold("anna", 10, "2026-01-14", "2026-01-20"),
  ...sold("bob", 0, "2026-01-02", "2026-01-10"),
];

const opened = (nth: number, day: string, fields = {}) =>
  caseOf(`anna${nth}`, { opened_at: `${day}T12:00:00Z`, ...fields });

/** Two cases on the 12th, one about USD 5.00 on the 15th, three on the 25th. */
export const CASES: NonNullable<FeedRows["cases"]> = [
  opened(0, "2026-01-12"),
  opened(1, "2026-01-12"),
  opened(2, "2026-01-15", { requested_amount: "5.00" }),
  ...times(3, (nth) => opened(10 + nth, "2026-01-25")),
];
