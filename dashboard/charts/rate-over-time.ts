import * as Plot from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { points } from "../figures.js";
import { percent, percentTick } from "../format.js";
import { outlookStrings } from "../strings-outlook.js";
import { strings } from "../strings.js";
import { fan, type RateAhead } from "./fan.js";
import { base, grid, isNarrow, paint, severityPaint, type ChartSize } from "./paint.js";
import { markPoints, spread } from "./points.js";

export interface RateDay {
  as_of: string;
  rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
}

export interface RateLine {
  name: string;
  severity: Severity;
  rate: number;
}

/** The top of the scale: the rates and the lines within reach; a wide interval may run out of it. */
function topOf(days: readonly RateDay[], lines: readonly RateLine[]): number {
  const rates = days.map((day) => day.rate ?? 0);
  const highest = Math.max(0, ...rates);
  const first = Math.min(...lines.map((line) => line.rate), Infinity);
  const reach = Math.max(highest, Number.isFinite(first) ? first : highest);
  const seen = lines.filter((line) => line.rate <= reach * 2.2).map((line) => line.rate);
  const band = Math.max(0, ...days.map((day) => day.rate_high ?? 0));
  return Math.max(Math.min(band, reach * 1.6), highest, ...seen, 1e-6) * 1.08;
}

const upOf = (isFar: boolean, isPoints: boolean) => {
  if (isPoints) return outlookStrings.pointsUp;
  return isFar ? strings.chart.rateUpFar : strings.chart.rateUp;
};

/** A rate this many times above its line is drawn on a scale that is logarithmic above the line. */
const FAR = 8;

const farTicks = (first: number, ceiling: number) => [
  0,
  ...[0.001, 0.01, 0.1, 1, 10, 100].filter((tick) => tick > first * 1.5 && tick < ceiling),
];

interface RateOptions extends ChartSize {
  lines: readonly RateLine[];
  severity: Severity;
  /** Where today's pace leads, if that is known. */
  ahead?: RateAhead | null;
  /** Points or scores instead of rates. */
  isPoints?: boolean;
}

/** The rate day by day: 95 % band, the tiers' lines labelled where they end, the last day as a dot, a fan beyond it. */
export function rateOverTime(
  days: readonly RateDay[],
  { width, lines, severity, ahead = null, isPoints = false }: RateOptions,
): SVGElement {
  const narrow = isNarrow(width);
  const [height, top, bottom, right] = [narrow ? 250 : 280, 28, 30, narrow ? 10 : 168];
  const ceiling = topOf(ahead ? [...days, ahead] : days, lines);
  const inside = lines.filter((line) => line.rate <= ceiling);
  const beyond = lines.filter((line) => line.rate > ceiling);
  const first = Math.min(...lines.map((line) => line.rate), ceiling);
  const isFar = !isPoints && ceiling > first * FAR;
  const share = (rate: number) =>
    isFar ? Math.log1p(rate / first) / Math.log1p(ceiling / first) : rate / ceiling;
  const at = (rate: number) => top + (1 - share(rate)) * (height - top - bottom);
  const ticks = isFar ? farTicks(first, ceiling) : undefined;
  const wanted = inside.map((line) => at(line.rate));
  const upward = spread(
    wanted.map((y) => -y),
    14,
    bottom - height,
    -top,
  );
  const placed = upward.map((y) => -y);
  const day = (row: RateDay) => new Date(row.as_of);
  const last = days.findLast((row) => row.rate !== null);
  const text = (value: string) => value;
  const written = isPoints ? points : percent;
  const tick = isPoints ? points : percentTick;
  const name = (line: RateLine) => strings.chart.lineNamed(line.name, written(line.rate));
  return Plot.plot({
    ...base(width, height),
    marginLeft: 48,
    marginRight: right,
    marginTop: top,
    marginBottom: bottom,
    x: { type: "utc", label: null },
    y: { domain: [0, ceiling], label: null, ...(isFar ? { type: "symlog", constant: first } : {}) },
    marks: [
      ticks ? Plot.gridY(ticks, grid) : Plot.gridY({ ticks: 4, ...grid }),
      ticks
        ? Plot.axisY(ticks, { tickSize: 0, text: tick, label: null })
        : Plot.axisY({ ticks: 4, tickSize: 0, tickFormat: tick, label: null }),
      Plot.axisX({ ticks: narrow ? 3 : 6, tickSize: 4, label: null }),
      Plot.areaY(days, {
        x: day,
        y1: (row: RateDay) => row.rate_low ?? NaN,
        y2: (row: RateDay) => Math.min(ceiling, row.rate_high ?? NaN),
        fill: paint.within,
        fillOpacity: 0.16,
        curve: "step-after",
      }),
      inside.map((line, i) => [
        Plot.ruleY([line.rate], {
          stroke: i === 0 ? paint.ink : severityPaint[line.severity],
          strokeWidth: i === 0 ? 1.6 : 1.2,
          strokeDasharray: i === 0 ? "none" : "2,2",
        }),
        Plot.text([name(line)], {
          y: line.rate,
          frameAnchor: "right",
          textAnchor: narrow ? "end" : "start",
          dx: narrow ? -4 : 8,
          dy: placed[i]! - wanted[i]! - (narrow ? 7 : 0),
          text,
          fill: paint.ink,
          stroke: paint.paper,
          strokeWidth: 4,
        }),
      ]),
      Plot.lineY(days, {
        x: day,
        y: (row: RateDay) => row.rate ?? NaN,
        stroke: paint.within,
        strokeWidth: 1.8,
        curve: "step-after",
      }),
      Plot.dot(days, {
        filter: (row: RateDay) => row.rate !== null,
        x: day,
        y: "rate",
        r: 2,
        fill: paint.within,
        fillOpacity: days.length > 45 ? 0 : 1,
        render: markPoints,
      }),
      last && ahead ? fan(last, ahead, ceiling) : null,
      last ? Plot.dot([last], { x: day, y: "rate", r: 4, fill: severityPaint[severity] }) : null,
      Plot.text([upOf(isFar, isPoints)], {
        frameAnchor: "top-left",
        dx: -44,
        dy: -22,
        text,
      }),
      beyond.length === 0
        ? null
        : Plot.text([strings.chart.beyond(beyond.map(name))], {
            frameAnchor: "top-right",
            dy: -22,
            fill: paint.muted,
            text,
          }),
    ],
  }) as SVGElement;
}
