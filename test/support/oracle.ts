import type { FeedRow, FeedRows } from "./files.js";

/*
 * What the ledger must hold, by another road: plain arrays, no SQL, nothing of the product but types.
 * It follows shared rules and the first line of each measure, not the measures' text.
 */

export type Feed = keyof FeedRows;
type AnyRow = Record<string, unknown>;

/** Events that can order versions, by feed; deadlines (ship_by, …) are promises, not events. */
const EVENTS: Record<Feed, readonly string[]> = {
  orders: "ordered_at paid_at shipped_at delivered_at completed_at accessed_at cancelled_at".split(
    " ",
  ),
  cases: ["opened_at", "responded_at", "escalated_at", "closed_at"],
  refunds: ["requested_at", "settled_at"],
  chargebacks: ["received_at", "evidence_submitted_at", "closed_at"],
  freezes: ["frozen_at", "appealed_at", "released_at", "closed_at"],
  evidence: ["submitted_at"],
  sellers: ["opened_at"],
  order_lines: ["sold_at"],
  scores: [],
  exchange_rates: [],
};
const KEYS: Record<Feed, string> = {
  orders: "order_id",
  cases: "case_id",
  refunds: "refund_id",
  chargebacks: "chargeback_id",
  freezes: "freeze_id",
  evidence: "evidence_id",
  sellers: "seller_id",
  order_lines: "line_id",
  scores: "seller_id",
  exchange_rates: "date",
};
const DIGITS: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, BHD: 3 };

export const keyOf = (feed: Feed): string => KEYS[feed];

/** Milliseconds of an ISO 8601 text; UTC when it has no offset. */
export function instant(text: string): number {
  const hasOffset = /T.*(Z|[+-]\d\d(:?\d\d)?)$/.test(text);
  const isDay = text.length === 10;
  return Date.parse(isDay || hasOffset ? text : `${text.replace(" ", "T")}Z`);
}

export const dayOf = (text: string): string => new Date(instant(text)).toISOString().slice(0, 10);

/** What orders versions of one id: updated_at, or else the latest event. */
export function versionTime(feed: Feed, row: AnyRow): number {
  if (row["updated_at"] !== undefined) return instant(row["updated_at"] as string);
  const events = EVENTS[feed].flatMap((name) => (row[name] === undefined ? [] : [row[name]]));
  return Math.max(...events.map((event) => instant(event as string)));
}

/** The current, living row of every id; of equal versions the explicit, then the later one. */
export function currentRows<F extends Feed>(
  feed: F,
  versions: readonly FeedRow<F>[],
): FeedRow<F>[] {
  const best = new Map<string, FeedRow<F>>();
  for (const row of versions) {
    const id = (row as AnyRow)[KEYS[feed]] as string;
    const held = best.get(id);
    const isHigher = (candidate: AnyRow, than: AnyRow) => {
      const difference = versionTime(feed, candidate) - versionTime(feed, than);
      if (difference !== 0) return difference > 0;
      return candidate["updated_at"] !== undefined || than["updated_at"] === undefined;
    };
    if (!held || isHigher(row, held)) best.set(id, row);
  }
  return [...best.values()].filter((row) => (row as AnyRow)["deleted"] !== true);
}

/** A decimal text in minor units of a currency. */
export function minor(amount: string | number, currency: string): number {
  const [whole = "0", fraction = ""] = String(amount).split(".");
  return Number(whole + fraction.padEnd(DIGITS[currency] ?? 2, "0"));
}

export interface Posting {
  measure: string;
  seller: string;
  buyer: string;
  order: string;
  orderDate: string;
  eventDate: string;
  amount: number;
  items: number;
  liability: string;
  reason: string | undefined;
  liableUntil: string | undefined;
  network: string | undefined;
  present: boolean | undefined;
  region: string | undefined;
  category: string | undefined;
  currency: string;
}

type Order = FeedRow<"orders">;
type Case = FeedRow<"cases">;
type Chargeback = FeedRow<"chargebacks">;
type Refund = FeedRow<"refunds">;

/** R20 */
const neverShippedForTheBuyer = (order: Order) =>
  order.cancel_fault === "buyer" && order.shipped_at === undefined;
const isAfter = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && instant(one) > instant(other);

function liabilityOfCase(row: Case, order: Order): string {
  if (neverShippedForTheBuyer(order)) return "buyer_fault";
  if (row.response === "accepted") return "liable"; // R23
  if (row.outcome === "withdrawn" || row.outcome === "ruled_for_seller") return row.outcome;
  // R12: tracking proves delivery, not that the thing is what was described.
  if (row.outcome === "tracking_confirmed" && row.reason === "non_delivery") return row.outcome;
  return row.borne_by === "platform" ? "platform_borne" : "liable"; // R14, R37
}

