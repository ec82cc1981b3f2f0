import { beforeAll, describe, expect, it } from "vitest";
import type { Standing } from "../../../analytics/4_standings/standing.js";
import { Market } from "../../support/market.js";

/*
 * Published examples of marketplaces, as files through the command line. Numbers are those of the
 * table of golden vectors, with their sources there.
 */

const found = new Map<string, Standing>();
const market = new Market();
const questions: (readonly [program: string, asOf: string, seller: string])[] = [];
const cancelled = { cancelled_by: "seller", cancel_fault: "seller" } as const;

/** A standing to ask for; answers how to read it. */
function ask(program: string, asOf: string, seller: string): () => Standing {
  questions.push([program, asOf, seller]);
  return () => {
    const standing = found.get(`${program} ${asOf} ${seller}`);
    if (!standing) throw new RangeError(`${program} does not know ${seller}`);
    return standing;
  };
}

// Items 10 by 10: on each edge of the window, the day before it and the day after it.
const lazada = { region: "PH", item_count: 10 } as const;
for (const ordered_at of [
  "2020-11-05T23:59:59Z",
  "2020-11-06T00:00:00Z",
  "2020-12-03T23:59:59Z",
  "2020-12-04T00:00:00Z",
]) {
  market.sell("Lazada", 1, { ...lazada, ordered_at });
  market.sell("Lazada", 1, { ...lazada, ...cancelled, ordered_at, cancelled_at: "2020-12-05" });
}
const november = { region: "PH", ordered_at: "2020-11-20" } as const;
const stopped = { ...november, ...cancelled, cancelled_at: "2020-11-21" } as const;
market.sell("Lazada at 30 %", 28, november);
market.sell("Lazada at 30 %", 6, { ...stopped, item_count: 2 });
market.sell("Lazada 9 items", 5, november);
market.sell("Lazada 9 items", 3, { ...stopped, item_count: 3 });
const items = ask("lazada-cancellation", "2020-12-11", "Lazada");
const thirty = ask("lazada-cancellation", "2020-12-11", "Lazada at 30 %");
const nine = ask("lazada-cancellation", "2020-12-11", "Lazada 9 items");

/** An Etsy shop of some orders in December to February, three of which were refunded as cases. */
function etsy(orders: number, refunded: number): () => Standing {
  const seller = `Etsy ${orders}/${refunded}`;
  const ids = market.sell(seller, orders, { ordered_at: "2026-01-10" });
  const end = { opened_at: "2026-01-20", closed_at: "2026-02-01", outcome: "refunded_full" } as const;
  market.complain(ids.slice(0, refunded), end);
  market.complain(ids.slice(refunded, refunded + 1), { ...end, borne_by: "platform" });
  return ask("etsy-case-rate", "2026-03-31", seller);
}
const etsySmall = etsy(299, 3);
const etsyLarge = etsy(300, 3);
const etsyFour = etsy(299, 4);

/** An eBay seller in the US with cancellations on orders of so many buyers. */
function ebay(name: string, clean: number, defects: number, buyers = defects): () => Standing {
  market.sell(name, clean, { ordered_at: "2026-01-10" });
  for (let index = 0; index < defects; index += 1)
    market.sell(name, 1, {
      ...cancelled,
      ordered_at: "2026-02-28T23:59:59Z",
      cancelled_at: "2026-03-01",
      buyer_id: `buyer ${index % buyers}`,
    });
  return ask("ebay-defect-rate", "2026-03-20", name);
}
const ebayFour = ebay("eBay 4 of 100", 96, 4);
const ebayFive = ebay("eBay 5 of 100", 95, 5);
const ebayFew = ebay("eBay 5 of 4 buyers", 95, 5, 4);
const ebayBefore = ask("ebay-defect-rate", "2026-03-19", "eBay 5 of 100");

const vector14 = "AliExpress";
market.sell(vector14, 60, { completed_at: "2026-02-10", completed_by: "buyer" });
market.sell(vector14, 30, { completed_at: "2026-02-10", completed_by: "timeout" });
market.sell(vector14, 10, {}).forEach((id, index) => {
  const withdrawn = { outcome: "withdrawn", closed_at: "2026-02-12" } as const;
  market.complain([id], { opened_at: "2026-02-10", ...(index < 2 && withdrawn) });
});
const disputes = ask("marketplace-dispute-rate", "2026-03-01", vector14);

const held = market.sell("Amazon", 4, { ordered_at: "2026-01-10", amount: "100.00" });
market.chargeBack(held.slice(0, 1), { received_at: "2026-02-10", amount: "40.00" });
market.complain(held.slice(0, 1), { opened_at: "2026-02-11", requested_amount: "20.00" });
market.chargeBack(held.slice(1, 2), {
  received_at: "2026-02-01",
  amount: "70.00",
  outcome: "won",
  closed_at: "2026-02-15T10:00:00Z",
});
const reserve = ask("amazon-reserve", "2026-02-16", "Amazon");
const reserveThatDay = ask("amazon-reserve", "2026-02-15", "Amazon");
const reserveLater = ask("amazon-reserve", "2026-04-11", "Amazon");

