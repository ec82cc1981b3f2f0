import * as Plot from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { count } from "../format.js";
import { strings } from "../strings.js";
import { base, grid, isNarrow, paint, severityPaint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface TierCount {
  program: string;
  program_name: string;
  severity: Severity;
  sellers: number;
}

const ORDER: Severity[] = ["not_scored", "within", "near", "above", "severe"];

/** A row per programme, a column per severity: a dot as large as its sellers are many, and their number. */
export function tiers(rows: readonly TierCount[], { width }: ChartSize): SVGElement {
  const narrow = isNarrow(width);
  const left = narrow ? 0 : Math.min(280, width * 0.3);
  const rowHeight = narrow ? 56 : 36;
  const programs = [...new Set(rows.map((row) => row.program))];
  const names = new Map(rows.map((row) => [row.program, row.program_name]));
  const columns = ORDER.filter((severity) => rows.some((row) => row.severity === severity));
  const most = Math.max(1, ...rows.map((row) => row.sellers));
  const half = (width - left) / columns.length / 2;
  const down = narrow ? 10 : 0;
  return Plot.plot({
    ...base(width, 27 + rowHeight * programs.length),
    margin: 0,
    marginLeft: left,
    marginTop: 26,
    marginBottom: 1,
    x: { type: "band", domain: columns, axis: null, padding: 0 },
    y: { type: "band", domain: programs, axis: null, padding: 0 },
    r: { type: "sqrt", domain: [0, most], range: [0, 11] },
    marks: [
      Plot.text(columns, {
        x: (severity: Severity) => severity,
        frameAnchor: "top",
        textAnchor: "start",
        dx: 2 - half,
        dy: -20,
        text: (severity: Severity) => strings.severity[severity],
        fill: paint.muted,
      }),
      Plot.ruleY(programs, {
        y: (program: string) => program,
        dy: rowHeight / 2,
        insetLeft: -left,
        ...grid,
      }),
      Plot.text(programs, {
        y: (program: string) => program,
        frameAnchor: "left",
        dx: -left,
        dy: narrow ? -13 : 0,
        text: (program: string) => names.get(program) ?? program,
        lineWidth: (narrow ? width : left - 16) / 13.5,
        textOverflow: "ellipsis",
        fontWeight: 500,
        fontSize: 13,
      }),
      Plot.dot(rows, {
        filter: (row: TierCount) => row.sellers > 0,
        x: "severity",
        y: "program",
        dx: 13 - half,
        dy: down,
        r: (row: TierCount) => Math.max(row.sellers, most / 30),
        fill: (row: TierCount) => severityPaint[row.severity],
        fillOpacity: (row: TierCount) => (row.severity === "not_scored" ? 0.35 : 0.85),
        render: markPoints,
      }),
      Plot.text(rows, {
        x: "severity",
        y: "program",
        textAnchor: "start",
        dx: (narrow ? 27 : 30) - half,
        dy: down,
        filter: (row: TierCount) => row.sellers > 0,
        text: (row: TierCount) => count(row.sellers),
      }),
      Plot.text(rows, {
        x: "severity",
        y: "program",
        dx: 13 - half,
        dy: down,
        filter: (row: TierCount) => row.sellers === 0,
        text: () => "–",
        fill: paint.muted,
      }),
    ],
  }) as SVGElement;
}
