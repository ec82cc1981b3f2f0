import * as Plot from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { multiple, shortCount } from "../format.js";
import { strings } from "../strings.js";
import { base, grid, isNarrow, paint, severityPaint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface FleetDot {
  /** Denominator of the window; at least 1. */
  volume: number;
  /** Rate as a multiple of the line; 0 is drawn on a row of its own. */
  multiple: number;
  severity: Severity;
  /** In a tier of its programme, surely or by chance. */
  is_in_tier: boolean;
  surely_above: boolean;
}

const TICKS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 25, 100, 400];

/** A repeatable number from -1 to 1, so that equal dots do not hide each other. */
const jitter = (i: number) => ((i * 0.618034) % 1) * 2 - 1;

/** Every seller a dot: volume by rate against the line, both log; filled is surely above. */
export function fleet(
  rows: readonly FleetDot[],
  { width, x_label }: ChartSize & { x_label: string },
): SVGElement {
  const narrow = isNarrow(width);
  const positive = rows.map((row) => row.multiple).filter((value) => value > 0);
  const low = Math.min(0.1, Math.max(0.02, Math.min(...positive, 0.1)));
  const none = low / 1.9;
  const high = Math.max(4, ...positive) * 1.15;
  const y = (row: FleetDot, i: number) =>
    row.multiple > 0 ? Math.max(low, row.multiple) : none * 1.22 ** jitter(i);
  const most = Math.max(100, ...rows.map((row) => row.volume));
  const crowd = rows.length > 1500 ? 0.4 : 0.6;
  const at = {
    x: (row: FleetDot) => Math.max(1, row.volume),
    y,
    symbol: (row: FleetDot) => (row.severity === "severe" ? "triangle" : "circle"),
    render: markPoints,
  };
  return Plot.plot({
    ...base(width, narrow ? 320 : 372),
    marginLeft: narrow ? 46 : 52,
    marginRight: 8,
    marginTop: 30,
    marginBottom: 40,
    x: { type: "log", label: null, domain: [0.95, most * 1.08] },
    y: { type: "log", domain: [none / 1.3, high], label: null },
    symbol: { type: "identity" },
    marks: [
      Plot.gridY(
        TICKS.filter((tick) => tick > low && tick < high),
        grid,
      ),
      Plot.axisX(decades(most, narrow), { text: shortCount, tickSize: 4, label: null }),
      Plot.axisY([none, ...TICKS.filter((tick) => tick >= low && tick < high)], {
        text: (tick: number) => (tick === none ? strings.chart.none : multiple(tick)),
        tickSize: 0,
        label: null,
      }),
      Plot.text([strings.chart.fleetY], {
        frameAnchor: "top-left",
        dx: narrow ? -40 : -48,
        dy: -24,
        text: (text: string) => text,
      }),
      Plot.text([narrow ? strings.chart.fleetKeyShort : strings.chart.fleetKey], {
        frameAnchor: "top-right",
        dy: -24,
        text: (text: string) => text,
      }),
      Plot.text([x_label], {
        frameAnchor: "bottom-right",
        dy: 38,
        text: (text: string) => text,
      }),
      Plot.dot(rows, {
        ...at,
        filter: (row: FleetDot) => !row.is_in_tier,
        r: rows.length > 1500 ? 1.8 : 2.2,
        fill: (row: FleetDot) => severityPaint[row.severity],
        fillOpacity: (row: FleetDot) => (row.severity === "near" ? 0.8 : crowd),
      }),
      Plot.ruleY([1], { stroke: paint.ink, strokeWidth: 1.6 }),
      Plot.text([strings.chart.theLine], {
        y: 1,
        frameAnchor: "right",
        text: (text: string) => text,
        dx: -2,
        dy: -8,
        fontWeight: 600,
        stroke: paint.paper,
        fill: paint.ink,
        strokeWidth: 4,
      }),
      Plot.dot(rows, {
        ...at,
        filter: (row: FleetDot) => row.is_in_tier && !row.surely_above,
        r: 2.8,
        stroke: (row: FleetDot) => severityPaint[row.severity],
        strokeWidth: 1.1,
        fill: paint.paper,
        fillOpacity: 0.6,
      }),
      Plot.dot(rows, {
        ...at,
        filter: (row: FleetDot) => row.is_in_tier && row.surely_above,
        r: 3.6,
        fill: (row: FleetDot) => severityPaint[row.severity],
        stroke: paint.paper,
        strokeWidth: 0.8,
      }),
    ],
  }) as SVGElement;
}

/** 1, 10, 100 …, with 2 and 5 between them where there is room. */
function decades(most: number, narrow: boolean): number[] {
  const steps = narrow || most > 1e5 ? [1] : most > 3e3 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let decade = 1; decade <= most; decade *= 10)
    for (const step of steps) if (step * decade <= most) ticks.push(step * decade);
  return ticks;
}

/** All rows at half the line and above, and an even sample of the rest, in at most `most` dots. */
export function thin<T extends { multiple: number | null }>(rows: readonly T[], most = 3000): T[] {
  if (rows.length <= most) return [...rows];
  const kept = rows.filter((row) => (row.multiple ?? 0) >= 0.5);
  const rest = rows.filter((row) => (row.multiple ?? 0) < 0.5);
  const room = Math.max(300, most - kept.length);
  const step = Math.max(1, rest.length / room);
  const sample: T[] = [];
  for (let at = 0; at < rest.length; at += step) sample.push(rest[Math.floor(at)]!);
  return [...kept, ...sample];
}