const sold = { region: "US", ordered_at: "2026-01-10" } as const;
market.sell("eBay 1/720", 719, sold);
market.sell("eBay 1/720", 1, { ...sold, ...cancelled, cancelled_at: "2026-01-11" });
market.sell("eBay 3/329", 326, { ordered_at: "2025-04-10" });
market.sell("eBay 3/329", 3, {
  ordered_at: "2025-04-10",
  ship_by: "2025-04-12",
  shipped_at: "2025-04-13",
});
const topRated = ask("ebay-defect-rate-us", "2026-03-20", "eBay 1/720");
const elsewhere = ask("ebay-defect-rate", "2026-03-20", "eBay 1/720");
const shipping = ask("ebay-late-shipment", "2026-03-20", "eBay 3/329");

beforeAll(async () => {
  await market.open(async (report) => {
    for (const [program, asOf, seller] of questions)
      found.set(`${program} ${asOf} ${seller}`, await report(program, asOf, seller));
  });
}, 120_000);

describe("Lazada", () => {
  it("golden vector 10: shown on 2020-12-11, orders of 2020-11-06 to 2020-12-03 count, by items", () => {
    expect(items()).toMatchObject({
      window_start: "2020-11-06",
      window_end: "2020-12-04",
      numerator: 20,
      denominator: 40,
      rate: 0.5,
      tier: "limited",
    });
  });

  it("asks for more than 30 % and for 10 items", () => {
    expect(thirty()).toMatchObject({ numerator: 12, denominator: 40, rate: 0.3, tier: "within" });
    expect(nine()).toMatchObject({ numerator: 9, denominator: 14, tier: "within" });
  });
});

describe("Etsy", () => {
  it("golden vector 11: 3 refunded cases pass among 299 orders, and fail among 300", () => {
    expect(etsySmall()).toMatchObject({
      window_start: "2025-12-01",
      window_end: "2026-03-01",
      evaluated_on: "2026-03-01",
      numerator: 3,
      raw_numerator: 4,
      denominator: 299,
      tier: "within",
    });
    expect(etsyLarge()).toMatchObject({ numerator: 3, rate: 0.01, tier: "below_standard" });
    expect(etsyFour()).toMatchObject({ numerator: 4, tier: "below_standard" });
  });
});

describe("eBay", () => {
  it("golden vector 12: 4 cancellations of 100 by different buyers are not Below Standard, 5 are", () => {
    expect(ebayFour()).toMatchObject({ numerator: 4, denominator: 100, tier: "not_top_rated" });
    expect(ebayFive()).toMatchObject({
      numerator: 5,
      rate: 0.05,
      tier: "below_standard",
      evaluated_on: "2026-03-20",
      // Fewer than 400 in three months: twelve.
      window_start: "2025-03-01",
      window_end: "2026-03-01",
    });
    expect(ebayFew()).toMatchObject({ numerator: 5, tier: "not_top_rated" });
  });

  it("evaluates on the 20th and not before", () => {
    expect(ebayBefore()).toMatchObject({
      evaluated_on: "2026-02-20",
      window_end: "2026-02-01",
      numerator: 0,
      tier: "within",
    });
  });

  it("golden vector 16: 1 of 720 is 0.14 %, 3 of 329 are 0.91 %", () => {
    const percent = ({ rate }: Standing) => ((rate ?? 0) * 100).toFixed(2);
    expect(percent(topRated())).toBe("0.14");
    expect(topRated()).toMatchObject({
      tier: "within",
      window_start: "2025-12-01",
      window_end: "2026-03-01",
    });
    expect(percent(shipping())).toBe("0.91");
    expect(shipping()).toMatchObject({ tier: "within", window_start: "2025-03-01" });
  });

  it("judges the regions apart", () => {
    expect(elsewhere()).toMatchObject({ denominator: 0, tier: "not_scored" });
  });
});

describe("AliExpress", () => {
  it("golden vector 14: 10 disputes, 2 withdrawn, 60 confirmed and 30 timed out are 8.0 %", () => {
    expect(disputes()).toMatchObject({
      numerator: 8,
      raw_numerator: 10,
      denominator: 100,
      rate: 0.08,
      tier: "above_line",
    });
  });
});

describe("Amazon", () => {
  it("golden vector 15: USD 40 of chargebacks and USD 20 of claims hold USD 60, on one order or several", () => {
    expect(reserve()).toMatchObject({
      numerator: 6_000,
      denominator: 40_000,
      tier: "money_held",
      raw_numerator: 13_000,
    });
  });

  it("holds money to the end of the day on which a dispute is closed, and 90 days of orders long", () => {
    expect(reserveThatDay()).toMatchObject({ numerator: 13_000 });
    expect(reserveLater()).toMatchObject({ numerator: 0, tier: "not_scored" });
  });
});
