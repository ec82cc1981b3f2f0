import fc from "fast-check";
import { expect, it } from "vitest";
import { runBacktest } from "../../../../analytics/4_standings/backtest/backtest.js";
import type { Knowledge, SideName } from "../../../../analytics/4_standings/backtest/contract.js";
import { findProgram, shippedPrograms } from "../../../../analytics/4_standings/programs.js";
import type {
  Program,
  RateProgram,
  ScoreProgram,
} from "../../../../analytics/4_standings/program.js";
import type {
  BasicWindow,
  ProgramWindow,
} from "../../../../analytics/4_standings/program/window.js";
import { daysFrom } from "../../../../analytics/dates.js";
import type { Session } from "../../../../analytics/engine/duckdb.js";
import { daysOf, ingestOn, plain, referenceWalk } from "../../../support/backtest-reference.js";
import { busyMarketplace } from "../../../support/busy-marketplace.js";
import { withDatabase } from "../../../support/database.js";
import { rateProgram } from "../../../support/judging.js";
import { lowered, wantsOf } from "../../../support/lowered.js";
import { arrange, arrival, type Arrival } from "../../../support/marketplace.js";
import { dayAfter } from "../../../support/rows.js";

const TODAY = "2028-01-01";
const days = (count: number, lag_days = 0): BasicWindow => ({
  kind: "rolling_days",
  days: count,
  lag_days,
});

const odr = rateProgram("order-defect-rate");
const cdr = rateProgram("marketplace-dispute-rate");
const tier = { id: "line", name: "line", severity: "above", gates: { rate: 0.1 } } as const;
const worse = { id: "worse", name: "worse", severity: "severe", gates: { rate: 0.5 } } as const;
const rate = (base: RateProgram, id: string, window: ProgramWindow, more: Partial<RateProgram>) => {
  const { evaluation: _, floor: __, ...rest } = base;
  return { ...rest, id, window, tiers: [{ ...tier, exit_rate: 0.06 }, worse], ...more } as Program;
};

const score = lowered(findProgram("service-score")) as Program & ScoreProgram;

/** Whatever a rate programme can be, and a score, with lines that a few orders reach. */
const WALKED: readonly Program[] = [
  rate(cdr, "daily", days(20), { floor: { denominator: 2 } }),
  rate(odr, "lagged", days(30, 8), { unit: "events", exit: { clean_periods: 5 } }),
  rate(cdr, "items", days(25), { unit: "items", exit: { clean_periods: 3 } }),
  rate(odr, "weekly", { kind: "full_weeks", weeks: 3 }, {}),
  rate(cdr, "monthly", { kind: "calendar_month" }, { unit: "events" }),
  rate(odr, "in a row", { kind: "calendar_month" }, { tiers: [{ ...tier, periods: 2 }] }),
  rate(cdr, "best", { kind: "best_of", windows: [days(10), days(40)] }, {}),
  rate(odr, "worst", { kind: "worst_of", windows: [days(10), days(40)] }, {}),
  rate(
    cdr,
    "adaptive",
    { kind: "adaptive", probe: days(30), at_least: 3, then: days(10), otherwise: days(60) },
    {},
  ),
  rate(odr, "peers", days(40), {
    peers: { by: "category", min_sellers: 2 },
    tiers: [{ ...tier, gates: { peer_multiple: 1.2, count: 1 } }],
  }),
  rate(cdr, "few", days(30), {
    tiers: [{ ...tier, gates: { rate: { below: 0.4 }, denominator: 2 } }],
  }),
  rate(odr, "buyers", days(60), {
    tiers: [{ ...tier, gates: { rate: { above: 0 }, distinct_buyers: 2 } }],
  }),
  rate(cdr, "regional", days(30), {
    applies_to: { regions: ["eu"], when_unknown: false },
    regional: [{ id: "us", regions: ["us"], tiers: [{ ...worse, gates: { rate: 0.2 } }] }],
  }),
  {
    ...rate(cdr, "changed", days(30), {}),
    effective: { from: "2026-03-20", until: "2026-05-01" },
    earlier: [rate(odr, "changed", days(50), { effective: { from: null, until: "2026-03-12" } })],
  },
  score,
  {
    ...score,
    id: "changed score",
    effective: { from: "2026-03-20", until: "2026-05-01" },
    score: { ...score.score, parts: score.score.parts.slice(0, 4) },
    earlier: [{ ...score, effective: { from: null, until: "2026-03-12" } }],
  },
];

