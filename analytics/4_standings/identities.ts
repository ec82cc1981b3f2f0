import { readFileSync } from "node:fs";
import type { Session, SqlRow } from "../engine/duckdb.js";
import { ByTraits, kindsOfSellers, type Alike, type Kinds } from "./by-traits.js";
import { knownBatchAt } from "./known.js";

const sql = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const IDENTITIES_SQL = sql("identities.sql");
const TRAITS_SQL = sql("seller_traits.sql");

/**
 * Region and category of every seller that was known at a batch, as they were known then. Orders are
 * read only for sellers that the sellers feed does not describe.
 */
export async function readSellerTraits(session: Session, knownBatch: number): Promise<Kinds> {
  // Tens of thousands of sellers share some dozens of traits: their texts are read once.
  const alike = await session.all<Alike & SqlRow>(
    `select region, category, list(seller_key) as keys from (${TRAITS_SQL}) group by region, category`,
    { known_batch: knownBatch },
  );
  return kindsOfSellers(alike);
}

/** Who a seller is. */
export interface Identity {
  seller_id: string;
  name: string | null;
  category: string | null;
  region: string | null;
  opened_at: string | null;
  first_order_date: string | null;
}

/** Every seller that was known at a batch, by default the newest, by id: as it was known then. */
export async function readIdentities(
  session: Session,
  knownBatch?: number,
): Promise<Map<string, Identity>> {
  const batch = knownBatch ?? (await knownBatchAt(session));
  const { kinds, kindOf } = await readSellerTraits(session, batch);
  const traits = new ByTraits(kinds, kindOf);
  const rows = await session.all<Omit<Identity, "category" | "region"> & { seller_key: number }>(
    IDENTITIES_SQL,
    { known_batch: batch },
  );
  return new Map(
    rows.map(({ seller_key, seller_id, name, opened_at, first_order_date }) => {
      const { region, category } = traits.of(seller_key);
      return [seller_id, { seller_id, name, category, region, opened_at, first_order_date }];
    }),
  );
}

interface OrdersQuery {
  sellerId: string;
  from: string;
  until: string;
  knownBatch: number;
}

/** Orders that a seller got on the days from `from` to before `until`, as known at a batch. */
export async function countOrders(
  session: Session,
  { sellerId, from, until, knownBatch }: OrdersQuery,
): Promise<number> {
  const { orders } = await session.one<{ orders: number }>(
    `select cast(coalesce(sum(count), 0) as BIGINT) as orders from ledger.postings
     where seller_id = $seller and measure = 'orders_placed'
       and event_date >= cast($from as DATE) and event_date < cast($until as DATE)
       and batch_id <= cast($known_batch as INTEGER)`,
    { seller: sellerId, from, until, known_batch: knownBatch },
  );
  return orders;
}
