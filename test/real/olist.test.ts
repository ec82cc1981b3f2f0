import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Standing } from "../../analytics/4_standings/standing.js";
import type { IngestSummary } from "../../ingest/ingest.js";
import { hasSharedData, sharedData } from "./shared-data.js";
import { controlsOf, countsOf, Shop, standingOf, totals } from "./shop.js";

const AFTER = "2019-01-01";
const ONE = "1f50f920176fa81dab994f9023523100";
const OTHER = "cc419e0650a3c5ba77189a1882b7556a";
const MAPPING = fileURLToPath(new URL("../../data/mappings/olist.yaml", import.meta.url));
const FILES = ["orders", "order_items", "customers", "sellers", "order_reviews", "order_payments"];

/** Orders as the marketplace counts them, of which each seller has its own part. */
const WHOLE_ORDERS = "cast(count(distinct split_part(order_id, '/', 1)) as integer)";

describe.skipIf(!hasSharedData)("the marketplace sample, from files to standing", () => {
  const files = FILES.map((file) => sharedData(`olist_3k/olist_${file}_dataset.csv`));
  const byDay = new Shop();
  const byTime = new Shop();
  let summary: IngestSummary;
  let lateByDay: Standing[];
  let lateByTime: Standing[];
  let cancelled: Standing[];
  beforeAll(async () => {
    const endOfDay = "          as: end_of_day\n";
    const asPrinted = await byTime.variant(MAPPING, endOfDay, "");
    summary = await byDay.ingest(files, "olist");
    await byTime.ingest(files, asPrinted);
    lateByDay = await byDay.report("olist-late.yaml", AFTER);
    lateByTime = await byTime.report("olist-late.yaml", AFTER);
    cancelled = await byDay.report("olist-cancelled.yaml", AFTER);
  });
  afterAll(() => Promise.all([byDay.remove(), byTime.remove()]));

  it("is read whole: 3,000 orders of 938 sellers, and reviews with their duplicates", async () => {
    expect(controlsOf(summary)).toMatchObject({
      orders: "3000",
      sellers: "938",
      canceled: "24",
      unavailable: "17",
      delivered: "2904",
      reviews: "2993",
      review_ids: "2992",
      reviewed_orders: "2979",
    });
    expect((summary.untaken ?? []).filter(({ rows }) => rows > 0)).toEqual([
      { source: "reviews", rows: 2993 },
      { source: "payments", rows: 3170 },
    ]);
    const sellers = cancelled.map(({ seller_id }) => seller_id);
    expect(new Set(sellers).size).toBe(938 + 1);
    expect(sellers).toContain("unassigned");
  });

  it("counts an order once per seller, whatever items it has", async () => {
    const [, orders] = totals(cancelled);
    expect(orders).toBe(3048);
    expect(
      await byDay.rows(`select count(*) as orders, ${WHOLE_ORDERS} as whole_orders,
        cast(sum(item_count) as integer) as items from facts.orders where recorded_until is null`),
    ).toEqual([{ orders: 3048, whole_orders: 3000, items: 3397 }]);
  });

  it("has 24 cancelled and 17 unavailable orders, and 2,904 delivered", async () => {
    expect(totals(cancelled)[0]).toBe(24 + 17);
    expect(
      await byDay.rows(`select cancel_reason, ${WHOLE_ORDERS} as orders from facts.orders
        where recorded_until is null and cancelled_at is not null group by all order by all`),
    ).toEqual([
      { cancel_reason: "canceled", orders: 24 },
      { cancel_reason: "unavailable", orders: 17 },
    ]);
    expect(totals(lateByDay)[1]).toBe(2952);
    expect(
      await byDay.rows(`select ${WHOLE_ORDERS} as orders from facts.orders
        where recorded_until is null and delivered_at is not null`),
    ).toEqual([{ orders: 2904 }]);
  });

  it("delivers 191 orders after the day, 231 after the time: the comparison is declared", async () => {
    expect([totals(lateByDay)[0], totals(lateByTime)[0]]).toEqual([191, 231]);
    const whole = `select ${WHOLE_ORDERS} as orders from ledger.postings
      where measure = 'orders_delivered_late'`;
    expect(await byDay.rows(whole)).toEqual([{ orders: 191 }]);
    expect(await byTime.rows(whole)).toEqual([{ orders: 231 }]);
  });

  it("gives sellers what is late of what they delivered, on either basis", () => {
    expect(countsOf(lateByDay, [OTHER, ONE])).toEqual({ [OTHER]: [3, 56], [ONE]: [8, 53] });
    expect(countsOf(lateByTime, [OTHER, ONE])).toEqual({ [OTHER]: [3, 56], [ONE]: [10, 53] });
    expect(standingOf(lateByTime, ONE).rate).toBeCloseTo(10 / 53, 9);
    expect([lateByDay, lateByTime].map((late) => standingOf(late, ONE).tier)).toEqual([
      "often_late",
      "often_late",
    ]);
  });

  it("gives sellers what was cancelled of their orders", () => {
    expect(countsOf(cancelled, [OTHER, ONE])).toEqual({ [OTHER]: [1, 59], [ONE]: [0, 53] });
  });

  it("leaves ledgers that agree with the facts", async () => {
    expect(await byDay.check()).toEqual({ differences: 0 });
    expect(await byTime.check()).toEqual({ differences: 0 });
  });
});
