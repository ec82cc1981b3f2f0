import Table from "cli-table3";
import type { Program } from "../../analytics/4_standings/program.js";
import { lineRate } from "../views.js";
import { figuresBy, type Figures } from "./money.js";
import type { GateResult, Standing } from "../../analytics/4_standings/standing.js";

/** Text that stands to the right, as numbers do. */
export interface RightCell {
  content: string;
  hAlign: "right";
}

export type Cell = string | number | RightCell | null;

/** Rows in columns, numbers to the right, without colours. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const colAligns = head.map((_, column) =>
    rows.some((row) => typeof row[column] === "string") ? ("left" as const) : ("right" as const),
  );
  const drawn = new Table({
    head: [...head],
    colAligns,
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) drawn.push(row.map((cell) => cell ?? ""));
  return drawn.toString();
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Number(value.toFixed(4));

const between = (low: number | null, high: number | null): string =>
  low === null || high === null ? "" : `${rounded(low)} – ${rounded(high)}`;

/** Worst first: by tier, then by how many times the first line the rate is. */
export function standingsTable(program: Program, standings: readonly Standing[]): string {
  const worstFirst = [...standings].sort(
    (a, b) => rank(program, b) - rank(program, a) || multiple(program, b) - multiple(program, a),
  );
  return table(
    [
      "seller_id",
      "tier",
      "rate",
      "95 %",
      "numerator",
      "denominator",
      "headroom",
      "months",
      "gates",
    ],
    worstFirst.map((row) => {
      const figures = figuresBy(program, row.program_version);
      return [
        row.seller_id,
        row.tier,
        rounded(row.rate),
        between(row.rate_low, row.rate_high),
        figures.amount(row.numerator),
        figures.amount(row.denominator),
        figures.amount(row.headroom),
        row.months_in_program,
        gatesInWords(program, row, figures),
      ];
    }),
  );
}

/** One seller in many programmes. */
export function sellerTable(
  standings: readonly { program: Program; standing: Standing }[],
): string {
  return table(
    ["program", "window", "rate", "95 %", "line", "tier", "headroom", "gates"],
    standings.map(({ program, standing }) => {
      const figures = figuresBy(program, standing.program_version);
      return [
        program.id,
        `${standing.window_start} – ${standing.window_end}`,
        rounded(standing.rate),
        between(standing.rate_low, standing.rate_high),
        lineRate(program),
        standing.tier,
        figures.amount(standing.headroom),
        gatesInWords(program, standing, figures),
      ];
    }),
  );
}

function rank(program: Program, { tier }: Standing): number {
  if (tier === "not_scored") return -2;
  return program.tiers.findIndex(({ id }) => id === tier);
}

const multiple = (program: Program, { rate }: Standing): number =>
  (rate ?? 0) / (lineRate(program) ?? 1);

/** The gates of the tier a seller is in, or of the first one. */
function gatesInWords(program: Program, { gates, tier }: Standing, figures: Figures): string {
  const shown = program.tiers.some(({ id }) => id === tier) ? tier : program.tiers[0]?.id;
  return gates
    .filter((gate) => gate.tier === shown)
    .map((gate) => gateInWords(gate, figures))
    .join(", ");
}

const OPPOSITE = { ">=": "<", ">": "≤", "<": "≥", "<=": ">" } as const;

function gateInWords(result: GateResult, figures: Figures): string {
  const { gate, value, comparison, threshold, met } = result;
  const is = value === null ? "none" : (figures.gate(gate, value) ?? rounded(value));
  const asked = figures.gate(gate, threshold) ?? threshold;
  const sign = met ? comparison.replace(">=", "≥").replace("<=", "≤") : OPPOSITE[comparison];
  return `${gate.replaceAll("_", " ")} ${is} ${sign} ${asked} ${met ? "✓" : "✗"}`;
}
