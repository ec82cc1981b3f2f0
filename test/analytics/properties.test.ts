import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { compareLedger } from "../../analytics/2_ledger/rebuild.js";
import { ExchangeRateError } from "../../analytics/errors.js";
import { readHistory, type HistoryPoint } from "../../analytics/4_standings/history.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import type { Program, RateProgram } from "../../analytics/4_standings/program.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { feedByName, feedNames } from "../../ingest/feeds/index.js";
import { reading, standings, withDatabase } from "../support/database.js";
import { ingestRows, type FeedRows, type Layout } from "../support/files.js";
import { rateProgram } from "../support/judging.js";
import { lowered } from "../support/lowered.js";
import { arrange, arrival, marketplace, together, type Arrival } from "../support/marketplace.js";
import { currentRows, keyOf, minor, oraclePostings, oracleSellers } from "../support/oracle.js";
import { compared, mixesMoney, oracleStandings } from "../support/oracle-standings.js";
import { worldOf } from "../support/oracle-world.js";

/** Small marketplaces reach no shipped line, so most programmes are judged with lower ones. */
const ANY: readonly Program[] = [...shippedPrograms.values()].map(lowered);
/** Filters that no shipped programme has. */
const scoped: Program = {
  ...(lowered(rateProgram("order-defect-rate")) as RateProgram),
  id: "scoped",
  scope: { region: ["eu"], category: ["toys", "a|b"], card_present: [false, true] },
};
const REFERENCE = ["marketplace-dispute-rate", "mastercard-ecm", "order-defect-rate"].map(
  rateProgram,
);
/** A few programmes of any kind, with those that everything here began with. */
const programs = fc
  .subarray([...ANY], { minLength: 2, maxLength: 3 })
  .map((some): Program[] => [...REFERENCE.map(lowered), scoped, ...some]);
const DAYS = ["2026-02-01", "2026-03-31", "2026-05-10"];
const LAYOUTS: Layout[] = ["csv", "ndjson"];

const days = fc.subarray([...DAYS, "2026-02-20", "2026-03-03", "2026-04-01", "2026-06-30"], {
  minLength: 2,
  maxLength: 2,
});
const layout = fc.constantFrom(...LAYOUTS);
/** So many random marketplaces, or as many as fit into twenty seconds of a busy machine. */
const runs = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: 20_000 });

async function ingestAll(database: Database, batches: readonly FeedRows[], as: Layout) {
  const summaries = [];
  for (const batch of batches) summaries.push(await ingestRows(database, batch, as));
  return summaries;
}

const differences = (database: Database) => database.write(compareLedger);

interface LedgerSum {
  seller: string;
  measure: string;
  orderDate: string;
  eventDate: string;
  liability: string;
  reason: string | null;
  liableUntil: string | null;
  network: string | null;
  currency: string;
  count: number;
  amount: number;
  items: number;
}

const LEDGER_SUMS = `
  select seller_id as seller, measure, cast(order_date as varchar) as "orderDate",
    cast(event_date as varchar) as "eventDate", liability, reason,
    cast(liable_until as varchar) as "liableUntil", nullif(split_part(segment, '|', 1), '') as network, currency,
    cast(sum(count) as bigint) as count, cast(sum(amount) as bigint) as amount, cast(sum(items) as bigint) as items
  from ledger.postings group by all having sum(count) <> 0 or sum(amount) <> 0 or sum(items) <> 0`;

const ledgerSums = (database: Database) =>
  database.read((session) => session.all<LedgerSum>(LEDGER_SUMS));

function oracleSums(versions: FeedRows): LedgerSum[] {
  const sums = new Map<string, LedgerSum>();
  for (const posting of oraclePostings(versions)) {
    const { seller, measure, orderDate, eventDate, liability, currency } = posting;
    const { reason = null, liableUntil = null, network = null } = posting;
    const names = { seller, measure, orderDate, eventDate, liability, reason };
    const key = { ...names, liableUntil, network, currency };
    const sum = sums.get(JSON.stringify(key)) ?? { ...key, count: 0, amount: 0, items: 0 };
    sum.count += 1;
    sum.amount += posting.amount;
    sum.items += posting.items;
    sums.set(JSON.stringify(key), sum);
  }
  return [...sums.values()];
}

