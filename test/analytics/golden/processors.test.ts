import { beforeAll, describe, expect, it } from "vitest";
import type { Standing } from "../../../analytics/4_standings/standing.js";
import { Market } from "../../support/market.js";

/*
 * Published examples of processors, as files through the command line. Numbers are those of the table
 * of golden vectors, with their sources there.
 */

const found = new Map<string, Standing>();
const market = new Market();

// A week of payments; most disputes of that week are about older ones.
const week = market.sell("week", 1_000, { ordered_at: "2026-03-08T23:59:59Z" });
const older = market.sell("week", 500, { ordered_at: "2026-01-20T12:00:00Z" });
const disputed = [...week.slice(0, 3), ...older.slice(0, 7)];
market.chargeBack(disputed, { received_at: "2026-03-08T12:00:00Z", outcome: "lost" });
market.chargeBack(week.slice(3, 5), { received_at: "2026-03-08T12:00:00Z", kind: "inquiry" });

const JUNE = "2026-06-01T00:00:00Z";
const AUGUST = "2026-08-31T23:59:59Z";
const sale = { amount: "100.00" };
const claim = {
  escalated_by: "buyer",
  requested_amount: "100.00",
  reason: "non_delivery",
} as const;

/** A shop of 200 sales in June to August and none besides, a claim at either end. */
function paypal(seller: string): string[] {
  const ids = [
    ...market.sell(seller, 100, { ...sale, ordered_at: JUNE }),
    ...market.sell(seller, 100, { ...sale, ordered_at: AUGUST }),
  ];
  market.complain([ids[0] ?? ""], { ...claim, opened_at: JUNE, escalated_at: JUNE });
  market.chargeBack([ids[1] ?? ""], {
    received_at: AUGUST,
    amount: "200.00",
    category: "not_as_described",
  });
  return ids;
}

const ids = paypal("at 1.5 %");
// Nothing of this is a claim about goods, or one that was made in these months.
market.complain([ids[10] ?? ""], { reason: "non_delivery", opened_at: JUNE });
market.chargeBack([ids[11] ?? ""], { received_at: JUNE, amount: "100.00", category: "fraud" });
market.chargeBack([ids[12] ?? ""], { received_at: JUNE, amount: "100.00", category: "duplicate" });
for (const day of ["2026-05-31T23:59:59Z", "2026-09-01T00:00:00Z"]) {
  const others = market.sell("at 1.5 %", 5, { ...sale, ordered_at: day });
  market.complain(others, { ...claim, opened_at: day, escalated_at: day });
}

market.refund([paypal("net of refunds")[20] ?? ""], { requested_at: AUGUST, amount: "100.00" });

const exactly = market.sell("100 sales", 100, { ...sale, ordered_at: JUNE });
market.complain(exactly.slice(0, 10), { ...claim, opened_at: JUNE, escalated_at: JUNE });

const QUESTIONS = [
  ["stripe-dispute-activity", "2026-03-09", "week"],
  ["stripe-dispute-rate", "2026-07-07", "week"],
  ["paypal-dispute-ratio", "2026-09-30", "at 1.5 %"],
  ["paypal-dispute-ratio", "2026-09-30", "net of refunds"],
  ["paypal-dispute-ratio", "2026-09-30", "100 sales"],
] as const;

beforeAll(async () => {
  await market.open(async (report) => {
    for (const [program, asOf, seller] of QUESTIONS)
      found.set(`${program} ${seller}`, await report(program, asOf, seller));
  });
}, 120_000);

describe("Stripe", () => {
  it("golden vector 1: 10 disputes in a week of 1,000 payments, 3 of them its own, are activity 1.0 %, rate 0.3 %", () => {
    expect(found.get("stripe-dispute-activity week")).toMatchObject({
      numerator: 10,
      denominator: 1_000,
      rate: 0.01,
      tier: "excessive",
      confidence: "unverified",
    });
    expect(found.get("stripe-dispute-rate week")).toMatchObject({
      numerator: 3,
      denominator: 1_000,
      rate: 0.003,
      tier: "within",
      window_start: "2026-02-07",
      window_end: "2026-03-09",
    });
  });
});

describe("PayPal", () => {
  it("golden vector 13: the ratio of September is that of the money of June to August", () => {
    expect(found.get("paypal-dispute-ratio at 1.5 %")).toMatchObject({
      window_start: "2026-06-01",
      window_end: "2026-09-01",
      evaluated_on: "2026-09-01",
      numerator: 30_000,
      denominator: 2_000_000,
      rate: 0.015,
      tier: "high_volume",
      confidence: "verified",
    });
  });

  it("divides by sales net of refunds", () => {
    expect(found.get("paypal-dispute-ratio net of refunds")).toMatchObject({
      numerator: 30_000,
      denominator: 1_990_000,
    });
  });

  it("asks for more than 100 sales, whatever they amount to", () => {
    const few = found.get("paypal-dispute-ratio 100 sales");
    expect(few).toMatchObject({ rate: 0.1, tier: "within", headroom: null });
    expect(few?.gates).toContainEqual({
      tier: "high_volume",
      gate: "denominator_count",
      value: 100,
      comparison: ">",
      threshold: 100,
      met: false,
    });
  });
});
