import type { Session } from "../../analytics/engine/duckdb.js";
import { scoredMetric } from "../../analytics/3_rates/scores.js";
import { boundsOf, windowOn } from "../../analytics/3_rates/window.js";
import { momentOf, versionAt } from "../../analytics/4_standings/evaluation.js";
import { ratesOf, type Program } from "../../analytics/4_standings/program.js";
import type { Term } from "../../analytics/4_standings/program/rate.js";
import { basicWindows } from "../../analytics/4_standings/program/window.js";

/** The sum of a side in one window by seller, as one would ask DuckDB by hand; nothing exempt, no scope. */
const PLAIN_SQL = `
  select seller_key, sum(count) as count, sum(amount) as amount
  from (
    select seller_key, measure_id, order_date, event_date, count, amount from ledger.volumes
    union all
    select seller_key, measure_id, order_date, event_date, count, amount from ledger.entries)
  where measure_id in (select measure_id from ledger.measures where list_contains($measures, measure))
    and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
    and event_date >= cast($first_event as date) and event_date < cast($last_event as date)
  group by seller_key`;

/**
 * The rival of the standings: DuckDB alone, one plain GROUP BY for each side and window of the
 * programmes' last evaluation, equal ones once. It judges nobody, counts no order once where several
 * measures meet, and walks back over no month. Answers how many it asked.
 */
export async function sumPlainly(
  session: Session,
  programs: Iterable<Program>,
  asOf: string,
): Promise<number> {
  const asked = new Map<string, Parameters<Session["numbers"]>[1]>();
  for (const program of programs) {
    const moment = momentOf(program, { asOf }, 0);
    const version = versionAt(program, moment);
    for (const rate of version ? ratesOf(version) : [])
      for (const window of basicWindows(rate.window))
        for (const term of [rate.numerator, rate.denominator])
          if (scoredMetric(term) === null) {
            const parameters = parametersOf(term, windowOn(window, moment.day), moment.cutoff);
            asked.set(JSON.stringify(parameters), parameters);
          }
  }
  for (const parameters of asked.values()) await session.run(PLAIN_SQL, parameters);
  return asked.size;
}

function parametersOf(term: Term, window: ReturnType<typeof windowOn>, cutoff: string) {
  const { order, event } = boundsOf(term, window, cutoff);
  return {
    measures: [...term.measures, ...term.less],
    first_order: order.start,
    last_order: order.end,
    first_event: event.start,
    last_event: event.end,
  };
}
