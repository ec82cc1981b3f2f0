import { describe, expect, it } from "vitest";
import { FigureReader } from "../../analytics/3_rates/figures.js";
import { Term, type RateRule } from "../../analytics/4_standings/program/rate.js";
import { withDatabase } from "../support/database.js";
import { ingestRows, type FeedRows } from "../support/files.js";
import { caseOf, chargebackOf, order } from "../support/rows.js";

const term = (fields: Partial<Term> & Pick<Term, "measures">) =>
  Term.parse({ by: "event_date", ...fields });

const rule = (fields: Partial<RateRule>): RateRule => ({
  unit: "events",
  scope: {},
  window: { kind: "rolling_days", days: 365, lag_days: 0 },
  numerator: term({ measures: ["chargebacks_first"] }),
  denominator: term({ measures: ["orders_placed"] }),
  ...fields,
});

/** The only seller's two sides in a window, as known on a day. */
const figuresOf = (
  rows: FeedRows,
  fields: Partial<RateRule>,
  cutoff = "2026-12-01",
  window = { start: "2026-01-01", end: cutoff },
) =>
  withDatabase(async (database) => {
    await ingestRows(database, rows);
    return database.read(async (session) => {
      const reader = await FigureReader.open(session, 1);
      const [found] = await reader.figures(rule(fields), [{ window, cutoff, knownBatch: 1 }], {
        hasBuyers: true,
        hasAmounts: true,
      });
      return found?.at(1);
    });
  });

const orders = ["a", "b", "c", "d"].map((order_id) => order({ order_id, item_count: 3 }));
const refundOf = (order_id: string, fields: object = {}) => ({
  refund_id: `refund of ${order_id}`,
  order_id,
  requested_at: "2026-01-15",
  settled_at: "2026-01-16",
  amount: "20.00",
  currency: "USD",
  ...fields,
});

describe("units", () => {
  const chargebacks = [
    chargebackOf("a", { amount: "5.00" }),
    chargebackOf("a", { chargeback_id: "second", amount: "7.00" }),
    chargebackOf("b", { amount: "1.00" }),
  ];

  it.each([
    ["orders", { raw: 2, judged: 2, count: 2, amount: 1300, buyers: 2 }],
    ["events", { raw: 3, judged: 3, count: 3, amount: 1300, buyers: 2 }],
    ["items", { raw: 9, judged: 9, count: 9, amount: 1300, buyers: 2 }],
    ["amount", { raw: 1300, judged: 1300, count: 2, amount: 1300, buyers: 2 }],
  ] as const)("%s", async (unit, numerator) => {
    const found = await figuresOf({ orders, chargebacks }, { unit });
    expect(found?.numerator).toEqual(numerator);
    const base = { orders: 4, events: 4, items: 12, amount: 8000 }[unit];
    expect(found?.denominator.judged).toBe(base);
  });
});

describe("what is subtracted", () => {
  it("takes money off sales, never the order: whether it has a defect or is a plain one", async () => {
    const denominator = term({ measures: ["orders_placed"], less: ["refunds_settled"] });
    const refunds = [refundOf("a", { amount: "20.00" }), refundOf("b", { amount: "5.00" })];
    for (const chargebacks of [[], [chargebackOf("a")]]) {
      const found = await figuresOf(
        { orders, refunds, chargebacks },
        { unit: "amount", denominator },
      );
      expect(found?.denominator).toMatchObject({ judged: 5500, count: 4 });
    }
  });

  it("takes events off events, and with them their buyer", async () => {
    const numerator = term({ measures: ["chargebacks_first"], less: ["refunds_settled"] });
    const chargebacks = ["a", "b", "c"].map((id) => chargebackOf(id));
    const found = await figuresOf({ orders, chargebacks, refunds: [refundOf("b")] }, { numerator });
    expect(found?.numerator).toMatchObject({
      raw: 2,
      judged: 2,
      count: 2,
      amount: 4000,
      buyers: 2,
    });
  });

  it("takes a buyer's event off one order, and leaves the buyer of another", async () => {
    const numerator = term({ measures: ["chargebacks_first"], less: ["refunds_settled"] });
    const ofOneBuyer = orders.map((row) => ({ ...row, buyer_id: "same" }));
    const rows = { orders: ofOneBuyer, chargebacks: [chargebackOf("a")], refunds: [refundOf("b")] };
    for (const unit of ["orders", "events", "items", "amount"] as const)
      expect((await figuresOf(rows, { unit, numerator }))?.numerator.buyers).toBe(1);
  });

  it("is not subtracted where it is exempt itself", async () => {
    const denominator = term({
      measures: ["orders_placed"],
      less: ["refunds_settled"],
      exempt: ["platform_borne"],
    });
    const refunds = [refundOf("a", { borne_by: "platform" }), refundOf("b")];
    const found = await figuresOf({ orders, refunds }, { denominator });
    expect(found?.denominator).toMatchObject({ raw: 2, judged: 3 });
  });
});

