import type { RateRule } from "../rate.js";
import { baseFor, datesInWords, isScored, scopeInWords, sideInWords, termNotes } from "./side.js";
import { capital, money, number } from "./text.js";
import { windowInWords } from "./window.js";

/** A rate as sentences: numerator over denominator, dates, reasons, exemptions, scope. */
export function rateFormula(rule: RateRule): string[] {
  const { numerator, denominator, unit, scope, reporting_currency: currency } = rule;
  const isOnce = unit === "orders" && numerator.measures.length > 1;
  const isOften = unit === "events" && numerator.measures.length > 1;
  const sides = isScored(numerator)
    ? [sideInWords(numerator, unit)]
    : [sideInWords(numerator, unit), sideInWords(denominator, unit)];
  return [
    `${capital(sides.join(", divided by "))}.`,
    datesInWords(rule),
    ...termNotes(numerator, "numerator"),
    ...termNotes(denominator, "denominator"),
    ...(isOnce ? ["An order counts once, however much befell it."] : []),
    ...(isOften ? ["An order with several of them counts several times."] : []),
    ...scopeInWords(scope),
    ...(currency ? [`Money is compared in ${currency}.`] : []),
  ];
}

export const windowOf = ({ window, denominator }: RateRule): string =>
  `Over ${windowInWords(window, baseFor(denominator))}.`;

/** Below which a seller is not scored. */
export function floorOf({ floor, unit, denominator, reporting_currency }: RateRule): string[] {
  if (!floor) return [];
  const least =
    unit === "amount"
      ? `less than ${money(floor.denominator, reporting_currency ?? "")} in ${baseFor(denominator)}`
      : `fewer than ${number(floor.denominator)} ${baseFor(denominator)}`;
  return [`With ${least} a seller is not scored, which is not the same as good.`];
}
