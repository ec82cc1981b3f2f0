import { describe, expect, it } from "vitest";
import { compareLedger } from "../../../analytics/2_ledger/rebuild.js";
import { measures } from "../../../analytics/2_ledger/measures.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows, type FeedRow, type FeedRows } from "../../support/files.js";
import { caseOf, chargebackOf, order, times } from "../../support/rows.js";

interface Line {
  order_id: string;
  event_date: string;
  amount: number;
  items: number;
  liability: string;
  reason: string | null;
  liable_until: string | null;
  segment: string;
}

/** What a measure posts of these facts, by order; ingested in one batch, and again feed by feed, orders last. */
async function posted(measure: string, rows: FeedRows): Promise<Line[]> {
  const linesOf = (batches: readonly FeedRows[]) =>
    withDatabase(async (database) => {
      for (const batch of batches) await ingestRows(database, batch);
      expect(await database.write(compareLedger)).toEqual([]);
      return database.read((session) =>
        session.all<Line>(
          `select order_id, cast(event_date as varchar) as event_date, amount, items, liability, reason,
             cast(liable_until as varchar) as liable_until, segment
           from ledger.postings where measure = $measure and count > 0 order by order_id, defect_id`,
          { measure },
        ),
      );
    });
  const atOnce = await linesOf([rows]);
  const parts = Object.entries(rows).map(([feed, list]) => ({ [feed]: list }));
  const another = { orders: [order({ order_id: "another" })] };
  expect(await linesOf([another, ...parts.reverse()])).toEqual(atOnce);
  return atOnce;
}

const ids = (lines: readonly Line[]) => lines.map(({ order_id }) => order_id);
const brief = (lines: readonly Line[]) =>
  lines.map((line) => [line.order_id, line.liability, line.liable_until]);

/** One case for each order, named after it. */
async function postedCases(measure: string, cases: Record<string, FeedRow<"cases">>) {
  const names = Object.keys(cases);
  return posted(measure, {
    orders: names.map((order_id) => order({ order_id })),
    cases: names.map((order_id) => caseOf(order_id, cases[order_id])),
  });
}

async function postedOrders(measure: string, orders: Record<string, FeedRow<"orders">>) {
  return posted(measure, {
    orders: Object.entries(orders).map(([order_id, fields]) => order({ order_id, ...fields })),
  });
}

describe("kinds", () => {
  const kindOf = (name: string) => measures.get(name)?.posts;

  it("are defects where programmes unite them with volumes, and else occurrences", () => {
    expect([...measures].flatMap(([name, { posts }]) => (posts === "defects" ? name : []))).toEqual(
      [
        "cases_escalated",
        "cases_lost",
        "cases_opened",
        "cases_refunded",
        "cases_ruled_for_buyer",
        "chargebacks_first",
        "disputes_open",
        "fraud_reports",
      ],
    );
    expect(kindOf("orders_cancelled")).toBe("occurrences");
    expect(kindOf("orders_placed")).toBe("volumes");
  });

  it("leave an order's volumes without ids unless it has a defect", () =>
    withDatabase(async (database) => {
      const cancelled = { cancelled_at: "2026-01-12", cancelled_by: "seller" } as const;
      const orders = ["plain", "cancelled", "disputed"].map((order_id) =>
        order({ order_id, ...(order_id === "cancelled" && cancelled) }),
      );
      await ingestRows(database, { orders, cases: [caseOf("disputed")] });
      const entries = await database.read((session) =>
        session.all(`select order_id, measure from ledger.entries join ledger.measures using (measure_id)
          order by all`),
      );
      expect(entries).toEqual([
        { order_id: "cancelled", measure: "deals_not_sold" },
        { order_id: "cancelled", measure: "orders_cancelled" },
        { order_id: "disputed", measure: "cases_opened" },
        { order_id: "disputed", measure: "disputes_open" },
        { order_id: "disputed", measure: "orders_placed" },
        { order_id: "disputed", measure: "orders_settled" },
      ]);
    }));
});

