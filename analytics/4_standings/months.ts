import type { Session } from "../engine/duckdb.js";
import { addMonths } from "../dates.js";
import { NO_FIGURES, readFigures, type Figures } from "../3_rates/figures.js";
import { isListed } from "./judge.js";
import type { Program } from "./program.js";

/** No programme we know of looks further back. */
const MAX_MONTHS = 60;
/** Most sellers leave after a month; those who stay are asked for a year at once. */
const YEAR = 12;

export const NOTHING: Figures = { numerator: NO_FIGURES, denominator: NO_FIGURES };

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
  let back = 1;
  let reach = 1;
  while (back < MAX_MONTHS) {
    const mayBeUnseen = back < clean;
    const length = mayBeUnseen ? clean - back : reach;
    const days = Array.from({ length }, (_, index) =>
      addMonths(query.asOf, -(back + index)),
    ).filter((day) => query.earliest !== null && day > query.earliest);
    if (days.length === 0 || (!mayBeUnseen && gaps.size === 0)) break;
    const figures = await readFigures(session, program, {
      asOf: days,
      knownBatch: query.knownBatch,
      sellerKeys: mayBeUnseen ? query.sellerKeys : [...gaps.keys()],
      onlyWithNumerator: true,
    });
    if (!mayBeUnseen) reach = YEAR;
    for (const month of figures) {
      stepBack(program, month, back, { months, gaps, mayBeUnseen });
      back += 1;
    }
  }
  return months;
}

interface Walk {
  months: Map<number, number>;
  gaps: Map<number, number>;
  /** Sellers that are not in a tier now may still be inside. */
  mayBeUnseen: boolean;
}

function stepBack(
  program: Program,
  figures: ReadonlyMap<number, Figures>,
  back: number,
  walk: Walk,
): void {
  const { months, gaps, mayBeUnseen } = walk;
  const clean = program.exit.clean_periods;
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
