import type { Database } from "../../analytics/engine/duckdb.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import type { PeerMemory } from "../../analytics/4_standings/part-figures.js";
import type { Program, ScoreProgram } from "../../analytics/4_standings/program.js";
import { findProgram, parseProgram } from "../../analytics/4_standings/programs.js";
import { readServiceScore } from "../../analytics/4_standings/service-score.js";
import { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import type { FeedRow, FeedRows } from "./files.js";
import { caseOf, dayAfter, order, times } from "./rows.js";

export type ScoreProgramOf = Program & ScoreProgram;

/** The shipped service score. */
export const SCORE = findProgram("service-score") as ScoreProgramOf;

export interface ScoreOptions {
  program?: ScoreProgramOf;
  batch?: number;
  memory?: PeerMemory;
}

/** A seller's score, which must be of its contract; fails where the ledger does not know the seller. */
export function serviceScore(
  database: Database,
  sellerId: string,
  asOf: string,
  { program = SCORE, batch, memory }: ScoreOptions = {},
): Promise<ServiceScore> {
  return database.read(async (session) => {
    const knownBatch = batch ?? (await knownBatchAt(session));
    const found = await readServiceScore(session, program, { sellerId, asOf, knownBatch, memory });
    return ServiceScore.parse(found);
  });
}

/** 30 days of these end with the last of February 2026. */
export const AS_OF = "2026-03-01";

export interface Shop {
  /** Paid on 10 February, confirmed on the 15th but those that were not sold. */
  orders?: number;
  notSold?: number;
  /** Handed over after their day. */
  late?: number;
  disputes?: readonly FeedRow<"cases">["reason"][];
  category?: string | null;
  /** Sum and number by metric, on 14 February. */
  scores?: Record<string, [number, number]>;
}

/** The feeds of shops by name, each with 100 orders unless it says otherwise. */
export function shopFeeds(shops: Record<string, Shop>): FeedRows {
  const orders: FeedRow<"orders">[] = [];
  const cases: FeedRow<"cases">[] = [];
  const scores: FeedRow<"scores">[] = [];
  for (const [seller_id, shop] of Object.entries(shops)) {
    const { notSold = 0, late = 0, disputes = [], category = "toys" } = shop;
    const count = shop.orders ?? 100;
    times(count, (index) => {
      const isSold = index < count - notSold;
      orders.push(
        order({
          order_id: `${seller_id} ${index}`,
          seller_id,
          ...(category === null ? {} : { category }),
          ordered_at: "2026-02-10",
          paid_at: "2026-02-10T12:00:00Z",
          ship_by: "2026-02-13",
          ...(isSold
            ? { shipped_at: index < late ? "2026-02-14" : "2026-02-11", completed_at: "2026-02-15" }
            : { cancelled_at: "2026-02-12", cancelled_by: "seller", cancel_fault: "seller" }),
        }),
      );
    });
    disputes.forEach((reason, index) =>
      cases.push(caseOf(`${seller_id} ${index}`, { reason, opened_at: "2026-02-20T10:00:00Z" })),
    );
    for (const [metric, [numerator, denominator]] of Object.entries(shop.scores ?? {}))
      scores.push({ seller_id, metric, date: "2026-02-14", numerator, denominator });
  }
  return { orders, cases, scores };
}

/** Shops of which nothing is to be said. */
export const others = (count: number, shop: Shop = {}) =>
  Object.fromEntries(times(count, (index) => [`other${index}`, shop]));

/** A score that is whatever metric `day` said of the day before; levels on the 3rd. */
export const DAILY = parseProgram(
  `
kind: score
id: daily
version: "1"
name: Daily
owner: a test
region: nowhere
summary: The score of a day is what its feed says.
confidence: unverified
effective: { from: null }
sources: []
tiers:
  - { id: good, name: good, severity: near, gates: { points: { below: 90 } } }
  - { id: fair, name: fair, severity: above, gates: { points: { below: 80 } } }
  - { id: poor, name: poor, severity: severe, gates: { points: { below: 60 } } }
score:
  level: { day: 3 }
  parts:
    - id: day
      name: The day
      unit: events
      numerator: { measures: [scores.day], by: event_date }
      denominator: { measures: [scores.day], by: event_date }
      window: { kind: rolling_days, days: 1 }
      weight: 100
      against: fixed
      curve: [[0, 0], [1, 1]]
      higher_is_better: true
      next_step: Wait.
`,
  "daily.yaml",
) as ScoreProgramOf;

/** Rows that give DAILY a score as of each of some days in a row, from the first on. */
export const dailyScores = (
  first: string,
  scores: readonly (number | null)[],
  seller_id = "anna",
): FeedRow<"scores">[] =>
  scores.flatMap((score, index) => {
    const date = dayAfter(first, index - 1);
    return score === null
      ? []
      : [{ seller_id, metric: "day", date, numerator: score, denominator: 100 }];
  });

/** The same score on some days in a row. */
export const same = (score: number, days: number): number[] => times(days, () => score);