describe("columns", () => {
  it("items: those of the order, one where it does not say", async () => {
    const counts = { none: 0, many: 2_147_483_647, more: 2_147_483_647 };
    const items = (lines: readonly Line[]) => lines.map((line) => line.items);
    const shown = await postedOrders("orders_cancelled", {
      ...Object.fromEntries(
        Object.entries(counts).map(([id, item_count]) => [
          id,
          { item_count, cancelled_at: "2026-01-12" },
        ]),
      ),
      unsaid: { cancelled_at: "2026-01-12" },
    });
    expect(items(shown)).toEqual([2_147_483_647, 2_147_483_647, 0, 1]);
  });

  it("items: corrected like counts and amounts, and summed beyond 32 bits", () =>
    withDatabase(async (database) => {
      const placed = (item_count: number, updated_at: string) => ({
        orders: times(3, (n) => order({ order_id: `o${n}`, item_count, updated_at })),
      });
      await ingestRows(database, { orders: [order({ order_id: "o" })] });
      await ingestRows(database, placed(2_147_483_647, "2026-02-01"));
      await ingestRows(database, placed(2, "2026-02-02"));
      await ingestRows(database, placed(3, "2026-02-01"));
      const sums = await database.read((session) =>
        session.all(`select batch_id, cast(sum(items) as bigint) as items from ledger.postings
          where measure = 'orders_placed' group by batch_id order by batch_id`),
      );
      expect(sums).toEqual([
        { batch_id: 1, items: 1 },
        { batch_id: 2, items: 6_442_450_941 },
        { batch_id: 3, items: -6_442_450_935 },
      ]);
      expect(await database.write(compareLedger)).toEqual([]);
    }));

  it("liable_until: the day on which a case's outcome was known, whatever its hour", async () => {
    const closed_at = "2026-03-20T23:59:59Z";
    const lines = await postedCases("cases_opened", {
      accepted: { outcome: "withdrawn", response: "accepted", closed_at },
      borne: { outcome: "refunded_full", borne_by: "platform", closed_at },
      lost: { outcome: "ruled_for_buyer", closed_at },
      tracked: { outcome: "tracking_confirmed", reason: "non_delivery", closed_at },
      undated: { outcome: "withdrawn" },
      won: { outcome: "ruled_for_seller", closed_at },
    });
    expect(brief(lines)).toEqual([
      ["accepted", "liable", null],
      ["borne", "platform_borne", "2026-03-20"],
      ["lost", "liable", null],
      ["tracked", "tracking_confirmed", "2026-03-20"],
      ["undated", "withdrawn", null],
      ["won", "ruled_for_seller", "2026-03-20"],
    ]);
    expect(lines.map(({ reason }) => reason)).toContain("non_delivery");
  });

  it("liable_until: the cancellation, where it came after the case", async () => {
    const opened_at = "2026-02-16T09:00:00Z";
    const at = (cancelled_at: string) => ({ cancelled_at, cancel_fault: "buyer" }) as const;
    const cancelled = {
      after: at("2026-02-18T00:00:00Z"),
      before: at("2026-02-16T08:59:59Z"),
      same: at(opened_at),
    };
    const lines = await posted("cases_opened", {
      orders: Object.entries(cancelled).map(([order_id, how]) => order({ order_id, ...how })),
      cases: Object.keys(cancelled).map((order_id) => caseOf(order_id, { opened_at })),
    });
    expect(brief(lines)).toEqual([
      ["after", "buyer_fault", "2026-02-18"],
      ["before", "buyer_fault", null],
      ["same", "buyer_fault", null],
    ]);
  });

  it("reason: who cancelled, and what the bank's code means beside who won", async () => {
    const cancelled_at = "2026-01-12";
    const cancelled = await postedOrders("orders_cancelled", {
      a: { cancelled_at, cancelled_by: "platform" },
      b: { cancelled_at },
    });
    expect(cancelled.map(({ reason }) => reason)).toEqual(["platform", null]);
    const closed_at = "2026-02-20";
    const lines = await posted("chargebacks_first", {
      orders: ["fraud", "other", "unsaid"].map((order_id) => order({ order_id })),
      chargebacks: [
        chargebackOf("fraud", { category: "fraud", outcome: "won", closed_at }),
        chargebackOf("other", { category: "other", outcome: "lost", closed_at }),
        chargebackOf("unsaid", { outcome: "reversed" }),
      ],
    });
    expect(lines.map((line) => [line.liability, line.reason, line.liable_until])).toEqual([
      ["won", "fraud", "2026-02-20"],
      ["liable", "other", null],
      ["won", null, null],
    ]);
  });
});

