import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { standingOf } from "../support/database.js";
import { ingestRows, type FeedRow } from "../support/files.js";
import { caseOf, order, times } from "../support/rows.js";

/*
 * What each marketplace's pack counts, and what it does not: 200 orders of one seller, paid on Monday
 * 2026-02-16 and judged two weeks later, of which a few are more than plain.
 */

const AS_OF = "2026-03-02";
const MONDAY = "2026-02-16T09:00:00Z";
const shipped = {
  ship_by: "2026-02-18",
  shipped_at: "2026-02-17T10:00:00Z",
  delivery_proof: "tracking",
} as const;
const plain: FeedRow<"orders"> = {
  ordered_at: MONDAY,
  paid_at: MONDAY,
  region: "US",
  item_count: 2,
};

const cancelled = (
  cancelled_by: "seller" | "buyer" | "platform",
  cancel_fault?: "seller" | "buyer" | "none",
) => ({ cancelled_at: "2026-02-17T12:00:00Z", cancelled_by, cancel_fault }) as const;
const sent = (fields: FeedRow<"orders"> = {}): FeedRow<"orders"> => ({
  ...shipped,
  delivered_at: "2026-02-20T10:00:00Z",
  completed_at: "2026-02-22",
  ...fields,
});

const UNUSUAL: Record<string, FeedRow<"orders">> = {
  "seller's cancellation": cancelled("seller", "seller"),
  "seller's, fault not said": cancelled("seller"),
  "seller's for the buyer": cancelled("seller", "buyer"),
  "seller's, nobody's fault": cancelled("seller", "none"),
  "buyer's for the seller's delay": cancelled("buyer", "seller"),
  "buyer's own": cancelled("buyer", "buyer"),
  "platform's": cancelled("platform", "seller"),
  "sent late": sent({ shipped_at: "2026-02-19T10:00:00Z" }),
  "never sent": { ship_by: "2026-02-18" },
  "not tracked": sent({ delivery_proof: "none" }),
  "late and not tracked": sent({ shipped_at: "2026-02-19T10:00:00Z", delivery_proof: "none" }),
  "delivered late": sent({ estimated_delivery_at: "2026-02-19" }),
  "in Germany": sent({ region: "DE" }),
};

const end = { opened_at: "2026-02-21", closed_at: "2026-02-25" } as const;
const CASES: Record<string, FeedRow<"cases">> = {
  "not received, lost": {
    ...end,
    reason: "non_delivery",
    escalated_at: "2026-02-23",
    outcome: "ruled_for_buyer",
  },
  "not received, tracking": { ...end, reason: "non_delivery", outcome: "tracking_confirmed" },
  "not as described, executed": { ...end, outcome: "auto_executed" },
  "not as described, refunded": { ...end, outcome: "refunded_full" },
  "refunded by the platform": { ...end, outcome: "refunded_full", borne_by: "platform" },
  "won by the seller": { ...end, escalated_at: "2026-02-23", outcome: "ruled_for_seller" },
  withdrawn: { ...end, outcome: "withdrawn" },
  open: { opened_at: "2026-02-21" },
};
const REFUNDS: Record<string, FeedRow<"refunds">> = {
  goodwill: { status: "succeeded" },
  "platform's money": { status: "succeeded", borne_by: "platform" },
  pending: { status: "pending" },
};

let database: Database;

beforeAll(async () => {
  const names = [...Object.keys(CASES), ...Object.keys(REFUNDS)];
  const plains = 200 - names.length - Object.keys(UNUSUAL).length;
  const orders = [
    ...times(plains, (index) => order({ ...plain, ...sent(), order_id: `plain ${index}` })),
    ...names.map((order_id) => order({ ...plain, ...sent(), order_id })),
    ...Object.entries(UNUSUAL).map(([order_id, fields]) =>
      order({ ...plain, ...fields, order_id }),
    ),
  ];
  const refunds = Object.entries(REFUNDS).map(([order_id, fields]) => ({
    refund_id: `refund of ${order_id}`,
    order_id,
    amount: "5.00",
    currency: "USD",
    requested_at: "2026-02-21",
    settled_at: fields.status === "pending" ? undefined : "2026-02-22",
    ...fields,
  }));
  const cases = Object.entries(CASES).map(([order_id, fields]) => caseOf(order_id, fields));
  database = await Database.open({ path: ":memory:", threads: 1 });
  await database.write(ensureSchema);
  await ingestRows(database, { orders, cases, refunds });
}, 60_000);
afterAll(() => database.close());

const ask = (program: string, asOf = AS_OF): Promise<Standing> =>
  standingOf(database, program, asOf, "seller");

