import * as Plot from "@observablehq/plot";
import { base, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface BuyerCount {
  /** The buyer's id, or the name for all others. */
  buyer: string;
  defects: number;
  isRest: boolean;
}

/** Who is behind what counted: a stem per buyer, all others in the last row. */
export function buyers(rows: readonly BuyerCount[], { width }: ChartSize): SVGElement {
  const left = isNarrow(width) ? 96 : 120;
  const most = Math.max(1, ...rows.map((row) => row.defects));
  return Plot.plot({
    ...base(width, rows.length * 26 + 8),
    marginLeft: left,
    marginRight: 36,
    marginTop: 4,
    marginBottom: 4,
    x: { domain: [0, most], axis: null },
    y: { type: "band", domain: rows.map((row) => row.buyer), label: null },
    marks: [
      Plot.axisY({
        tickSize: 0,
        label: null,
        tickFormat: (buyer: string) => (buyer.length > 15 ? `${buyer.slice(0, 14)}…` : buyer),
      }),
      Plot.ruleY(rows, {
        y: "buyer",
        x: "defects",
        stroke: (row: BuyerCount) => (row.isRest ? paint.muted : paint.within),
        strokeWidth: 1.8,
      }),
      Plot.dot(rows, {
        y: "buyer",
        x: "defects",
        r: 4,
        fill: (row: BuyerCount) => (row.isRest ? paint.muted : paint.within),
        render: markPoints,
      }),
      Plot.text(rows, {
        y: "buyer",
        x: "defects",
        text: (row: BuyerCount) => String(row.defects),
        textAnchor: "start",
        dx: 10,
      }),
    ],
  }) as SVGElement;
}
