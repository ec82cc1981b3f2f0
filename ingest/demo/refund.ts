import type { Row } from "../feeds/index.js";
import type { Case } from "./case.js";
import { DAY, formatTime, HOUR, NEVER, type Known } from "./clock.js";
import { money } from "./money.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";
import type { Scenario } from "./scenario.js";

/** The whole life of a refund, future included. */
export interface Refund {
  id: string;
  order: Order;
  caseId: string | undefined;
  requestedAt: number;
  cents: number;
  reason: string;
  initiatedBy: Row<"refunds">["initiated_by"];
  borneBy: "seller" | "platform";
  method: Row<"refunds">["method"];
  endsAt: number;
  status: "succeeded" | "failed" | "cancelled";
}

type Cause = Pick<
  Refund,
  "requestedAt" | "cents" | "reason" | "initiatedBy" | "borneBy" | "caseId"
>;

/** The refunds of an order: of its case, its cancellation, or a seller's kindness. */
export function refundsOf(
  random: Random,
  scenario: Scenario,
  order: Order,
  dispute: Case | undefined,
  nextId: () => string,
): Refund[] {
  const cause = causeOf(random, scenario, order, dispute);
  if (!cause) return [];
  const { refunds } = scenario;
  const endsAt = cause.requestedAt + DAY * random.lag(refunds.settled);
  const status = random.chance(refunds.failed)
    ? "failed"
    : random.chance(refunds.cancelled)
      ? "cancelled"
      : "succeeded";
  const method = random.chance(refunds.other_method) ? "other" : "original";
  const first: Refund = { ...cause, id: nextId(), order, method, endsAt, status };
  if (status !== "failed") return [first];
  const requestedAt = endsAt + DAY;
  const again = requestedAt + DAY * random.lag(refunds.settled);
  return [
    first,
    { ...first, id: nextId(), requestedAt, endsAt: again, status: "succeeded", method: "other" },
  ];
}

function causeOf(
  random: Random,
  { refunds }: Scenario,
  order: Order,
  dispute?: Case,
): Cause | undefined {
  const closings = dispute ? [dispute.overturned, dispute.closing] : [];
  const closing = closings.find((each) => each && each.awardedCents > 0);
  if (dispute && closing) {
    return {
      requestedAt: closing.at + HOUR * random.between(0.02, 6),
      cents: closing.awardedCents,
      reason: dispute.reason,
      initiatedBy: closing.outcome.startsWith("refunded") ? "seller" : "platform",
      borneBy: closing.borneBy,
      caseId: dispute.id,
    };
  }
  if (dispute || order.paidAt === NEVER) return undefined;
  const { cents } = order;
  if (order.cancelledAt !== NEVER) {
    const requestedAt = order.cancelledAt + HOUR * random.between(0.02, 12);
    return {
      requestedAt,
      cents,
      reason: "cancelled",
      initiatedBy: order.cancelledBy,
      borneBy: "seller",
      caseId: undefined,
    };
  }
  if (!random.chance(refunds.goodwill)) return undefined;
  return {
    requestedAt: order.deliveredAt + DAY * random.logNormal(4, 0.8),
    cents: random.chance(0.4) ? cents : Math.ceil(cents * random.between(0.05, 0.6)),
    reason: "goodwill",
    initiatedBy: random.chance(0.6) ? "seller" : "buyer",
    borneBy: "seller",
    caseId: undefined,
  };
}

/** The row of a refund as it was known at a time. */
export function refundRow(refund: Refund, known: Known, currency: string): Row<"refunds"> {
  const requestedAt = known.at(refund.requestedAt) as string;
  const ended = known.has(refund.endsAt);
  const endedAt = known.at(refund.endsAt);
  return {
    refund_id: refund.id,
    order_id: refund.order.id,
    requested_at: requestedAt,
    amount: money(refund.cents),
    currency,
    updated_at: formatTime(known.latest),
    case_id: refund.caseId,
    reason: refund.reason,
    initiated_by: refund.initiatedBy,
    borne_by: refund.borneBy,
    method: refund.method,
    status: ended ? refund.status : "pending",
    settled_at: ended && refund.status === "succeeded" ? endedAt : undefined,
  };
}
