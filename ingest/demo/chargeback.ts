import type { Row } from "../feeds/index.js";
import { formatTime, type Known } from "./clock.js";
import { money } from "./money.js";
import type { Order } from "./order.js";

export const CHARGEBACK_CATEGORIES = [
  "fraud",
  "not_received",
  "not_as_described",
  "cancelled",
  "duplicate",
  "other",
] as const satisfies Row<"chargebacks">["category"][];

/** The whole life of an inquiry, a fraud report or a chargeback, future included. */
export interface Chargeback {
  id: string;
  order: Order;
  /** The order that the bank names; now and then not one of ours. */
  orderId: string;
  kind: Row<"chargebacks">["kind"];
  category: (typeof CHARGEBACK_CATEGORIES)[number];
  reasonCode: string | undefined;
  receivedAt: number;
  cents: number;
  evidenceDueAt: number;
  evidenceAt: number;
  secondStageAt: number;
  secondStage: Row<"chargebacks">["stage"];
  outcome: Row<"chargebacks">["outcome"];
  closedAt: number;
}

/** The row of a chargeback as it was known at a time. */
export function chargebackRow(
  chargeback: Chargeback,
  known: Known,
  currency: string,
): Row<"chargebacks"> {
  const receivedAt = known.at(chargeback.receivedAt) as string;
  const second = known.at(chargeback.secondStageAt) !== undefined;
  const isChargeback = chargeback.kind === "chargeback";
  const row: Row<"chargebacks"> = {
    chargeback_id: chargeback.id,
    order_id: chargeback.orderId,
    kind: chargeback.kind,
    received_at: receivedAt,
    amount: money(chargeback.cents),
    currency,
    card_network: chargeback.order.network,
    reason_code: chargeback.reasonCode,
    category: chargeback.category,
    stage: isChargeback ? (second ? chargeback.secondStage : "first") : undefined,
    evidence_due_at: isChargeback ? formatTime(chargeback.evidenceDueAt) : undefined,
    evidence_submitted_at: known.at(chargeback.evidenceAt),
    outcome: known.has(chargeback.closedAt) ? chargeback.outcome : undefined,
    closed_at: known.at(chargeback.closedAt),
  };
  row.updated_at = formatTime(known.latest);
  return row;
}
