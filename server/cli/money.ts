import { versionsOf, type Program } from "../../analytics/4_standings/program.js";
import type { RateRule } from "../../analytics/4_standings/program/rate.js";
import type { GateResult } from "../../analytics/4_standings/standing.js";
import { minorUnits } from "../../ingest/validate/currencies.js";
import type { Cell } from "./tables.js";

/** Writers of numbers, by decimals: one is dear to make, and tables have many cells. */
const writers = [0, 1, 2, 3, 4].map(
  (digits) =>
    new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** Minor units in major ones, as a person reads them: (1842000, "USD") → "USD 18,420.00". */
export function money(minor: number, currency: string): string {
  const units = minorUnits.get(currency) ?? 1;
  return `${currency} ${writers[Math.round(Math.log10(units))]?.format(minor / units)}`;
}

type Counting = Pick<RateRule, "unit"> & { reporting_currency?: string | null | undefined };

/** The currency of what a rate counts; null where that is no money. */
export const currencyOf = ({ unit, reporting_currency: currency }: Counting): string | null =>
  unit === "amount" ? (currency ?? null) : null;

/** How a programme's figures are written in a table. */
export interface Figures {
  /** Numerator, denominator or headroom: a number, or money. */
  amount: (value: number | null) => Cell;
  /** A gate's figure where it is money, else null. */
  gate: (gate: GateResult["gate"], value: number) => string | null;
}

const figuresOf = (counted: string | null, compared: string | null): Figures => ({
  amount: (value) => (value === null || counted === null ? value : right(money(value, counted))),
  gate: (gate, value) => {
    const currency = gate === "amount" ? compared : gate === "denominator" ? counted : null;
    return currency === null ? null : money(value, currency);
  },
});

const right = (content: string): Cell => ({ content, hAlign: "right" });

/** Figures of a rate, whether it stands alone or is part of a score. */
export const figuresOfRate = (rule: Counting): Figures =>
  figuresOf(currencyOf(rule), rule.reporting_currency ?? null);

const PLAIN = figuresOf(null, null);

/** Figures as the version counts that judged; numbers where the programme is not known. */
export function figuresBy(program: Program | undefined, version: string): Figures {
  if (!program) return PLAIN;
  const judged = versionsOf(program).find((each) => each.version === version) ?? program;
  return judged.kind === "rate" ? figuresOfRate(judged) : PLAIN;
}
