import type { Session } from "../engine/duckdb.js";
import { addMonths } from "../dates.js";
import { NO_FIGURES, readFigures, type Figures } from "../3_rates/figures.js";
import { judge } from "./judge.js";
import type { Program } from "./program.js";

/** No programme we know of looks further back. */
const MAX_MONTHS = 60;

export const NOTHING: Figures = { numerator: NO_FIGURES, denominator: NO_FIGURES };

export const isListed = (program: Program, figures: Figures): boolean =>
  program.tiers.some(({ id }) => id === judge(program, figures).tier);

export interface MonthsQuery {
  asOf: string;
  knownBatch: number;
  /** Keys of the sellers in a tier on asOf. */
  listed: ReadonlySet<number>;
  /** First day of the ledger. */
  earliest: string | null;
  /** Defaults to every seller. */
  sellerKeys?: readonly number[] | undefined;
}

/**
 * Months since each seller inside entered, by seller_key. A seller leaves after `clean_periods`
 * months in a row without a tier, so months are walked back only while somebody is still inside.
 */
export async function monthsInProgram(
  session: Session,
  program: Program,
  query: MonthsQuery,
): Promise<Map<number, number>> {
  const clean = program.exit.clean_periods;
  const months = new Map([...query.listed].map((key) => [key, 1]));
  /** Clean months since a seller was last seen inside, walking back. */
  const gaps = new Map([...query.listed].map((key) => [key, 0]));
  for (let back = 1; back < MAX_MONTHS; back += 1) {
    const mayBeUnseen = back < clean;
    const day = addMonths(query.asOf, -back);
    if ((!mayBeUnseen && gaps.size === 0) || query.earliest === null || day <= query.earliest)
      break;
    const [figures = new Map<number, Figures>()] = await readFigures(session, program, {
      asOf: [day],
      knownBatch: query.knownBatch,
      sellerKeys: mayBeUnseen ? query.sellerKeys : [...gaps.keys()],
    });
    const inside = [...figures].filter(
      ([key, found]) => (mayBeUnseen || gaps.has(key)) && isListed(program, found),
    );
    for (const [key, gap] of gaps) {
      if (gap + 1 >= clean) gaps.delete(key);
      else gaps.set(key, gap + 1);
    }
    for (const [key] of inside) {
      months.set(key, back + 1);
      gaps.set(key, 0);
    }
  }
  return months;
}
