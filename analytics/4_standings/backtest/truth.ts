import { readFileSync } from "node:fs";
import type { Session } from "../../engine/duckdb.js";
import { MIN_RULINGS, type Rulings, type Truth } from "./contract.js";

const RULINGS_SQL = readFileSync(new URL("rulings.sql", import.meta.url), "utf8");

/** Whether each seller is known to be risky; sellers of whom nothing is known are not there. */
export type TruthBySeller = ReadonlyMap<string, boolean>;

export interface Ruled {
  forBuyer: number;
  forSeller: number;
}

const share = (part: number, rest: number): number | null =>
  part + rest === 0 ? null : part / (part + rest);

/** What was right and wrong about flagging these sellers. */
export function judgeByTruth(truth: TruthBySeller, flagged: ReadonlySet<string>): Truth {
  const known = [...flagged].map((id) => truth.get(id));
  const right = known.filter((isRisky) => isRisky === true).length;
  const wrong = known.filter((isRisky) => isRisky === false).length;
  const risky = [...truth.values()].filter((isRisky) => isRisky).length;
  const missed = risky - right;
  return {
    right,
    wrong,
    missed,
    unknown: flagged.size - right - wrong,
    precision: share(right, wrong),
    recall: share(right, missed),
  };
}

/** The same by how the cases of these sellers were ruled. */
export function judgeByRulings(
  rulings: ReadonlyMap<number, Ruled>,
  flagged: Iterable<number>,
): Rulings {
  let [right, wrong, unknown] = [0, 0, 0];
  for (const key of flagged) {
    const { forBuyer, forSeller } = rulings.get(key) ?? { forBuyer: 0, forSeller: 0 };
    if (forBuyer + forSeller < MIN_RULINGS || forBuyer === forSeller) unknown += 1;
    else if (forBuyer > forSeller) right += 1;
    else wrong += 1;
  }
  return { right, wrong, unknown, precision: share(right, wrong) };
}

export interface RulingsQuery {
  from: string;
  to: string;
  knownBatch: number;
}

/** Cases that were ruled in the range, by seller_key, as known now. */
export async function readRulings(
  session: Session,
  { from, to, knownBatch }: RulingsQuery,
): Promise<Map<number, Ruled>> {
  const rows = await session.all<{ seller_key: number; for_buyer: number; for_seller: number }>(
    RULINGS_SQL,
    { from, to, known_batch: knownBatch },
  );
  return new Map(
    rows.map(({ seller_key, for_buyer, for_seller }) => [
      seller_key,
      { forBuyer: for_buyer, forSeller: for_seller },
    ]),
  );
}
