import type { StandingView } from "../../server/contract/api.js";
import type { Severity } from "../../analytics/4_standings/standing.js";

/** A standing to change for a test: above the line of 1 %, surely. */
export function standing(changes: Partial<StandingView> = {}): StandingView {
  return {
    seller_id: "s-1",
    program: "order-defect-rate",
    program_version: "2026-01",
    program_name: "Order defect rate",
    kind: "rate",
    unit: "orders",
    currency: null,
    evaluation: "current",
    evaluated_on: "2026-11-21",
    confidence: "secondary",
    lines: "general",
    peer_rate: null,
    points: null,
    clean_orders: 2289,
    fees: [],
    fee_total: 0,
    fee_currency: null,
    remarks: [],
    as_of: "2026-11-21",
    window_start: "2026-09-22",
    window_end: "2026-11-21",
    numerator: 98,
    denominator: 7512,
    rate: 98 / 7512,
    raw_numerator: 101,
    raw_rate: 101 / 7512,
    rate_low: 0.0107,
    rate_high: 0.0159,
    expected_final_rate: 0.0142,
    tier: "at_risk",
    severity: "above",
    gates: [],
    headroom: -22,
    months_in_program: 1,
    line_rate: 0.01,
    multiple: 98 / 7512 / 0.01,
    surely_above: true,
    floor: 60,
    floor_value: 7512,
    ...changes,
  };
}

/** Sixty sellers, one rule for all: repeatable without a seed. */
export const fleetDots = Array.from({ length: 60 }, (_, i) => {
  const multiple = i % 4 === 0 ? 0 : ((i * 37) % 100) / 30;
  const severity: Severity =
    multiple >= 2 ? "severe" : multiple >= 1 ? "above" : multiple >= 0.75 ? "near" : "within";
  return {
    volume: 3 + ((i * 131) % 900),
    multiple,
    severity,
    is_in_tier: multiple >= 1,
    surely_above: multiple >= 1 && i % 3 === 0,
  };
});

/** Forty days, the rate climbing over 1 % on the way; two days without orders. */
export const days = Array.from({ length: 40 }, (_, i) => {
  const rate = i === 5 || i === 6 ? null : 0.004 + i * 0.00031;
  return {
    as_of: new Date(Date.UTC(2026, 9, 1 + i)).toISOString().slice(0, 10),
    numerator: rate === null ? 0 : Math.round(rate * 1000),
    denominator: rate === null ? 0 : 1000,
    rate,
    rate_low: rate === null ? null : rate * 0.7,
    rate_high: rate === null ? null : rate * 1.4,
    points: null,
    tier: rate !== null && rate >= 0.01 ? "at_risk" : "within",
    orders: 20 + ((i * 7) % 11),
    defects: i % 9 === 0 ? 2 : i % 4 === 0 ? 1 : 0,
  };
});

export const lines = [
  { tier: "at_risk", name: "at risk", severity: "above" as const, rate: 0.01 },
  { tier: "suspended", name: "suspended", severity: "severe" as const, rate: 0.0105 },
  { tier: "closed", name: "closed", severity: "severe" as const, rate: 0.2 },
];
