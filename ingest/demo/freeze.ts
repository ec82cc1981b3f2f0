import type { Row } from "../feeds/index.js";
import { formatTime, type Known } from "./clock.js";
import type { Order } from "./order.js";

/** The whole life of a freeze, future included. */
export interface Freeze {
  id: string;
  order: Order;
  reason: Row<"freezes">["reason"];
  frozenAt: number;
  appealedAt: number;
  decidedAt: number;
  appealOutcome: Row<"freezes">["appeal_outcome"];
  closedAt: number;
  closedAs: Row<"freezes">["closed_as"];
}

/** The row of a freeze as it was known at a time. */
export function freezeRow(freeze: Freeze, known: Known): Row<"freezes"> {
  const frozenAt = known.at(freeze.frozenAt) as string;
  const appealedAt = known.at(freeze.appealedAt);
  const decided = known.at(freeze.decidedAt) !== undefined;
  const closedAt = known.at(freeze.closedAt);
  const closedAs = closedAt && freeze.closedAs;
  return {
    freeze_id: freeze.id,
    order_id: freeze.order.id,
    reason: freeze.reason,
    frozen_at: frozenAt,
    updated_at: formatTime(known.latest),
    appealed_at: appealedAt,
    appeal_outcome: decided ? freeze.appealOutcome : undefined,
    released_at: closedAs === "released" ? closedAt : undefined,
    closed_at: closedAt,
    closed_as: closedAs || undefined,
  };
}
