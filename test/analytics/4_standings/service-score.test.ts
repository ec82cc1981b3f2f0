import { describe, expect, it } from "vitest";
import type { Database } from "../../../analytics/engine/duckdb.js";
import { measures } from "../../../analytics/2_ledger/measures.js";
import { preparations } from "../../../analytics/4_standings/preparations.js";
import { PeerMemory } from "../../../analytics/4_standings/part-figures.js";
import type { ServiceScore } from "../../../analytics/4_standings/service-score/contract.js";
import { standingOf, withDatabase } from "../../support/database.js";
import { ingestRows } from "../../support/files.js";
import { caseOf, order, times } from "../../support/rows.js";
import {
  AS_OF,
  others,
  SCORE,
  serviceScore,
  shopFeeds,
  type Shop,
} from "../../support/service-score.js";

const withShops = (shops: Record<string, Shop>, work: (database: Database) => Promise<void>) =>
  withDatabase(async (database) => {
    await ingestRows(database, shopFeeds(shops));
    await work(database);
  });

const scoreIn = async (shops: Record<string, Shop>, seller: string): Promise<ServiceScore> => {
  const found: ServiceScore[] = [];
  await withShops(shops, async (database) => {
    found.push(await serviceScore(database, seller, AS_OF));
  });
  return found[0]!;
};

const part = (score: ServiceScore, id: string) => score.parts.find((each) => each.part === id)!;
const step = (score: ServiceScore, id: string) =>
  score.next_steps.find((each) => each.part === id)!;

/** 12 of 600 paid orders were not sold, 2 of 588 confirmed ones did not arrive. */
const SHOPS: Record<string, Shop> = {
  four: { notSold: 8 },
  two: { notSold: 4 },
  lost: { disputes: ["non_delivery", "non_delivery"] },
  ...others(3),
};

