import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { evaluate } from "../../analytics/4_standings/evaluate.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import type { Program, ScoreProgram } from "../../analytics/4_standings/program.js";
import { checkProgram, findProgram } from "../../analytics/4_standings/programs.js";
import type { PartScore, ScoreEvaluation } from "../../analytics/4_standings/score-evaluation.js";
import { readCurve } from "../../analytics/4_standings/score-points.js";
import { standingOf, standings, withDatabase } from "../support/database.js";
import { ingestRows, type FeedRow, type FeedRows } from "../support/files.js";
import { caseOf, order, times } from "../support/rows.js";

const SCORE = findProgram("service-score") as ScoreProgram;
const AS_OF = "2026-03-01";
const opened_at = "2026-02-20T10:00:00Z";

interface Shop {
  /** Paid in the 30 days, all confirmed but those that were not sold. */
  orders?: number;
  notSold?: number;
  /** Of the confirmed, from the first. */
  disputes?: readonly FeedRow<"cases">["reason"][];
  category?: string;
  /** Stars and ratings by part. */
  ratings?: Partial<Record<"description" | "communication" | "logistics", [number, number]>>;
}

/** The feeds of shops by name, each with 100 orders unless it says otherwise. */
function feeds(shops: Record<string, Shop>): FeedRows {
  const orders: FeedRow<"orders">[] = [];
  const cases: FeedRow<"cases">[] = [];
  const scores: FeedRow<"scores">[] = [];
  for (const [seller_id, shop] of Object.entries(shops)) {
    const {
      orders: count = 100,
      notSold = 0,
      disputes = [],
      category = "toys",
      ratings = {},
    } = shop;
    times(count, (index) => {
      const order_id = `${seller_id} ${index}`;
      const end =
        index < count - notSold
          ? { completed_at: "2026-02-15" }
          : { cancelled_at: "2026-02-15", cancelled_by: "seller", cancel_fault: "seller" };
      const paid = { ordered_at: "2026-02-10", paid_at: "2026-02-10T12:00:00Z" };
      orders.push(order({ order_id, seller_id, category, ...paid, ...(end as object) }));
    });
    disputes.forEach((reason, index) =>
      cases.push(caseOf(`${seller_id} ${index}`, { reason, opened_at })),
    );
    for (const [part, [numerator, denominator]] of Object.entries(ratings))
      scores.push({ seller_id, metric: `dsr_${part}`, date: "2026-02-14", numerator, denominator });
  }
  return { orders, cases, scores };
}

/** Shops without anything to say of them. */
const others = (count: number, shop: Shop = {}) =>
  Object.fromEntries(times(count, (index) => [`other${index}`, shop]));

/** The parts of one seller's score, by id. */
const partsOf = (database: Database, sellerId: string, program: Program = SCORE) =>
  database.read(async (session): Promise<Record<string, PartScore>> => {
    const { seller_key } = await session.one<{ seller_key: number }>(
      "select seller_key from ledger.sellers where seller_id = $id",
      { id: sellerId },
    );
    const ledger = await LedgerView.open(session, await knownBatchAt(session));
    const evaluation = (await evaluate(ledger, program, { asOf: AS_OF })) as ScoreEvaluation;
    return Object.fromEntries(evaluation.parts(seller_key).map((part) => [part.id, part]));
  });

const withShops = (shops: Record<string, Shop>, work: (database: Database) => Promise<void>) =>
  withDatabase(async (database) => {
    await ingestRows(database, feeds(shops));
    await work(database);
  });

const scoreOf = async (database: Database, seller: string) => {
  const { points, tier, remarks } = await standingOf(database, SCORE, AS_OF, seller);
  return { points, tier, remarks: remarks.toSorted() };
};

describe("a curve", () => {
  const curve: [number, number][] = [
    [1, 1],
    [2, 0.5],
    [4, 0],
    [10, -10],
  ];
  it.each([
    [0, 1],
    [1, 1],
    [1.5, 0.75],
    [2, 0.5],
    [3, 0.25],
    [4, 0],
    [7, -5],
    [10, -10],
    [11, -10],
    [Infinity, -10],
  ])("at %f is %f", (position, share) => {
    expect(readCurve(curve, position)).toBeCloseTo(share, 12);
  });

  it("must rise from left to right", () => {
    const text = JSON.stringify({
      ...SCORE,
      earlier: undefined,
      id: "fallen",
      score: {
        ...SCORE.score,
        parts: SCORE.score.parts.map((part) => ({ ...part, curve: [...part.curve].reverse() })),
      },
    });
    expect(checkProgram(text).problems.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(/^score\.parts\.0\.curve/),
    );
  });
});

