import type { FeedRow, FeedRows } from "./files.js";
import { random } from "./marketplace.js";
import { dayAfter, times } from "./rows.js";

/*
 * A marketplace in dollars over many months, the same for the same seed: sellers from spotless to
 * ruinous with so much of everything that can go wrong that lowered lines are reached, month after
 * month. Versions of one id never tie.
 */

export interface Busy {
  seed: number;
  sellers: number;
  /** First day, and how many. */
  from: string;
  days: number;
  orders: number;
  regions: readonly string[];
  /** Metrics of the scores feed. */
  metrics: readonly string[];
}

const CATEGORIES = ["toys", "books"] as const;
const NETWORKS = ["visa", "mastercard", "amex", "discover"] as const;
/** Share of orders on which a thing goes wrong. */
const QUALITIES = [0, 0.05, 0.2, 0.5, 0.9] as const;

type Next = () => number;

const pick = <T>(next: Next, values: readonly T[]): T =>
  values[Math.floor(next() * values.length)] as T;
const maybe = <T>(next: Next, share: number, value: T): T | undefined =>
  next() < share ? value : undefined;

interface Seller {
  seller_id: string;
  region: string | undefined;
  category: string | undefined;
  /** Where its buyers pay. */
  networks: readonly (typeof NETWORKS)[number][];
  /** Share of orders that go wrong in a month. */
  badIn: (month: number) => number;
}

/** Sellers are steady for some months and then change. */
function sellersOf({ sellers, regions }: Busy, next: Next): Seller[] {
  return times(sellers, (index) => {
    const qualities = times(8, () => pick(next, QUALITIES));
    return {
      seller_id: `s${index}`,
      // The last one tells nothing of its region.
      region: index + 1 < sellers ? regions[index % regions.length] : undefined,
      category: maybe(next, 0.9, pick(next, CATEGORIES)),
      networks: ["visa", "visa", pick(next, NETWORKS), pick(next, NETWORKS)],
      badIn: (month) => qualities[Math.floor(month / 5) % qualities.length] ?? 0,
    };
  });
}

function orderOf(id: string, seller: Seller, day: string, bad: number, next: Next) {
  const at = (days: number) =>
    `${dayAfter(day, days)}T${pick(next, ["00:00:00", "12:30:00", "23:59:59"])}Z`;
  const isShipped = next() >= bad / 2;
  const isCancelled = !isShipped || next() < bad / 4;
  const isLate = next() < bad;
  const isDelivered = isShipped && !isCancelled && next() < 0.9;
  const shipped = isLate ? 4 + Math.floor(next() * 8) : 1 + Math.floor(next() * 2);
  const order: FeedRow<"orders"> = {
    order_id: id,
    seller_id: seller.seller_id,
    buyer_id: `b${Math.floor(next() * 60)}`,
    ordered_at: at(0),
    amount: (10 + Math.floor(next() * 20_000) / 100).toFixed(2),
    currency: "USD",
    paid_at: maybe(next, 0.8, at(0)),
    ship_by: at(3),
    shipped_at: isShipped ? at(shipped) : undefined,
    estimated_delivery_at: at(10),
    delivered_at: isDelivered
      ? at(shipped + 3 + Math.floor(next() * (isLate ? 14 : 5)))
      : undefined,
    delivery_proof: next() < bad ? "none" : "tracking",
    completed_at: isDelivered ? maybe(next, 0.8, at(shipped + 20)) : undefined,
    cancelled_at: isCancelled ? at(2 + Math.floor(next() * 4)) : undefined,
    cancelled_by: isCancelled ? pick(next, ["seller", "seller", "buyer", "platform"]) : undefined,
    cancel_fault: isCancelled
      ? maybe(next, 0.7, pick(next, ["seller", "seller", "buyer", "none"]))
      : undefined,
    card_network: maybe(next, 0.95, pick(next, seller.networks)),
    card_present: maybe(next, 0.6, next() < 0.15),
    region: maybe(next, 0.9, seller.region),
    category: maybe(next, 0.9, seller.category),
    item_count: maybe(next, 0.5, 1 + Math.floor(next() * 4)),
  };
  return { order, at };
}

const OUTCOMES = [
  "withdrawn",
  "buyer_satisfied",
  "refunded_full",
  "refunded_partial",
  "tracking_confirmed",
  "ruled_for_buyer",
  "ruled_for_buyer",
  "ruled_for_seller",
  "auto_executed",
  "lapsed",
  "settled_off_platform",
] as const;

