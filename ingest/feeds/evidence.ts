import { id, oneOf, text, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const evidence = defineFeed(
  "evidence",
  "What was handed in for a case or a chargeback.",
  "evidence_id",
  {
    evidence_id: id("The marketplace's id of the piece."),
    order_id: id("The order it belongs to."),
    kind: id("What it is: delivery_scan, tracking, photo_item_weight, correspondence …"),
    submitted_at: timestamp("When it was handed in."),
    submitted_by: oneOf(["seller", "buyer", "carrier", "platform"], "Who handed it in.").optional(),
    case_id: text("The case it is for.").optional(),
    chargeback_id: text("The chargeback it is for.").optional(),
    updated_at: versioning.updated_at,
    deleted: versioning.deleted,
  },
);
