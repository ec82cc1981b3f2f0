import { calendarOf } from "../../../3_rates/window.js";
import type { ProgramVersion } from "../../program.js";
import type { RateRule } from "../rate.js";
import { boundOf, type Comparison, type Threshold } from "../threshold.js";
import type { Gate, Gates, Tier } from "../tier.js";
import { baseFor, isScored, nounFor } from "./side.js";
import { listed, money, number, percent, sentence } from "./text.js";

const MUCH: Record<Comparison, string> = {
  ">=": "at least",
  ">": "more than",
  "<": "less than",
  "<=": "at most",
};
const MANY: Record<Comparison, string> = { ...MUCH, "<": "fewer than" };

/** What gates compare: a rate's figures, points, or a score. */
export type Measured = { rule: RateRule } | { points: "points" | "score" };

/** Gates joined by "and": "at least 1.5 % of orders paid and at least 100 chargebacks". */
export function gatesInWords(gates: Gates, measured: Measured): string {
  const entries = Object.entries(gates) as [Gate, Threshold | undefined][];
  const set = entries.flatMap(([gate, threshold]) =>
    threshold === undefined ? [] : [{ gate, threshold }],
  );
  return listed(set.map(({ gate, threshold }) => gateInWords(gate, threshold, measured, gates)));
}

function gateInWords(gate: Gate, threshold: Threshold, measured: Measured, all: Gates): string {
  const { comparison, bound } = boundOf(threshold);
  const much = MUCH[comparison];
  const many = `${MANY[comparison]} ${number(bound)}`;
  if (gate === "points" || !("rule" in measured))
    return "points" in measured && measured.points === "score"
      ? `a score of ${much} ${number(bound)}`
      : `${many} points`;
  const { rule } = measured;
  const noun = nounFor(rule.numerator, rule.unit);
  const base = baseFor(rule.denominator);
  const amount = `${much} ${money(bound, rule.reporting_currency ?? "")}`;
  switch (gate) {
    case "rate":
      return `${much} ${rateInWords(rule, bound)}`;
    case "rate_low":
      return `${much} ${percent(bound)} at the lower end of the 95 % interval`;
    case "count":
      return `${many} ${noun}`;
    case "amount":
      return `${amount} in ${noun === "such orders" || all.count !== undefined ? "them" : noun}`;
    case "distinct_buyers":
      return `${all.count === undefined ? `${noun} from` : "from"} ${many} different buyers`;
    case "denominator":
      return rule.unit === "amount" ? `${amount} in ${base}` : `${many} ${countedBase(rule, base)}`;
    case "denominator_count":
      return `${many} ${base}`;
    case "peer_multiple":
      return `${much} ${number(bound)} times the average of its peers`;
  }
}

const countedBase = ({ unit }: RateRule, base: string) =>
  unit === "items" ? `items of ${base}` : base;

/** A bound of a rate; averages of scores beyond 1 are no shares. */
export function rateInWords(rule: RateRule, bound: number): string {
  if (isScored(rule.numerator)) {
    const metric = nounFor(rule.numerator, rule.unit);
    return bound > 1
      ? `${number(bound)} on average in ${metric}`
      : `${percent(bound)} in ${metric}`;
  }
  const base = baseFor(rule.denominator);
  if (rule.unit === "amount") return `${percent(bound)} of the money in ${base}`;
  return `${percent(bound)} of ${rule.unit === "items" ? "the items of " : ""}${base}`;
}

/** What a tier asks, as one or more sentences. */
export function tierInWords(tier: Tier, version: ProgramVersion): string {
  const measured: Measured = version.kind === "rate" ? { rule: version } : { points: version.kind };
  const after = tier.periods === undefined ? "" : `, ${inARow(version, tier.periods)}`;
  if (tier.gates) return sentence(gatesInWords(tier.gates, measured) + after);
  const pieces = tier.pieces ?? [];
  const base = version.kind === "rate" ? baseFor(version.denominator) : "points";
  return pieces
    .map(({ from, gates }, index) => {
      const next = pieces[index + 1];
      const asks = gatesInWords(gates, measured) + after;
      const start = from === 0 ? "" : `from ${number(from)}`;
      const end = next ? `${from === 0 ? "below" : "to below"} ${number(next.from)}` : "";
      return sentence(`${[start, end].filter(Boolean).join(" ")} ${base}: ${asks}`.trim());
    })
    .join(" ");
}

/** "in 3 months in a row", by the programme's calendar. */
export function inARow(version: ProgramVersion, evaluations: number): string {
  const unit = { day: "days", week: "weeks", month: "months" }[calendarOf(version).every];
  return `in ${number(evaluations)} ${unit} in a row`;
}
