import { id, text, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const sellers = defineFeed(
  "sellers",
  "Optional: who the sellers are. Without it category and region are those of most of a seller's orders.",
  "seller_id",
  {
    seller_id: id("The marketplace's id of the seller."),
    name: text("The name that buyers see.").optional(),
    category: text("The seller's main category.").optional(),
    region: text("Where the seller is.").optional(),
    opened_at: timestamp("When the shop opened.").optional(),
    updated_at: versioning.updated_at,
    deleted: versioning.deleted,
  },
);
