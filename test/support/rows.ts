import type { FeedRow } from "./files.js";

/** A day some days after another, both as YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `count` things made from their number, from 0. */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export function order(
  fields: FeedRow<"orders"> & { order_id: string },
): FeedRow<"orders"> & { order_id: string } {
  return {
    seller_id: "seller",
    buyer_id: `buyer of ${fields.order_id}`,
    ordered_at: "2026-01-10T12:00:00Z",
    amount: "20.00",
    currency: "USD",
    ...fields,
  };
}

export function caseOf(
  order_id: string,
  fields: FeedRow<"cases"> = {},
): FeedRow<"cases"> & { order_id: string } {
  return {
    case_id: `case of ${order_id}`,
    order_id,
    reason: "not_as_described",
    opened_at: "2026-01-20T12:00:00Z",
    ...fields,
  };
}

export function chargebackOf(
  order_id: string,
  fields: FeedRow<"chargebacks"> = {},
): FeedRow<"chargebacks"> & { order_id: string } {
  return {
    chargeback_id: `chargeback of ${order_id}`,
    order_id,
    kind: "chargeback",
    received_at: "2026-02-10T12:00:00Z",
    amount: "20.00",
    currency: "USD",
    ...fields,
  };
}
