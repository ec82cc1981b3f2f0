import * as Plot from "@observablehq/plot";
import { shortCount } from "../format.js";
import { strings } from "../strings.js";
import { base, grid, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface DayCounts {
  /** The day on which it happened. */
  day: string;
  orders: number;
  defects: number;
}

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;

/** Orders above, defects below, one bar a day on the same days. */
export function byDay(days: readonly DayCounts[], { width }: ChartSize): SVGElement {
  const upper = bars(days, "orders", width, 128, false);
  const lower = bars(days, "defects", width, 138, true);
  lower.setAttribute("y", "118");
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width, height: 256, viewBox: `0 0 ${width} 256` }))
    svg.setAttribute(name, String(value));
  svg.append(upper, lower);
  return svg;
}

function bars(
  days: readonly DayCounts[],
  field: "orders" | "defects",
  width: number,
  height: number,
  hasAxis: boolean,
) {
  const start = (row: DayCounts) => new Date(row.day);
  const end = (row: DayCounts) => new Date(Date.parse(row.day) + DAY);
  const noon = (row: DayCounts) => new Date(Date.parse(row.day) + DAY / 2);
  const most = Math.max(1, ...days.map((row) => row[field]));
  const first = days[0];
  const last = days.at(-1);
  return Plot.plot({
    ...base(width, height),
    marginLeft: 48,
    marginRight: 8,
    marginTop: 26,
    marginBottom: hasAxis ? 34 : 24,
    x: {
      type: "utc",
      label: null,
      ...(hasAxis ? {} : { axis: null }),
      domain: first && last ? [start(first), end(last)] : undefined,
    },
    y: { domain: [0, most], label: null },
    marks: [
      Plot.gridY({ ticks: 2, ...grid }),
      Plot.axisY({ ticks: 2, tickSize: 0, tickFormat: wholeTick, label: null }),
      hasAxis ? Plot.axisX({ ticks: isNarrow(width) ? 3 : 6, tickSize: 4, label: null }) : [],
      Plot.rect(days, {
        x1: start,
        x2: end,
        y1: 0,
        y2: field,
        insetLeft: days.length > width / 5 ? 0 : 0.5,
        insetRight: days.length > width / 5 ? 0 : 0.5,
        fill: field === "orders" ? paint.within : paint.above,
        fillOpacity: field === "orders" ? 0.55 : 0.9,
      }),
      field === "orders"
        ? null
        : Plot.dot(days, {
            x: noon,
            y: field,
            r: 1,
            fill: paint.above,
            fillOpacity: 0,
            render: markPoints,
          }),
      Plot.ruleY([0], { stroke: paint.line }),
      Plot.text([field === "orders" ? strings.chart.ordersUp : strings.chart.defectsUp], {
        frameAnchor: "top-left",
        dx: -44,
        dy: -20,
        text: (text: string) => text,
      }),
    ],
  }) as SVGElement;
}

const wholeTick = (tick: number) => (Number.isInteger(tick) ? shortCount(tick) : "");
