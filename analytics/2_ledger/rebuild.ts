import type { Session } from "../engine/duckdb.js";
import { closeFiles, openAllFiles } from "./files.js";
import { collectSide, dropSide, openDictionaries } from "./post.js";
import { compareScores, repairScores } from "./scores.js";
import { IDS, KEYS, NOT_VOID, SUMS } from "./schema.js";

/** A posting on which the ledger and a recomputation from facts disagree. */
export interface Difference {
  table: "volumes" | "entries" | "scores";
  measure: string;
  seller_id: string;
  order_id: string | null;
  order_date: string;
  event_date: string;
  /** Recomputed minus posted; numerator and denominator of a score. */
  count: number;
  amount: number;
  items: number;
}

/** Recomputes every posting from facts; answers where the ledger differs, both ways. */
export async function compareLedger(session: Session): Promise<Difference[]> {
  await openDictionaries(session, "true");
  await openAllFiles(session);
  await collectSide(session, "all");
  const difference = (table: "volumes" | "entries", keys: string, orderId: string) =>
    `select '${table}' as "table", measure, seller_id, ${orderId} as order_id,
       cast(order_date as VARCHAR) as order_date, cast(event_date as VARCHAR) as event_date, count, amount, items
     from (
       select ${keys}, cast(sum(count) as BIGINT) as count,
         cast(sum(amount) as BIGINT) as amount, cast(sum(items) as BIGINT) as items
       from (
         select ${keys}, count, amount, items from all_${table}
         union all
         select ${keys}, -count, -amount, -items from ledger.${table}
       ) group by ${keys} ${NOT_VOID}
     ) join ledger.sellers using (seller_key) join ledger.measures using (measure_id)`;
  const differences = await session.all<Difference>(
    `${difference("volumes", KEYS, "null")} union all ${difference("entries", `${KEYS}, ${IDS}`, "order_id")}`,
  );
  await dropSide(session, "all");
  await closeFiles(session);
  return [...differences, ...(await compareScores(session))];
}

/**
 * Posts what compareLedger finds as corrections of batch `batchId`; nothing is rewritten. Answers how
 * many postings that took.
 */
export async function repairLedger(session: Session, batchId: number): Promise<number> {
  let posted = 0;
  await openDictionaries(session, "true");
  await openAllFiles(session);
  await collectSide(session, "all");
  for (const [table, keys, ids] of [
    ["volumes", KEYS, ""],
    ["entries", `${KEYS}, ${IDS}`, `, ${IDS}`],
  ] as const)
    posted += await session.run(`insert into ledger.${table}
      select ${KEYS}, ${SUMS}, ${batchId}${ids} from (
        select ${keys}, count, amount, items from all_${table}
        union all
        select ${keys}, -count, -amount, -items from ledger.${table}
      ) group by ${keys} ${NOT_VOID}`);
  await dropSide(session, "all");
  await closeFiles(session);
  return posted + (await repairScores(session, batchId));
}
