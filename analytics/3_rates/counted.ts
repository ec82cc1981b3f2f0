import { readFileSync } from "node:fs";
import type { Numbers, Session } from "../engine/duckdb.js";
import { Cells, daysOf, type Cell } from "./cells.js";
import { windowReadings } from "./counted-windows.js";
import { boundsOfAll } from "./look.js";
import { SegmentClasses } from "./segment-classes.js";
import type { SideSums } from "./side.js";
import { sellersOf, type Ask } from "./side-query.js";

const COUNTED_SQL = readFileSync(new URL("counted.sql", import.meta.url), "utf8");

/** An ask for postings of one measure that need only be added up. */
export interface CountedAsk extends Ask {
  measure: string;
  /** Whether single postings count here, or plain orders only. */
  hasSingles: boolean;
}

/** Asks of one measure, one date, the same exemptions and batches. */
export interface CountedGroup {
  measureId: number;
  asks: readonly CountedAsk[];
}

/** A reading of the ledger; what it gives adds up what was read. */
export type Reading = () => Promise<() => void>;

/** Readings that answer all asks of a group: window by window for all sellers, for some in one go. */
export function countedReadings(session: Session, group: CountedGroup): Reading[] {
  if (sellersOf(group.asks) === null) return windowReadings(session, group);
  return [() => readCells(session, group)];
}

/** What the SQL of one window and that of many ask alike. */
export function sharedParameters({ measureId }: CountedGroup, asks: readonly CountedAsk[]) {
  const single = asks.find(({ hasSingles }) => hasSingles)?.term;
  return {
    measure: measureId,
    after_batch: asks[0]?.afterBatch ?? 0,
    has_items: asks.some(({ unit }) => unit === "items"),
    has_amounts: asks.some(({ hasAmounts }) => hasAmounts),
    reasons: single?.reasons ?? null,
    exempt: single?.exempt ?? [],
  };
}

/** Windows of some sellers, cut into cells and classes of segments. */
async function readCells(session: Session, group: CountedGroup): Promise<() => void> {
  const { asks } = group;
  const [{ term }] = asks as [CountedAsk];
  const windows = asks.map((ask) => ask.looks.map((look) => daysOf(ask.term, look)));
  const cells = new Cells(windows.flat().filter(({ start, end }) => start < end));
  if (cells.cells.length === 0) return () => undefined;
  const classes = new SegmentClasses(asks.map((ask) => ask.segments));
  const numbers = await session.numbers(COUNTED_SQL, {
    ...sharedParameters(group, asks),
    ...cells.parameters(),
    ...boundsOfAll(asks),
    by_order: term.by === "order_date",
    has_singles: asks.some(({ hasSingles }) => hasSingles),
    segments: classes.segments?.ids ?? null,
    classes: classes.segments?.classes ?? null,
    class_count: classes.length,
    seller_keys: sellersOf(asks),
  });
  return () => {
    const targets: Target[][] = [];
    for (const [nth, ask] of asks.entries()) {
      const columns = columnsOf(ask, numbers);
      for (const [at, window] of (windows[nth] as Cell[]).entries())
        for (const cell of cells.of(window))
          for (const each of classes.of(ask.segments))
            (targets[cell * classes.length + each] ??= []).push({
              ...columns,
              sums: ask.sums[at] as SideSums,
              hasSingles: ask.hasSingles,
            });
    }
    addUp(numbers, targets);
  };
}

/** Whose sums a cell belongs to, and what of it they add up. */
interface Target {
  sums: SideSums;
  hasSingles: boolean;
  raw: Float64Array;
  judged: Float64Array;
  count: Float64Array;
  amount: Float64Array;
}

function columnsOf({ unit }: Ask, { column }: Numbers): Omit<Target, "sums" | "hasSingles"> {
  const counted = { orders: "count", events: "count", items: "items", amount: "amount" }[unit];
  return {
    raw: column(`raw_${counted}`),
    judged: column(`judged_${counted}`),
    count: column("judged_count"),
    amount: column("judged_amount"),
  };
}

function addUp(
  { column, length }: Numbers,
  targets: readonly (readonly Target[] | undefined)[],
): void {
  const [singles, places, keys] = ["is_single", "place", "seller_key"].map(column);
  if (!singles || !places || !keys) return;
  for (let row = 0; row < length; row += 1) {
    const found = targets[places[row] as number];
    if (!found) continue;
    const isSingle = singles[row] === 1;
    const key = keys[row] as number;
    for (const { sums, hasSingles, raw, judged, count, amount } of found)
      if (hasSingles || !isSingle)
        sums.add(
          key,
          raw[row] as number,
          judged[row] as number,
          count[row] as number,
          amount[row] as number,
          0,
        );
  }
}
