import { currency, id, money, oneOf, text, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const refunds = defineFeed(
  "refunds",
  "Money that went back to a buyer, or is about to.",
  "refund_id",
  {
    refund_id: id("The marketplace's id of the refund."),
    order_id: id("The order that is refunded."),
    requested_at: timestamp("When the refund was asked for."),
    amount: money("What goes back, in major units of `currency`."),
    currency: currency("ISO 4217 code of `amount`."),
    updated_at: versioning.updated_at,
    case_id: text("The case it settles, if any.").optional(),
    reason: text("Why it is refunded.").optional(),
    initiated_by: oneOf(["buyer", "seller", "platform"], "Who started it.").optional(),
    borne_by: oneOf(["seller", "platform"], "Who pays it.").optional(),
    method: oneOf(
      ["original", "other"],
      "Whether it goes back to the original payment method.",
    ).optional(),
    status: oneOf(["pending", "succeeded", "failed", "cancelled"], "Where it stands.").optional(),
    settled_at: timestamp("When the money arrived.").optional(),
    deleted: versioning.deleted,
  },
);
