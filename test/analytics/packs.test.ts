import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { EVALUATIONS, type EvaluationKind } from "../../analytics/4_standings/evaluation.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { Standing } from "../../analytics/4_standings/standing.js";
import { busyMarketplace } from "../support/busy-marketplace.js";
import { keepReading, standings, type Reading } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { lowered, loweredTo, LOWEST, wantsOf } from "../support/lowered.js";
import { arrange, random, together } from "../support/marketplace.js";
import { compared, oracleStandings } from "../support/oracle-standings.js";
import { worldOf, type World } from "../support/oracle-world.js";
import { dayAfter } from "../support/rows.js";

/*
 * Every shipped programme on busy marketplaces, as it is and with lines that a few hundred orders
 * reach, on random days, current and projected, with all that is known and with less.
 */

const FROM = "2024-10-01";
const DAYS = 640;
const UNTIL = dayAfter(FROM, DAYS);
const programs = [...shippedPrograms.values()];
const versionsOf = ({ earlier = [], ...newest }: Program) => [newest, ...earlier];

interface Asked {
  asOf: string;
  kind: EvaluationKind;
  knownBatch: number;
}

/** A day in the life of every version that the marketplace saw, and a late one. */
function questions(program: Program, next: () => number): Asked[] {
  const spans = versionsOf(program).map(({ effective: { from, until } }) => ({
    from: dayAfter(latest(from ?? FROM, FROM), 40),
    until: earliest(until ?? UNTIL, UNTIL),
  }));
  return [...spans, { from: dayAfter(FROM, 300), until: dayAfter(UNTIL, 60) }]
    .filter(({ from, until }) => from < until)
    .map(({ from, until }) => ({
      asOf: dayAfter(from, Math.floor((next() * (Date.parse(until) - Date.parse(from))) / 864e5)),
      kind: EVALUATIONS[Math.floor(next() * 2)] ?? "current",
      knownBatch: next() < 0.25 ? 1 : 2,
    }));
}

const latest = (a: string, b: string) => (a > b ? a : b);
const earliest = (a: string, b: string) => (a < b ? a : b);

/** Programme, lines and tier that some seller was found in. */
const reached = new Set<string>();
const nameOf = (program: string, lines: string | null, tier: string) =>
  `${program}: ${lines} ${tier}`;

describe.each([1, 2])("on the marketplace of seed %i", (seed) => {
  let database: Database;
  const known: { world: World; read: Reading }[] = [];

  beforeAll(async () => {
    database = await Database.open({ path: ":memory:", threads: 1 });
    await database.write(ensureSchema);
    const { regions, metrics } = wantsOf(programs);
    const rows = busyMarketplace({
      seed,
      sellers: 14,
      from: FROM,
      days: DAYS,
      orders: 2000,
      // Every other region, so that each has several sellers.
      regions: regions.filter((_, index) => index % 2 === seed % 2),
      metrics,
    });
    const batches = arrange(rows, { seed, batches: 2, repeats: 0.05 });
    for (const batch of batches) await ingestRows(database, batch);
    for (const [index] of batches.entries())
      known.push({
        world: worldOf(together(batches.slice(0, index + 1))),
        read: await keepReading(database, index + 1),
      });
  });
  afterAll(() => database.close());

  it.each(programs.map(({ id }, index) => [id, index] as const))("%s", async (id, index) => {
    const program = shippedPrograms.get(id) as Program;
    const next = random(seed * 1000 + index);
    const low = [lowered(program), loweredTo(program, LOWEST.apart)];
    for (const [nth, each] of [program, ...low].entries())
      for (const { asOf, kind, knownBatch } of questions(each, next).slice(nth === 0 ? -1 : 0)) {
        const { world, read } = known[knownBatch - 1] as (typeof known)[number];
        const wanted = oracleStandings(each, world, { asOf, kind });
        const found = await read(each, asOf, kind);
        expect(found).toHaveLength(wanted.length);
        for (const [row, standing] of found.entries()) {
          const { points, peer_rate, ...exact } = wanted[row] as (typeof wanted)[number];
          expect({ asOf, kind, ...compared(standing) }).toMatchObject({ asOf, kind, ...exact });
          expect(standing.points ?? -1).toBeCloseTo(points ?? -1, 8);
          expect(standing.peer_rate ?? -1).toBeCloseTo(peer_rate ?? -1, 12);
          expect(Standing.safeParse(standing).error).toBeUndefined();
          if (nth > 0) reached.add(nameOf(id, standing.lines, standing.tier));
        }
      }
  });

  it("says the same of a seller alone as of everybody", async () => {
    const next = random(seed);
    const { read } = known[1] as (typeof known)[number];
    for (const program of programs.filter(() => next() < 0.4)) {
      const [{ asOf, kind }] = questions(program, next) as [Asked];
      const everybody = await read(lowered(program), asOf, kind);
      const one = everybody[Math.floor(next() * everybody.length)] as Standing;
      const options = { kind, knownBatch: 2, sellerId: one.seller_id };
      expect(await standings(database, lowered(program), asOf, options)).toEqual([one]);
    }
  });
});

it("most tiers of every programme were reached, so that the comparison means something", () => {
  const every = programs.flatMap((program) =>
    versionsOf(program)
      .filter(({ effective: { from, until } }) => (from ?? "") < UNTIL && (until ?? "9") > FROM)
      .flatMap(({ tiers, regional }) =>
        [{ id: "general", tiers }, ...regional].flatMap((set) =>
          set.tiers.map((tier) => nameOf(program.id, set.id, tier.id)),
        ),
      ),
  );
  const all = new Set(every);
  const missed = [...all].filter((name) => !reached.has(name));
  expect(all.size).toBeGreaterThan(programs.length);
  expect({ missed, share: missed.length / all.size < 0.3 }).toEqual({ missed, share: true });
});