describe("reasons and exemptions", () => {
  const kinds = ["fraud", "not_received", undefined] as const;
  const chargebacks = kinds.map((category, index) => chargebackOf("abc"[index]!, { category }));

  it("only named reasons count, also in the raw figure", async () => {
    const numerator = term({ measures: ["chargebacks_first"], reasons: ["fraud"] });
    const found = await figuresOf({ orders, chargebacks }, { numerator });
    expect(found?.numerator).toMatchObject({ raw: 1, judged: 1 });
  });

  it("exempt reasons leave what is judged, not the raw figure", async () => {
    const numerator = term({ measures: ["chargebacks_first"], exempt: ["fraud"] });
    const found = await figuresOf({ orders, chargebacks }, { numerator });
    expect(found?.numerator).toMatchObject({ raw: 3, judged: 2 });
  });

  it("a liability exempts from the day after it was known, looked at on any later day", async () => {
    const won = { outcome: "won", closed_at: "2026-02-20T10:00:00Z" } as const;
    const rows = { orders, chargebacks: [chargebackOf("a", won)] };
    const numerator = term({ measures: ["chargebacks_first"], exempt: ["won"] });
    const judged = async (cutoff: string) =>
      (await figuresOf(rows, { numerator }, cutoff))?.numerator.judged;
    expect(await judged("2026-02-10")).toBe(0);
    expect(await judged("2026-02-11")).toBe(1);
    expect(await judged("2026-02-20")).toBe(1);
    expect(await judged("2026-02-21")).toBe(0);
  });
});

describe("dates", () => {
  const rows = {
    orders: [
      order({ order_id: "old", ordered_at: "2026-01-31T23:59:59Z" }),
      order({ order_id: "new", ordered_at: "2026-02-01T00:00:00Z" }),
    ],
    cases: [
      caseOf("old", { opened_at: "2026-02-28T23:59:59Z" }),
      caseOf("new", { opened_at: "2026-03-01T00:00:00Z" }),
    ],
  };
  const february = { start: "2026-02-01", end: "2026-03-01" };
  const by = (date: Term["by"], cutoff: string) => {
    const numerator = term({ measures: ["cases_opened"], by: date });
    return figuresOf(rows, { numerator, denominator: numerator }, cutoff, february);
  };

  it("an event counts on its own day, or on that of its order", async () => {
    expect((await by("event_date", "2026-04-01"))?.numerator.judged).toBe(1);
    expect((await by("order_date", "2026-04-01"))?.numerator.judged).toBe(1);
  });

  it("nothing counts that comes on the cutoff or later, whatever its order's date", async () => {
    expect((await by("event_date", "2026-02-28"))?.numerator.judged).toBe(0);
    expect((await by("event_date", "2026-03-01"))?.numerator.judged).toBe(1);
    expect((await by("order_date", "2026-03-01"))?.numerator.judged).toBe(0);
    expect((await by("order_date", "2026-03-02"))?.numerator.judged).toBe(1);
  });

  it("one order with several dates in the window counts once among orders", async () => {
    const completed = rows.orders.map((row) => ({ ...row, completed_at: "2026-02-10" }));
    const both = term({ measures: ["orders_completed", "cases_opened"] });
    const found = await figuresOf(
      { ...rows, orders: completed },
      { unit: "orders", denominator: both },
      "2026-04-01",
      february,
    );
    expect(found?.denominator.judged).toBe(2);
  });
});