const sorted = <T>(rows: readonly T[]) => rows.map((row) => JSON.stringify(row)).sort();

/** Rows that only one side has, or has more often: short where a whole diff would fill screens. */
function unequal<T>(one: readonly T[], other: readonly T[]) {
  const counts = new Map<string, number>();
  for (const row of sorted(one)) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of sorted(other)) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0);
}

/** The current version of every fact, without where it came from. */
const facts = (database: Database) =>
  database.read(async (session) => {
    const result: object[] = [];
    for (const feed of feedNames) {
      const columns = feedByName(feed).columns.map(({ name }) => `"${name}"`);
      const rows = await session.all(
        `select ${columns.join(", ")} from facts.${feed} where recorded_until is null`,
      );
      result.push(...rows.map((row) => ({ feed, ...row })));
    }
    return result;
  });

/** Standings of every seller, or null where the programme's money cannot be added up. */
const unlessPriceless = (found: Promise<Standing[]>): Promise<Standing[] | null> =>
  found.catch((error: unknown) => {
    if (error instanceof ExchangeRateError) return null;
    throw error;
  });

const everyStanding = (database: Database, some: readonly Program[], knownBatch: number) =>
  reading(database, knownBatch, async (read) => {
    const result: object[] = [];
    for (const [index, program] of some.entries())
      for (const day of DAYS) {
        const rows = await unlessPriceless(read(program, day));
        result.push(...(rows ?? [{ refused: day }]).map((row) => ({ index, ...row })));
      }
    return result;
  });

