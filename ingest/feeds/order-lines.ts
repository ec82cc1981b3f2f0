import { boolean, id, integer, money, text, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const orderLines = defineFeed(
  "order_lines",
  "Optional: what an order was made of. Lines are facts only, and post nothing to the ledger.",
  "line_id",
  {
    line_id: id("Id of the line, the same whichever file brings it."),
    order_id: id("The order it belongs to."),
    item_id: id("What was bought."),
    sold_at: timestamp("When the line was sold, or taken back."),
    buyer_id: text("Who bought; empty where nobody knows.").optional(),
    quantity: integer("Units of the item, of all its repeats.").optional(),
    amount: money("Price of all of them, in the order's currency.").optional(),
    repeats: integer(
      "How often the source says this very line, where it has no id of its own. Defaults to 1.",
    ).optional(),
    cancels: boolean("True where the line takes back an earlier purchase.").optional(),
    updated_at: versioning.updated_at,
    deleted: versioning.deleted,
  },
);
