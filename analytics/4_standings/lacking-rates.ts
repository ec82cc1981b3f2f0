import { exchangeOf } from "../3_rates/scope.js";
import { windowOn } from "../3_rates/window.js";
import { ExchangeRateError } from "../errors.js";
import { momentOf, versionAt } from "./evaluation.js";
import type { LedgerView } from "./ledger-view.js";
import { ratesOf, type Program } from "./program.js";
import type { RateRule } from "./program/rate.js";
import { basicWindows } from "./program/window.js";
import type { Moment } from "./rate-figures.js";

/** A programme whose money lacks exchange rates as of a day. */
export interface LackingRates {
  program: string;
  /** The currency that lacks one first, and the first day on which a posting needs it. */
  currency: string;
  day: string;
}

/** What a rate lacks first, over all sellers; null where it has every exchange rate that it needs. */
export async function lackingRate(
  ledger: LedgerView,
  rule: RateRule,
  { day, cutoff, knownBatch }: Moment,
): Promise<Omit<LackingRates, "program"> | null> {
  if (typeof exchangeOf(rule, ledger.reader.segments) === "string") return null;
  const looks = basicWindows(rule.window).map((window) => {
    return { window: windowOn(window, day), cutoff, knownBatch };
  });
  try {
    const figures = await ledger.reader.figures(rule, looks);
    const [gap] = figures.flatMap(({ numerator }) => numerator.firstGap?.() ?? []).sort();
    const [on, currency] = gap?.split(" ") ?? [];
    return on === undefined || currency === undefined ? null : { currency, day: on };
  } catch (error) {
    if (error instanceof ExchangeRateError && error.lacking) return error.lacking;
    throw error;
  }
}

/** Programmes that lack exchange rates as of a day, by the version in force. */
export async function lackingRates(
  ledger: LedgerView,
  programs: Iterable<Program>,
  asOf: string,
): Promise<LackingRates[]> {
  const found: LackingRates[] = [];
  for (const program of programs) {
    const moment = momentOf(program, { asOf }, ledger.knownBatch);
    const version = versionAt(program, moment);
    for (const rule of version ? ratesOf(version) : []) {
      const lacking = await lackingRate(ledger, rule, moment);
      if (lacking) found.push({ program: program.id, ...lacking });
    }
  }
  return found;
}
