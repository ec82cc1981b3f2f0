import { describe, expect, it } from "vitest";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import { ratesOf, type RateProgram } from "../../analytics/4_standings/program.js";
import { Term } from "../../analytics/4_standings/program/rate.js";
import type { Database } from "../../analytics/engine/duckdb.js";
import { standingOf, standings, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { rateProgram } from "../support/judging.js";
import { caseOf, order, times } from "../support/rows.js";

const DISPUTE_RATE = "marketplace-dispute-rate";
const AS_OF = "2026-03-01";
const confirmed = (count: number, name = "confirmed") =>
  times(count, (index) =>
    order({ order_id: `${name}${index}`, completed_at: "2026-02-20T08:00:00Z" }),
  );
const cancelled = { cancelled_at: "2026-02-15T10:00:00Z" } as const;
const opened = { opened_at: "2026-02-16T09:00:00Z" } as const;

/** Of the orders paid in 30 days, those that the seller did not ship and cancelled. */
const notSold: RateProgram = {
  ...rateProgram(DISPUTE_RATE),
  id: "deal-not-sold",
  numerator: Term.parse({ measures: ["deals_not_sold"], by: "event_date" }),
  denominator: Term.parse({ measures: ["orders_settled"], by: "event_date" }),
};

interface Line {
  measure: string;
  liability: string;
  count: number;
}

/** What the ledger says of one order. */
const ledgerOf = (database: Database, orderId: string) =>
  database.read((session) =>
    session.all<Line>(
      `select measure, liability, cast(sum(count) as bigint) as count from ledger.postings
       where order_id = $order group by all having sum(count) <> 0 order by measure`,
      { order: orderId },
    ),
  );

const everyProgram = async (database: Database) =>
  (
    await Promise.all(
      [DISPUTE_RATE, "order-defect-rate", "mastercard-ecm", notSold].map((program) =>
        standings(database, program, AS_OF),
      ),
    )
  ).flat();

describe("dispute rate", () => {
  it("R20: an unshipped order cancelled for the buyer's reason has no effect on the seller", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: confirmed(60) });
      const before = await everyProgram(database);
      const own = { ...cancelled, cancelled_by: "buyer", cancel_fault: "buyer" } as const;
      await ingestRows(database, {
        orders: [order({ order_id: "mind", ordered_at: "2026-02-01", ...own })],
        cases: [caseOf("mind", opened)],
      });
      const judged = await everyProgram(database);
      for (const [index, row] of judged.entries()) {
        expect(row).toMatchObject({
          numerator: 0,
          denominator: before[index]?.denominator,
          rate: before[index]?.rate,
          tier: before[index]?.tier,
        });
      }
      expect(await ledgerOf(database, "mind")).toEqual([
        { measure: "cases_opened", liability: "buyer_fault", count: 1 },
        { measure: "disputes_open", liability: "buyer_fault", count: 1 },
        { measure: "orders_cancelled", liability: "buyer_fault", count: 1 },
        { measure: "orders_placed", liability: "liable", count: 1 },
      ]);
      expect(judged[0]).toMatchObject({ program: DISPUTE_RATE, raw_numerator: 1 });
    }));

  it("R20: without a stated fault, the buyer's own cancellation is the buyer's", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [order({ order_id: "o", ...cancelled, cancelled_by: "buyer" })],
      });
      expect(await ledgerOf(database, "o")).toContainEqual({
        measure: "orders_cancelled",
        liability: "buyer_fault",
        count: 1,
      });
    }));

  it("R20: shipped first, the order is disputed like any other", () =>
    withDatabase(async (database) => {
      const shipped = { ...cancelled, cancel_fault: "buyer", shipped_at: "2026-02-10" } as const;
      await ingestRows(database, {
        orders: [...confirmed(60), order({ order_id: "o", ...shipped })],
        cases: [caseOf("o", opened)],
      });
      expect(await standingOf(database, DISPUTE_RATE, AS_OF, "seller")).toMatchObject({
        numerator: 1,
        denominator: 61,
      });
    }));

  it("R21: an unshipped order cancelled for the seller's reason is a deal not sold, and only such", () =>
    withDatabase(async (database) => {
      const paid = { ordered_at: "2026-02-03", paid_at: "2026-02-03T10:00:00Z", ...cancelled };
      const yes = [
        order({ order_id: "fault", ...paid, cancel_fault: "seller" }),
        order({ order_id: "support", ...paid, cancelled_by: "platform", cancel_fault: "seller" }),
        order({ order_id: "seller", ...paid, cancelled_by: "seller" }),
      ];
      const no = [
        order({ order_id: "buyer", ...paid, cancelled_by: "seller", cancel_fault: "buyer" }),
        order({ order_id: "nobody", ...paid, cancelled_by: "seller", cancel_fault: "none" }),
        order({ order_id: "sent", ...paid, cancelled_by: "seller", shipped_at: "2026-02-05" }),
        order({ order_id: "unsaid", ...paid }),
      ];
      const kept = times(53, (index) => order({ order_id: `kept${index}`, paid_at: "2026-02-04" }));
      await ingestRows(database, { orders: [...yes, ...no, ...kept] });
      expect(await standingOf(database, notSold, AS_OF, "seller")).toMatchObject({
        numerator: 3,
        denominator: 60,
        rate: 0.05,
        tier: "above_line",
      });
      for (const { order_id } of yes)
        expect((await ledgerOf(database, order_id)).map(({ measure }) => measure)).toContain(
          "deals_not_sold",
        );
    }));

  it("R22: the amount that the buyer chose is posted, in the order's currency, beside the count", () =>
    withDatabase(async (database) => {
      const yen = { amount: "900", currency: "JPY" } as const;
      await ingestRows(database, {
        orders: [
          order({ order_id: "part" }),
          order({ order_id: "full" }),
          order({ order_id: "yen", ...yen }),
        ],
        cases: [
          caseOf("part", { ...opened, requested_amount: "5.50", awarded_amount: "2.25" }),
          caseOf("full", opened),
          caseOf("yen", { ...opened, requested_amount: "300" }),
        ],
      });
      const posted = await database.read((session) =>
        session.all(
          `select order_id, amount, currency from ledger.postings
           where measure = 'cases_opened' order by order_id`,
        ),
      );
      expect(posted).toEqual([
        { order_id: "full", amount: 2000, currency: "USD" },
        { order_id: "part", amount: 550, currency: "USD" },
        { order_id: "yen", amount: 300, currency: "JPY" },
      ]);
      const { awarded } = await database.read((session) =>
        session.one<{ awarded: number }>(
          "select cast(awarded_amount as double) as awarded from facts.cases where order_id = 'part'",
        ),
      );
      expect(awarded).toBe(2.25);
    }));

  it("R23: once the seller agrees to a dispute it counts, also when the buyer then withdraws", () =>
    withDatabase(async (database) => {
      const withdrawn = { ...opened, outcome: "withdrawn", closed_at: "2026-02-18" } as const;
      await ingestRows(database, {
        orders: [...confirmed(58), order({ order_id: "agreed" }), order({ order_id: "dropped" })],
        cases: [
          caseOf("agreed", { ...withdrawn, response: "accepted", responded_at: "2026-02-17" }),
          caseOf("dropped", { ...withdrawn, response: "rejected", responded_at: "2026-02-17" }),
        ],
      });
      expect(await standingOf(database, DISPUTE_RATE, AS_OF, "seller")).toMatchObject({
        numerator: 1,
        raw_numerator: 2,
        denominator: 60,
      });
    }));

  it("R23: below the floor of orders a seller is not scored, which is not good", () =>
    withDatabase(async (database) => {
      const disputed = (count: number) =>
        times(count, (index) => caseOf(`confirmed${index}`, opened));
      await ingestRows(database, { orders: confirmed(49), cases: disputed(20) });
      expect(await standingOf(database, DISPUTE_RATE, AS_OF, "seller")).toMatchObject({
        tier: "not_scored",
        rate: 20 / 49,
        headroom: null,
      });
      await ingestRows(database, { orders: confirmed(1, "fiftieth") });
      expect(await standingOf(database, DISPUTE_RATE, AS_OF, "seller")).toMatchObject({
        tier: "serious",
        denominator: 50,
      });
    }));

  it("R23: below the starting threshold the rate is shown and does not matter", () =>
    withDatabase(async (database) => {
      const disputed = times(4, (index) => caseOf(`confirmed${index}`, opened));
      await ingestRows(database, { orders: confirmed(100), cases: disputed });
      const before = await standingOf(database, DISPUTE_RATE, AS_OF, "seller");
      expect(before).toMatchObject({ rate: 0.04, tier: "within" });
      await ingestRows(database, { cases: [caseOf("confirmed50", opened)] });
      const after = await standingOf(database, DISPUTE_RATE, AS_OF, "seller");
      expect(after).toMatchObject({ rate: 0.05, tier: "above_line" });
    }));

  it("R24: each seller reads its own standing, with the line and how far it is", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          ...confirmed(100),
          ...times(60, (index) =>
            order({ order_id: `x${index}`, seller_id: "other", completed_at: "2026-02-20" }),
          ),
        ],
        cases: [caseOf("confirmed3", opened)],
      });
      const all = await standings(database, DISPUTE_RATE, AS_OF);
      expect(all.map(({ seller_id }) => seller_id)).toEqual(["other", "seller"]);
      for (const row of all)
        expect(await standings(database, DISPUTE_RATE, AS_OF, { sellerId: row.seller_id })).toEqual(
          [row],
        );
      expect(all[1]).toMatchObject({
        rate: 0.01,
        tier: "within",
        // Three more may all fall on orders that are confirmed already: 4 / 100 is below 5 %, 5 / 100 is not.
        headroom: 3,
        gates: [
          { tier: "above_line", gate: "rate", value: 0.01, threshold: 0.05, met: false },
          { tier: "serious", gate: "rate", value: 0.01, threshold: 0.1, met: false },
        ],
      });
    }));

  it.each(["ruled_for_seller", "ruled_for_buyer", "refunded_full", "withdrawn", "lapsed"] as const)(
    "R28: a dispute that ends %s stays in the filing rate, whoever pays",
    (outcome) =>
      withDatabase(async (database) => {
        await ingestRows(database, {
          orders: confirmed(60),
          cases: [caseOf("confirmed1", opened), caseOf("confirmed2", opened)],
        });
        const before = await standingOf(database, DISPUTE_RATE, AS_OF, "seller");
        const end = { outcome, borne_by: "platform", updated_at: "2026-02-25" } as const;
        await ingestRows(database, { cases: [caseOf("confirmed1", { ...opened, ...end })] });
        const after = await standingOf(database, DISPUTE_RATE, AS_OF, "seller");
        expect(after.raw_numerator).toBe(2);
        expect(after.raw_rate).toBe(before.raw_rate);
        expect(after.numerator).toBe(outcome === "withdrawn" ? 1 : 2);
        expect(after.denominator).toBe(60);
      }),
  );
});

