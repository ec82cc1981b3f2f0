import { currency, deadline, id, money, oneOf, text, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";
import { CARD_NETWORKS } from "./orders.js";

export const chargebacks = defineFeed(
  "chargebacks",
  "What the buyer's bank says: inquiries, fraud reports (TC40, SAFE) and chargebacks.",
  "chargeback_id",
  {
    chargeback_id: id("The processor's id of the dispute."),
    order_id: id("The order whose payment is disputed."),
    kind: oneOf(
      ["inquiry", "fraud_report", "chargeback"],
      "An inquiry moves no money; a fraud report is a TC40 or SAFE record.",
    ),
    received_at: timestamp("When it was received."),
    amount: money("The disputed amount, in major units of `currency`."),
    currency: currency("ISO 4217 code of `amount`."),
    updated_at: versioning.updated_at,
    card_network: oneOf(
      CARD_NETWORKS,
      "Network that carries it; the order's where it is empty.",
    ).optional(),
    reason_code: text("The network's own reason code.").optional(),
    category: oneOf(
      ["fraud", "not_received", "not_as_described", "cancelled", "duplicate", "other"],
      "What the reason code means.",
    ).optional(),
    stage: oneOf(["first", "pre_arbitration", "arbitration"], "How far it has gone.").optional(),
    evidence_due_at: deadline("Until when evidence may be sent.").optional(),
    evidence_submitted_at: timestamp("When evidence was sent.").optional(),
    outcome: oneOf(
      ["won", "lost", "accepted", "reversed", "expired", "prevented"],
      "How it ended, as the seller sees it.",
    ).optional(),
    closed_at: timestamp("When it closed.").optional(),
    deleted: versioning.deleted,
  },
);
