import * as Plot from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { paint, severityPaint, type ChartSize } from "./paint.js";

export interface GaugeRow {
  rate: number | null;
  rate_low: number | null;
  rate_high: number | null;
  expected_final_rate: number | null;
  line_rate: number | null;
  severity: Severity;
}

const LOW = 0.1;
const HIGH = 4;
const clamp = (value: number) => Math.min(HIGH, Math.max(LOW, value));

/** One programme on the load line: dot observed, bar 95 % interval, ring expected final; log, 0.1 to 4 times the line, arrows beyond. */
export function gauge(row: GaugeRow, { width, height = 26 }: ChartSize & { height?: number }) {
  const color = severityPaint[row.severity];
  const { line_rate: line } = row;
  const marks: Plot.Markish[] = [
    Plot.ruleY([0], { stroke: paint.hairline }),
    Plot.tickX([0.25, 0.5, 2], { stroke: paint.hairline, insetTop: 9, insetBottom: 9 }),
  ];
  if (line !== null && row.rate !== null) {
    const { rate_low: low, rate_high: high, expected_final_rate: final } = row;
    const at = row.rate / line;
    if (low !== null && high !== null && high / line > LOW && low / line < HIGH)
      marks.push(
        Plot.ruleY([0], {
          x1: clamp(low / line),
          x2: clamp(high / line),
          stroke: color,
          strokeOpacity: 0.28,
          strokeWidth: 7,
          strokeLinecap: "round",
        }),
      );
    marks.push(theLine(height));
    const isFinalSeen = final !== null && final / line >= LOW && final / line <= HIGH;
    if (isFinalSeen && final !== row.rate)
      marks.push(
        Plot.dot([final / line], {
          x: (x: number) => x,
          y: 0,
          r: 4,
          stroke: color,
          strokeWidth: 1.4,
          fill: paint.paper,
        }),
      );
    if (at < LOW || at > HIGH) marks.push(arrow(at > HIGH, color));
    else marks.push(Plot.dot([at], { x: (x: number) => x, y: 0, r: 4.5, fill: color }));
  } else marks.push(theLine(height));
  return Plot.plot({
    width,
    height,
    margin: 0,
    marginLeft: 8,
    marginRight: 8,
    style: { background: "none", overflow: "visible" },
    x: { type: "log", domain: [LOW, HIGH], axis: null },
    y: { domain: [-1, 1], axis: null },
    marks,
  }) as SVGElement;
}

const theLine = (height: number) =>
  Plot.ruleX([1], {
    stroke: paint.ink,
    strokeWidth: 1.6,
    insetTop: height > 22 ? 1 : 0,
    insetBottom: height > 22 ? 1 : 0,
  });

/** Beyond the scale: a triangle that points to where the dot would be. */
const arrow = (isHigh: boolean, color: string) =>
  Plot.dot([isHigh ? HIGH : LOW], {
    x: (x: number) => x,
    y: 0,
    r: 4.5,
    symbol: "triangle",
    rotate: isHigh ? 90 : -90,
    fill: color,
  });