interface Known {
  knowledge: Knowledge;
  batchOf: (day: string) => number;
}

/** Both sides of a result are those of walking each day for itself. */
async function expectSame(
  session: Session,
  [a, b]: readonly [Program, Program],
  [from, to]: readonly [string, string],
  { knowledge, batchOf }: Known,
): Promise<number> {
  const result = await runBacktest(session, { a, b, from, to, knowledge, today: TODAY });
  for (const [side, program] of [
    ["a", a],
    ["b", b],
  ] as const satisfies [SideName, Program][]) {
    const wanted = plain(await referenceWalk(session, program, daysFrom(from, to), batchOf));
    expect({ id: program.id, ...daysOf(result, side) }).toEqual({ id: program.id, ...wanted });
  }
  return result.items.length;
}

it("is what the evaluator and the alerts say of each day, for every shipped programme", async () => {
  const programs = [...shippedPrograms.values()].map(lowered);
  const wants = wantsOf(programs);
  const busy = { seed: 7, sellers: 8, from: "2026-01-01", days: 220, orders: 520, ...wants };
  await withDatabase(async (database) => {
    await ingestOn(database, busyMarketplace(busy), "2027-02-02");
    const inForce = programs.filter(({ effective }) => (effective.until ?? TODAY) > "2026-06-01");
    let flagged = 0;
    for (let index = 0; index < inForce.length; index += 2) {
      const pair = [inForce[index]!, inForce[index + 1] ?? inForce[0]!] as const;
      const known: Known = { knowledge: "events", batchOf: () => 1 };
      flagged += await database.read((session) =>
        expectSame(session, pair, ["2026-05-25", "2026-07-20"], known),
      );
    }
    expect(flagged).toBeGreaterThan(60);
  });
}, 180_000);

interface Market {
  seed: number;
  sellers: number;
  orders: number;
}

/** Walks pairs of WALKED over a marketplace whose batches were recorded on days of the range. */
async function walkPairs(
  market: Market,
  how: Arrival,
  pairs: readonly (readonly [number, number])[],
) {
  const busy = { from: "2026-01-01", days: 130, regions: ["eu", "us"], metrics: [], ...market };
  const batches = arrange(busyMarketplace(busy), how);
  const on = (nth: number) => dayAfter("2026-03-01", nth * 19);
  let flagged = 0;
  await withDatabase(async (database) => {
    for (const [nth, batch] of batches.entries()) await ingestOn(database, batch, on(nth));
    for (const [index, [a, b]] of pairs.entries()) {
      const knowledge = index % 3 === 2 ? "events" : "recorded";
      const batchOf = (day: string) =>
        batches.filter((_, nth) => knowledge === "events" || on(nth) <= day).length;
      flagged += await database.read((session) =>
        expectSame(session, [WALKED[a]!, WALKED[b]!], ["2026-02-20", "2026-05-12"], {
          knowledge,
          batchOf,
        }),
      );
    }
  });
  return flagged;
}

it("is so for whatever a rate or a score can be, whatever was recorded when", async () => {
  const half = Math.ceil(WALKED.length / 2);
  const pairs = WALKED.slice(0, half).map(
    (_, index) => [index, (index + half) % WALKED.length] as const,
  );
  const how = { seed: 3, batches: 4, repeats: 0.2 };
  expect(await walkPairs({ seed: 11, sellers: 6, orders: 240 }, how, pairs)).toBeGreaterThan(15);
}, 180_000);

it("is so in any marketplace", async () => {
  const market = fc.record({
    seed: fc.nat(),
    sellers: fc.integer({ min: 1, max: 6 }),
    orders: fc.integer({ min: 40, max: 200 }),
  });
  const pair = fc.tuple(fc.nat(WALKED.length - 1), fc.nat(WALKED.length - 1));
  await fc.assert(
    fc.asyncProperty(market, arrival, fc.tuple(pair, pair), async (drawn, how, pairs) => {
      expect(await walkPairs(drawn, how, pairs)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 8_000 },
  );
});
