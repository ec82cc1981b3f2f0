import * as Plot from "@observablehq/plot";
import { shortCount } from "../format.js";
import { backtest } from "../strings-backtest.js";
import { base, grid, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints, spread } from "./points.js";
import { sidePaint } from "./sides.js";

export interface FlaggedDay {
  day: string;
  a: number;
  b: number;
  both: number;
}

/** How many sellers A and B had in a tier, day by day; the area is those that both had. */
export function flaggedByDay(days: readonly FlaggedDay[], { width }: ChartSize): SVGElement {
  const narrow = isNarrow(width);
  const [height, top, bottom] = [narrow ? 240 : 280, 28, 30];
  const most = Math.max(1, ...days.map(({ a, b }) => Math.max(a, b)));
  const at = (day: FlaggedDay) => new Date(day.day);
  const last = days.at(-1);
  const y = (value: number) => top + (1 - value / most) * (height - top - bottom);
  const ends = last ? [last.a, last.b] : [];
  const placed = spread(ends.map(y), 14, top, height - bottom);
  const line = (side: "a" | "b", dash: string) =>
    Plot.lineY(days, {
      x: at,
      y: side,
      stroke: sidePaint[side],
      strokeWidth: 1.8,
      strokeDasharray: dash,
      curve: "step-after",
    });
  const text = (value: string) => value;
  return Plot.plot({
    ...base(width, height),
    marginLeft: 40,
    marginRight: 48,
    marginTop: top,
    marginBottom: bottom,
    x: { type: "utc", label: null },
    y: { domain: [0, most], label: null },
    marks: [
      Plot.gridY({ ticks: 4, ...grid }),
      Plot.axisY({ ticks: 4, tickSize: 0, tickFormat: wholeTick, label: null }),
      Plot.axisX({ ticks: narrow ? 3 : 6, tickSize: 4, label: null }),
      Plot.areaY(days, {
        x: at,
        y: "both",
        fill: sidePaint.both,
        fillOpacity: 0.16,
        curve: "step-after",
      }),
      line("a", "none"),
      line("b", "5,2"),
      Plot.dot(days, {
        x: at,
        y: ({ a, b }: FlaggedDay) => Math.max(a, b),
        r: 2,
        fill: paint.ink,
        fillOpacity: 0,
        render: markPoints,
      }),
      last
        ? (["a", "b"] as const).map((side, i) =>
            Plot.text([last], {
              x: at,
              y: side,
              dx: 6,
              dy: placed[i]! - y(last[side]),
              textAnchor: "start",
              fontWeight: 600,
              fill: sidePaint[side],
              text: () => `${backtest.by[side]} ${shortCount(last[side])}`,
            }),
          )
        : null,
      Plot.ruleY([0], { stroke: paint.line }),
      Plot.text([backtest.sellersUp], { frameAnchor: "top-left", dx: -36, dy: -22, text }),
    ],
  }) as SVGElement;
}

const wholeTick = (tick: number) => (Number.isInteger(tick) ? shortCount(tick) : "");
