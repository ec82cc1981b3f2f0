import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";
import { readSegments, segmentsInScope } from "../3_rates/scope.js";
import { boundsOf, type Window } from "../3_rates/window.js";
import type { RateRule } from "./program/rate.js";

const DEFECTS_SQL = readFileSync(new URL("defects.sql", import.meta.url), "utf8");

/** A posting behind a numerator. */
export interface Defect {
  order_id: string;
  buyer_id: string;
  measure: string;
  /** The case's or chargeback's id; null for defects of the order itself. */
  defect_id: string | null;
  order_date: string;
  event_date: string;
  /** Minor units. */
  amount: number;
  currency: string;
  /** `liable`, or why the programme may exempt it. */
  liability: string;
  /** What kind of thing it is: a case's reason, a chargeback's category, who cancelled or refunded. */
  reason: string | null;
  /** Day on which the reason for exemption became known: until its end the posting counted. */
  liable_until: string | null;
  counted: boolean;
  /** The liability or reason for which the programme exempts it; null where it counts. */
  exempt_as: string | null;
}

export interface DefectQuery {
  sellerId: string;
  /** Window and cutoff of the seller's verdict. */
  window: Window;
  cutoff: string;
  knownBatch: number;
}

/** What stands behind a seller's numerator, newest first; what is exempt is listed too. */
export async function readDefects(
  session: Session,
  rule: RateRule,
  query: DefectQuery,
): Promise<Defect[]> {
  const { numerator } = rule;
  const { order, event } = boundsOf(numerator, query.window, query.cutoff);
  return session.all<Defect>(DEFECTS_SQL, {
    seller: query.sellerId,
    known_batch: query.knownBatch,
    measures: numerator.measures,
    reasons: numerator.reasons ?? null,
    exempt: numerator.exempt,
    as_of: query.cutoff,
    order_start: order.start,
    order_end: order.end,
    event_start: event.start,
    event_end: event.end,
    segments: segmentsInScope(rule, await readSegments(session, query.knownBatch)),
  });
}
