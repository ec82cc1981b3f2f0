import { describe, expect, it } from "vitest";
import { compareLedger } from "../../../analytics/2_ledger/rebuild.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows } from "../../support/files.js";
import { caseOf, chargebackOf, order } from "../../support/rows.js";

interface Line {
  order_id: string;
  reason: string;
  event_date: string;
  amount: number;
  liability: string;
  liable_until: string | null;
}

const ORDERS = "open closed undated partial refused lost inquiry second unsent late".split(" ");
const unsent = {
  cancelled_at: "2026-01-22",
  cancelled_by: "buyer",
  cancel_fault: "buyer",
} as const;
const facts = {
  orders: ORDERS.map((order_id) => order({ order_id, ...(order_id === "unsent" && unsent) })),
  cases: [
    caseOf("open"),
    caseOf("closed", { outcome: "withdrawn", closed_at: "2026-02-03T01:00:00Z" }),
    caseOf("undated", { outcome: "refunded_full" }),
    caseOf("partial", { requested_amount: "7.25" }),
    caseOf("unsent"),
  ],
  chargebacks: [
    chargebackOf("refused", { amount: "40.00" }),
    chargebackOf("lost", { outcome: "lost", closed_at: "2026-03-01T23:00:00Z" }),
    chargebackOf("inquiry", { kind: "inquiry" }),
    chargebackOf("second"),
    chargebackOf("second", {
      chargeback_id: "again",
      stage: "arbitration",
      received_at: "2026-03-02",
    }),
  ],
};

describe("disputes_open", () => {
  it("posts cases and first chargebacks with what is in dispute, closed from the day of closing", () =>
    withDatabase(async (database) => {
      await ingestRows(database, facts);
      expect(await database.write(compareLedger)).toEqual([]);
      const lines = await database.read((session) =>
        session.all<Line>(
          `select order_id, reason, cast(event_date as varchar) as event_date, amount, liability,
             cast(liable_until as varchar) as liable_until
           from ledger.postings where measure = 'disputes_open' order by reason, order_id`,
        ),
      );
      const opened = { reason: "case", event_date: "2026-01-20", amount: 2000 };
      const received = { reason: "chargeback", event_date: "2026-02-10", amount: 2000 };
      const open = { liability: "liable", liable_until: null };
      expect(lines).toEqual([
        { ...opened, order_id: "closed", liability: "closed", liable_until: "2026-02-03" },
        { ...opened, ...open, order_id: "open" },
        { ...opened, ...open, order_id: "partial", amount: 725 },
        { ...opened, order_id: "undated", liability: "closed", liable_until: null },
        { ...opened, order_id: "unsent", liability: "buyer_fault", liable_until: "2026-01-22" },
        { ...received, order_id: "lost", liability: "closed", liable_until: "2026-03-01" },
        { ...received, ...open, order_id: "refused", amount: 4000 },
        { ...received, ...open, order_id: "second" },
      ]);
    }));

  it("opens again when a case does, and moves nothing else", () =>
    withDatabase(async (database) => {
      await ingestRows(database, facts);
      await ingestRows(database, { cases: [caseOf("closed", { updated_at: "2026-02-20" })] });
      expect(await database.write(compareLedger)).toEqual([]);
      const [line] = await database.read((session) =>
        session.all(
          `select liability, sum(count) as count from ledger.postings
           where measure = 'disputes_open' and order_id = 'closed'
           group by all having sum(count) <> 0`,
        ),
      );
      expect(line).toEqual({ liability: "liable", count: 1 });
    }));
});
