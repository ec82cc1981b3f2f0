import { addDays } from "../dates.js";
import type { Session } from "../engine/duckdb.js";
import { feedNames } from "../../ingest/feeds/index.js";

/** Which column says when a fact of a feed happened. */
const HAPPENED: Record<string, string> = {
  orders: "ordered_at",
  cases: "opened_at",
  refunds: "requested_at",
  chargebacks: "received_at",
  freezes: "frozen_at",
  evidence: "submitted_at",
};

export interface FeedState {
  feed: string;
  /** Current facts, tombstones not counted. */
  facts: number;
  latest_event_at: string | null;
  recorded_at: string | null;
}

/** How much of each feed is there, and how fresh it is. */
export async function readFeedStates(session: Session): Promise<FeedState[]> {
  const parts = feedNames.map(
    (
      feed,
    ) => `select '${feed}' as feed, count(*) filter (where recorded_until is null and deleted is distinct from true) as facts,
       strftime(max(${HAPPENED[feed] ?? "null::TIMESTAMP"}), '%Y-%m-%dT%H:%M:%SZ') as latest_event_at,
       (select strftime(recorded_at, '%Y-%m-%dT%H:%M:%SZ') from ingest.batches where batch_id = max(recorded_from)) as recorded_at
     from facts.${feed}`,
  );
  return session.all<FeedState>(parts.join(" union all "));
}

/** Children of orders that have not come: kept, and counted for no seller until they do. */
export async function countUnattributed(session: Session): Promise<number> {
  const parts = ["cases", "refunds", "chargebacks", "freezes"].map(
    (feed) => `select count(*) as count from facts.${feed}
      where recorded_until is null and deleted is distinct from true
        and order_id not in (select order_id from facts.orders where recorded_until is null and deleted is distinct from true)`,
  );
  const { count } = await session.one<{ count: number }>(
    `select cast(sum(count) as BIGINT) as count from (${parts.join(" union all ")})`,
  );
  return count;
}

export interface LedgerState {
  orders_30d: number;
  quarantined: number;
  /** When the newest batch was committed. */
  recorded_at: string | null;
}

export async function readLedgerState(session: Session, asOf: string): Promise<LedgerState> {
  return session.one<LedgerState>(
    `select
       (select cast(coalesce(sum(count), 0) as BIGINT) from ledger.postings
        where measure = 'orders_placed' and event_date >= cast($from as DATE) and event_date < cast($until as DATE)) as orders_30d,
       (select count(*) from ingest.quarantine) as quarantined,
       (select strftime(max(recorded_at), '%Y-%m-%dT%H:%M:%SZ') from ingest.batches) as recorded_at`,
    { from: addDays(asOf, -30), until: asOf },
  );
}