describe("cases", () => {
  const closed_at = "2026-02-03T01:00:00Z";

  it("cases_escalated: on the day of the submission, with the liabilities of opening", async () => {
    const lines = await postedCases("cases_escalated", {
      kept: { closed_at, outcome: "ruled_for_buyer" },
      sent: { escalated_at: "2026-01-25T23:59:59Z", closed_at, outcome: "ruled_for_seller" },
    });
    expect(lines).toMatchObject([
      {
        order_id: "sent",
        event_date: "2026-01-25",
        liability: "ruled_for_seller",
        liable_until: "2026-02-03",
        reason: "not_as_described",
      },
    ]);
  });

  it("cases_ruled_for_buyer: on the day of closing, of the submission, or of opening", async () => {
    const outcome = "ruled_for_buyer";
    const lines = await postedCases("cases_ruled_for_buyer", {
      closed: { outcome, escalated_at: "2026-01-25", closed_at },
      escalated: { outcome, escalated_at: "2026-01-25" },
      opened: { outcome },
      refunded: { outcome: "refunded_full", closed_at },
    });
    expect(lines.map((line) => [line.order_id, line.event_date])).toEqual([
      ["closed", "2026-02-03"],
      ["escalated", "2026-01-25"],
      ["opened", "2026-01-20"],
    ]);
  });

  it("cases_lost: what the seller did not resolve, exempt by who pays and not by who agreed", async () => {
    const lines = await postedCases("cases_lost", {
      agreed: {
        outcome: "ruled_for_buyer",
        response: "accepted",
        borne_by: "platform",
        closed_at,
      },
      clock: { outcome: "auto_executed", closed_at },
      resolved: { outcome: "refunded_full", closed_at },
      ruled: { outcome: "ruled_for_buyer", closed_at },
      won: { outcome: "ruled_for_seller", closed_at },
    });
    expect(brief(lines)).toEqual([
      ["agreed", "platform_borne", "2026-02-03"],
      ["clock", "liable", null],
      ["ruled", "liable", null],
    ]);
  });

  it("cases_refunded: what the buyer got, or asked for, or paid", async () => {
    const lines = await postedCases("cases_refunded", {
      asked: { outcome: "auto_executed", closed_at, requested_amount: "6" },
      full: { outcome: "refunded_full", closed_at, borne_by: "platform" },
      got: { outcome: "refunded_partial", closed_at, requested_amount: "6", awarded_amount: "4.5" },
      withdrawn: { outcome: "withdrawn", closed_at, awarded_amount: "4.5" },
    });
    expect(lines.map((line) => [line.order_id, line.amount, line.liability])).toEqual([
      ["asked", 600, "liable"],
      ["full", 2000, "platform_borne"],
      ["got", 450, "liable"],
    ]);
  });
});

