import type {
  BacktestDay,
  BacktestResult,
  BacktestSeller,
  BacktestSide,
  Spell,
} from "../../analytics/4_standings/backtest/contract.js";
import { addDays } from "../../dashboard/format.js";

/** Fixed rows of a backtest over 60 days from 1 March. */
export const FROM = "2026-03-01";
export const TO = addDays(FROM, 60);

const spell = (from: number, until: number): Spell => ({
  from: addDays(FROM, from),
  until: addDays(FROM, until),
  days: until - from,
  tier: "above_line",
  is_open: until === 60,
});

const columns = <S extends "a" | "b">(side: S, spells: readonly Spell[]) =>
  Object.fromEntries(
    Object.entries({
      first_flagged: spells[0]?.from ?? null,
      days_flagged: spells.reduce((sum, { days }) => sum + days, 0),
      raw_days: 0,
      spells: spells.length,
      flaps: Math.max(0, spells.length - 1),
      worst_tier: spells.length > 0 ? "above_line" : null,
      revenue: [],
      at_stake: [],
      spell_list: spells,
    }).map(([name, value]) => [`${side}_${name}`, value]),
  );

/** A seller that A and B had in a tier on these days, half-open. */
export function seller(
  id: string,
  a: readonly (readonly [number, number])[],
  b: readonly (readonly [number, number])[],
): BacktestSeller {
  const both = a.flatMap(([from, until]) =>
    b.map(([start, end]) => Math.max(0, Math.min(until, end) - Math.max(from, start))),
  );
  return {
    seller_id: id,
    seller_name: id === "s3" ? null : `Shop ${id}`,
    flagged_by: a.length > 0 && b.length > 0 ? "both" : a.length > 0 ? "a" : "b",
    first: "a",
    lead_days: null,
    both_days: both.reduce((sum, days) => sum + days, 0),
    truth: null,
    ruled_for_buyer: 0,
    ruled_for_seller: 0,
    ...columns(
      "a",
      a.map(([from, until]) => spell(from, until)),
    ),
    ...columns(
      "b",
      b.map(([from, until]) => spell(from, until)),
    ),
  } as BacktestSeller;
}

export const sellers: BacktestSeller[] = [
  seller(
    "s1",
    [
      [0, 10],
      [20, 60],
    ],
    [[0, 12]],
  ),
  seller("s2", [], [[30, 31]]),
  seller("s3", [[5, 50]], [[5, 50]]),
];

export const days: BacktestDay[] = Array.from({ length: 60 }, (_, index) => {
  const isIn = (spells: readonly Spell[]) =>
    spells.some(({ from, until }) => from <= addDays(FROM, index) && addDays(FROM, index) < until);
  const count = (of: (row: BacktestSeller) => boolean) => sellers.filter(of).length;
  return {
    day: addDays(FROM, index),
    a: count((row) => isIn(row.a_spell_list)),
    b: count((row) => isIn(row.b_spell_list)),
    both: count((row) => isIn(row.a_spell_list) && isIn(row.b_spell_list)),
    a_raw: 0,
    b_raw: 0,
  };
});

/** Parts of a result that findings are made of. */
export const resultOf = (
  overlap: Partial<BacktestResult["overlap"]>,
  a: Partial<BacktestSide> = {},
  b: Partial<BacktestSide> = {},
) =>
  ({
    a: { program: "one", name: "One", sellers: 0, ...a },
    b: { program: "two", name: "Two", sellers: 0, ...b },
    overlap: {
      both: 0,
      only_a: 0,
      only_b: 0,
      neither: 0,
      agreement: null,
      a_first: 0,
      b_first: 0,
      same_day: 0,
      median_a_lead_days: null,
      median_b_lead_days: null,
      ...overlap,
    },
  }) as BacktestResult;
