import { dayIn, ledgerTimeZone } from "../../2_ledger/time-zone.js";
import { addDays, daysBetween, daysFrom } from "../../dates.js";
import type { Session } from "../../engine/duckdb.js";
import { defaultAsOf, knownBatchAt } from "../known.js";
import { LedgerView } from "../ledger-view.js";
import { MAX_DAYS, type Knowledge } from "./contract.js";
import { BacktestFieldError } from "./field-error.js";
import { batchesByDay } from "./schedule.js";

export interface RangeQuery {
  from: string;
  to: string;
  knowledge?: Knowledge | undefined;
  /** Batches that were recorded later are as if they had never come (ISO 8601). */
  knownAt?: string | undefined;
  /** Where the ledger's days begin, as YYYY-MM-DD. */
  today: string;
}

/** The days that are walked, and what is known on each. */
export interface Range {
  days: readonly string[];
  ledger: LedgerView;
  earliest: string;
  batchOf: (day: string) => number;
  knowledge: Knowledge;
  chosen: "asked" | "by_recording";
  firstRecorded: string;
}

interface Batch {
  batch_id: number;
  recorded_at: string;
}

/** Finds out whether the range can be judged, and by which knowledge. */
export async function openRange(session: Session, query: RangeQuery): Promise<Range> {
  const { from, to } = query;
  checkOrder(from, to);
  const newest = await knownBatchAt(session, query.knownAt);
  const batches = await session.all<Batch>(
    `select batch_id, strftime(recorded_at, '%Y-%m-%dT%H:%M:%S.%gZ') as recorded_at
     from ingest.batches where batch_id <= cast($newest as INTEGER) order by batch_id`,
    { newest },
  );
  const [first] = batches;
  const ledger = await LedgerView.open(session, newest);
  const last = await defaultAsOf(session, query.today, newest);
  if (!first || ledger.earliest === null || last === null)
    throw new BacktestFieldError("from", "the ledger has no history yet: ingest orders first");
  checkHistory(from, to, ledger.earliest, last);
  const zone = await ledgerTimeZone(session);
  const recorded = batches.map(({ batch_id, recorded_at }) => ({
    batch_id,
    day: dayIn(zone, new Date(recorded_at)),
  }));
  const usual = recorded[0]!.day <= from ? "recorded" : "events";
  const knowledge = query.knowledge ?? usual;
  return {
    days: daysFrom(from, to),
    ledger,
    earliest: ledger.earliest,
    batchOf: knowledge === "recorded" ? batchesByDay(recorded) : () => newest,
    knowledge,
    chosen: query.knowledge === undefined ? "by_recording" : "asked",
    firstRecorded: first.recorded_at,
  };
}

function checkOrder(from: string, to: string): void {
  if (from >= to)
    throw new BacktestFieldError(
      "to",
      `${to} is not after ${from}: the range ends before the day of its end`,
    );
  if (daysBetween(from, to) > MAX_DAYS)
    throw new BacktestFieldError("to", `more than ${MAX_DAYS} days: end the range earlier`);
}

function checkHistory(from: string, to: string, earliest: string, last: string): void {
  if (from < earliest)
    throw new BacktestFieldError(
      "from",
      `${from} is before the ledger's history, which begins on ${earliest}: begin there or later`,
    );
  const end = addDays(last, 1);
  if (to > end)
    throw new BacktestFieldError(
      "to",
      `the newest event is of ${addDays(last, -1)}, so ${last} is the last day that can be judged: end the range at ${end} or earlier`,
    );
}
