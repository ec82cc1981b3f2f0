import { readFileSync } from "node:fs";
import type { Session } from "../engine/duckdb.js";
import { scopedSegments } from "../3_rates/scope.js";
import { boundsOn } from "../3_rates/window.js";
import type { Program } from "./program.js";

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
  asOf: string;
  knownBatch: number;
}

/** What stands behind a seller's numerator, newest first; what is exempt is listed too. */
export async function readDefects(
  session: Session,
  program: Program,
  query: DefectQuery,
): Promise<Defect[]> {
  const { order, event } = boundsOn(program, "numerator", query.asOf);
  const { numerator } = program;
  return session.all<Defect>(DEFECTS_SQL, {
    seller: query.sellerId,
    known_batch: query.knownBatch,
    measures: numerator.measures,
    exempt: numerator.exempt,
    as_of: query.asOf,
    order_start: order.start,
    order_end: order.end,
    event_start: event.start,
    event_end: event.end,
    segments: await scopedSegments(session, program),
  });
}