describe("a service score, by hand", () => {
  it("R21, R24: shows each part as its own rate, its peers', what was counted and what it gives", () =>
    withShops(SHOPS, async (database) => {
      const two = await serviceScore(database, "two", AS_OF);
      expect(two).toMatchObject({ state: "scored", score: 87.5, maximum: 100, reason: null });
      expect(two.level_now).toEqual({ tier: "good", name: "good", severity: "near" });
      // 40 of 100 points of weight are scored, so that each is worth 2.5.
      expect(part(two, "deal_not_sold")).toMatchObject({
        state: "scored",
        rate: 0.04,
        peer_rate: 0.02,
        peer_sellers: 6,
        multiple: 2,
        numerator: 4,
        denominator: 100,
        window_start: "2026-01-30",
        window_end: "2026-03-01",
        weight: 10,
        points: 5,
        effective_weight: 25,
        effective_points: 12.5,
        effective_at_average: 25,
        counts: "orders",
      });
      expect(part(two, "dsr_description")).toMatchObject({
        state: "no_data",
        reason: "No figures in 30 days.",
        weight: 30,
        effective_weight: null,
        points: null,
      });
      const { points, tier } = await standingOf(database, SCORE, AS_OF, "two");
      expect([points, tier]).toEqual([two.score, two.level_now.tier]);
    }));

  it("tells how many fewer reach the next level, its own part of the average taken out too", async () => {
    // Without k: 6 (8 - k) / (12 - k) times the average; 3.2 times gives the 2 points that are missing.
    const four = await scoreIn(SHOPS, "four");
    expect(four).toMatchObject({ score: 75, next_level: { tier: "good", from: 80 } });
    expect(step(four, "deal_not_sold")).toMatchObject({
      gain: 25,
      score_at_full: 100,
      score_at_average: 100,
      fewer_for_full: 8,
      fewer_for_level: 4,
      says: [
        "With all points of this part it would be 100, without any of the 8 that counted.",
        "4 fewer would reach good (80).",
      ],
    });
    const two = await scoreIn(SHOPS, "two");
    expect(step(two, "deal_not_sold")).toMatchObject({ fewer_for_full: 3, fewer_for_level: 1 });
  });

  it.each([
    [3, 79.166666667, "fair"],
    [4, 81.25, "good"],
  ])("and with %i fewer it is so: %f, %s", async (fewer, score, tier) => {
    const shops = { ...SHOPS, four: { notSold: 8 - fewer } };
    expect(await scoreIn(shops, "four")).toMatchObject({ score, level_now: { tier } });
  });

  it("puts first what brings most back, and leaves out what gives all it can", async () => {
    const own: Shop = { notSold: 2, disputes: ["not_as_described", "not_as_described"] };
    const usual: Shop = { notSold: 1, disputes: ["not_as_described"] };
    const score = await scoreIn({ own, ...others(5, usual) }, "own");
    const ids = score.next_steps.map((each) => each.part);
    expect(ids).toEqual(["not_as_described", "deal_not_sold"]);
    const gains = score.next_steps.map(({ gain }) => gain);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    for (const { gain, score_at_full: full } of score.next_steps)
      expect(full).toBeCloseTo(score.score! + gain, 8);
    // 2 of 98 against 7 of 593: at the average it keeps 0.8 of its 15 points.
    const { rate, peer_rate: peers } = part(score, "not_as_described");
    expect([rate, peers]).toEqual([2 / 98, 7 / 593]);
    const share = 0.8 - 0.4 * (2 / 98 / (7 / 593) - 1);
    const beside = part(score, "deal_not_sold").points! + 15;
    expect(score.score).toBeCloseTo((15 * share + beside) * 2.5, 8);
    const found = step(score, "not_as_described").score_at_average!;
    expect(found).toBeCloseTo((12 + beside) * 2.5, 8);
  });

  it("says of ratings what the average would bring, but not how many fewer", async () => {
    const stars = (own: number): Shop => ({ scores: { dsr_description: [own * 20, 20] } });
    const score = await scoreIn({ low: stars(4), ...others(5, stars(4.6)) }, "low");
    expect(part(score, "dsr_description")).toMatchObject({ counts: "metric", rate: 4 });
    expect(step(score, "dsr_description")).toMatchObject({
      fewer_for_full: null,
      fewer_for_level: null,
    });
    expect(step(score, "dsr_description").score_at_average).toBeGreaterThan(score.score!);
  });

  it("of a score that is 0 says that one part alone may not be enough", async () => {
    const shut: Shop = { notSold: 30, disputes: times(20, () => "non_delivery" as const) };
    const score = await scoreIn({ shut, ...others(11) }, "shut");
    expect(score.score).toBe(0);
    expect(part(score, "deal_not_sold").effective_points).toBe(-250);
    expect(step(score, "not_received")).toMatchObject({ gain: 0 });
    expect(step(score, "not_received").says).toContain(
      "Alone it changes nothing: the score would still be 0.",
    );
    expect(score.next_steps[0]).toMatchObject({ part: "deal_not_sold" });
  });

  it("has nothing to win back where every part is spotless", async () => {
    expect(await scoreIn(SHOPS, "other0")).toMatchObject({
      score: 100,
      level_now: { tier: "within", name: "excellent" },
      next_level: null,
      next_steps: [],
    });
  });

  it("lists its levels as bands, best first", async () => {
    const { levels } = await scoreIn(SHOPS, "two");
    expect(levels.map(({ tier, from, until }) => [tier, from, until])).toEqual([
      ["within", 90, 100],
      ["good", 80, 90],
      ["fair", 60, 80],
      ["poor", 0, 60],
    ]);
  });

  it("follows the score over 90 days, a row a day, by the same evaluation as any report", () =>
    withShops(SHOPS, async (database) => {
      const { items } = await serviceScore(database, "two", AS_OF);
      expect([items.length, items[0]?.as_of, items.at(-1)?.as_of]).toEqual([
        90,
        "2025-12-02",
        AS_OF,
      ]);
      for (const { as_of, score, tier } of items.filter((_, index) => index % 11 === 1)) {
        const standing = await standingOf(database, SCORE, as_of, "two");
        expect([as_of, standing.points, standing.tier]).toEqual([as_of, score, tier]);
      }
      expect(items.filter(({ score }) => score !== null).map(({ as_of }) => as_of)[0]).toBe(
        "2026-02-16",
      );
    }));
});

describe("R23: not scored is a state of its own, not good", () => {
  it("below the floors, and says what is missing", async () => {
    const small = await scoreIn({ small: { orders: 49, notSold: 1 }, ...others(5) }, "small");
    expect(small).toMatchObject({
      state: "not_scored",
      score: null,
      reason: "None of the 6 parts can be scored; it takes at least 3.",
      level_now: { tier: "not_scored", severity: "not_scored" },
      next_level: null,
      next_steps: [],
    });
    expect(part(small, "deal_not_sold")).toMatchObject({
      state: "below_floor",
      reason: "49 of the 50 orders that it takes, in 30 days.",
      rate: 1 / 49,
      points: null,
    });
    expect(small.level?.current).toMatchObject({ tier: "not_scored", name: "not scored" });
  });

  it("with too few peers, and says so", async () => {
    const lone = await scoreIn({ own: { notSold: 9 }, ...others(3) }, "own");
    expect(lone).toMatchObject({ state: "not_scored", score: null });
    expect(part(lone, "deal_not_sold")).toMatchObject({
      state: "no_peers",
      reason: "Fewer than 5 sellers of your category to be compared with.",
      peer_rate: null,
    });
  });

  it("without a category, and says so", async () => {
    const own = await scoreIn({ own: { category: null }, ...others(6) }, "own");
    expect(part(own, "not_received").reason).toBe(
      "Your category is not known, so there is nobody to compare you with.",
    );
  });

  it("before the programme was in force", () =>
    withShops(SHOPS, async (database) => {
      const { earlier: _, ...newest } = SCORE;
      const program = { ...newest, effective: { from: "2026-06-01", until: null } };
      const score = await serviceScore(database, "two", AS_OF, { program });
      expect(score).toMatchObject({
        state: "not_scored",
        reason: "The programme was not in force on 1 March 2026.",
        program_version: "",
        parts: [],
      });
      expect(score.items.every((day) => day.score === null)).toBe(true);
    }));
});

