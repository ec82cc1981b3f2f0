import { date, decimal, id, name, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const scores = defineFeed(
  "scores",
  "Optional: what the other feeds cannot carry, as ratings or messages answered. One row per seller, metric and day, which together identify it.",
  ["seller_id", "metric", "date"],
  {
    seller_id: id("Who is scored."),
    metric: name("What is scored, in lower_snake: programmes name it as scores.<metric>."),
    date: date("The day it belongs to, in the marketplace's own calendar."),
    numerator: decimal("What is divided: the sum of stars, the messages answered in 24 hours …"),
    denominator: decimal("What it is divided by: the number of ratings, of messages …"),
    updated_at: timestamp(
      "When this version was made; a higher value replaces a lower one. Without it the version that comes last stands.",
    ).optional(),
    deleted: versioning.deleted,
  },
);
