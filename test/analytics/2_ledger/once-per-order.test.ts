import { expect, it } from "vitest";
import { measures } from "../../../analytics/2_ledger/measures.js";
import { busyMarketplace } from "../../support/busy-marketplace.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows } from "../../support/files.js";
import { arrange } from "../../support/marketplace.js";

const once = [...measures.values()].filter((measure) => measure.isOncePerOrder);

it("names the measures whose postings need only be added up", () => {
  expect(once.map(({ name }) => name)).toEqual([
    "deals_not_sold",
    "orders_cancelled",
    "orders_completed",
    "orders_delivered",
    "orders_delivered_late",
    "orders_placed",
    "orders_settled",
    "orders_shipped",
    "orders_shipped_late",
    "orders_shipped_untracked",
  ]);
});

it.each([1, 2])("no order is in them twice, after corrections too, seed %i", (seed) =>
  withDatabase(async (database) => {
    const rows = busyMarketplace({
      seed,
      sellers: 6,
      from: "2026-01-01",
      days: 200,
      orders: 600,
      regions: [],
      metrics: [],
    });
    for (const batch of arrange(rows, { seed, batches: 3, repeats: 0.2 }))
      await ingestRows(database, batch);
    const found = await database.read((session) =>
      session.all(
        `select measure, order_id, sum(count) as count from ledger.postings
         where order_id is not null and list_contains($names, measure)
         group by measure, order_id having sum(count) not in (0, 1)`,
        { names: once.map(({ name }) => name) },
      ),
    );
    expect(found).toEqual([]);
  }),
);
