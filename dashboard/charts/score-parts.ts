import * as Plot from "@observablehq/plot";
import { score as scoreText, scoreStrings } from "../strings-score.js";
import { base, isNarrow, paint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface PartBar {
  /** Its id: names may be the same. */
  part: string;
  name: string;
  /** Null where the part is not scored. */
  effective_points: number | null;
  effective_weight: number | null;
  effective_at_average: number | null;
  /** The seller's own figure and its peers', or why there is none. */
  says: string;
}

/** Points of each part: a bar as long as it gives, in a track as long as it could, the peers' average as a line. */
export function scoreParts(parts: readonly PartBar[], { width }: ChartSize): SVGElement {
  const narrow = isNarrow(width);
  const rowHeight = narrow ? 66 : 44;
  const left = narrow ? 0 : Math.min(260, width * 0.34);
  const right = narrow ? 2 : 92;
  const most = Math.max(1, ...parts.map((part) => part.effective_weight ?? 0));
  // A part may take away many times its weight; beyond half of the scale its bar is cut.
  const least = Math.max(
    -most / 2,
    Math.min(0, ...parts.map((part) => part.effective_points ?? 0)),
  );
  const scored = parts.filter((part) => part.effective_points !== null);
  const [first] = scored.filter((part) => part.effective_at_average !== null);
  const up = narrow ? -20 : -9;
  const down = narrow ? 19 : 9;
  const name = { y: "part", frameAnchor: "left", dx: -left, textAnchor: "start" } as const;
  const isBelow = (part: PartBar) =>
    part.effective_at_average !== null &&
    (part.effective_points ?? 0) < part.effective_at_average - 1e-9;
  return Plot.plot({
    ...base(width, 24 + rowHeight * parts.length),
    margin: 0,
    marginLeft: left,
    marginRight: right,
    marginTop: 22,
    marginBottom: 2,
    x: { domain: [least, most], axis: null },
    y: { type: "band", domain: parts.map(({ part }) => part), axis: null, padding: 0 },
    marks: [
      Plot.ruleY(parts, {
        y: "part",
        dy: rowHeight / 2,
        insetLeft: -left,
        insetRight: -right,
        stroke: paint.hairline,
      }),
      Plot.barX(scored, {
        y: "part",
        x1: 0,
        x2: "effective_weight",
        insetTop: (rowHeight - 12) / 2,
        insetBottom: (rowHeight - 12) / 2,
        fill: paint.hairline,
      }),
      Plot.barX(scored, {
        y: "part",
        x1: 0,
        x2: (part: PartBar) => Math.max(least, part.effective_points ?? 0),
        insetTop: (rowHeight - 12) / 2,
        insetBottom: (rowHeight - 12) / 2,
        fill: (part: PartBar) => (isBelow(part) ? paint.above : paint.within),
      }),
      Plot.tickX(scored, {
        filter: (part: PartBar) => part.effective_at_average !== null,
        y: "part",
        x: "effective_at_average",
        stroke: paint.ink,
        strokeWidth: 1.6,
        insetTop: (rowHeight - 22) / 2,
        insetBottom: (rowHeight - 22) / 2,
      }),
      first
        ? Plot.text([first], {
            x: "effective_at_average",
            frameAnchor: "top",
            textAnchor: (first.effective_at_average ?? 0) > most / 2 ? "end" : "start",
            dy: -16,
            text: () => scoreStrings.chart.average,
          })
        : null,
      Plot.text(parts, {
        ...name,
        dy: up,
        text: "name",
        fontSize: 13,
        fontWeight: 500,
        lineWidth: (narrow ? width - 96 : left - 12) / 13,
        textOverflow: "ellipsis",
      }),
      [true, false].map((isScored) =>
        Plot.text(parts, {
          ...name,
          filter: (part: PartBar) => (part.effective_points !== null) === isScored,
          dy: narrow && !isScored ? 0 : down,
          text: "says",
          fill: paint.muted,
          lineWidth: (narrow ? width : isScored ? left - 8 : width - right) / 11.5,
          textOverflow: "ellipsis",
        }),
      ),
      Plot.text(parts, {
        y: "part",
        frameAnchor: "right",
        textAnchor: "end",
        dx: right - 2,
        dy: narrow ? up : 0,
        fill: (part: PartBar) => (part.effective_points === null ? paint.muted : paint.ink),
        text: (part: PartBar) =>
          part.effective_points === null
            ? scoreStrings.notScored
            : scoreStrings.chart.of(
                scoreText(part.effective_points),
                scoreText(part.effective_weight),
              ),
      }),
      Plot.dot(parts, {
        y: "part",
        x: (part: PartBar) => Math.max(least, part.effective_points ?? 0),
        r: 1,
        fill: paint.ink,
        fillOpacity: 0,
        render: markPoints,
      }),
    ],
  }) as SVGElement;
}
