import * as Plot from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { shortCount } from "../format.js";
import { strings } from "../strings.js";
import { base, grid, isNarrow, paint, severityPaint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface ValueBin {
  /** Bounds, [low, high); the last one holds its end too. */
  low: number;
  high: number;
  sellers: number;
}

export interface ValueLine {
  name: string;
  value: number;
  severity: Severity;
}

const BINS = 24;

/** Counts sellers in equal steps from 0 to `most`; whole numbers keep steps of whole numbers. */
export function binValues(values: readonly number[], most: number): ValueBin[] {
  const end = Math.max(most, ...values, Number.MIN_VALUE);
  const areWhole = values.every(Number.isInteger) && end <= 4 * BINS;
  const step = areWhole ? Math.max(1, Math.ceil(end / BINS)) : end / BINS;
  const bins: ValueBin[] = [];
  for (let low = 0; low <= end - (areWhole ? 0 : step / 2); low += step)
    bins.push({ low, high: low + step, sellers: 0 });
  for (const value of values) {
    const bin = bins[Math.min(bins.length - 1, Math.max(0, Math.floor(value / step + 1e-9)))];
    if (bin) bin.sellers++;
  }
  return bins;
}

export interface HistogramOptions extends ChartSize {
  lines: readonly ValueLine[];
  /** True where less is worse: a score, a rating. */
  isBelow: boolean;
  format: (value: number) => string;
  /** What the values are. */
  axis: string;
}

/** How many sellers at which points or score, with the tiers' lines drawn on it. */
export function histogram(
  bins: readonly ValueBin[],
  { width, lines, isBelow, format, axis }: HistogramOptions,
): SVGElement {
  const narrow = isNarrow(width);
  const end = bins.at(-1)?.high ?? 1;
  const met = ({ low, high }: ValueBin) =>
    lines.findLast(({ value }) => (isBelow ? high <= value + 1e-9 : low >= value - 1e-9));
  const label = ({ name, value }: ValueLine) =>
    (isBelow ? strings.programs.lineBelow : strings.programs.lineFrom)(name, format(value));
  const marginLeft = 40;
  const inner = width - marginLeft - 8;
  const wanted = lines.map(({ value }) => (value / end) * inner);
  const rows = lines.map((line, index) => ({ ...line, row: rowsFor(wanted)[index] ?? 0 }));
  const depth = Math.max(0, ...rows.map(({ row }) => row));
  const text = (value: string) => value;
  return Plot.plot({
    ...base(width, (narrow ? 200 : 220) + 14 * depth),
    marginLeft,
    marginRight: 8,
    marginTop: 34 + 14 * depth,
    marginBottom: 40,
    x: { domain: [0, end], label: null },
    y: { type: "sqrt", label: null, domain: [0, Math.max(1, ...bins.map((bin) => bin.sellers))] },
    marks: [
      Plot.axisY({ ticks: 3, tickSize: 0, tickFormat: wholeTick, label: null }),
      Plot.gridY({ ticks: 3, ...grid }),
      Plot.axisX({ ticks: narrow ? 4 : 8, tickFormat: format, tickSize: 4, label: null }),
      Plot.rect(bins, {
        filter: (bin: ValueBin) => bin.sellers > 0,
        x1: "low",
        x2: "high",
        y1: 0,
        y2: "sellers",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: (bin: ValueBin) => severityPaint[met(bin)?.severity ?? "within"],
        fillOpacity: 0.85,
      }),
      Plot.dot(bins, {
        filter: (bin: ValueBin) => bin.sellers > 0,
        x: (bin: ValueBin) => (bin.low + bin.high) / 2,
        y: "sellers",
        r: 1,
        fillOpacity: 0,
        fill: paint.ink,
        render: markPoints,
      }),
      rows.map((line, index) => [
        Plot.ruleX([line.value], {
          stroke: index === 0 ? paint.ink : severityPaint[line.severity],
          strokeWidth: index === 0 ? 1.6 : 1.2,
          strokeDasharray: index === 0 ? undefined : "2 2",
          insetTop: -14 - 14 * line.row,
        }),
        Plot.text([label(line)], {
          x: line.value,
          frameAnchor: "top",
          dx: line.value / end > 0.6 ? -5 : 5,
          dy: -12 - 14 * line.row,
          textAnchor: line.value / end > 0.6 ? "end" : "start",
          fontWeight: index === 0 ? 600 : 400,
          text,
        }),
      ]),
      Plot.text([strings.chart.sellersUp], {
        frameAnchor: "top-left",
        dx: -36,
        dy: -28 - 14 * depth,
        text,
      }),
      Plot.text([axis], { frameAnchor: "bottom-right", dy: 38, text }),
      Plot.ruleY([0], { stroke: paint.line }),
    ],
  }) as SVGElement;
}

/** Names that would run into each other go above one another. */
function rowsFor(positions: readonly number[]): number[] {
  return positions.map(
    (position, index) =>
      positions.slice(0, index).filter((other) => Math.abs(other - position) < 150).length,
  );
}

const wholeTick = (tick: number) => (Number.isInteger(tick) ? shortCount(tick) : "");