/** R37: whose money it was, whoever was right. */
function bearingOfCase(row: Case, order: Order): string {
  if (neverShippedForTheBuyer(order)) return "buyer_fault";
  return row.borne_by === "platform" ? "platform_borne" : "liable";
}

/** When it became known that the seller is not liable for a case; undefined if never, or always. */
function exemptSince(liability: string, row: Case, order: Order): string | undefined {
  if (liability === "liable") return undefined;
  if (liability !== "buyer_fault") return row.closed_at;
  return isAfter(order.cancelled_at, row.opened_at) ? order.cancelled_at : undefined;
}

function liabilityOfChargeback(row: Chargeback): string {
  if (row.outcome === "prevented") return "prevented";
  return row.outcome === "won" || row.outcome === "reversed" ? "won" : "liable";
}

function liabilityOfCancellation({ cancel_fault: fault, cancelled_by: by }: Order): string {
  if (fault === "none") return "no_fault";
  if (fault !== undefined) return fault === "buyer" ? "buyer_fault" : "liable";
  return by === "buyer" ? "buyer_fault" : "liable";
}

/** A disputed payment comes to a first chargeback once; what follows it is the same dispute. */
function isFirstChargeback(row: Chargeback, all: readonly Chargeback[]): boolean {
  if (row.kind !== "chargeback") return false;
  if (row.stage === undefined || row.stage === "first") return true;
  const rank = (one: Chargeback) =>
    `${new Date(instant(one.received_at as string)).toISOString()} ${one.chargeback_id}`;
  return all.every((other) => other.kind !== "chargeback" || rank(other) >= rank(row));
}

type More = Partial<Omit<Posting, "liableUntil">> & { exemptSince?: string | undefined };
type Post = (measure: string, at: string | undefined, more?: More) => void;

function postOrder(order: Order, post: Post): void {
  const { shipped_at: shipped, delivered_at: delivered, cancelled_at: cancelled } = order;
  const { cancelled_by: by, cancel_fault: fault, ship_by: shipBy } = order;
  post("orders_placed", order.ordered_at);
  post("orders_settled", order.paid_at ?? (cancelled ? undefined : order.ordered_at));
  post("orders_shipped", shipped);
  post("orders_delivered", delivered);
  post("orders_completed", order.completed_at);
  if (isAfter(delivered, order.estimated_delivery_at)) post("orders_delivered_late", delivered);
  if (order.delivery_proof === "none") post("orders_shipped_untracked", shipped);
  post("orders_cancelled", cancelled, { liability: liabilityOfCancellation(order), reason: by });
  const neverClosed = by === "platform" && fault === undefined && isAfter(cancelled, shipBy);
  if (!shipped && ((fault ?? by) === "seller" || neverClosed)) post("deals_not_sold", cancelled);
  const settledBy = shipped ?? delivered ?? cancelled;
  if (settledBy === undefined || isAfter(settledBy, shipBy))
    post(
      "orders_shipped_late",
      shipBy,
      neverShippedForTheBuyer(order) ? { liability: "buyer_fault", exemptSince: cancelled } : {},
    );
}

function postCase(row: Case, order: Order, post: Post): void {
  const inOrderMoney = (amount: string | number | undefined) =>
    amount === undefined ? undefined : minor(amount, order.currency as string);
  const requested = inOrderMoney(row.requested_amount ?? order.amount);
  const closed = row.closed_at ?? row.escalated_at ?? row.opened_at;
  const send = (measure: string, at: string | undefined, liability: string, amount = requested) =>
    post(measure, at, {
      liability,
      reason: row.reason,
      exemptSince: exemptSince(liability, row, order),
      ...(amount !== undefined && { amount }),
    });
  const liability = liabilityOfCase(row, order);
  const bearing = bearingOfCase(row, order);
  send("cases_opened", row.opened_at, liability);
  send("cases_escalated", row.escalated_at, liability);
  const isRuled = row.outcome === "ruled_for_buyer";
  const isLost = isRuled || row.outcome === "auto_executed";
  if (isRuled) send("cases_ruled_for_buyer", closed, liability);
  if (isLost) send("cases_lost", closed, bearing);
  if (isLost || row.outcome === "refunded_full" || row.outcome === "refunded_partial")
    send("cases_refunded", closed, bearing, inOrderMoney(row.awarded_amount) ?? requested);
  const forTheBuyer = {
    liability: "buyer_fault",
    exemptSince: earlier(exemptSince("buyer_fault", row, order), row.closed_at),
  };
  post("disputes_open", row.opened_at, {
    ...(neverShippedForTheBuyer(order) ? forTheBuyer : openOrClosed(row)),
    reason: "case",
    ...(requested !== undefined && { amount: requested }),
  });
}