describe("R19: the preparations that a seller's own numbers call weak", () => {
  const shops: Record<string, Shop> = {
    own: {
      late: 21,
      disputes: times(6, () => "not_as_described" as const),
      scores: { first_response_48h: [7, 10], policies_filled: [4, 5] },
    },
    ...others(6, { late: 5, scores: { first_response_48h: [9, 10], policies_filled: [5, 5] } }),
  };
  const states = (score: ServiceScore) => score.preparations.map(({ state }) => state);

  it("are told apart from those that are fine", async () => {
    const own = await scoreIn(shops, "own");
    expect(own.preparations.map(({ preparation }) => preparation)).toEqual([
      "policies",
      "prompt_answers",
      "shipping_in_time",
      "items_match",
    ]);
    expect(states(own)).toEqual(["weak", "weak", "weak", "weak"]);
    expect(own.preparations[2]?.says).toBe(
      "21 of 100 (21 %) in 90 days; the average of your category is 7.3 %.",
    );
    expect(states(await scoreIn(shops, "other0"))).toEqual(["fine", "fine", "fine", "fine"]);
  });

  it("count what the ledger has, by measures that there are", () => {
    const named = preparations.preparations.flatMap(({ numerator, denominator }) => [
      ...numerator.measures,
      ...denominator.measures,
    ]);
    expect(named.filter((name) => !name.startsWith("scores.") && !measures.has(name))).toEqual([]);
  });

  it("are not known where there is too little of them", async () => {
    const score = await scoreIn({ own: { orders: 19, late: 19 }, ...others(5) }, "own");
    expect(states(score)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(score.preparations.map(({ says }) => says)).toEqual([
      "No figures in 30 days.",
      "No figures in 90 days.",
      "19 of the 20 orders that it takes, in 90 days.",
      "19 of the 20 orders that it takes, in 90 days.",
    ]);
  });
});

describe("what is known of peers", () => {
  it.each([60_000, 3])("spares reading them again and changes nothing, keeping %i", (most) =>
    withShops(
      { ...SHOPS, home: { category: "home" }, bare: { category: null } },
      async (database) => {
        const memory = new PeerMemory(most);
        for (const seller of ["two", "four", "home", "bare"])
          expect(await serviceScore(database, seller, AS_OF, { memory })).toEqual(
            await serviceScore(database, seller, AS_OF),
          );
      },
    ),
  );

  it("is of its batch", () =>
    withShops(SHOPS, async (database) => {
      const memory = new PeerMemory();
      const before = await serviceScore(database, "two", AS_OF, { memory });
      await ingestRows(database, shopFeeds({ late: { notSold: 30 } }));
      const after = await serviceScore(database, "two", AS_OF, { memory });
      expect(part(after, "deal_not_sold").peer_rate).toBe(42 / 700);
      expect(await serviceScore(database, "two", AS_OF, { memory, batch: 1 })).toEqual(before);
    }));
});

describe("what is known", () => {
  it("at an earlier batch stays as it was", () =>
    withShops(SHOPS, async (database) => {
      const before = await serviceScore(database, "two", AS_OF);
      await ingestRows(database, {
        cases: times(5, (index) =>
          caseOf(`two ${index}`, { reason: "non_delivery", opened_at: "2026-02-21" }),
        ),
        sellers: [{ seller_id: "two", name: "Two", category: "home" }],
        orders: [order({ order_id: "new", seller_id: "new", category: "toys" })],
      });
      expect(await serviceScore(database, "two", AS_OF, { batch: 1 })).toEqual(before);
      const after = await serviceScore(database, "two", AS_OF);
      expect(after).toMatchObject({ name: "Two", category: "home", state: "not_scored" });
    }));
});