function scoresOf(busy: Busy, sellers: readonly Seller[], next: Next): FeedRow<"scores">[] {
  const weeks = Math.floor(busy.days / 7);
  return busy.metrics.flatMap((metric) =>
    sellers.flatMap((seller) =>
      times(weeks, (week): FeedRow<"scores"> => {
        const bad = seller.badIn(Math.floor((week * 7) / 30));
        const denominator = Math.floor(next() * 6);
        // Stars go up to five, shares to one; a decimal now and then.
        const best = /star|dsr|rating|average/.test(metric) ? 5 : 1;
        const good = denominator * best * (1 - bad * next());
        return {
          seller_id: seller.seller_id,
          metric,
          date: dayAfter(busy.from, week * 7 + Math.floor(next() * 7)),
          numerator: good.toFixed(pick(next, [0, 0, 4])),
          denominator,
        };
      }).filter(() => next() < 0.7),
    ),
  );
}

/** Rows of every feed; a part of them in two versions. */
export function busyMarketplace(busy: Busy): FeedRows {
  const next = random(busy.seed);
  const sellers = sellersOf(busy, next);
  const orders: FeedRow<"orders">[] = [];
  const cases: FeedRow<"cases">[] = [];
  const refunds: FeedRow<"refunds">[] = [];
  const chargebacks: FeedRow<"chargebacks">[] = [];
  for (let nth = 0; nth < busy.orders; nth += 1) {
    const seller = pick(next, sellers);
    const day = Math.floor(next() * busy.days);
    const bad = seller.badIn(Math.floor(day / 30));
    const { order, at } = orderOf(`o${nth}`, seller, dayAfter(busy.from, day), bad, next);
    orders.push(order);
    const order_id = `o${nth}`;
    const later = (most: number) => Math.floor(next() * most);
    if (next() < bad) {
      const opened = 5 + later(25);
      const outcome = maybe(next, 0.8, pick(next, OUTCOMES));
      cases.push({
        case_id: `c${nth}`,
        order_id,
        reason: pick(next, ["non_delivery", "not_as_described"]),
        opened_at: at(opened),
        response: maybe(next, 0.6, pick(next, ["accepted", "rejected", "rejected"])),
        escalated_at: maybe(next, 0.6, at(opened + 3)),
        closed_at: outcome && maybe(next, 0.9, at(opened + 4 + later(20))),
        outcome,
        requested_amount: maybe(next, 0.5, (5 + later(50)).toFixed(2)),
        awarded_amount: maybe(next, 0.3, (1 + later(5)).toFixed(2)),
        borne_by: maybe(next, 0.5, pick(next, ["seller", "seller", "platform"])),
      });
    }
    for (const kind of ["chargeback", "fraud_report", "inquiry"] as const)
      for (const again of [0, 1])
        if (next() < bad / (1 + 3 * again)) {
          const received = 3 + later(60);
          chargebacks.push({
            chargeback_id: `${kind} ${nth} ${again}`,
            order_id,
            kind,
            received_at: at(received),
            amount: order.amount,
            currency: "USD",
            card_network: maybe(next, 0.1, pick(next, NETWORKS)),
            category: maybe(
              next,
              0.9,
              pick(next, ["fraud", "not_received", "not_as_described", "other"]),
            ),
            stage: again ? "arbitration" : maybe(next, 0.3, "first"),
            outcome: maybe(next, 0.5, pick(next, ["won", "lost", "lost", "reversed", "prevented"])),
            closed_at: maybe(next, 0.5, at(received + later(40))),
          });
        }
    if (next() < bad / 2)
      refunds.push({
        refund_id: `r${nth}`,
        order_id,
        requested_at: at(6),
        amount: order.amount,
        currency: "USD",
        initiated_by: maybe(next, 0.7, pick(next, ["buyer", "seller", "platform"])),
        borne_by: maybe(next, 0.5, pick(next, ["seller", "platform"])),
        status: maybe(next, 0.8, pick(next, ["succeeded", "succeeded", "pending", "failed"])),
        settled_at: maybe(next, 0.8, at(9)),
      });
  }
  return {
    orders: withEarlier(orders, ["completed_at", "cancelled_at", "delivered_at"], next),
    cases: withEarlier(cases, ["outcome", "closed_at", "borne_by", "response"], next),
    chargebacks: withEarlier(chargebacks, ["outcome", "closed_at"], next),
    refunds,
    scores: scoresOf(busy, sellers, next),
    sellers: sellers.flatMap(({ seller_id, region, category }) =>
      next() < 0.5 ? { seller_id, region, category, updated_at: busy.from } : [],
    ),
  };
}

/** Some rows were told before, when less was known. */
function withEarlier<R extends { updated_at?: string | undefined }>(
  rows: readonly R[],
  unknown: readonly (keyof R)[],
  next: Next,
): R[] {
  return rows.flatMap((row) => {
    const now = { ...row, updated_at: "2027-02-01T00:00:00Z" };
    if (next() > 0.2) return now;
    const before = { ...row, updated_at: "2027-01-01T00:00:00Z" };
    for (const name of unknown) delete before[name];
    return [before, now];
  });
}
