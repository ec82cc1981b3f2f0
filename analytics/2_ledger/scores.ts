import type { Session } from "../engine/duckdb.js";
import type { Difference } from "./rebuild.js";

/*
 * Scores are no orders: they have no file, no segment and a day of their own. What a batch changes of
 * them is posted beside the measures, as new minus old, so that any sum of rows is exact.
 */

const KEYS = 'seller_key, metric, "date"';
const alive = "deleted is distinct from true";

const SUMS = `${KEYS}, sum(numerator) as numerator, sum(denominator) as denominator`;
const CHANGED = "having sum(numerator) <> 0 or sum(denominator) <> 0";

/** The differences between scores as facts have them now and as the ledger has them. */
const DIFFERENCES = `select ${SUMS} from (
    select ${KEYS}, numerator, denominator
    from facts.scores join ledger.sellers using (seller_id) where recorded_until is null and ${alive}
    union all
    select ${KEYS}, -numerator, -denominator from ledger.scores
  ) group by ${KEYS} ${CHANGED}`;

/** Posts what batch `batchId` changed: the versions that it brought, minus those that they replace. */
export async function postScores(session: Session, batchId: number): Promise<void> {
  await session.run(`insert into ledger.scores
    select ${SUMS}, ${batchId} from (
      select seller_id, metric, "date", numerator, denominator from facts.scores
      where recorded_from = ${batchId} and recorded_until is null and ${alive}
      union all
      select seller_id, metric, "date", -numerator, -denominator from facts.scores
      where recorded_until = ${batchId} and recorded_from < ${batchId} and ${alive}
    ) left join ledger.sellers using (seller_id) group by ${KEYS} ${CHANGED}`);
}

/** Where posted scores differ from facts, both ways; in the form of the other differences. */
export function compareScores(session: Session): Promise<Difference[]> {
  return session.all<Difference>(
    `select 'scores' as "table", concat('scores.', metric) as measure, seller_id, null as order_id,
       cast("date" as VARCHAR) as order_date, cast("date" as VARCHAR) as event_date,
       cast(numerator as DOUBLE) as count, cast(denominator as DOUBLE) as amount
     from (${DIFFERENCES}) join ledger.sellers using (seller_key)`,
  );
}

/** Posts what compareScores finds as corrections of batch `batchId`; answers how many rows. */
export async function repairScores(session: Session, batchId: number): Promise<number> {
  return session.run(`insert into ledger.scores select *, ${batchId} from (${DIFFERENCES})`);
}
