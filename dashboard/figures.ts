import type { GateResult } from "../analytics/4_standings/standing.js";
import type { StandingView } from "../server/contract/api.js";
import { count, money, multiple, percent, roundMoney } from "./format.js";

type Counted = Pick<StandingView, "unit" | "currency">;

const decimal = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** Points or a score: 6, 87.5. */
export const points = (value: number | null): string =>
  value === null ? "–" : decimal.format(value);

/** Defects, orders or headroom in the unit of the programme; money without cents. */
export const amountOf = ({ unit, currency }: Counted, value: number | null): string =>
  unit === "amount" && currency !== null && value !== null
    ? roundMoney(value, currency)
    : count(value);

/** The rate, or the points of a programme that has none. */
export const rateOf = (row: Pick<StandingView, "kind" | "rate" | "points">): string =>
  row.kind === "rate" ? percent(row.rate) : points(row.points);

/** A gate's figure as its unit is written. */
export function gateFigure(row: Counted, { gate }: Pick<GateResult, "gate">, value: number | null) {
  if (value === null) return "–";
  switch (gate) {
    case "rate":
    case "rate_low":
      return percent(value);
    case "peer_multiple":
      return multiple(value);
    case "points":
      return points(value);
    case "amount":
      return row.currency === null ? count(value) : money(value, row.currency);
    case "denominator":
      return row.unit === "amount" && row.currency !== null
        ? money(value, row.currency)
        : count(value);
    default:
      return count(value);
  }
}

const SIGNS = { ">=": "≥", ">": ">", "<": "<", "<=": "≤" } as const;

/** What a gate asks: "≥ 1.50 %". */
export const askedBy = (
  row: Counted,
  gate: Pick<GateResult, "gate" | "comparison" | "threshold">,
) => `${SIGNS[gate.comparison]}\u00a0${gateFigure(row, gate, gate.threshold)}`;

const BY_NAME = ["rate", "rate_low", "peer_multiple", "points", "count", "amount"];
const place = ({ gate }: Pick<GateResult, "gate">) =>
  BY_NAME.includes(gate) ? BY_NAME.indexOf(gate) : BY_NAME.length;

/** What the first tier asks of the figure that it is named by; null where nobody is judged. */
export function firstLineOf(row: Counted & Pick<StandingView, "gates">): string | null {
  const own = row.gates.filter(({ tier }) => tier === row.gates[0]?.tier);
  const [first] = own.toSorted((a, b) => place(a) - place(b));
  return first ? askedBy(row, first) : null;
}
