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

/** The version of a fact that was known at a batch, if it was not taken back by then. */
const KNOWN = `recorded_from <= cast($known_batch as INTEGER)
  and (recorded_until is null or recorded_until > cast($known_batch as INTEGER)) and deleted is distinct from true`;

/** How much of each feed was there at a batch, and how fresh it was. */
export async function readFeedStates(session: Session, knownBatch: number): Promise<FeedState[]> {
  const parts = feedNames.map(
    (feed) => `select '${feed}' as feed, count(*) filter (where ${KNOWN}) as facts,
       strftime(max(${HAPPENED[feed] ?? "null::TIMESTAMP"}), '%Y-%m-%dT%H:%M:%SZ') as latest_event_at,
       (select strftime(recorded_at, '%Y-%m-%dT%H:%M:%SZ') from ingest.batches where batch_id = max(recorded_from)) as recorded_at
     from facts.${feed} where recorded_from <= cast($known_batch as INTEGER)`,
  );
  return session.all<FeedState>(parts.join(" union all "), { known_batch: knownBatch });
}

/** Children of orders that had not come by a batch: kept, and counted for no seller until they do. */
export async function countUnattributed(session: Session, knownBatch: number): Promise<number> {
  const parts = ["cases", "refunds", "chargebacks", "freezes"].map(
    (feed) => `select count(*) as count from facts.${feed}
      where ${KNOWN} and order_id not in (select order_id from facts.orders where ${KNOWN})`,
  );
  const { count } = await session.one<{ count: number }>(
    `select cast(sum(count) as BIGINT) as count from (${parts.join(" union all ")})`,
    { known_batch: knownBatch },
  );
  return count;
}

export interface LedgerState {
  orders_30d: number;
  quarantined: number;
  /** When the newest batch that counts was committed, to the millisecond: known_at of that moment. */
  recorded_at: string | null;
}

export async function readLedgerState(
  session: Session,
  asOf: string,
  knownBatch: number,
): Promise<LedgerState> {
  return session.one<LedgerState>(
    `select
       (select cast(coalesce(sum(count), 0) as BIGINT) from ledger.postings
        where measure = 'orders_placed' and event_date >= cast($from as DATE) and event_date < cast($until as DATE)
          and batch_id <= cast($known_batch as INTEGER)) as orders_30d,
       (select count(*) from ingest.quarantine where batch_id <= cast($known_batch as INTEGER)) as quarantined,
       (select strftime(recorded_at, '%Y-%m-%dT%H:%M:%S.%gZ') from ingest.batches
        where batch_id = cast($known_batch as INTEGER)) as recorded_at`,
    { from: addDays(asOf, -30), until: asOf, known_batch: knownBatch },
  );
}
