import * as Plot from "@observablehq/plot";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { capital } from "../format.js";
import { score as scoreText, scoreStrings } from "../strings-score.js";
import { base, isNarrow, paint, severityPaint, type ChartSize } from "./paint.js";
import { markPoints } from "./points.js";

export interface ScoreDay {
  as_of: string;
  score: number | null;
}

export interface ScoreBand {
  name: string;
  severity: Severity;
  from: number;
  until: number;
}

/** A day on which a level was set. */
export interface LevelSet {
  set_on: string;
  name: string;
}

interface ScoreOverTime extends ChartSize {
  bands: readonly ScoreBand[];
  /** Level set days within the days shown. */
  sets: readonly LevelSet[];
  maximum: number;
  severity: Severity;
}

/** The lowest score shown: some room below the lowest day, and never less than the two best bands. */
function bottomOf(days: readonly ScoreDay[], bands: readonly ScoreBand[], maximum: number): number {
  const scores = days.flatMap(({ score }) => score ?? []);
  const least = Math.min(...scores, bands[1]?.from ?? maximum, maximum * 0.9);
  const step = maximum / 10;
  return Math.max(0, Math.floor((least - step / 2) / step) * step);
}

/** The score day by day over its level bands; the days on which the level was set, and the last day as a dot. */
export function scoreOverTime(
  days: readonly ScoreDay[],
  { width, bands, sets, maximum, severity }: ScoreOverTime,
): SVGElement {
  const narrow = isNarrow(width);
  const low = bottomOf(days, bands, maximum);
  const shown = bands.filter(({ until }) => until > low);
  const day = (row: ScoreDay) => new Date(row.as_of);
  const last = days.findLast(({ score }) => score !== null);
  const text = (value: string) => value;
  return Plot.plot({
    ...base(width, narrow ? 250 : 280),
    marginLeft: 34,
    marginRight: narrow ? 8 : 116,
    marginTop: 34,
    marginBottom: 30,
    x: { type: "utc", label: null, domain: domainOf(days) },
    y: { domain: [low, maximum], label: null },
    marks: [
      Plot.rectY(shown, {
        y1: ({ from }: ScoreBand) => Math.max(low, from),
        y2: "until",
        fill: ({ severity: each }: ScoreBand) => severityPaint[each],
        fillOpacity: 0.07,
      }),
      shown.flatMap((band, i) => [
        band.from > low
          ? Plot.ruleY([band.from], {
              stroke: i === 0 ? paint.ink : severityPaint[shown[i + 1]?.severity ?? band.severity],
              strokeWidth: i === 0 ? 1.6 : 1.2,
              strokeDasharray: i === 0 ? "none" : "2,2",
            })
          : null,
        Plot.text([bandText(band)], {
          y: narrow ? band.until : (Math.max(low, band.from) + band.until) / 2,
          frameAnchor: narrow ? "left" : "right",
          textAnchor: "start",
          dx: narrow ? 4 : 8,
          dy: narrow ? 9 : 0,
          fill: narrow ? paint.muted : paint.ink,
          text,
        }),
      ]),
      Plot.axisY({ ticks: 5, tickSize: 0, label: null }),
      Plot.axisX({ ticks: narrow ? 3 : 6, tickSize: 4, label: null }),
      Plot.ruleX(sets, { x: setDay, stroke: paint.muted, strokeWidth: 1, insetTop: -6 }),
      Plot.text(sets, {
        x: setDay,
        frameAnchor: "top",
        textAnchor: "start",
        dx: 3,
        dy: -12,
        text: ({ name }: LevelSet) => capital(name),
      }),
      Plot.lineY(days, {
        x: day,
        y: (row: ScoreDay) => row.score ?? NaN,
        stroke: paint.within,
        strokeWidth: 1.8,
      }),
      Plot.dot(days, {
        filter: ({ score }: ScoreDay) => score !== null,
        x: day,
        y: "score",
        r: 2,
        fill: paint.within,
        fillOpacity: 0,
        render: markPoints,
      }),
      last
        ? [
            Plot.dot([last], { x: day, y: "score", r: 4, fill: severityPaint[severity] }),
            Plot.text([last], {
              x: day,
              y: "score",
              dy: -12,
              dx: -2,
              textAnchor: "end",
              fontWeight: 600,
              stroke: paint.paper,
              strokeWidth: 4,
              fill: paint.ink,
              text: (row: ScoreDay) => scoreText(row.score),
            }),
          ]
        : null,
      Plot.text([scoreStrings.chart.scoreUp], {
        frameAnchor: "top-left",
        dx: -30,
        dy: -28,
        text,
      }),
    ],
  }) as SVGElement;
}

const setDay = ({ set_on }: LevelSet) => new Date(set_on);

function domainOf(days: readonly ScoreDay[]): [Date, Date] | undefined {
  const [first] = days;
  const last = days.at(-1);
  return first && last ? [new Date(first.as_of), new Date(last.as_of)] : undefined;
}

const bandText = ({ name, from }: ScoreBand) =>
  from > 0 ? scoreStrings.chart.band(capital(name), from) : capital(name);
