import { readFileSync } from "node:fs";
import type { Parameters, Session } from "../engine/duckdb.js";
import { ProgramError } from "../errors.js";
import type { Program } from "../4_standings/program.js";
import { boundsOn, type Window } from "./window.js";

const FIGURES_SQL = readFileSync(new URL("figures.sql", import.meta.url), "utf8");

/** One side of a rate for one seller and one day of judgement. */
export interface SideFigures {
  raw: number;
  judged: number;
  /** Judged count of the unit's things; equals `judged` unless the unit is amount. */
  count: number;
  /** Judged amount in minor units. */
  amount: number;
  buyers: number;
}

export interface Figures {
  numerator: SideFigures;
  denominator: SideFigures;
}

export const NO_FIGURES: SideFigures = { raw: 0, judged: 0, count: 0, amount: 0, buyers: 0 };

export interface FigureQuery {
  /** Days of judgement. */
  asOf: readonly string[];
  /** Newest ledger batch that counts. */
  knownBatch: number;
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
  /** Leaves out sellers without any defect on any of the days: most of them, and no tier can hold them. */
  onlyWithNumerator?: boolean;
}

interface FigureRow {
  window_id: number;
  seller_key: number;
  raw_events: number;
  judged_events: number;
  raw_orders: number;
  judged_orders: number;
  raw_amount: number;
  judged_amount: number;
  judged_buyers: number;
}

/** Figures of every seller with postings, per day of judgement: result[day].get(seller_key). */
export async function readFigures(
  session: Session,
  program: Program,
  query: FigureQuery,
): Promise<Map<number, Figures>[]> {
  await requireOneCurrency(session, program);
  const result = query.asOf.map(() => new Map<number, Figures>());
  for (const side of ["numerator", "denominator"] as const) {
    const isNarrowed = side === "denominator" && query.onlyWithNumerator;
    const sellerKeys = isNarrowed
      ? [...new Set(result.flatMap((day) => [...day.keys()]))]
      : query.sellerKeys;
    const rows = await session.all<FigureRow>(
      FIGURES_SQL,
      sideParameters(program, side, { ...query, sellerKeys }),
    );
    for (const row of rows) {
      const days = result[row.window_id] as Map<number, Figures>;
      const figures = days.get(row.seller_key) ?? {
        numerator: NO_FIGURES,
        denominator: NO_FIGURES,
      };
      figures[side] = toFigures(program, row);
      days.set(row.seller_key, figures);
    }
  }
  return result;
}

/** Money of several currencies is never added up: without rates that is an error, not a silent 1. */
async function requireOneCurrency(session: Session, program: Program): Promise<void> {
  const { reporting_currency: reporting, scope } = program;
  if (reporting === undefined) return;
  const others = await session.all<{ currency: string }>(
    `select distinct currency from ledger.segments
     where currency <> $reporting
       and (cast($region as VARCHAR[]) is null or list_contains(cast($region as VARCHAR[]), region))
     order by currency`,
    { reporting, region: scope.region ?? null },
  );
  if (others.length > 0)
    throw new ProgramError(
      `${program.id} reports in ${reporting}, and there are amounts in ${others.map(({ currency }) => currency).join(", ")} but no exchange rates: narrow its scope to a region of one currency`,
    );
}

function toFigures(program: Program, row: FigureRow): SideFigures {
  const [raw, count] =
    program.unit === "events"
      ? [row.raw_events, row.judged_events]
      : [row.raw_orders, row.judged_orders];
  const amount = row.judged_amount;
  return program.unit === "amount"
    ? { raw: row.raw_amount, judged: amount, count, amount, buyers: row.judged_buyers }
    : { raw, judged: count, count, amount, buyers: row.judged_buyers };
}

const earliest = (windows: readonly Window[]) =>
  windows.reduce((a, b) => (b.start < a.start ? b : a)).start;
const latest = (windows: readonly Window[]) =>
  windows.reduce((a, b) => (b.end > a.end ? b : a)).end;

function sideParameters(
  program: Program,
  side: "numerator" | "denominator",
  query: FigureQuery,
): Parameters {
  const bounds = query.asOf.map((asOf) => boundsOn(program, side, asOf));
  const orders = bounds.map(({ order }) => order);
  const events = bounds.map(({ event }) => event);
  return {
    window_ids: query.asOf.map((_, index) => index),
    order_starts: orders.map(({ start }) => start),
    order_ends: orders.map(({ end }) => end),
    event_starts: events.map(({ start }) => start),
    event_ends: events.map(({ end }) => end),
    first_order: earliest(orders),
    last_order: latest(orders),
    first_event: earliest(events),
    last_event: latest(events),
    measures: program[side].measures,
    exempt: program[side].exempt,
    card_network: program.scope.card_network ?? null,
    card_present: program.scope.card_present?.map(String) ?? null,
    region: program.scope.region ?? null,
    category: program.scope.category ?? null,
    known_batch: query.knownBatch,
    seller_keys: query.sellerKeys ?? null,
  };
}