/** The first of two times; undefined where the one is, whatever the other. */
const earlier = (one: string | undefined, other: string | undefined) =>
  one !== undefined && isAfter(one, other) ? other : one;

/** What is closed leaves what is open, on the day of closing if that is known. */
function openOrClosed({ closed_at: closed, outcome }: Case | Chargeback) {
  const isClosed = closed !== undefined || outcome !== undefined;
  return { liability: isClosed ? "closed" : "liable", exemptSince: closed };
}

function postChargeback(row: Chargeback, all: readonly Chargeback[], order: Order, post: Post) {
  const isReport = row.kind === "fraud_report";
  if (!isReport && !isFirstChargeback(row, all)) return;
  const liability = isReport && row.outcome !== "prevented" ? "liable" : liabilityOfChargeback(row);
  const money = {
    amount: minor(row.amount as string, row.currency as string),
    network: row.card_network ?? order.card_network,
    currency: row.currency as string,
  };
  post(isReport ? "fraud_reports" : "chargebacks_first", row.received_at, {
    liability,
    reason: isReport ? "fraud" : row.category,
    exemptSince: liability === "liable" ? undefined : row.closed_at,
    ...money,
  });
  if (!isReport)
    post("disputes_open", row.received_at, {
      ...openOrClosed(row),
      reason: "chargeback",
      ...money,
    });
}

function postRefund(row: Refund, post: Post): void {
  const isSettled = row.status === "succeeded" || (!row.status && row.settled_at !== undefined);
  if (!isSettled) return;
  post("refunds_settled", row.settled_at ?? row.requested_at, {
    liability: row.borne_by === "platform" ? "platform_borne" : "liable",
    reason: row.initiated_by,
    amount: minor(row.amount as string, row.currency as string),
    currency: row.currency as string,
  });
}

/** What posts a thing that befell an order; without a day it did not. */
function poster(order: Order, into: Posting[]): Post {
  const currency = order.currency as string;
  return (measure, at, { exemptSince: since, ...more } = {}) => {
    if (at === undefined) return;
    into.push({
      measure,
      seller: order.seller_id as string,
      buyer: order.buyer_id as string,
      order: order.order_id as string,
      orderDate: dayOf(order.ordered_at as string),
      eventDate: dayOf(at),
      amount: minor(order.amount as string, currency),
      items: order.item_count ?? 1,
      liability: "liable",
      reason: undefined,
      liableUntil: since === undefined ? undefined : dayOf(since),
      network: order.card_network,
      present: order.card_present,
      region: order.region,
      category: order.category,
      currency,
      ...more,
    });
  };
}

/** Every posting that the received versions, in order of arrival, come to. */
export function oraclePostings(versions: FeedRows): Posting[] {
  const orders = currentRows("orders", versions.orders ?? []);
  const cases = currentRows("cases", versions.cases ?? []);
  const chargebacks = currentRows("chargebacks", versions.chargebacks ?? []);
  const refunds = currentRows("refunds", versions.refunds ?? []);
  const postings: Posting[] = [];
  for (const order of orders) {
    const own = <R extends { order_id?: string | undefined }>(rows: readonly R[]) =>
      rows.filter(({ order_id }) => order_id === order.order_id);
    const post = poster(order, postings);
    postOrder(order, post);
    for (const row of own(cases)) postCase(row, order, post);
    const disputes = own(chargebacks);
    for (const row of disputes) postChargeback(row, disputes, order, post);
    for (const row of own(refunds)) postRefund(row, post);
  }
  return postings;
}

/** Whether a programme that exempts these leaves a posting out of what it judges on a day. */
export function isExempt(posting: Posting, exempt: readonly string[], asOf: string): boolean {
  const { liability, reason, liableUntil } = posting;
  if (reason !== undefined && exempt.includes(reason)) return true;
  return exempt.includes(liability) && (liableUntil === undefined || liableUntil < asOf);
}

/** Sellers that any received version of an order names. */
export const oracleSellers = (versions: FeedRows): string[] =>
  [...new Set((versions.orders ?? []).flatMap(({ seller_id: id }) => id ?? []))].sort();
