import { readFileSync } from "node:fs";
import type { Numbers, Session } from "../engine/duckdb.js";
import type { Unit } from "../4_standings/program/rate.js";
import { lookParameters, type Look } from "./look.js";
import type { SideSums } from "./side.js";
import { sellersOf, type Ask } from "./side-query.js";

const ENTRIES_SQL = readFileSync(new URL("entries.sql", import.meta.url), "utf8");

/** Asks of one term and the same segments, whose orders must be told apart. */
export interface EntriesGroup {
  asks: readonly Ask[];
  measureIds: (names: readonly string[]) => number[];
}

/** Answers all asks of a group in one reading, of each look once; what it gives adds up what was read. */
export async function readEntries(session: Session, group: EntriesGroup): Promise<() => void> {
  const { asks, measureIds } = group;
  const [{ term, segments }] = asks as [Ask];
  const looks: Look[] = [];
  const places = new Map<string, number>();
  const targets: { ask: Ask; sums: SideSums }[][] = [];
  for (const ask of asks)
    ask.looks.forEach((look, index) => {
      const key = JSON.stringify(look);
      const place = places.get(key) ?? looks.push(look) - 1;
      places.set(key, place);
      (targets[place] ??= []).push({ ask, sums: ask.sums[index] as SideSums });
    });
  const numbers = await session.numbers(ENTRIES_SQL, {
    ...lookParameters(term, looks),
    segments,
    seller_keys: sellersOf(asks),
    entry_measures: [...measureIds(term.measures), ...measureIds(term.less)],
    less_measures: measureIds(term.less),
    reasons: term.reasons ?? null,
    exempt: term.exempt,
    // A buyer counts for an order of which something is left: by order, whatever the unit.
    has_orders: asks.some(
      ({ unit, hasBuyers }) => unit === "orders" || unit === "amount" || hasBuyers,
    ),
    has_items: asks.some(({ unit }) => unit === "items"),
    has_amounts: asks.some(({ hasAmounts }) => hasAmounts),
    has_buyers: asks.some(({ hasBuyers }) => hasBuyers),
  });
  return () => addUp(numbers, targets, new Set(asks.map((ask) => ask.unit)));
}

function addUp(
  { column, length }: Numbers,
  targets: readonly { ask: Ask; sums: SideSums }[][],
  units: ReadonlySet<Unit>,
): void {
  const [windows, keys] = [column("window_id"), column("seller_key")];
  const [amount, buyers] = [column("judged_amount"), column("judged_buyers")];
  for (const unit of units) {
    const raw = column(`raw_${unit}`);
    const judged = column(`judged_${unit}`);
    const count = column(`judged_${unit === "amount" ? "orders" : unit}`);
    for (let row = 0; row < length; row += 1)
      for (const { ask, sums } of targets[windows[row] as number] ?? [])
        if (ask.unit === unit)
          sums.add(
            keys[row] as number,
            raw[row] as number,
            judged[row] as number,
            count[row] as number,
            amount[row] as number,
            buyers[row] as number,
          );
  }
}
