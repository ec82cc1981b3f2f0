import { id, oneOf, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const freezes = defineFeed(
  "freezes",
  "Orders that the platform froze, and what became of them.",
  "freeze_id",
  {
    freeze_id: id("The marketplace's id of the freeze."),
    order_id: id("The frozen order."),
    reason: oneOf(["payment_refused", "risk_address", "dishonest_conduct"], "Why it was frozen."),
    frozen_at: timestamp("When it was frozen."),
    updated_at: versioning.updated_at,
    appealed_at: timestamp("When the seller appealed.").optional(),
    appeal_outcome: oneOf(["granted", "denied"], "What became of the appeal.").optional(),
    released_at: timestamp("When the order was released.").optional(),
    closed_at: timestamp("When the freeze ended.").optional(),
    closed_as: oneOf(["released", "refunded", "closed"], "How it ended.").optional(),
    deleted: versioning.deleted,
  },
);