describe("how disputes and refunds end", () => {
  const DISPUTED = ["marketplace-dispute-rate", "filing-rate", "seller-responsibility"];
  const escalated = { ...opened, escalated_at: "2026-02-18T09:00:00Z" } as const;

  /** Judged and raw numerators of the programmes that count disputes. */
  const counted = async (database: Database) => {
    const rows = await Promise.all(
      DISPUTED.map((program) => standingOf(database, program, AS_OF, "seller")),
    );
    return rows.map((row) => [row.numerator, row.raw_numerator]);
  };

  it("R25: silence for 5 days lets the claim be executed: a case lost, with the amount that the buyer asked for", () =>
    withDatabase(async (database) => {
      const executed = {
        outcome: "auto_executed",
        requested_amount: "7.50",
        closed_at: "2026-02-21T09:00:00Z",
      } as const;
      await ingestRows(database, {
        orders: confirmed(60),
        cases: [caseOf("confirmed1", { ...opened, ...executed })],
      });
      const lines = await database.read((session) =>
        session.all(
          `select measure, liability, cast(event_date as varchar) as day, amount from ledger.postings
           where order_id = 'confirmed1' and measure like 'cases%' order by measure`,
        ),
      );
      const line = { liability: "liable", amount: 750 };
      expect(lines).toEqual([
        { ...line, measure: "cases_lost", day: "2026-02-21" },
        { ...line, measure: "cases_opened", day: "2026-02-16" },
        { ...line, measure: "cases_refunded", day: "2026-02-21" },
      ]);
      // Nobody ruled: it is a dispute, but neither filed with the platform nor judged the seller's fault.
      expect(await counted(database)).toEqual([
        [1, 1],
        [0, 0],
        [0, 0],
      ]);
      const lost = await standingOf(database, "ebay-unresolved-cases", "2026-03-20", "seller");
      expect([lost.numerator, lost.denominator]).toEqual([1, 60]);
    }));

  it("R25: until the fifth day is over it is a dispute like any other", () =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: confirmed(60), cases: [caseOf("confirmed1", opened)] });
      expect((await counted(database))[0]).toEqual([1, 1]);
      const lost = await standingOf(database, "ebay-unresolved-cases", "2026-03-20", "seller");
      expect(lost.numerator).toBe(0);
    }));

  it("R26: what comes later than 15 days after completion is flagged elsewhere, and counts on its day", () =>
    withDatabase(async (database) => {
      const done = { completed_at: "2026-01-20T10:00:00Z" } as const;
      const refund = (order_id: string, requested_at: string) =>
        ({
          refund_id: order_id,
          order_id,
          requested_at,
          settled_at: requested_at,
          amount: "20.00",
          currency: "USD",
        }) as const;
      await ingestRows(database, {
        orders: [
          ...confirmed(58),
          order({ order_id: "in time", region: "US", ...done }),
          order({ order_id: "late", region: "US", ...done }),
        ],
        cases: [
          caseOf("late", { opened_at: "2026-02-16" }),
          caseOf("in time", { opened_at: "2026-02-03" }),
        ],
        refunds: [refund("late", "2026-02-16"), refund("in time", "2026-02-03")],
      });
      expect((await counted(database))[0]).toEqual([2, 2]);
      const settled = await database.read((session) =>
        session.all(
          `select order_id, liability, cast(event_date as varchar) as day from ledger.postings
           where measure = 'refunds_settled' order by order_id`,
        ),
      );
      expect(settled).toEqual([
        { order_id: "in time", liability: "liable", day: "2026-02-03" },
        { order_id: "late", liability: "liable", day: "2026-02-16" },
      ]);
    }));

  it("R27, R28: settling outside the platform takes a dispute out of no rate: filed is filed", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: confirmed(60),
        cases: [caseOf("confirmed1", escalated), caseOf("confirmed2", escalated)],
      });
      const before = await counted(database);
      expect(before).toEqual([
        [2, 2],
        [2, 2],
        [0, 0],
      ]);
      const settled = {
        ...escalated,
        outcome: "settled_off_platform",
        closed_at: "2026-02-20",
        updated_at: "2026-02-25",
      } as const;
      await ingestRows(database, { cases: [caseOf("confirmed1", settled)] });
      expect(await counted(database)).toEqual(before);
      const raw = await standingOf(database, "order-defect-rate", "2026-04-01", "seller");
      expect([raw.numerator, raw.raw_numerator]).toEqual([2, 2]);
    }));

  it("R27: no shipped programme lets a seller off for having settled elsewhere", () => {
    const exempt = [...shippedPrograms.values()]
      .flatMap(({ earlier = [], ...newest }) => [newest, ...earlier])
      .flatMap(ratesOf)
      .flatMap(({ numerator, denominator }) => [...numerator.exempt, ...denominator.exempt]);
    expect(new Set(exempt)).not.toContain("settled_off_platform");
    expect(new Set(exempt)).toContain("buyer_fault");
  });
});