describe("payments", () => {
  const mixed = { card_network: "visa", amount: "5", currency: "EUR", closed_at: "2026-02-11" };

  it("fraud_reports: with the report's network and money, exempt only where prevented", async () => {
    const kind = "fraud_report" as const;
    const lines = await posted("fraud_reports", {
      orders: ["chargeback", "prevented", "won"].map((order_id) =>
        order({ order_id, card_network: "mastercard", region: "eu", category: "a|b" }),
      ),
      chargebacks: [
        chargebackOf("chargeback", { category: "fraud" }),
        chargebackOf("prevented", { ...mixed, card_network: "visa", kind, outcome: "prevented" }),
        chargebackOf("won", { kind, outcome: "won", closed_at: "2026-02-11" }),
      ],
    });
    expect(lines).toMatchObject([
      { order_id: "prevented", liability: "prevented", liable_until: "2026-02-11", amount: 500 },
      { order_id: "won", liability: "liable", liable_until: null, amount: 2000, reason: "fraud" },
    ]);
    expect(lines.map(({ segment }) => segment)).toEqual([
      "visa||eu|a%7Cb|EUR",
      "mastercard||eu|a%7Cb|USD",
    ]);
  });

  it("refunds_settled: money that went back, in its own currency, on the day it arrived", async () => {
    const refund = (refund_id: string, fields: FeedRow<"refunds">) => ({
      refund_id,
      order_id: "o",
      requested_at: "2026-02-01T10:00:00Z",
      amount: "5",
      currency: "USD",
      ...fields,
    });
    const lines = await posted("refunds_settled", {
      orders: [order({ order_id: "o", item_count: 3 })],
      refunds: [
        refund("a", { status: "succeeded", settled_at: "2026-02-02", initiated_by: "seller" }),
        refund("b", { status: "succeeded", borne_by: "platform", amount: "7", currency: "JPY" }),
        refund("c", { settled_at: "2026-02-03T23:00:00Z" }),
        refund("d", {}),
        refund("e", { status: "failed", settled_at: "2026-02-03" }),
        refund("f", { status: "pending", settled_at: "2026-02-03" }),
      ],
    });
    expect(lines).toMatchObject([
      { event_date: "2026-02-02", amount: 500, reason: "seller", items: 3, segment: "||||USD" },
      { event_date: "2026-02-01", amount: 7, liability: "platform_borne", segment: "||||JPY" },
      { event_date: "2026-02-03", amount: 500, reason: null, liability: "liable" },
    ]);
    expect(lines).toHaveLength(3);
  });
});

describe("shipping", () => {
  const ship_by = "2026-01-14T18:00:00Z";
  const [inTime, justLate] = [ship_by, "2026-01-14T18:00:01Z"];

  it("orders_shipped_late: late from ship_by on, unless shipped, delivered or cancelled by then", async () => {
    const lines = await postedOrders("orders_shipped_late", {
      cancelled: { ship_by, cancelled_at: inTime },
      cancelled_late: { ship_by, cancelled_at: justLate, cancelled_by: "buyer" },
      delivered: { ship_by, delivered_at: inTime },
      mind: { ship_by, cancelled_at: justLate, cancel_fault: "buyer" },
      never: { ship_by },
      promised_nothing: { shipped_at: "2026-03-01" },
      sent: { ship_by, shipped_at: inTime },
      sent_late: { ship_by, shipped_at: justLate },
      sent_late_cancelled: { ship_by, shipped_at: justLate, cancelled_at: inTime },
    });
    expect(brief(lines)).toEqual([
      ["cancelled_late", "liable", null],
      ["mind", "buyer_fault", "2026-01-14"],
      ["never", "liable", null],
      ["sent_late", "liable", null],
      ["sent_late_cancelled", "liable", null],
    ]);
    expect(new Set(lines.map(({ event_date }) => event_date))).toEqual(new Set(["2026-01-14"]));
  });

  it("orders_shipped_untracked: said to have no proof, on the day of shipping", async () => {
    const shipped_at = "2026-01-13T23:59:59Z";
    const lines = await postedOrders("orders_shipped_untracked", {
      none: { shipped_at, delivery_proof: "none" },
      tracked: { shipped_at, delivery_proof: "tracking" },
      unsaid: { shipped_at },
      unsent: { delivery_proof: "none" },
    });
    expect(lines).toMatchObject([{ order_id: "none", event_date: "2026-01-13" }]);
  });

  it("deals_not_sold: also what the platform closed after ship_by without naming a fault", async () => {
    const closed = { ship_by, cancelled_by: "platform" } as const;
    const lines = await postedOrders("deals_not_sold", {
      closed: { ...closed, cancelled_at: justLate },
      early: { ...closed, cancelled_at: inTime },
      fault: { ...closed, cancelled_at: justLate, cancel_fault: "none" },
      promised_nothing: { cancelled_by: "platform", cancelled_at: justLate },
      sent: { ...closed, cancelled_at: "2026-01-16", shipped_at: "2026-01-15" },
      unknown: { ship_by, cancelled_at: justLate },
    });
    expect(ids(lines)).toEqual(["closed"]);
  });
});