describe("what counts", () => {
  it.each([
    // Cancellations: by the seller, or through its fault, whoever cancelled (R20).
    ["walmart-cancellation", 3, 4, 200],
    ["tiktok-us-cancellation", 4, 7, 200],
    ["deal-not-sold", 4, 4, 200],
    // Late from `ship_by` on, also what was never sent; or without tracking.
    ["amazon-late-shipment", 3, 3, 200],
    ["tiktok-us-late-dispatch", 3, 3, 200],
    ["mercado-libre-delayed-handling", 3, 3, 200],
    ["amazon-tracking", 2, 2, 192],
    ["tiktok-us-tracking", 2, 2, 192],
    ["walmart-tracking", 2, 2, 192],
    ["walmart-late-delivery", 1, 1, 192],
    // Cases by reason, by who pays, by who decided, and all of them (R28).
    ["walmart-not-received", 1, 2, 200],
    ["not-received-rate", 1, 2, 192],
    ["not-as-described-rate", 3, 6, 192],
    ["filing-rate", 2, 2, 192],
    ["seller-responsibility", 1, 1, 192],
    ["marketplace-dispute-rate", 7, 8, 192],
    ["walmart-refunds", 1, 2, 200],
  ])("%s: %d of the %d that befell %d orders", async (program, numerator, raw, denominator) => {
    expect(await ask(program)).toMatchObject({ numerator, raw_numerator: raw, denominator });
  });

  it.each([
    // Months that are over on the day of evaluation, and orders that had 30 days to mature.
    ["etsy-case-rate", 3, 4, 200],
    ["etsy-late-shipping", 4, 4, 200],
    ["ebay-defect-rate-us", 4, 6, 199],
    ["ebay-defect-rate-de", 0, 0, 1],
    ["ebay-defect-rate", 0, 0, 0],
    ["ebay-unresolved-cases-us", 2, 2, 199],
    ["ebay-late-shipment", 3, 3, 200],
    ["order-defect-rate", 5, 8, 200],
  ])("%s: %d of %d, of %d orders, a month later", async (program, numerator, raw, denominator) => {
    expect(await ask(program, "2026-03-20")).toMatchObject({
      numerator,
      raw_numerator: raw,
      denominator,
    });
  });

  it("Shopee's weeks end on Sunday: cancellations and refunds of that week, orders of that week", async () => {
    const week = { window_start: "2026-02-16", window_end: "2026-02-23", denominator: 200 };
    // Four cancellations through the seller's fault, and one refund with the seller's money.
    expect(await ask("shopee-non-fulfilment", "2026-02-23")).toMatchObject({
      ...week,
      evaluated_on: "2026-02-23",
      numerator: 5,
      raw_numerator: 9,
    });
    expect(await ask("shopee-late-shipment", "2026-03-01")).toMatchObject({
      ...week,
      denominator: 192,
      numerator: 3,
    });
    expect(await ask("shopee-non-fulfilment", "2026-02-22")).toMatchObject({ numerator: 0 });
  });

  it("Lazada counts items, and looks a week back", async () => {
    // The seller has no region of its own but that of its orders, for which Lazada has no line.
    expect(await ask("lazada-cancellation", "2026-02-24")).toMatchObject({
      numerator: 8,
      denominator: 400,
      tier: "not_scored",
      remarks: expect.arrayContaining(["no_lines_for_region"]) as string[],
    });
    expect(await ask("lazada-cancellation", "2026-02-23")).toMatchObject({ denominator: 0 });
  });

  it("Mercado Libre looks at a year where 60 days have fewer than 40 sales", async () => {
    expect(await ask("mercado-libre-delayed-handling", "2026-04-17")).toMatchObject({
      window_start: "2026-02-16",
      denominator: 200,
    });
    expect(await ask("mercado-libre-delayed-handling", "2026-04-18")).toMatchObject({
      window_start: "2025-04-18",
      denominator: 200,
    });
  });

  it("the worse of two windows judges: a week without orders hides nothing", async () => {
    expect(await ask("deal-not-sold", "2026-02-18")).toMatchObject({ window_start: "2026-02-11" });
    expect(await ask("deal-not-sold", AS_OF)).toMatchObject({
      window_start: "2026-01-31",
      numerator: 4,
      denominator: 200,
    });
  });

  it("R21: a shop that does not sell is ranked lower, then frozen, in the end closed", async () => {
    const { tiers } = findProgram("deal-not-sold");
    const consequences = tiers.map(({ consequence = "" }) => consequence);
    expect(consequences).toEqual([
      expect.stringContaining("ranked lower"),
      expect.stringContaining("frozen"),
      expect.stringContaining("closed"),
    ]);
    expect(await ask("deal-not-sold")).toMatchObject({ rate: 0.02, tier: "within", headroom: 0 });
  });

  it("R28: a dispute that the seller won stays in the filing rate, and is no responsibility of its", async () => {
    const won = { outcome: "ruled_for_seller", escalated_at: "2026-02-23" } as const;
    expect(CASES["won by the seller"]).toMatchObject(won);
    expect(await ask("filing-rate")).toMatchObject({ numerator: 2 });
    expect(await ask("seller-responsibility")).toMatchObject({ numerator: 1 });
  });

  it("an open case and no closed one is money held", async () => {
    expect(await ask("amazon-reserve")).toMatchObject({
      numerator: 2_000,
      raw_numerator: 16_000,
      denominator: 400_000,
      tier: "money_held",
    });
  });
});
