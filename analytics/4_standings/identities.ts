import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";

const IDENTITIES_SQL = readFileSync(new URL("identities.sql", import.meta.url), "utf8");

/** Who a seller is. */
export interface Identity {
  seller_id: string;
  name: string | null;
  category: string | null;
  region: string | null;
  opened_at: string | null;
  first_order_date: string | null;
}

/** Every seller of the ledger, by id. */
export async function readIdentities(session: Session): Promise<Map<string, Identity>> {
  const rows = await session.all<Identity>(IDENTITIES_SQL);
  return new Map(rows.map((row) => [row.seller_id, row]));
}

/** Orders that a seller got on the days from `from` to before `until`. */
export async function countOrders(
  session: Session,
  sellerId: string,
  from: string,
  until: string,
): Promise<number> {
  const { orders } = await session.one<{ orders: number }>(
    `select cast(coalesce(sum(count), 0) as BIGINT) as orders from ledger.postings
     where seller_id = $seller and measure = 'orders_placed'
       and event_date >= cast($from as DATE) and event_date < cast($until as DATE)`,
    { seller: sellerId, from, until },
  );
  return orders;
}
