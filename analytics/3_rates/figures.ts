import { readFileSync } from "node:fs";
import type { Columns, Parameters, Session } from "../engine/duckdb.js";
import { measures } from "../2_ledger/measures.js";
import type { Program } from "../4_standings/program.js";
import { scopedSegments } from "./scope.js";
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

/** Figures of every seller with postings, per day of judgement: result[day].get(seller_key). */
export async function readFigures(
  session: Session,
  program: Program,
  query: FigureQuery,
): Promise<Map<number, Figures>[]> {
  const keys: LedgerKeys = {
    measures: await measureIds(session),
    segments: await scopedSegments(session, program),
  };
  const result = query.asOf.map(() => new Map<number, Figures>());
  for (const side of ["numerator", "denominator"] as const) {
    const isNarrowed = side === "denominator" && query.onlyWithNumerator;
    const sellerKeys = isNarrowed
      ? [...new Set(result.flatMap((day) => [...day.keys()]))]
      : query.sellerKeys;
    const table = await session.columns(
      FIGURES_SQL,
      sideParameters(program, side, { ...query, sellerKeys }, keys),
    );
    const read = sideReader(program, table);
    const [windows, sellers] = table.columns as [readonly number[], readonly number[]];
    for (let row = 0; row < table.length; row += 1) {
      const days = result[windows[row] as number] as Map<number, Figures>;
      const key = sellers[row] as number;
      const figures = days.get(key);
      if (figures) figures[side] = read(row);
      else {
        const first = { numerator: NO_FIGURES, denominator: NO_FIGURES };
        first[side] = read(row);
        days.set(key, first);
      }
    }
  }
  return result;
}

/** Reads one row of figures in the programme's unit. */
function sideReader(program: Program, table: Columns): (row: number) => SideFigures {
  const column = (name: string) =>
    (table.columns[table.names.indexOf(name)] ?? []) as readonly number[];
  const counted = program.unit === "events" ? "events" : "orders";
  const [rawCount, count] = [column(`raw_${counted}`), column(`judged_${counted}`)];
  const [rawAmount, amount] = [column("raw_amount"), column("judged_amount")];
  const buyers = column("judged_buyers");
  const [raw, judged] = program.unit === "amount" ? [rawAmount, amount] : [rawCount, count];
  return (row) => ({
    raw: raw[row] as number,
    judged: judged[row] as number,
    count: count[row] as number,
    amount: amount[row] as number,
    buyers: buyers[row] as number,
  });
}

/** What the ledger calls the programme's measures and segments. */
interface LedgerKeys {
  measures: ReadonlyMap<string, number>;
  segments: readonly number[];
}

/** The ledger's key of each measure that it has postings of. */
async function measureIds(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.all<{ measure: string; measure_id: number }>(
    "select measure, measure_id from ledger.measures",
  );
  return new Map(rows.map(({ measure, measure_id }) => [measure, measure_id]));
}

/** A side unites at most one measure of volumes (checkMeasures), with any number of defects. */
function measureParameters(names: readonly string[], ids: ReadonlyMap<string, number>): Parameters {
  const known = names.flatMap((name) => ids.get(name) ?? []);
  const volume = names.find((name) => measures.get(name)?.posts === "volumes");
  return {
    volume_measure: (volume === undefined ? undefined : ids.get(volume)) ?? null,
    entry_measures: known,
  };
}

const earliest = (windows: readonly Window[]) =>
  windows.reduce((a, b) => (b.start < a.start ? b : a)).start;
const latest = (windows: readonly Window[]) =>
  windows.reduce((a, b) => (b.end > a.end ? b : a)).end;

function sideParameters(
  program: Program,
  side: "numerator" | "denominator",
  query: FigureQuery,
  keys: LedgerKeys,
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
    ...measureParameters(program[side].measures, keys.measures),
    exempt: program[side].exempt,
    segments: keys.segments,
    known_batch: query.knownBatch,
    seller_keys: query.sellerKeys ?? null,
  };
}
