import { useMemo } from "preact/hooks";
import type { Projection } from "../../analytics/4_standings/projection.js";
import type { HistoryPoint, StandingView } from "../../server/contract/api.js";
import { byDay } from "../charts/by-day.js";
import type { RateAhead } from "../charts/fan.js";
import { rateOverTime } from "../charts/rate-over-time.js";
import { ChartFrame } from "../components/chart-frame.js";
import { standingWord } from "../components/standing.js";
import { pointsFinding } from "../findings-outlook.js";
import { points } from "../figures.js";
import { byDayFinding, historyFinding } from "../findings.js";
import { addDays, count, date, percent, roundMoney } from "../format.js";
import { useNames } from "../shared.js";
import { outlookStrings } from "../strings-outlook.js";
import { strings } from "../strings.js";
import type { History } from "../types.js";

interface HistoryProps {
  history: History;
  row: StandingView;
  batch: number;
}

/** What the chart draws: rates, or points in their place. */
const drawn = (items: readonly HistoryPoint[], isPoints: boolean) =>
  items.map((day) => (isPoints ? { ...day, rate: day.points } : day));

/** Where today's pace leads, as far as the chart can draw it. */
function aheadOf(projection: Projection | null): RateAhead | null {
  const pace = projection?.at_pace;
  if (!pace) return null;
  const { evaluated_on: as_of, rate, rate_low, rate_high } = pace;
  if (rate === null || rate_low === null || rate_high === null) return null;
  return { as_of, rate, rate_low, rate_high };
}

const { columns } = strings;

/** The rate against its lines, day by day. */
export function RateChart({
  history,
  row,
  batch,
  projection,
}: HistoryProps & { projection: Projection | null }) {
  const ahead = useMemo(() => aheadOf(projection), [projection]);
  const version = useMemo(() => ({ history, ahead }), [history, ahead]);
  const names = useNames();
  const { lines } = history;
  const isPoints = row.kind !== "rate";
  const items = useMemo(() => drawn(history.items, isPoints), [history, isPoints]);
  const name = row.program_name;
  const currency = names.currency(history.program);
  const amount = (n: number) => (currency ? roundMoney(n, currency) : count(n));
  return (
    <ChartFrame
      title={isPoints ? pointsFinding(items) : historyFinding(items, row.line_rate)}
      measure={
        isPoints
          ? outlookStrings.pointsMeasure(name)
          : strings.seller.historyMeasure(name) +
            (ahead ? outlookStrings.fanMeasure(ahead.as_of) : "")
      }
      name={`plimsoll-${history.seller_id}-${history.program}-rate`}
      draw={(width) =>
        rateOverTime(items, { width, lines, severity: row.severity, ahead, isPoints })
      }
      version={version}
      snap="x"
      points={(i) => {
        const day = items[i]!;
        return {
          title: date(day.as_of),
          lines: isPoints
            ? [points(day.rate)]
            : [
                `${percent(day.rate)}, ${strings.chart.part(amount(day.numerator), amount(day.denominator))}`,
                strings.chart.interval(percent(day.rate_low), percent(day.rate_high)),
                standingWord(
                  {
                    tier: day.tier,
                    severity: "within",
                    multiple: day.rate !== null && row.line_rate ? day.rate / row.line_rate : null,
                  },
                  names.tier(history.program, day.tier),
                ),
              ],
        };
      }}
      table={{
        head: [
          columns.day,
          columns.numerator,
          columns.denominator,
          columns.rate,
          columns.low,
          columns.high,
          columns.tier,
        ],
        rows: items.map((day) => [
          day.as_of,
          day.numerator,
          day.denominator,
          day.rate,
          day.rate_low,
          day.rate_high,
          day.tier,
        ]),
      }}
      empty={
        items.length === 0
          ? strings.seller.noHistory(name)
          : items.every((day) => day.rate === null)
            ? strings.seller.noHistoryOrders(name)
            : null
      }
      source={strings.chart.source(batch, row.as_of)}
    />
  );
}

/** Orders and defects on the days on which they happened. */
export function DaysChart({ history, row, batch }: HistoryProps) {
  const days = useMemo(
    () =>
      history.items.map(({ as_of, orders, defects }) => ({
        day: addDays(as_of, -1),
        orders,
        defects,
      })),
    [history],
  );
  const isEmpty = days.every((day) => day.orders === 0 && day.defects === 0);
  return (
    <ChartFrame
      title={byDayFinding(days)}
      measure={strings.seller.byDayMeasure(row.program_name)}
      name={`plimsoll-${history.seller_id}-${history.program}-days`}
      draw={(width) => byDay(days, { width })}
      version={days}
      snap="x"
      points={(i) => {
        const day = days[i]!;
        return {
          title: date(day.day),
          lines: [
            `${columns.orders}: ${count(day.orders)}`,
            `${columns.defects}: ${count(day.defects)}`,
          ],
        };
      }}
      table={{
        head: [columns.day, columns.orders, columns.defects],
        rows: days.map((day) => [day.day, day.orders, day.defects]),
      }}
      empty={isEmpty ? strings.seller.noDays : null}
      source={strings.chart.source(batch, row.as_of)}
    />
  );
}
