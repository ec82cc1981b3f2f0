import type { Row } from "../feeds/index.js";
import type { Buyer } from "./buyers.js";
import { formatTime, type Known } from "./clock.js";
import { money } from "./money.js";
import type { CardNetwork } from "./scenario.js";
import type { Seller } from "./sellers.js";

type Value<K extends keyof Row<"orders">> = NonNullable<Row<"orders">[K]>;

/** The whole life of an order, future included; times in seconds, NEVER where it does not happen. */
export interface Order {
  id: string;
  seller: Seller;
  buyer: Buyer;
  day: number;
  orderedAt: number;
  cents: number;
  itemCount: number;
  network: CardNetwork | undefined;
  cardPresent: boolean;
  region: string;
  card: string;
  device: string;
  address: string;
  paidAt: number;
  shipBy: number;
  shippedAt: number;
  estimatedAt: number;
  deliveredAt: number;
  proof: Value<"delivery_proof"> | undefined;
  completedAt: number;
  completedBy: Value<"completed_by">;
  accessedAt: number;
  cancelledAt: number;
  cancelledBy: Value<"cancelled_by"> | undefined;
  cancelReason: string | undefined;
  cancelFault: Value<"cancel_fault"> | undefined;
  cancelConsent: Value<"cancel_consent"> | undefined;
}

/** The row of an order as it was known at a time. */
export function orderRow(order: Order, known: Known, currency: string): Row<"orders"> {
  const orderedAt = known.at(order.orderedAt) as string;
  const cancelled = known.has(order.cancelledAt);
  const delivered = known.has(order.deliveredAt);
  const paid = known.has(order.paidAt);
  const row: Row<"orders"> = {
    order_id: order.id,
    seller_id: order.seller.id,
    buyer_id: order.buyer.id,
    ordered_at: orderedAt,
    amount: money(order.cents),
    currency,
    updated_at: undefined,
    paid_at: known.at(order.paidAt),
    ship_by: formatTime(order.shipBy),
    shipped_at: known.at(order.shippedAt),
    estimated_delivery_at: formatTime(order.estimatedAt),
    delivered_at: known.at(order.deliveredAt),
    delivery_proof: delivered ? order.proof : undefined,
    completed_at: known.at(order.completedAt),
    completed_by: known.has(order.completedAt) ? order.completedBy : undefined,
    accessed_at: known.at(order.accessedAt),
    cancelled_at: known.at(order.cancelledAt),
    cancelled_by: cancelled ? order.cancelledBy : undefined,
    cancel_reason: cancelled ? order.cancelReason : undefined,
    cancel_fault: cancelled ? order.cancelFault : undefined,
    cancel_consent: cancelled ? order.cancelConsent : undefined,
    card_network: paid ? order.network : undefined,
    card_present: paid && order.network ? order.cardPresent : undefined,
    region: order.region,
    category: order.seller.category,
    item_count: order.itemCount,
    card_fingerprint: paid && order.network ? order.card : undefined,
    device_id: order.device,
    address_id: order.seller.goods.digital ? undefined : order.address,
    deleted: undefined,
  };
  row.updated_at = formatTime(known.latest);
  return row;
}
