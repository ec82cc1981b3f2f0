import type { Row } from "../feeds/index.js";
import { formatTime, type Known } from "./clock.js";
import { money } from "./money.js";
import type { Order } from "./order.js";

export type Outcome = NonNullable<Row<"cases">["outcome"]>;

/** How and when a case ended. */
export interface Closing {
  at: number;
  outcome: Outcome;
  awardedCents: number;
  borneBy: "seller" | "platform";
}

/** The whole life of a case, future included. */
export interface Case {
  id: string;
  order: Order;
  reason: Row<"cases">["reason"];
  detail: Row<"cases">["detail"];
  openedAt: number;
  requestedCents: number;
  respondedAt: number;
  response: Row<"cases">["response"];
  reportsBuyer: boolean;
  escalatedAt: number;
  escalatedBy: Row<"cases">["escalated_by"];
  escalationReason: string | undefined;
  /** The closing that counted until the case was reopened, if it was. */
  overturned: Closing | undefined;
  reopenedAt: number;
  closing: Closing;
}

/** The row of a case as it was known at a time. */
export function caseRow(dispute: Case, known: Known): Row<"cases"> {
  const responded = known.has(dispute.respondedAt);
  const escalated = known.has(dispute.escalatedAt);
  if (known.has(dispute.reopenedAt)) known.at(dispute.reopenedAt);
  const closing = closingAt(dispute, known);
  const row: Row<"cases"> = {
    case_id: dispute.id,
    order_id: dispute.order.id,
    reason: dispute.reason,
    opened_at: known.at(dispute.openedAt) as string,
    detail: dispute.detail,
    requested_amount: money(dispute.requestedCents),
    responded_at: known.at(dispute.respondedAt),
    response: responded ? dispute.response : undefined,
    escalated_at: known.at(dispute.escalatedAt),
    escalated_by: escalated ? dispute.escalatedBy : undefined,
    escalation_reason: escalated ? dispute.escalationReason : undefined,
    closed_at: closing && known.at(closing.at),
    outcome: closing?.outcome,
    awarded_amount: closing && money(closing.awardedCents),
    borne_by: closing && closing.awardedCents > 0 ? closing.borneBy : undefined,
    seller_reported_buyer: responded ? dispute.reportsBuyer : undefined,
  };
  row.updated_at = formatTime(known.latest);
  return row;
}

function closingAt(dispute: Case, known: Known): Closing | undefined {
  if (known.has(dispute.closing.at)) return dispute.closing;
  const { overturned } = dispute;
  const stands = overturned && known.has(overturned.at) && !known.has(dispute.reopenedAt);
  return stands ? overturned : undefined;
}
