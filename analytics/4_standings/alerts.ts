import { z } from "zod";
import { addDays, daysFrom } from "../dates.js";
import { literal, type Session } from "../engine/duckdb.js";
import { ExchangeRateError } from "../errors.js";
import { distinct } from "../3_rates/distinct.js";
import { evaluateDays } from "./evaluate-days.js";
import type { ProgramEvaluation } from "./evaluation.js";
import { LedgerView } from "./ledger-view.js";
import type { Program } from "./program.js";
import { UNWATCHED, watch, type Watched } from "./watch.js";

/** A first look goes so far back, so that a new database already tells what changed lately. */
const FIRST_LOOK_DAYS = 7;
/** After a long silence no more days than this are caught up one by one. */
const MAX_CATCH_UP_DAYS = 62;
/** Days that are read at once. */
const DAYS_AT_ONCE = 8;

/** A seller changed tier in a programme: a row of standings.alerts. */
export const AlertRow = z.strictObject({
  alert_id: z.string().describe("Programme, seller, day and batch."),
  seller_id: z.string().describe("The seller."),
  program: z.string().describe("The programme's id."),
  program_version: z.string().describe("The version that judged."),
  from_tier: z.string().describe("Where the seller stood."),
  to_tier: z.string().describe("Where it stands now; `within` when it left."),
  as_of: z.string().describe("The day on which the change shows."),
  numerator: z.int().describe("Judged numerator on that day."),
  denominator: z.int().describe("Denominator on that day."),
  rate: z.number().nullable().describe("Their ratio."),
  batch_id: z.int().describe("The newest batch that was known."),
  recorded_at: z.string().describe("When it was found, ISO 8601 UTC."),
});
export type AlertRow = z.infer<typeof AlertRow>;

export interface AlertRefresh {
  asOf: string;
  knownBatch: number;
  /** Time to record with the alerts, passed in. */
  recordedAt: Date;
}

/**
 * Walks each programme from the day it was last evaluated to `asOf`, visiting every seller on every
 * day, and records the changes of tier. Run inside a transaction of the writer. Answers how many.
 */
export async function refreshAlerts(
  session: Session,
  programs: Iterable<Program>,
  refresh: AlertRefresh,
): Promise<number> {
  const ledger = await LedgerView.open(session, refresh.knownBatch);
  let changes = 0;
  for (const program of programs) changes += await refreshUnlessPriceless(ledger, program, refresh);
  return changes;
}

/** A programme over money that lacks exchange rates has nothing to tell. */
async function refreshUnlessPriceless(
  ledger: LedgerView,
  program: Program,
  refresh: AlertRefresh,
): Promise<number> {
  try {
    return await refreshProgram(ledger, program, refresh);
  } catch (error) {
    if (error instanceof ExchangeRateError) return 0;
    throw error;
  }
}

async function refreshProgram(
  ledger: LedgerView,
  program: Program,
  refresh: AlertRefresh,
): Promise<number> {
  const { asOf, knownBatch } = refresh;
  const { session } = ledger;
  const [last] = await session.all<{ as_of: string; batch_id: number; program_version: string }>(
    `select cast(as_of as VARCHAR) as as_of, batch_id, program_version from standings.evaluations where program = $program`,
    { program: program.id },
  );
  const isSame = last?.batch_id === knownBatch && last.program_version === program.version;
  if (last && (last.as_of > asOf || (isSame && last.as_of === asOf))) return 0;
  const from = last
    ? latest(last.as_of, addDays(asOf, -MAX_CATCH_UP_DAYS))
    : addDays(asOf, -FIRST_LOOK_DAYS);
  const days = daysFrom(from, addDays(asOf, 1));
  const sellers = new Map(
    (
      await session.all<{ seller_key: number; seller_id: string }>(
        "select seller_key, seller_id from ledger.sellers order by seller_key",
      )
    ).map(({ seller_key, seller_id }) => [seller_key, seller_id]),
  );
  const keys = new Map([...sellers].map(([key, id]) => [id, key]));
  const states = await readStates(session, program);
  const alerts: AlertRow[] = [];
  let evaluations: ProgramEvaluation[] = [];
  let previous: string | null = null;
  for (const [index, day] of days.entries()) {
    if (index % DAYS_AT_ONCE === 0)
      evaluations = await evaluateDays(ledger, program, days.slice(index, index + DAYS_AT_ONCE));
    const evaluation = evaluations[index % DAYS_AT_ONCE] as ProgramEvaluation;
    // Between two evaluations nothing is judged anew.
    if (evaluation.moment.day === previous) continue;
    previous = evaluation.moment.day;
    const watched = [...states.keys()].flatMap((id) => keys.get(id) ?? []);
    for (const key of distinct([evaluation.keys(), watched])) {
      const id = sellers.get(key) ?? "";
      const known = states.get(id) ?? UNWATCHED;
      if (known === UNWATCHED && isQuiet(evaluation.tierOf(key))) continue;
      const verdict = evaluation.verdict(key);
      const clean = evaluation.version?.exit.clean_periods ?? 1;
      const { state, change } = watch(known, verdict, clean, day);
      if (state.tier === "within") states.delete(id);
      else states.set(id, state);
      if (!change) continue;
      alerts.push({
        alert_id: `${program.id}.${id}.${day}.${knownBatch}`,
        seller_id: id,
        program: program.id,
        program_version: evaluation.version?.version ?? program.version,
        from_tier: change.from,
        to_tier: change.to,
        as_of: day,
        numerator: Math.round(verdict.figures.numerator.judged),
        denominator: Math.round(verdict.figures.denominator.judged),
        rate: verdict.rate,
        batch_id: knownBatch,
        recorded_at: refresh.recordedAt.toISOString(),
      });
    }
  }
  await writeStates(session, program, refresh, states);
  await appendAlerts(session, alerts);
  return alerts.length;
}

