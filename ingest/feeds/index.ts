import type { z } from "zod";
import { cases } from "./cases.js";
import { chargebacks } from "./chargebacks.js";
import { evidence } from "./evidence.js";
import { exchangeRates } from "./exchange-rates.js";
import type { Feed } from "./feed.js";
import { freezes } from "./freezes.js";
import { orderLines } from "./order-lines.js";
import { orders } from "./orders.js";
import { refunds } from "./refunds.js";
import { scores } from "./scores.js";
import { sellers } from "./sellers.js";

/** The canonical feeds by name, in the order in which facts refer to each other. */
export const feeds = {
  orders,
  cases,
  refunds,
  chargebacks,
  freezes,
  evidence,
  sellers,
  order_lines: orderLines,
  scores,
  exchange_rates: exchangeRates,
};

export type FeedName = keyof typeof feeds;
export type Row<F extends FeedName> = z.infer<(typeof feeds)[F]["schema"]>;

export const feedNames = Object.keys(feeds) as FeedName[];

export function feedByName(name: FeedName): Feed {
  return feeds[name] as Feed;
}

export function isFeedName(name: string): name is FeedName {
  return Object.hasOwn(feeds, name);
}
