import type { FeedRows } from "./files.js";
import { currentRows, instant, oraclePostings, type Posting } from "./oracle.js";

/** One day of a metric, in ten-thousandths. */
export interface Scored {
  seller: string;
  metric: string;
  day: string;
  numerator: number;
  denominator: number;
}

export interface Traits {
  region: string | null;
  category: string | null;
}

/** Everything that standings are made of, from the versions that were received. */
export interface World {
  postings: readonly Posting[];
  scores: readonly Scored[];
  traits: ReadonlyMap<string, Traits>;
  /** Every seller that any version names as one who sells or is scored, by id. */
  sellers: readonly string[];
  /** First day on which anything happened. */
  earliest: string | undefined;
}

const TEN_THOUSAND = 10_000;
const parts = (value: unknown) => Math.round(Number(value) * TEN_THOUSAND);

function scoresOf(rows: NonNullable<FeedRows["scores"]>): Scored[] {
  const timeOf = (row: (typeof rows)[number]) => (row.updated_at ? instant(row.updated_at) : 0);
  const best = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const key = JSON.stringify([row.seller_id, row.metric, row.date]);
    const held = best.get(key);
    if (!held || timeOf(row) >= timeOf(held)) best.set(key, row);
  }
  return [...best.values()]
    .filter(({ deleted }) => deleted !== true)
    .map((row) => ({
      seller: String(row.seller_id),
      metric: String(row.metric),
      day: String(row.date),
      numerator: parts(row.numerator),
      denominator: parts(row.denominator),
    }));
}

/** The value that most have; of equally many the first of the alphabet. */
function mostly(values: readonly (string | undefined)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].flatMap(([value, count]) => (count === most ? value : [])).sort()[0] ?? null;
}

function traitsOf(rows: FeedRows, sellers: readonly string[]): Map<string, Traits> {
  const described = new Map(
    currentRows("sellers", rows.sellers ?? []).map((row) => [row.seller_id, row]),
  );
  const orders = currentRows("orders", rows.orders ?? []);
  return new Map(
    sellers.map((id) => {
      const own = orders.filter(({ seller_id }) => seller_id === id);
      const { region, category } = described.get(id) ?? {};
      return [
        id,
        {
          region: region ?? mostly(own.map((order) => order.region)),
          category: category ?? mostly(own.map((order) => order.category)),
        },
      ];
    }),
  );
}

export function worldOf(rows: FeedRows): World {
  const postings = oraclePostings(rows);
  const scores = scoresOf(rows.scores ?? []);
  const named = [...(rows.orders ?? []), ...(rows.scores ?? [])];
  const sellers = [...new Set(named.flatMap(({ seller_id }) => seller_id ?? []))].sort();
  const days = [...postings.map(({ eventDate }) => eventDate), ...scores.map(({ day }) => day)];
  return {
    postings,
    scores,
    sellers,
    traits: traitsOf(rows, sellers),
    earliest: days.length === 0 ? undefined : days.reduce((a, b) => (b < a ? b : a)),
  };
}

const owns = new WeakMap<World, ReadonlyMap<string, World>>();

/** A world with only what is one seller's. */
export function ownOf(world: World, seller: string): World {
  const known = owns.get(world) ?? bySeller(world);
  owns.set(world, known);
  return known.get(seller) ?? { ...world, postings: [], scores: [] };
}

function bySeller(world: World): ReadonlyMap<string, World> {
  const own = new Map(
    world.sellers.map((seller) => [seller, { postings: [] as Posting[], scores: [] as Scored[] }]),
  );
  for (const posting of world.postings) own.get(posting.seller)?.postings.push(posting);
  for (const scored of world.scores) own.get(scored.seller)?.scores.push(scored);
  return new Map([...own].map(([seller, parts]) => [seller, { ...world, ...parts }]));
}