const isQuiet = (tier: string) => tier === "within" || tier === "not_scored";

const latest = (a: string, b: string) => (a > b ? a : b);

async function readStates(session: Session, program: Program): Promise<Map<string, Watched>> {
  const rows = await session.all<Watched & { seller_id: string; clean_period: string | null }>(
    "select * from standings.watched where program = $program",
    { program: program.id },
  );
  return new Map(
    rows.map(({ seller_id, tier, since, clean, clean_period }) => [
      seller_id,
      { tier, since, clean, cleanPeriod: clean_period },
    ]),
  );
}

async function writeStates(
  session: Session,
  program: Program,
  { asOf, knownBatch }: AlertRefresh,
  states: ReadonlyMap<string, Watched>,
): Promise<void> {
  await session.run("delete from standings.watched where program = $program", {
    program: program.id,
  });
  await session.run("delete from standings.evaluations where program = $program", {
    program: program.id,
  });
  await session.run(
    "insert into standings.evaluations values ($program, $version, cast($as_of as DATE), $batch)",
    {
      program: program.id,
      version: program.version,
      as_of: asOf,
      batch: knownBatch,
    },
  );
  const rows = [...states].map(([seller_id, { tier, since, clean, cleanPeriod }]) => ({
    program: program.id,
    seller_id,
    tier,
    since,
    clean,
    clean_period: cleanPeriod,
  }));
  await insertJson(session, "standings.watched", rows);
}

const appendAlerts = (session: Session, alerts: readonly AlertRow[]) =>
  insertJson(session, "standings.alerts", alerts);

/** Rows whose keys are the table's columns. */
async function insertJson(session: Session, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = await session.all<{ column_name: string; column_type: string }>(
    `describe ${table}`,
  );
  const shape = Object.fromEntries(
    columns.map(({ column_name, column_type }) => [column_name, column_type]),
  );
  await session.run(
    `insert into ${table} by name
     select unnest(from_json(cast($rows as JSON), ${literal(JSON.stringify([shape]))}), recursive := true)`,
    { rows: JSON.stringify(rows) },
  );
}

export interface AlertQuery {
  limit: number;
  offset: number;
  asOf: string;
  knownBatch: number;
  /** Only those that had been found by this moment (ISO 8601). */
  knownAt?: string | undefined;
}

/** Newest first; only those that were told up to a day and a batch, so that pages stay in place. */
export async function readAlerts(
  session: Session,
  { limit, offset, asOf, knownBatch, knownAt }: AlertQuery,
): Promise<AlertRow[]> {
  return session.all<AlertRow>(
    `select * replace (cast(as_of as VARCHAR) as as_of, strftime(recorded_at, '%Y-%m-%dT%H:%M:%S.%gZ') as recorded_at)
     from standings.alerts
     where standings.alerts.as_of <= cast($as_of as DATE) and batch_id <= cast($known_batch as INTEGER)
       and (cast($known_at as VARCHAR) is null
         or standings.alerts.recorded_at <= cast(cast($known_at as TIMESTAMPTZ) as TIMESTAMP))
     order by standings.alerts.as_of desc, batch_id desc, program, seller_id
     limit cast($limit as BIGINT) offset cast($offset as BIGINT)`,
    { limit, offset, as_of: asOf, known_batch: knownBatch, known_at: knownAt ?? null },
  );
}
