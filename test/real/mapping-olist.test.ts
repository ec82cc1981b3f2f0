import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileTarget, type Expression } from "../../ingest/mapping/index.js";
import { readThrough, type Mapped } from "./raw-files.js";
import { hasSharedData, sharedData } from "./shared-data.js";

const FILES = ["orders", "order_items", "customers", "sellers", "order_reviews", "order_payments"];
const ONE = "1f50f920176fa81dab994f9023523100";
const OTHER = "cc419e0650a3c5ba77189a1882b7556a";

describe.skipIf(!hasSharedData)("the marketplace sample through the mapping olist", () => {
  let olist: Mapped;
  beforeAll(async () => {
    const files = FILES.map((file) => sharedData(`olist_3k/olist_${file}_dataset.csv`));
    olist = await readThrough("olist", files);
    await olist.apply();
  });
  afterAll(() => olist.close());

  it("recognises all six files", () => {
    expect(Object.keys(olist.tables).toSorted()).toEqual(
      Object.keys(olist.mapping.sources).toSorted(),
    );
  });

  it("gives the published figures as controls, duplicate reviews included", async () => {
    expect(await olist.controls()).toEqual({
      orders: "3000",
      canceled: "24",
      unavailable: "17",
      delivered: "2904",
      items: "3397",
      sellers: "938",
      amount: "461323.94",
      paid: "468087.37",
      reviews: "2993",
      review_ids: "2992",
      reviewed_orders: "2979",
    });
  });

  it("counts reviews and payments as untaken, and nothing else", async () => {
    const rows = await olist.untaken();
    expect(rows.filter((row) => row["rows"] !== "0")).toEqual([
      { source: "reviews", rows: "2993" },
      { source: "payments", rows: "3170" },
    ]);
  });

  it("keeps all 3,000 orders, once per seller, with their money", async () => {
    expect(
      await olist.rows(`select count(*) as rows, count(distinct order_id) as ids,
        count(distinct split_part(order_id, '/', 1)) as orders,
        count(*) filter (seller_id = 'unassigned') as unassigned,
        sum(cast(amount as decimal(18, 2))) as amount, sum(cast(item_count as integer)) as items,
        count(buyer_id) as with_buyer, count(mapping_problem) as problems from orders`),
    ).toEqual([
      {
        rows: "3048",
        ids: "3048",
        orders: "3000",
        unassigned: "24",
        amount: "461323.94",
        items: "3397",
        with_buyer: "3048",
        problems: "0",
      },
    ]);
    expect(await olist.rows("select count(*) as sellers from sellers")).toEqual([
      { sellers: "938" },
    ]);
  });

  it("tells cancelled from unavailable, and dates both", async () => {
    expect(
      await olist.rows(`select cancel_reason as reason,
        count(distinct split_part(order_id, '/', 1)) as orders, count(*) - count(cancelled_at) as undated
        from orders where cancel_reason is not null group by all order by orders desc`),
    ).toEqual([
      { reason: "canceled", orders: "24", undated: "0" },
      { reason: "unavailable", orders: "17", undated: "0" },
    ]);
  });

  /** Orders delivered late, and of two sellers. */
  const late = async (feed: string) =>
    (
      await olist.rows(`select
        count(distinct split_part(order_id, '/', 1)) as late,
        count(*) filter (seller_id = '${ONE}') as one,
        count(*) filter (seller_id = '${OTHER}') as other
        from (${feed}) where cast(delivered_at as timestamp) > cast(estimated_delivery_at as timestamp)`)
    )[0];

  it("calls 191 orders late after the estimated day, and 231 were it a timestamp", async () => {
    expect(await late("from orders")).toEqual({ late: "191", one: "8", other: "3" });
    const [target] = olist.mapping.feeds;
    const estimated_delivery_at: Expression = {
      any: { timestamp: "order_estimated_delivery_date", format: "%Y-%m-%d %H:%M:%S" },
    };
    const byTimestamp = { ...target!, columns: { ...target!.columns, estimated_delivery_at } };
    const mapping = { ...olist.mapping, feeds: [byTimestamp] };
    expect(await late(compileTarget(mapping, byTimestamp, olist.tables).sql)).toEqual({
      late: "231",
      one: "10",
      other: "3",
    });
  });

  it("gives sellers their orders, cancelled and delivered", async () => {
    expect(
      await olist.rows(`select seller_id, count(*) as orders, count(cancelled_at) as cancelled,
        count(delivered_at) as delivered from orders
        where seller_id in ('${ONE}', '${OTHER}') group by all order by seller_id`),
    ).toEqual([
      { seller_id: ONE, orders: "53", cancelled: "0", delivered: "53" },
      { seller_id: OTHER, orders: "59", cancelled: "1", delivered: "56" },
    ]);
  });
});