describe("the service score", () => {
  const shops: Record<string, Shop> = {
    four: { notSold: 8 },
    two: { notSold: 4 },
    lost: { disputes: ["non_delivery", "non_delivery"] },
    ...others(3),
  };

  it("R21, R24: adds its parts up, each read against the average of the category", () =>
    withShops(shops, async (database) => {
      // 12 of 600 paid orders were not sold: 8 % is four times that, 4 % twice.
      const four = await partsOf(database, "four");
      expect(four["deal_not_sold"]).toMatchObject({ rate: 0.08, peerRate: 0.02, position: 4 });
      expect(four["deal_not_sold"]?.points).toBe(0);
      expect((await partsOf(database, "two"))["deal_not_sold"]?.points).toBe(5);
      const lost = await partsOf(database, "lost");
      expect(lost["not_received"]).toMatchObject({
        rate: 0.02,
        points: 0,
        nextStep: expect.stringContaining("tracking") as string,
      });
      expect(lost["not_received"]?.peerRate).toBeCloseTo(2 / 588, 12);
      // Nobody has a dispute of this kind: spotless, like its peers.
      expect(lost["not_as_described"]).toMatchObject({ peerRate: 0, position: 0, points: 15 });
    }));

  it("shares the weight of parts without data out among the others", () =>
    withShops(shops, async (database) => {
      const parts = await partsOf(database, "two");
      const remarks = ["below_floor", "history_too_short"];
      expect(parts["dsr_description"]).toMatchObject({ points: null, remarks });
      // Of 40 points that can be had: 0 + 15 + 15, 5 + 15 + 15, 10 + 0 + 15, and all of them.
      expect(await scoreOf(database, "four")).toEqual({ points: 75, tier: "fair", remarks });
      expect(await scoreOf(database, "two")).toEqual({ points: 87.5, tier: "good", remarks });
      expect(await scoreOf(database, "lost")).toEqual({ points: 62.5, tier: "fair", remarks });
      expect(await scoreOf(database, "other0")).toEqual({ points: 100, tier: "within", remarks });
    }));

  it("R21: deals not sold can take 100 points away; a score is never below 0", () =>
    withShops({ shut: { notSold: 30 }, ...others(11) }, async (database) => {
      const { deal_not_sold } = await partsOf(database, "shut");
      expect(deal_not_sold?.position).toBeCloseTo(12, 9);
      expect(deal_not_sold?.points).toBe(-100);
      expect(await scoreOf(database, "shut")).toMatchObject({ points: 0, tier: "poor" });
    }));

  it("R20: is not touched by what the buyer cancelled before it was sent", () =>
    withShops(shops, async (database) => {
      const before = await standings(database, SCORE, AS_OF);
      const own = {
        cancelled_at: "2026-02-18",
        cancelled_by: "buyer",
        cancel_fault: "buyer",
      } as const;
      await ingestRows(database, {
        orders: times(9, (index) =>
          order({
            order_id: `mind${index}`,
            seller_id: "other0",
            category: "toys",
            ordered_at: "2026-02-12",
            ...own,
          }),
        ),
        cases: times(9, (index) => caseOf(`mind${index}`, { opened_at })),
      });
      expect(await standings(database, SCORE, AS_OF)).toEqual(before);
    }));

  it("counts only disputes for which the seller is liable", () =>
    withShops(shops, async (database) => {
      const closed = { opened_at, closed_at: "2026-02-24" } as const;
      const parts = async () =>
        (await partsOf(database, "other1"))["not_received"]?.figures.numerator;
      const add = (nth: number, fields: FeedRow<"cases">) =>
        ingestRows(database, {
          cases: [caseOf(`other1 ${nth}`, { reason: "non_delivery", ...closed, ...fields })],
        });
      await add(1, { outcome: "tracking_confirmed" });
      await add(2, { outcome: "ruled_for_seller" });
      await add(3, { outcome: "refunded_full", borne_by: "platform" });
      await add(4, { outcome: "withdrawn" });
      expect(await parts()).toMatchObject({ raw: 4, judged: 0 });
      await add(5, { outcome: "ruled_for_buyer" });
      expect(await parts()).toMatchObject({ raw: 5, judged: 1 });
    }));
});

