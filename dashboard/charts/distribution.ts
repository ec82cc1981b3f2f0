import * as Plot from "@observablehq/plot";
import { multiple, percentTick, shortCount } from "../format.js";
import { strings } from "../strings.js";
import { base, grid, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface RateBin {
  /** Bounds as multiples of the line, [low, high); both 0 for sellers without a defect. */
  low: number;
  high: number;
  sellers: number;
}

const STEPS = 4;
const FIRST = -5;
const LAST = 4;

/** Counts sellers by rate against the line: one bin for none, then quarter octaves, ends open. */
export function binRates(multiples: readonly number[]): RateBin[] {
  const bins: RateBin[] = [{ low: 0, high: 0, sellers: 0 }];
  for (let step = FIRST * STEPS; step < LAST * STEPS; step++)
    bins.push({ low: 2 ** (step / STEPS), high: 2 ** ((step + 1) / STEPS), sellers: 0 });
  for (const value of multiples) {
    const step = value > 0 ? Math.floor(Math.log2(value) * STEPS + 1e-9) - FIRST * STEPS + 1 : 0;
    const bin = bins[value > 0 ? Math.min(bins.length - 1, Math.max(1, step)) : 0];
    if (bin) bin.sellers++;
  }
  return bins;
}

/** How many sellers at which rate, with the line drawn on it. `line_rate` turns ticks into rates. */
export function distribution(
  bins: readonly RateBin[],
  { width, line_rate }: ChartSize & { line_rate: number | null },
): SVGElement {
  const narrow = isNarrow(width);
  const none = 2 ** (FIRST - 0.8);
  const left = (bin: RateBin) => (bin.low === 0 ? none / 1.09 : bin.low);
  const right = (bin: RateBin) => (bin.low === 0 ? none * 1.09 : bin.high);
  const ticks = narrow ? [0.1, 1, 4] : [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8];
  const label = (tick: number) =>
    tick === none
      ? strings.chart.none
      : line_rate === null
        ? multiple(tick)
        : percentTick(tick * line_rate);
  const middle = (bin: RateBin) => Math.sqrt(left(bin) * right(bin));
  const text = (value: string) => value;
  return Plot.plot({
    ...base(width, narrow ? 200 : 220),
    marginLeft: 40,
    marginRight: 8,
    marginTop: 34,
    marginBottom: 40,
    x: { type: "log", domain: [none / 1.2, 2 ** LAST], label: null },
    y: { type: "sqrt", label: null, domain: [0, Math.max(1, ...bins.map((bin) => bin.sellers))] },
    marks: [
      Plot.axisY({ ticks: 3, tickSize: 0, tickFormat: wholeTick, label: null }),
      Plot.gridY({ ticks: 3, ...grid }),
      Plot.axisX([none, ...ticks], { text: label, tickSize: 4, label: null }),
      Plot.rect(bins, {
        filter: (bin: RateBin) => bin.sellers > 0,
        x1: left,
        x2: right,
        y1: 0,
        y2: "sellers",
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: (bin: RateBin) => (bin.low >= 1 ? paint.above : paint.within),
        fillOpacity: (bin: RateBin) => (bin.low === 0 ? 0.45 : 0.85),
      }),
      Plot.dot(bins, {
        filter: (bin: RateBin) => bin.sellers > 0,
        x: middle,
        y: "sellers",
        r: 1,
        fillOpacity: 0,
        fill: paint.ink,
        render: markPoints,
      }),
      Plot.ruleX([1], { stroke: paint.ink, strokeWidth: 1.6, insetTop: -14 }),
      Plot.text([strings.chart.lineAt(line_rate)], {
        x: 1,
        frameAnchor: "top",
        dx: 5,
        dy: -12,
        textAnchor: "start",
        fontWeight: 600,
        text,
      }),
      Plot.text([strings.chart.sellersUp], { frameAnchor: "top-left", dx: -36, dy: -28, text }),
      Plot.text([line_rate === null ? strings.chart.multipleRight : strings.chart.rateRight], {
        frameAnchor: "bottom-right",
        dy: 38,
        text,
      }),
      Plot.ruleY([0], { stroke: paint.line }),
    ],
  }) as SVGElement;
}

const wholeTick = (tick: number) => (Number.isInteger(tick) ? shortCount(tick) : "");
