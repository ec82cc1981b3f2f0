import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { ByTraits } from "../../analytics/4_standings/by-traits.js";
import { readIdentities, readSellerTraits } from "../../analytics/4_standings/identities.js";
import { withDatabase } from "../support/database.js";
import { ingestRows, type FeedRow } from "../support/files.js";
import { order, times } from "../support/rows.js";

const identities = async (database: Database, knownBatch?: number) =>
  Object.fromEntries(await database.read((session) => readIdentities(session, knownBatch)));

/** Region and category by seller's id. */
const traits = (database: Database, knownBatch: number) =>
  database.read(async (session) => {
    const { kinds, kindOf } = await readSellerTraits(session, knownBatch);
    const found = new ByTraits(kinds, kindOf);
    const rows = await session.all<{ seller_key: number; seller_id: string }>(
      "from ledger.sellers",
    );
    const ids = new Map(rows.map(({ seller_key, seller_id }) => [seller_key, seller_id]));
    return Object.fromEntries(
      found.keys().map((key) => {
        const { region, category } = found.of(key);
        return [ids.get(key), [region, category]];
      }),
    );
  });

const ordersOf = (seller_id: string, count: number, fields: FeedRow<"orders">) =>
  times(count, (index) =>
    order({ order_id: `${seller_id} ${fields.region} ${index}`, seller_id, ...fields }),
  );

const anna = (fields: FeedRow<"sellers">) => ({ seller_id: "anna", ...fields });

describe("identities", () => {
  it("are those of the sellers row that was current at a batch", () =>
    withDatabase(async (database) => {
      const updated = (day: string) => ({ updated_at: day });
      await ingestRows(database, {
        orders: ordersOf("anna", 1, { region: "eu", category: "toys" }),
      });
      await ingestRows(database, {
        sellers: [anna({ name: "Anna", region: "us", ...updated("2026-02-01") })],
      });
      await ingestRows(database, {
        sellers: [anna({ name: "Anna & Co", category: "books", ...updated("2026-03-01") })],
      });
      await ingestRows(database, {
        sellers: [anna({ name: "older", region: "older", ...updated("2026-01-01") })],
      });
      await ingestRows(database, { sellers: [anna({ deleted: true, ...updated("2026-04-01") })] });
      const found = await Promise.all([1, 2, 3, 4, 5].map((batch) => identities(database, batch)));
      expect(
        found.map(({ anna: seller }) => [seller?.name, seller?.region, seller?.category]),
      ).toEqual([
        [null, "eu", "toys"],
        ["Anna", "us", "toys"],
        ["Anna & Co", "eu", "books"],
        ["Anna & Co", "eu", "books"],
        [null, "eu", "toys"],
      ]);
      expect(await identities(database)).toEqual(found[4]);
      expect(await traits(database, 2)).toEqual({ anna: ["us", "toys"] });
      expect(await traits(database, 3)).toEqual({ anna: ["eu", "books"] });
    }));

  it("know no seller before its first batch, and of each only the orders known then", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: ordersOf("anna", 2, { region: "eu" }) });
      await ingestRows(database, {
        orders: [...ordersOf("anna", 3, { region: "us" }), ...ordersOf("bob", 1, { region: "us" })],
      });
      await ingestRows(database, {
        scores: [
          { seller_id: "chen", metric: "m", date: "2026-01-01", numerator: 1, denominator: 1 },
        ],
      });
      expect(await traits(database, 0)).toEqual({});
      expect(await traits(database, 1)).toEqual({ anna: ["eu", null] });
      expect(await traits(database, 2)).toEqual({ anna: ["us", null], bob: ["us", null] });
      expect(await traits(database, 3)).toMatchObject({ chen: [null, null] });
      expect(Object.keys(await identities(database, 1))).toEqual(["anna"]);
      expect(Object.keys(await identities(database)).sort()).toEqual(["anna", "bob", "chen"]);
    }));

  it("forget the day and the region of orders that moved away", () =>
    withDatabase(async (database) => {
      const early = { region: "eu", ordered_at: "2026-01-05", updated_at: "2026-01-05" };
      const [first] = ordersOf("anna", 1, early);
      await ingestRows(database, { orders: [first!, order({ order_id: "x", seller_id: "bob" })] });
      const moved = { ...first!, region: "us", ordered_at: "2026-02-07", updated_at: "2026-03-01" };
      await ingestRows(database, { orders: [moved] });
      await ingestRows(database, {
        orders: [{ order_id: moved.order_id, deleted: true, updated_at: "2026-04-01" }],
      });
      const found = await Promise.all([1, 2, 3].map((batch) => identities(database, batch)));
      expect(found.map(({ anna: seller }) => [seller?.region, seller?.first_order_date])).toEqual([
        ["eu", "2026-01-05"],
        ["us", "2026-02-07"],
        [null, null],
      ]);
    }));

  it("are not worked out of orders where the feed gives both region and category", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: ordersOf("anna", 3, { region: "eu", category: "toys" }),
        sellers: [anna({ region: "us", category: "books" })],
      });
      expect(await traits(database, 1)).toEqual({ anna: ["us", "books"] });
    }));
});
