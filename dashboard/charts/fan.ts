import * as Plot from "@observablehq/plot";
import { outlookStrings } from "../strings-outlook.js";
import { paint } from "./paint.js";

/** Where today's pace leads: an estimate, drawn apart from what was observed. */
export interface RateAhead {
  as_of: string;
  rate: number;
  rate_low: number;
  rate_high: number;
}

interface Last {
  as_of: string;
  rate: number | null;
}

const time = ({ as_of }: { as_of: string }) => new Date(as_of);

/** A fan from the last day to the 95 % interval at the evaluation to come, cut at the top of the scale. */
export function fan(last: Last, ahead: RateAhead, ceiling: number): Plot.Markish[] {
  const edges = [
    { ...last, low: last.rate ?? 0, high: last.rate ?? 0 },
    { ...ahead, low: ahead.rate_low, high: ahead.rate_high },
  ];
  const below = (rate: number) => Math.min(ceiling, rate);
  return [
    Plot.areaY(edges, {
      x: time,
      y1: ({ low }: { low: number }) => below(low),
      y2: ({ high }: { high: number }) => below(high),
      fill: paint.muted,
      fillOpacity: 0.18,
    }),
    Plot.lineY([last, ahead], {
      x: time,
      y: ({ rate }: Last) => below(rate ?? 0),
      stroke: paint.muted,
      strokeWidth: 1.4,
      strokeDasharray: "3,3",
    }),
    Plot.dot([ahead], {
      x: time,
      y: ({ rate }: RateAhead) => below(rate),
      r: 4,
      fill: paint.paper,
      stroke: paint.muted,
      strokeWidth: 1.6,
    }),
    Plot.text([ahead], {
      x: time,
      y: ({ rate }: RateAhead) => below(rate),
      text: () => outlookStrings.estimate,
      textAnchor: "end",
      dx: -8,
      dy: -9,
      fill: paint.muted,
      stroke: paint.paper,
      strokeWidth: 4,
    }),
  ];
}
