import { boolean, id, money, oneOf, text, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const cases = defineFeed(
  "cases",
  "Disputes that a buyer opened on the marketplace.",
  "case_id",
  {
    case_id: id("The marketplace's id of the case."),
    order_id: id("The order in dispute."),
    reason: oneOf(
      ["non_delivery", "not_as_described"],
      "The two reasons for which a case can be opened.",
    ),
    opened_at: timestamp("When the buyer opened it."),
    updated_at: versioning.updated_at,
    detail: oneOf(
      ["short_loaded", "counterfeit", "damaged", "quality", "other"],
      "What exactly is wrong.",
    ).optional(),
    requested_amount: money("What the buyer asks for, in the order's currency.").optional(),
    responded_at: timestamp("When the seller answered.").optional(),
    response: oneOf(["accepted", "rejected"], "What the seller answered.").optional(),
    escalated_at: timestamp("When it went to the platform for a ruling.").optional(),
    escalated_by: oneOf(["buyer", "platform"], "Who escalated it.").optional(),
    escalation_reason: text("Why it was escalated.").optional(),
    closed_at: timestamp("When it closed.").optional(),
    outcome: oneOf(
      [
        "withdrawn",
        "buyer_satisfied",
        "refunded_full",
        "refunded_partial",
        "tracking_confirmed",
        "ruled_for_buyer",
        "ruled_for_seller",
        "auto_executed",
        "lapsed",
        "settled_off_platform",
      ],
      "How it ended.",
    ).optional(),
    awarded_amount: money("What the buyer got, in the order's currency.").optional(),
    borne_by: oneOf(["seller", "platform"], "Who paid it.").optional(),
    seller_reported_buyer: boolean(
      "True where the seller reported the buyer as malicious.",
    ).optional(),
    deleted: versioning.deleted,
  },
);
