import fc from "fast-check";
import { expect, it } from "vitest";
import type { Database } from "../../../analytics/engine/duckdb.js";
import type { ServiceScore } from "../../../analytics/4_standings/service-score/contract.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows, type FeedRow, type FeedRows } from "../../support/files.js";
import { arrange, arrival, marketplace } from "../../support/marketplace.js";
import { dayAfter } from "../../support/rows.js";
import { SCORE, serviceScore, type ScoreProgramOf } from "../../support/service-score.js";

/** The service score as a marketplace of a few orders and three sellers reaches it. */
const program: ScoreProgramOf = {
  ...SCORE,
  earlier: [],
  peers: { by: "marketplace", min_sellers: 2 },
  score: {
    ...SCORE.score,
    min_parts: 1,
    parts: SCORE.score.parts.map((part) => ({ ...part, floor: { denominator: 1 } })),
  },
};
const SELLERS = ["anna", "bob", "chen"];
const METRICS = ["dsr_description", "dsr_communication", "dsr_logistics", "first_response_48h"];

const ratings: fc.Arbitrary<FeedRow<"scores">[]> = fc
  .array(
    fc.record({
      seller_id: fc.constantFrom(...SELLERS),
      metric: fc.constantFrom(...METRICS),
      day: fc.nat(150),
      stars: fc.integer({ min: 1, max: 5 }),
      number: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) => {
    const keys = rows.map(({ seller_id, metric, day }) => [seller_id, metric, day].join());
    return rows
      .filter((_, index) => keys.indexOf(keys[index]!) === index)
      .map(({ day, stars, number, ...row }) => ({
        ...row,
        date: dayAfter("2026-01-01", day),
        numerator: stars * number,
        denominator: number,
      }));
  });
const markets: fc.Arbitrary<FeedRows> = fc
  .tuple(marketplace, ratings)
  .map(([rows, scores]) => ({ ...rows, scores }));
const day = fc.constantFrom("2026-02-02", "2026-03-03", "2026-04-20", "2026-06-04");

/** Scores of every seller that the ledger knows, without the number of the batch. */
async function scoresOf(database: Database, asOf: string) {
  const known = await database.read((session) =>
    session.all<{ seller_id: string }>("select seller_id from ledger.sellers order by seller_id"),
  );
  const found: Omit<ServiceScore, "batch_id">[] = [];
  for (const { seller_id } of known) {
    const { batch_id: _, ...score } = await serviceScore(database, seller_id, asOf, { program });
    found.push(score);
  }
  return found;
}

/** What is wrong with a score: nothing, whatever the marketplace. */
function faultsOf(score: Omit<ServiceScore, "batch_id">): string[] {
  const { maximum, parts, next_steps: steps, items } = score;
  const last = items.at(-1);
  const unscored = score.score === null;
  const sum = (values: (number | null)[]) => values.reduce<number>((all, n) => all + (n ?? 0), 0);
  const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-6;
  const weight = sum(parts.map((part) => part.effective_weight));
  const points = sum(parts.map((part) => part.effective_points));
  const isWithin = (each: number | null) => each === null || (each >= 0 && each <= maximum);
  const held = {
    "a score is from 0 to its maximum": [...items.map((item) => item.score), score.score].every(
      isWithin,
    ),
    "the trend ends with the score": last?.score === score.score && last.as_of === score.as_of,
    "the level of the day is the trend's": last?.tier === score.level_now.tier,
    "without a score there is no level and no step":
      !unscored || (score.level_now.tier === "not_scored" && steps.length === 0),
    "a part is scored or says why not": parts.every(
      ({ state, reason, points: given, effective_weight: share }) =>
        [reason === null, given !== null, share !== null].every(
          (is) => is === (state === "scored"),
        ),
    ),
    "one scored part is enough": parts.some(({ state }) => state === "scored") === !unscored,
    "weights are shared out": unscored || isNear(weight, maximum),
    "parts make the score":
      unscored || isNear(Math.min(maximum, Math.max(0, points)), score.score ?? 0),
    "steps bring most first": steps.every(
      ({ gain }, index) => gain <= (steps[index - 1]?.gain ?? Infinity) && gain >= 0,
    ),
    "all points bring no less than the average": steps.every(
      ({ score_at_full: full, score_at_average: average }) => full >= (average ?? 0),
    ),
  };
  return Object.entries(held).flatMap(([name, is]) => (is ? [] : name));
}

it("keeps every score within 0 and its maximum, and its parts make it", { timeout: 240_000 }, () =>
  fc.assert(
    fc.asyncProperty(markets, day, async (rows, asOf) => {
      await withDatabase(async (database) => {
        await ingestRows(database, rows);
        expect((await scoresOf(database, asOf)).flatMap(faultsOf)).toEqual([]);
      });
    }),
    { numRuns: 10, interruptAfterTimeLimit: 20_000 },
  ),
);

it(
  "is the same however rows are ordered, cut into batches and repeated",
  { timeout: 240_000 },
  () =>
    fc.assert(
      fc.asyncProperty(markets, arrival, arrival, day, async (rows, one, other, asOf) => {
        const [first, second] = await Promise.all(
          [one, other].map((way) =>
            withDatabase(async (database) => {
              for (const batch of arrange(rows, way)) await ingestRows(database, batch);
              return scoresOf(database, asOf);
            }),
          ),
        );
        expect(first).toEqual(second);
      }),
      { numRuns: 5, interruptAfterTimeLimit: 20_000 },
    ),
);

it("can be had of such marketplaces at all", async () => {
  const samples = fc.sample(markets, { numRuns: 4, seed: 7 });
  const states: string[] = [];
  for (const rows of samples)
    await withDatabase(async (database) => {
      await ingestRows(database, rows);
      for (const asOf of ["2026-03-03", "2026-04-20"])
        states.push(...(await scoresOf(database, asOf)).map(({ state }) => state));
    });
  expect(new Set(states)).toEqual(new Set(["scored", "not_scored"]));
});