describe("ratings", () => {
  const rated = (stars: number): Shop["ratings"] => ({
    description: [stars * 10, 10],
    communication: [stars * 10, 10],
    logistics: [stars * 10, 10],
  });

  it("are compared as multiples of the average, and the higher the better", () =>
    withShops(
      { low: { ratings: rated(3.6) }, ...others(5, { ratings: rated(4.5) }) },
      async (database) => {
        const low = await partsOf(database, "low");
        const position = 3.6 / ((3.6 + 5 * 4.5) / 6);
        const share = ((position - 0.8) / 0.15) * 0.6;
        expect(low["dsr_description"]?.points).toBeCloseTo(30 * share, 9);
        expect(low["dsr_communication"]?.points).toBeCloseTo(15 * share, 9);
        const high = 0.8 + (0.2 * (4.5 / ((3.6 + 5 * 4.5) / 6) - 1)) / 0.04;
        const other = await partsOf(database, "other0");
        expect(other["dsr_logistics"]?.points).toBeCloseTo(15 * high, 9);
        // All six parts: 40 points without a fault, and 60 of ratings.
        expect((await scoreOf(database, "low")).points).toBeCloseTo(40 + 60 * share, 9);
      },
    ));

  it("R23: below ten of them are no part of the score, nor of anybody's average", () =>
    withShops(
      {
        few: { ratings: { description: [9, 9] } },
        ...others(5, { ratings: { description: [45, 10] } }),
      },
      async (database) => {
        expect((await partsOf(database, "few"))["dsr_description"]).toMatchObject({
          points: null,
          remarks: ["below_floor", "history_too_short"],
        });
        const other = (await partsOf(database, "other0"))["dsr_description"];
        expect(other).toMatchObject({ peerRate: 4.5, position: 1, points: 24 });
      },
    ));

  it("of communication far below the average take 30 points away", () =>
    withShops(
      {
        rude: { ratings: { communication: [10, 10] } },
        ...others(5, { ratings: { communication: [50, 10] } }),
      },
      async (database) => {
        expect((await partsOf(database, "rude"))["dsr_communication"]?.points).toBe(-30);
      },
    ));
});

describe("peers", () => {
  it("are the sellers of the same category", () =>
    withShops(
      {
        own: { notSold: 10 },
        ...others(4),
        ...Object.fromEntries(times(5, (n) => [`home${n}`, { category: "home", notSold: 50 }])),
      },
      async (database) => {
        const { deal_not_sold } = await partsOf(database, "own");
        expect(deal_not_sold).toMatchObject({ peerRate: 0.02, position: 5 });
        expect((await partsOf(database, "home0"))["deal_not_sold"]).toMatchObject({ position: 1 });
      },
    ));

  it("fewer than five give no average: nobody is scored, and it is said why", () =>
    withShops({ own: { notSold: 10 }, ...others(3) }, async (database) => {
      expect(await scoreOf(database, "own")).toEqual({
        points: null,
        tier: "not_scored",
        remarks: ["below_floor", "history_too_short", "no_peers"],
      });
    }));

  it("R23: sellers below the floor are not scored, and are nobody's peers", () =>
    withShops({ small: { orders: 49, notSold: 40 }, ...others(5) }, async (database) => {
      expect(await scoreOf(database, "small")).toMatchObject({ points: null, tier: "not_scored" });
      expect((await partsOf(database, "other0"))["deal_not_sold"]).toMatchObject({ peerRate: 0 });
      expect(await scoreOf(database, "other0")).toMatchObject({ points: 100, tier: "within" });
    }));
});

describe("levels", () => {
  /** The score of a part that is read at the rate itself. */
  const fixed = (share: number): ScoreProgram => {
    const [part] = SCORE.score.parts;
    const curve = [
      [0, share],
      [1, share],
    ] as [number, number][];
    const parts = [{ ...part!, against: "fixed" as const, curve }];
    return { ...SCORE, score: { ...SCORE.score, min_parts: 1, parts } };
  };

  it.each([
    [1, "within"],
    [0.9, "within"],
    [0.899, "good"],
    [0.8, "good"],
    [0.799, "fair"],
    [0.6, "fair"],
    [0.599, "poor"],
    [-2, "poor"],
  ])("at %f of the weight: %s", (share, tier) =>
    withShops({ own: {} }, async (database) => {
      const program = fixed(share);
      const points = Math.max(0, Math.round(share * 1e5) / 1e3);
      expect(await standingOf(database, program, AS_OF, "own")).toMatchObject({ tier, points });
    }),
  );

  it("ask for three parts", () =>
    withShops({ own: {} }, async (database) => {
      const program = fixed(1);
      const strict = { ...program, score: { ...program.score, min_parts: 2 } };
      expect(await standingOf(database, strict, AS_OF, "own")).toMatchObject({
        tier: "not_scored",
      });
      expect(SCORE.score.min_parts).toBe(3);
    }));
});
