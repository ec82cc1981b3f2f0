import * as Plot from "@observablehq/plot";
import { count } from "../format.js";
import { backtest } from "../strings-backtest.js";
import { base, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";
import { sidePaint } from "./sides.js";

export interface OverlapRow {
  /** What is counted. */
  of: string;
  a: number;
  both: number;
  b: number;
}

export type OverlapPart = "a" | "both" | "b";

export interface OverlapPiece {
  row: OverlapRow;
  part: OverlapPart;
  start: number;
  end: number;
}

const PARTS: readonly OverlapPart[] = ["a", "both", "b"];

/** The pieces of each bar in shares of it, in the order in which they are drawn; nothing is no piece. */
export function overlapPieces(rows: readonly OverlapRow[]): OverlapPiece[] {
  return rows.flatMap((row) => {
    const all = row.a + row.both + row.b;
    let end = 0;
    return PARTS.filter((part) => row[part] > 0).map((part) => {
      const start = end;
      end += row[part] / all;
      return { row, part, start, end };
    });
  });
}

/** A bar per thing counted, split into what only A, both and only B had. */
export function overlap(rows: readonly OverlapRow[], { width }: ChartSize): SVGElement {
  const narrow = isNarrow(width);
  const left = narrow ? 0 : 110;
  const rowHeight = narrow ? 66 : 52;
  const pieces = overlapPieces(rows);
  const middle = ({ start, end }: OverlapPiece) => (start + end) / 2;
  const room = ({ start, end }: OverlapPiece) => (end - start) * (width - left);
  const barTop = narrow ? 22 : 8;
  const fits = (piece: OverlapPiece) => room(piece) > labelOf(piece).length * 6.4 + 8;
  return Plot.plot({
    ...base(width, rowHeight * rows.length + 2),
    margin: 0,
    marginLeft: left,
    x: { domain: [0, 1], axis: null },
    y: { type: "band", domain: rows.map((row) => row.of), axis: null, padding: 0 },
    marks: [
      Plot.text(rows, {
        y: "of",
        frameAnchor: "left",
        dx: -left,
        dy: narrow ? 11 - rowHeight / 2 : barTop + 9 - rowHeight / 2,
        text: "of",
        fill: paint.muted,
      }),
      Plot.rect(pieces, {
        x1: "start",
        x2: "end",
        y: ({ row }: OverlapPiece) => row.of,
        insetTop: barTop,
        insetBottom: rowHeight - barTop - 18,
        insetRight: 1.5,
        fill: ({ part }: OverlapPiece) => sidePaint[part],
        fillOpacity: ({ part }: OverlapPiece) => (part === "both" ? 0.45 : 0.85),
      }),
      Plot.dot(pieces, {
        x: middle,
        y: ({ row }: OverlapPiece) => row.of,
        dy: barTop + 9 - rowHeight / 2,
        r: 4,
        fill: paint.ink,
        fillOpacity: 0,
        render: markPoints,
      }),
      Plot.text(pieces.filter(fits), {
        x: "start",
        y: ({ row }: OverlapPiece) => row.of,
        textAnchor: "start",
        dy: barTop + 29 - rowHeight / 2,
        text: labelOf,
      }),
    ],
  }) as SVGElement;
}

const labelOf = ({ row, part }: OverlapPiece) => `${backtest.parts[part]} ${count(row[part])}`;
