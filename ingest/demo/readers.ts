import { caseRow, type Case } from "./case.js";
import { chargebackRow, type Chargeback } from "./chargeback.js";
import { evidenceRow, type Evidence } from "./evidence.js";
import type { FactReader } from "./feed-file.js";
import { freezeRow, type Freeze } from "./freeze.js";
import { money } from "./money.js";
import { orderRow, type Order } from "./order.js";
import { refundRow, type Refund } from "./refund.js";

/** What each feed writes; the closures are made once, as `tsx` names every one it makes. */
export function factReaders(currency: string) {
  const orders: FactReader<Order> = {
    createdAt: (order) => order.orderedAt,
    rowAt: (order, known) => orderRow(order, known, currency),
    mistake: (order, row) => ({
      ...row,
      amount: money(Math.ceil(order.cents * 1.1)),
      item_count: order.itemCount + 1,
    }),
  };
  const cases: FactReader<Case> = {
    createdAt: (dispute) => dispute.openedAt,
    rowAt: caseRow,
    moments: ({ overturned, reopenedAt }) => (overturned ? [overturned.at, reopenedAt] : []),
  };
  const refunds: FactReader<Refund> = {
    createdAt: (refund) => refund.requestedAt,
    rowAt: (refund, known) => refundRow(refund, known, currency),
  };
  const chargebacks: FactReader<Chargeback> = {
    createdAt: (chargeback) => chargeback.receivedAt,
    rowAt: (chargeback, known) => chargebackRow(chargeback, known, currency),
  };
  const freezes: FactReader<Freeze> = {
    createdAt: (freeze) => freeze.frozenAt,
    rowAt: freezeRow,
  };
  const evidence: FactReader<Evidence> = {
    createdAt: (piece) => piece.submittedAt,
    rowAt: evidenceRow,
  };
  return { orders, cases, refunds, chargebacks, freezes, evidence };
}
