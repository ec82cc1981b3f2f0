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
  liability: string;
  network: string | undefined;
  present: boolean | undefined;
  region: string | undefined;
  category: string | undefined;
  currency: string;
}

type Order = FeedRow<"orders">;

function liabilityOfCase(row: FeedRow<"cases">, order: Order): string {
  const neverShippedForTheBuyer = order.cancel_fault === "buyer" && order.shipped_at === undefined;
  if (neverShippedForTheBuyer) return "buyer_fault"; // R20
  if (row.response === "accepted") return "liable"; // R23
  if (row.outcome === "withdrawn" || row.outcome === "ruled_for_seller") return row.outcome;
  // R12: tracking proves delivery, not that the thing is what was described.
  if (row.outcome === "tracking_confirmed" && row.reason === "non_delivery") return row.outcome;
  return row.borne_by === "platform" ? "platform_borne" : "liable"; // R14, R37
}

function liabilityOfChargeback(row: FeedRow<"chargebacks">): string {
  if (row.outcome === "prevented") return "prevented";
  if (row.category === "fraud") return "fraud";
  return row.outcome === "won" || row.outcome === "reversed" ? "won" : "liable";
}

function liabilityOfCancellation({ cancel_fault: fault, cancelled_by: by }: Order): string {
  if (fault === "none") return "no_fault";
  if (fault !== undefined) return fault === "buyer" ? "buyer_fault" : "liable";
  return by === "buyer" ? "buyer_fault" : "liable";
}

/** A disputed payment comes to a first chargeback once; what follows it is the same dispute. */
function isFirstChargeback(
  row: FeedRow<"chargebacks">,
  all: readonly FeedRow<"chargebacks">[],
): boolean {
  if (row.kind !== "chargeback") return false;
  if (row.stage === undefined || row.stage === "first") return true;
  const rank = (one: FeedRow<"chargebacks">) =>
    `${new Date(instant(one.received_at as string)).toISOString()} ${one.chargeback_id}`;
  return all.every((other) => other.kind !== "chargeback" || rank(other) >= rank(row));
}

function postingsOfOrder(
  order: Order,
  cases: readonly FeedRow<"cases">[],
  chargebacks: readonly FeedRow<"chargebacks">[],
): Posting[] {
  const currency = order.currency as string;
  const amount = minor(order.amount as string, currency);
  const result: Posting[] = [];
  const post = (measure: string, at: string | undefined, more: Partial<Posting> = {}) => {
    if (at === undefined) return;
    result.push({
      measure,
      seller: order.seller_id as string,
      buyer: order.buyer_id as string,
      order: order.order_id as string,
      orderDate: dayOf(order.ordered_at as string),
      eventDate: dayOf(at),
      amount,
      liability: "liable",
      network: order.card_network,
      present: order.card_present,
      region: order.region,
      category: order.category,
      currency,
      ...more,
    });
  };
  post("orders_placed", order.ordered_at);
  post("orders_settled", order.paid_at ?? (order.cancelled_at ? undefined : order.ordered_at));
  post("orders_shipped", order.shipped_at);
  post("orders_delivered", order.delivered_at);
  post("orders_completed", order.completed_at);
  const promised = order.estimated_delivery_at;
  if (order.delivered_at && promised && instant(order.delivered_at) > instant(promised))
    post("orders_delivered_late", order.delivered_at);
  post("orders_cancelled", order.cancelled_at, { liability: liabilityOfCancellation(order) });
  const sellersFault = order.cancel_fault ?? order.cancelled_by;
  if (sellersFault === "seller" && order.shipped_at === undefined)
    post("deals_not_sold", order.cancelled_at);
  for (const row of cases)
    post("cases_opened", row.opened_at, {
      liability: liabilityOfCase(row, order),
      amount: row.requested_amount === undefined ? amount : minor(row.requested_amount, currency),
    });
  for (const row of chargebacks.filter((one) => isFirstChargeback(one, chargebacks)))
    post("chargebacks_first", row.received_at, {
      liability: liabilityOfChargeback(row),
      amount: minor(row.amount as string, row.currency as string),
      network: row.card_network ?? order.card_network,
      currency: row.currency as string,
    });
  return result;
}

/** Every posting that the received versions, in order of arrival, come to. */
export function oraclePostings(versions: FeedRows): Posting[] {
  const orders = currentRows("orders", versions.orders ?? []);
  const cases = currentRows("cases", versions.cases ?? []);
  const chargebacks = currentRows("chargebacks", versions.chargebacks ?? []);
  const of = <R extends { order_id?: string | undefined }>(rows: readonly R[], order: Order) =>
    rows.filter(({ order_id }) => order_id === order.order_id);
  return orders.flatMap((order) =>
    postingsOfOrder(order, of(cases, order), of(chargebacks, order)),
  );
}

/** Sellers that any received version of an order names. */
export const oracleSellers = (versions: FeedRows): string[] =>
  [...new Set((versions.orders ?? []).flatMap(({ seller_id: id }) => id ?? []))].sort();