describe("any marketplace, in any order of arrival", () => {
  it("has the ledger of a full rebuild, after every batch", async () => {
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, layout, (rows, how, as) =>
        withDatabase(async (database) => {
          for (const batch of arrange(rows, how)) {
            await ingestRows(database, batch, as);
            expect(await differences(database)).toEqual([]);
          }
        }),
      ),
      runs(5),
    );
  });

  it("has the ledger and the standings of the oracle", async () => {
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, layout, programs, days, (rows, how, as, some, on) =>
        withDatabase(async (database) => {
          const batches = arrange(rows, how);
          await ingestAll(database, batches, as);
          const versions = together(batches);
          expect(unequal(await ledgerSums(database), oracleSums(versions))).toEqual([]);
          const world = worldOf(versions);
          await reading(database, batches.length, async (read) => {
            for (const program of some.filter((each) => !mixesMoney(each, world)))
              for (const asOf of on) {
                const wanted = oracleStandings(program, world, { asOf });
                const found = await read(program, asOf);
                const rows = unequal<object>(found.map(compared), wanted);
                expect({ program, asOf, rows }).toEqual({ program, asOf, rows: [] });
              }
          });
        }),
      ),
      runs(6),
    );
  });

  it("has a history that says of each day what a report of that day says", async () => {
    const row = (of: Standing | HistoryPoint) =>
      [of.as_of, of.numerator, of.denominator, of.rate, of.tier] as const;
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, programs, (rows, how, some) =>
        withDatabase(async (database) => {
          await ingestAll(database, arrange(rows, how), "csv");
          const world = worldOf(rows);
          for (const program of some.filter((each) => !mixesMoney(each, world)))
            for (const sellerId of oracleSellers(rows)) {
              const alone = [];
              for (const day of DAYS)
                alone.push(...(await standings(database, program, day, { sellerId })));
              const query = { sellerId, days: DAYS, knownBatch: how.batches };
              const history = await database.read((session) =>
                readHistory(session, program, query),
              );
              expect(unequal(history.map(row), alone.map(row))).toEqual([]);
            }
        }),
      ),
      runs(3),
    );
  });

  it("has the same facts, ledger and standings whatever the order and the splitting", async () => {
    const road = (rows: FeedRows, how: Arrival, as: Layout, some: Program[]) =>
      withDatabase(async (database) => {
        await ingestAll(database, arrange(rows, how), as);
        return {
          facts: await facts(database),
          ledger: await ledgerSums(database),
          standings: await everyStanding(database, some, how.batches),
        };
      });
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, arrival, programs, async (rows, one, other, some) => {
        const here = await road(rows, one, "csv", some);
        const there = await road(rows, other, "ndjson", some);
        for (const part of ["facts", "ledger", "standings"] as const)
          expect([part, unequal<object>(here[part], there[part])]).toEqual([part, []]);
      }),
      runs(3),
    );
  });

  it("is not changed by ingesting everything again", async () => {
    const postings = (database: Database) =>
      database.read((session) => session.all("select * from ledger.postings order by all"));
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, (rows, how) =>
        withDatabase(async (database) => {
          const batches = arrange(rows, how);
          await ingestAll(database, batches, "csv");
          const before = [await facts(database), await postings(database)];
          for (const { feeds } of await ingestAll(database, batches, "csv"))
            for (const summary of Object.values(feeds))
              expect(summary).toEqual({
                read: summary.read,
                duplicate: summary.read,
                new: 0,
                updated: 0,
                stale: 0,
                quarantined: 0,
              });
          expect([await facts(database), await postings(database)]).toEqual(before);
        }),
      ),
      runs(3),
    );
  });

  it("ties counts and money from feed to facts to ledger", async () => {
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, (rows, how) =>
        withDatabase(async (database) => {
          const batches = arrange(rows, how);
          const summaries = await ingestAll(database, batches, "csv");
          summaries.forEach(({ feeds }, index) => {
            for (const [feed, summary] of Object.entries(feeds)) {
              const { read, ...outcomes } = summary;
              expect(read).toBe(batches[index]?.[feed as keyof FeedRows]?.length);
              expect(Object.values(outcomes).reduce((a, b) => a + b)).toBe(read);
            }
          });
          for (const feed of ["orders", "cases", "chargebacks"] as const) {
            const ids = (rows[feed] ?? []).map(
              (row) => (row as Record<string, unknown>)[keyOf(feed)],
            );
            const fresh = summaries.reduce((sum, { feeds }) => sum + (feeds[feed]?.new ?? 0), 0);
            expect(fresh).toBe(new Set(ids).size);
          }
          const living = currentRows("orders", together(batches).orders ?? []);
          const placed = await database.read((session) =>
            session.all(
              `select currency, cast(sum(count) as bigint) as count, cast(sum(amount) as bigint) as amount
               from ledger.postings where measure = 'orders_placed' group by all having sum(count) <> 0 order by currency`,
            ),
          );
          const currencies = [...new Set(living.map((order) => order.currency as string))].sort();
          const totals = currencies.map((currency) => {
            const own = living.filter((order) => order.currency === currency);
            const amounts = own.map((order) => minor(order.amount as string, currency));
            return { currency, count: own.length, amount: amounts.reduce((a, b) => a + b, 0) };
          });
          expect(placed).toEqual(totals);
        }),
      ),
      runs(4),
    );
  });

  it("gives the standings of an earlier batch again, bit by bit, after what came later", async () => {
    await fc.assert(
      fc.asyncProperty(marketplace, arrival, programs, (rows, how, some) =>
        withDatabase(async (database) => {
          const then: Awaited<ReturnType<typeof everyStanding>>[] = [];
          for (const batch of arrange(rows, { ...how, batches: how.batches + 1 })) {
            await ingestRows(database, batch);
            then.push(await everyStanding(database, some, then.length + 1));
          }
          for (const [index, seen] of then.entries())
            expect(unequal(await everyStanding(database, some, index + 1), seen)).toEqual([]);
        }),
      ),
      runs(3),
    );
  });
});
