import { addDays, dayNumber, daysFrom } from "../dates.js";
import type { Session } from "../engine/duckdb.js";
import { minorUnits } from "../../ingest/validate/currencies.js";

/*
 * What a minor unit of one currency is worth in another's, day by day. Of the rates that were known
 * on a day and are at most a week old, weekends and holidays being no news, the newest counts. The
 * roads, in this order: the currency priced in the other, the other priced in the currency, both
 * against a third one; of several third ones the first in the alphabet. What must be divided is
 * rounded once, half away from zero, to 18 decimals of a minor unit; a rate given as such is exact.
 */

/** Days for which a rate holds after its own. */
const DAYS_VALID = 7;
/** Decimals of rates as they come, and of factors between minor units. */
const RATE_SCALE = 10n ** 12n;
const FACTOR_DECIMALS = 18;
const FACTOR_SCALE = 10n ** BigInt(FACTOR_DECIMALS);

/** On a day one unit of `currency` was worth `rate` / 10^12 units of `base`. */
export interface Quote {
  date: string;
  currency: string;
  base: string;
  rate: bigint;
}

/** What a minor unit of a currency is worth on a day. */
export interface Factor {
  currency: string;
  day: string;
  /** Minor units of the reporting currency, as a decimal text. */
  factor: string;
}

export interface FactorQuery {
  reporting: string;
  currencies: readonly string[];
  /** First day that matters, and the first that no longer does. */
  start: string;
  end: string;
}

type Fraction = readonly [numerator: bigint, denominator: bigint];

/** Rates known at a batch that may price days from `start` to before `end`. */
export async function readQuotes(
  session: Session,
  { knownBatch, start, end }: { knownBatch: number; start: string; end: string },
): Promise<Quote[]> {
  const rows = await session.all<Omit<Quote, "rate"> & { rate: string }>(
    `select cast("date" as VARCHAR) as "date", currency, base, cast(rate as VARCHAR) as rate
     from ledger.exchange_rates
     where currency <> base and "date" < cast($end as DATE) and "date" + ${DAYS_VALID} >= cast($start as DATE)
       and since_batch <= $batch and coalesce(until_batch > $batch, true)
     order by "date"`,
    { batch: knownBatch, start, end },
  );
  return rows.map((row) => ({ ...row, rate: BigInt(row.rate.replace(".", "")) }));
}

/** What each currency is worth on each day on which that is known; quotes by day, oldest first. */
export function factorsOf(quotes: readonly Quote[], query: FactorQuery): Factor[] {
  const { reporting, currencies } = query;
  const [oldest, newest] = [quotes[0], quotes.at(-1)];
  if (!oldest || !newest) return [];
  const book = new QuoteBook(quotes);
  const last = addDays(newest.date, DAYS_VALID + 1);
  const days = daysFrom(
    query.start > oldest.date ? query.start : oldest.date,
    query.end < last ? query.end : last,
  );
  return currencies.flatMap((currency) => {
    const worthOn = book.roads(currency, reporting);
    return days.flatMap((day) => {
      const worth = worthOn(dayNumber(day));
      return worth ? [{ currency, day, factor: factorText(worth, currency, reporting) }] : [];
    });
  });
}

class QuoteBook {
  readonly #series = new Map<string, { days: number[]; rates: bigint[] }>();
  readonly #currencies: readonly string[];

  constructor(quotes: readonly Quote[]) {
    const seen = new Set<string>();
    for (const { date, currency, base, rate } of quotes) {
      const series = this.#series.get(`${currency}/${base}`) ?? { days: [], rates: [] };
      series.days.push(dayNumber(date));
      series.rates.push(rate);
      this.#series.set(`${currency}/${base}`, series);
      seen.add(currency).add(base);
    }
    this.#currencies = [...seen].sort();
  }

  /** What one unit of `from` is worth in `to` on a day, by the first road that there is. */
  roads(from: string, to: string): (day: number) => Fraction | null {
    const links = this.#currencies.filter(
      (third) =>
        third !== from && third !== to && this.#isQuoted(from, third) && this.#isQuoted(third, to),
    );
    return (day) => {
      const pair = this.#pair(from, to, day);
      if (pair) return pair;
      for (const third of links) {
        const leg = this.#pair(from, third, day);
        const other = leg && this.#pair(third, to, day);
        if (leg && other) return [leg[0] * other[0], leg[1] * other[1]];
      }
      return null;
    };
  }

  #isQuoted(one: string, other: string): boolean {
    return this.#series.has(`${one}/${other}`) || this.#series.has(`${other}/${one}`);
  }

  #pair(from: string, to: string, day: number): Fraction | null {
    const direct = this.#newest(`${from}/${to}`, day);
    if (direct !== null) return [direct, RATE_SCALE];
    const inverse = this.#newest(`${to}/${from}`, day);
    return inverse === null ? null : [RATE_SCALE, inverse];
  }

  #newest(pair: string, day: number): bigint | null {
    const series = this.#series.get(pair);
    if (!series) return null;
    let [low, high] = [0, series.days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((series.days[middle] as number) <= day) low = middle + 1;
      else high = middle;
    }
    const found = low - 1;
    if (found < 0 || day - (series.days[found] as number) > DAYS_VALID) return null;
    return series.rates[found] as bigint;
  }
}

/** From major units to minor ones: a yen is its own minor unit, a dinar has a thousand. */
function factorText([numerator, denominator]: Fraction, from: string, to: string): string {
  const top = numerator * BigInt(minorUnits.get(to) ?? 1) * FACTOR_SCALE;
  const bottom = denominator * BigInt(minorUnits.get(from) ?? 1);
  const digits = String((top * 2n + bottom) / (bottom * 2n)).padStart(FACTOR_DECIMALS + 1, "0");
  return `${digits.slice(0, -FACTOR_DECIMALS)}.${digits.slice(-FACTOR_DECIMALS)}`;
}
