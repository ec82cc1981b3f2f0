import {
  boolean,
  currency,
  deadline,
  id,
  integer,
  money,
  oneOf,
  text,
  timestamp,
  versioning,
} from "./column.js";
import { defineFeed } from "./feed.js";

export const CARD_NETWORKS = ["visa", "mastercard", "amex", "discover", "other"] as const;

export const orders = defineFeed(
  "orders",
  "What was bought from whom, and what became of it.",
  "order_id",
  {
    order_id: id("The marketplace's id of the order."),
    seller_id: id("Who sold."),
    buyer_id: id("Who bought."),
    ordered_at: timestamp("When the order was placed."),
    amount: money("What the buyer pays, in major units of `currency`."),
    currency: currency("ISO 4217 code of `amount`."),
    updated_at: versioning.updated_at,
    paid_at: timestamp("When the payment settled.").optional(),
    ship_by: deadline("Until when the seller promised to ship.").optional(),
    shipped_at: timestamp("When the seller handed the order over.").optional(),
    estimated_delivery_at: deadline("Latest delivery that the buyer was told.").optional(),
    delivered_at: timestamp("When it was delivered.").optional(),
    delivery_proof: oneOf(
      ["none", "tracking", "tracking_to_address", "signature"],
      "How strong the proof of delivery is.",
    ).optional(),
    completed_at: timestamp("When the order was confirmed.").optional(),
    completed_by: oneOf(
      ["buyer", "timeout"],
      "Who confirmed it: the buyer, or the clock.",
    ).optional(),
    accessed_at: timestamp("When the buyer first opened a digital delivery.").optional(),
    cancelled_at: timestamp("When it was cancelled.").optional(),
    cancelled_by: oneOf(["buyer", "seller", "platform"], "Who cancelled it.").optional(),
    cancel_reason: text("Why it was cancelled.").optional(),
    cancel_fault: oneOf(["buyer", "seller", "none"], "Whose fault the cancellation is.").optional(),
    cancel_consent: oneOf(["both", "forced"], "Whether both sides agreed to cancel.").optional(),
    card_network: oneOf(CARD_NETWORKS, "Network of the card that paid.").optional(),
    card_present: boolean("True where the card was read at a terminal.").optional(),
    region: text("Region whose programme rules apply.").optional(),
    category: text("Category of what was sold.").optional(),
    item_count: integer("Items in the order.").optional(),
    card_fingerprint: text("Stable pseudonym of the card.").optional(),
    device_id: text("Pseudonym of the buyer's device.").optional(),
    address_id: text("Pseudonym of the delivery address.").optional(),
    deleted: versioning.deleted,
  },
);
