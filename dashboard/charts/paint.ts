import type { PlotOptions } from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";

/** Colours are tokens.css's own variables, so that a change of theme redraws nothing. */
export const paint = {
  paper: "var(--paper)",
  raised: "var(--raised)",
  ink: "var(--ink)",
  muted: "var(--muted)",
  hairline: "var(--hairline)",
  line: "var(--line)",
  within: "var(--within)",
  above: "var(--above)",
} as const;

export const severityPaint: Record<Severity, string> = {
  not_scored: "var(--not-scored)",
  within: "var(--within)",
  near: "var(--near)",
  above: "var(--above)",
  severe: "var(--severe)",
};

/** What every chart is given besides its rows. */
export interface ChartSize {
  /** Pixels; the chart is drawn for exactly this width. */
  width: number;
}

export const isNarrow = (width: number): boolean => width < 520;

/** Options shared by every chart; text is Inter with tabular figures. */
export const base = (width: number, height: number): PlotOptions => ({
  width,
  height,
  style: {
    background: "none",
    color: paint.ink,
    fontFamily: "var(--sans)",
    fontSize: "11.5px",
    overflow: "visible",
  },
});

export const grid = { stroke: paint.hairline, strokeOpacity: 1 } as const;
