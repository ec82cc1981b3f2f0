import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepSums, keptSumsOf } from "../../../analytics/3_rates/kept-sums.js";
import { FigureMemory } from "../../../analytics/3_rates/memory.js";
import { repairLedger } from "../../../analytics/2_ledger/rebuild.js";
import { setTimeZone } from "../../../analytics/2_ledger/time-zone.js";
import { Database } from "../../../analytics/engine/duckdb.js";
import { evaluateAll } from "../../../analytics/4_standings/evaluate.js";
import { LedgerView } from "../../../analytics/4_standings/ledger-view.js";
import { shippedPrograms } from "../../../analytics/4_standings/programs.js";
import { readSellers, standingsOf } from "../../../analytics/4_standings/standings.js";
import { ensureSchema } from "../../../analytics/schema.js";
import { recordBatch } from "../../../ingest/batch.js";
import { busyMarketplace } from "../../support/busy-marketplace.js";
import { ingestRows, type FeedRows } from "../../support/files.js";
import { lowered, wantsOf } from "../../support/lowered.js";
import { arrange } from "../../support/marketplace.js";
import { dayAfter } from "../../support/rows.js";

const FROM = "2025-10-01";
const programs = [...shippedPrograms.values()].map((program) => lowered(program));

/** Every standing in every programme, as text, and the names of what it was made of. */
const judgedIn = (database: Database, batch: number, asOf: string, memory?: Memory) =>
  database.read(async (session) => {
    const ledger = await LedgerView.open(session, batch, memory);
    const sellers = await readSellers(session, batch);
    const all: unknown[] = [];
    for (const evaluation of await evaluateAll(ledger, programs, { asOf }))
      all.push(await standingsOf(ledger, evaluation, sellers, asOf));
    return { standings: JSON.stringify(all), asked: ledger.reader.asked };
  });

type Memory = FigureMemory | Promise<FigureMemory>;
const standingsIn = async (...of: Parameters<typeof judgedIn>) => (await judgedIn(...of)).standings;

/** The same by what was kept before, which is then kept anew: as one process after another does it. */
async function keptIn(database: Database, batch: number, asOf: string): Promise<string> {
  const memory = keptSumsOf(database);
  const { standings, asked } = await judgedIn(database, batch, asOf, memory);
  await database.write(async (session) => keepSums(session, await memory, asked));
  return standings;
}

/** Rows of the orders of some sellers, and all others. */
function split(rows: FeedRows, isApart: (seller: string) => boolean): [FeedRows, FeedRows] {
  const apart = new Set(
    rows.orders?.filter(({ seller_id }) => isApart(String(seller_id))).map((row) => row.order_id),
  );
  const part = (isIn: boolean) =>
    Object.fromEntries(
      Object.entries(rows).map(([feed, list]) => [
        feed,
        (list as { order_id?: string }[]).filter((row) => apart.has(row.order_id) === isIn),
      ]),
    ) as FeedRows;
  return [part(false), part(true)];
}

describe.each([1, 2])("what is remembered of a marketplace, seed %i", (seed) => {
  let database: Database;
  let batches: FeedRows[] = [];

  beforeAll(async () => {
    database = await Database.open({ path: ":memory:", threads: 1 });
    await database.write(ensureSchema);
    const { regions, metrics } = wantsOf(programs);
    const rows = busyMarketplace({
      seed,
      sellers: 10,
      from: FROM,
      days: 400,
      orders: 700,
      regions,
      metrics,
    });
    const ids = [...new Set(rows.orders?.map(({ seller_id }) => String(seller_id)))].sort();
    const [many, few] = split(rows, (seller) => ids.indexOf(seller) < 2);
    batches = [
      ...arrange(many, { seed, batches: 2, repeats: 0.1 }),
      ...arrange(few, { seed, batches: 2, repeats: 0.1 }),
    ];
  });

  afterAll(() => database.close());

  it("is what would be read anew, batch after batch, on another day, and at an earlier batch", async () => {
    const asOf = dayAfter(FROM, 380);
    const memory = new FigureMemory({ mostChanged: 1 });
    const short = new FigureMemory({ most: 500, mostChanged: 1 });
    for (const [index, batch] of batches.entries()) {
      await ingestRows(database, batch);
      const anew = await standingsIn(database, index + 1, asOf);
      expect(await standingsIn(database, index + 1, asOf, memory)).toBe(anew);
      expect(await standingsIn(database, index + 1, asOf, short)).toBe(anew);
      expect(await keptIn(database, index + 1, asOf)).toBe(anew);
    }
    for (const [batch, day] of [
      [4, dayAfter(FROM, 391)],
      [2, asOf],
    ] as const)
      for (const known of [memory, keptSumsOf(database)])
        expect(await standingsIn(database, batch, day, known)).toBe(
          await standingsIn(database, batch, day),
        );
  });

  it("and of what is kept of it, is so when its days become those of another zone", async () => {
    const asOf = dayAfter(FROM, 380);
    const before = await keptIn(database, 4, asOf);
    await database.write((session) =>
      session.transaction(async () => {
        await setTimeZone(session, "Asia/Tokyo");
        expect(await repairLedger(session, 5)).toBeGreaterThan(0);
        await recordBatch(session, 5, new Date("2027-01-01T00:00:00Z"), {});
      }),
    );
    const anew = await standingsIn(database, 5, asOf);
    expect(anew).not.toBe(before);
    expect(await keptIn(database, 5, asOf)).toBe(anew);
    expect(await keptIn(database, 4, asOf)).toBe(before);
  });
});
