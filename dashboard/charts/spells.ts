import * as Plot from "@observablehq/plot";
import { backtest } from "../strings-backtest.js";
import { base, grid, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";
import { sidePaint } from "./sides.js";

export interface SellerSpell {
  /** Unique among the rows. */
  seller: string;
  name: string;
  side: "a" | "b";
  from: string;
  until: string;
}

interface SpellsSize extends ChartSize {
  /** First day, and the first that is not shown. */
  from: string;
  to: string;
}

const ROW = 26;

/** A row per seller: above when A had it in a tier, below when B had. */
export function spells(rows: readonly SellerSpell[], { width, from, to }: SpellsSize): SVGElement {
  const narrow = isNarrow(width);
  const left = narrow ? 124 : 190;
  const sellers = [...new Set(rows.map(({ seller }) => seller))];
  const names = new Map(rows.map(({ seller, name }) => [seller, name]));
  const top = 22;
  const lane = (side: "a" | "b") => (side === "a" ? -5 : 5);
  const sided = (side: "a" | "b") => rows.filter((row) => row.side === side);
  return Plot.plot({
    ...base(width, top + 30 + ROW * sellers.length),
    marginLeft: left,
    marginRight: 20,
    marginTop: top,
    marginBottom: 30,
    x: { type: "utc", label: null, domain: [new Date(from), new Date(to)] },
    y: { type: "band", domain: sellers, axis: null, padding: 0 },
    marks: [
      Plot.axisX({ ticks: narrow ? 3 : 6, tickSize: 4, label: null }),
      Plot.ruleY(sellers, { y: (id: string) => id, dy: ROW / 2, insetLeft: -left, ...grid }),
      Plot.text(sellers, {
        y: (id: string) => id,
        frameAnchor: "left",
        dx: -left,
        text: (id: string) => names.get(id) ?? id,
        lineWidth: (left - 24) / 12.5,
        textOverflow: "ellipsis",
        fontWeight: 500,
      }),
      (["a", "b"] as const).map((side) => [
        Plot.text(sellers, {
          y: (id: string) => id,
          frameAnchor: "left",
          dx: -10,
          dy: lane(side),
          fontSize: 9,
          fill: sidePaint[side],
          text: () => backtest.by[side],
        }),
        Plot.barX(sided(side), {
          x1: start,
          x2: end,
          y: "seller",
          insetTop: ROW / 2 + lane(side) - 3.5,
          insetBottom: ROW / 2 - lane(side) - 3.5,
          fill: sidePaint[side],
          fillOpacity: 0.85,
        }),
      ]),
      Plot.dot(rows, {
        x: (row: SellerSpell) => new Date((start(row).getTime() + end(row).getTime()) / 2),
        y: "seller",
        r: 3,
        fill: paint.ink,
        fillOpacity: 0,
        render: markPoints,
      }),
    ],
  }) as SVGElement;
}

const start = ({ from }: SellerSpell) => new Date(from);
const end = ({ until }: SellerSpell) => new Date(until);
