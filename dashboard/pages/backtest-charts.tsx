import { useMemo } from "preact/hooks";
import type { BacktestResult } from "../../analytics/4_standings/backtest/contract.js";
import { flaggedByDay } from "../charts/flagged-by-day.js";
import { overlap, overlapPieces } from "../charts/overlap.js";
import { spells, type SellerSpell } from "../charts/spells.js";
import { ChartFrame } from "../components/chart-frame.js";
import { byDayFinding, differing, overlapFinding, spellsFinding } from "../findings-backtest.js";
import { count, date } from "../format.js";
import { sellerHref } from "../route.js";
import { strings } from "../strings.js";
import { backtest as texts } from "../strings-backtest.js";

const MOST_SPELLS = 24;
const { columns } = strings;

interface ChartProps {
  result: BacktestResult;
}

const sourceOf = ({ batch_id, from, to }: BacktestResult) => texts.source(batch_id, from, to);

/** Sellers in a tier of each, day by day. */
export function ByDayChart({ result }: ChartProps) {
  const days = result.by_day;
  const isEmpty = days.every(({ a, b }) => a === 0 && b === 0);
  return (
    <ChartFrame
      title={byDayFinding(days)}
      measure={texts.byDayMeasure}
      name="plimsoll-backtest-days"
      draw={(width) => flaggedByDay(days, { width })}
      version={result}
      snap="x"
      points={(i) => {
        const day = days[i]!;
        return {
          title: date(day.day),
          lines: [
            texts.dayLine(texts.by.a, day.a),
            texts.dayLine(texts.by.b, day.b),
            texts.bothLine(day.both),
          ],
        };
      }}
      table={{
        head: [columns.day, texts.by.a, texts.by.b, texts.by.both],
        rows: days.map((day) => [day.day, day.a, day.b, day.both]),
      }}
      empty={isEmpty ? texts.nobody : null}
      source={sourceOf(result)}
    />
  );
}

/** What only A, both and only B had in a tier. */
export function OverlapChart({ result }: ChartProps) {
  const { overlap: of } = result;
  const rows = [
    { of: texts.overlapRows.sellers, a: of.only_a, both: of.both, b: of.only_b },
    { of: texts.overlapRows.days, a: of.only_a_days, both: of.both_days, b: of.only_b_days },
  ];
  const pieces = overlapPieces(rows);
  return (
    <ChartFrame
      title={overlapFinding(result)}
      measure={texts.overlapMeasure}
      name="plimsoll-backtest-overlap"
      draw={(width) => overlap(rows, { width })}
      version={result}
      points={(i) => {
        const { row, part } = pieces[i]!;
        return { title: texts.parts[part], lines: [`${row.of}: ${count(row[part])}`] };
      }}
      table={{
        head: [texts.columns.measure, texts.parts.a, texts.parts.both, texts.parts.b],
        rows: rows.map((row) => [row.of, row.a, row.both, row.b]),
      }}
      empty={pieces.length === 0 ? texts.nobody : null}
      source={sourceOf(result)}
    />
  );
}

/** When A and B had the sellers about whom they differ most. */
export function SpellsChart({ result }: ChartProps) {
  const { items, from, to } = result;
  const shown = useMemo(() => differing(items).slice(0, MOST_SPELLS), [result]);
  const rows = useMemo(
    () =>
      shown.flatMap((row) =>
        (["a", "b"] as const).flatMap((side) =>
          row[`${side}_spell_list`].map((spell): SellerSpell & typeof spell => ({
            seller: row.seller_id,
            name: row.seller_name ?? row.seller_id,
            side,
            ...spell,
          })),
        ),
      ),
    [shown],
  );
  return (
    <ChartFrame
      title={spellsFinding(items)}
      measure={texts.spellsMeasure(shown.length)}
      name="plimsoll-backtest-spells"
      draw={(width) => spells(rows, { width, from, to })}
      version={result}
      points={(i) => {
        const row = rows[i]!;
        return {
          title: row.name,
          lines: [texts.spell(texts.by[row.side], row.from, row.until, row.days, row.is_open)],
          href: sellerHref(row.seller),
        };
      }}
      table={{
        head: [
          columns.seller_id,
          columns.seller,
          texts.columns.flagged,
          texts.form.from,
          texts.form.to,
          columns.tier,
        ],
        rows: rows.map((row) => [
          row.seller,
          row.name,
          texts.by[row.side],
          row.from,
          row.until,
          row.tier,
        ]),
      }}
      empty={rows.length === 0 ? texts.noDifference : null}
      source={sourceOf(result)}
    />
  );
}
