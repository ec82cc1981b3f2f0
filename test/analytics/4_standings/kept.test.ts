import { describe, expect, it } from "vitest";
import { keptSumsOf } from "../../../analytics/3_rates/kept-sums.js";
import type { Database } from "../../../analytics/engine/duckdb.js";
import { evaluateAll } from "../../../analytics/4_standings/evaluate.js";
import { isWorthKeeping, keepStandings } from "../../../analytics/4_standings/kept.js";
import { LedgerView } from "../../../analytics/4_standings/ledger-view.js";
import { shippedPrograms } from "../../../analytics/4_standings/programs.js";
import { readSellers } from "../../../analytics/4_standings/standings.js";
import { busyMarketplace } from "../../support/busy-marketplace.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows } from "../../support/files.js";
import { lowered, wantsOf } from "../../support/lowered.js";

const programs = [...shippedPrograms.values()].map((program) => lowered(program));
const AS_OF = "2026-03-01";

/** A marketplace whose sums are kept as they were on the day after its newest event. */
const withKept = (work: (database: Database) => Promise<void>) =>
  withDatabase(async (database) => {
    const { regions, metrics } = wantsOf(programs);
    const size = { seed: 3, sellers: 6, from: "2025-12-01", days: 90, orders: 300 };
    await ingestRows(database, busyMarketplace({ ...size, regions, metrics }));
    await keepStandings(database, { programs, today: AS_OF });
    await work(database);
  });

/** Every seller's tier in every programme on the day on which sums were kept. */
const tiersIn = (database: Database, hasKept = true) =>
  database.read(async (session) => {
    const ledger = await LedgerView.open(session, 1, hasKept ? keptSumsOf(database) : undefined);
    const sellers = await readSellers(session, 1);
    const all = await evaluateAll(ledger, programs, { asOf: await keptDay(database) });
    return all.map((each) => sellers.map(({ seller_key }) => each.tierOf(seller_key)).join(" "));
  });

/** The last day of the windows that were kept, as their names tell. */
const keptDay = (database: Database): Promise<string> =>
  database.read(async (session) => {
    const { day } = await session.one<{ day: string }>(
      `select max(look[3]) as day from (
         select unnest(cast(cast(name as json)->3 as VARCHAR[][])) as look from standings.sums
         where starts_with(name, '['))`,
    );
    return day;
  });

/** Another ledger of the same days and sellers, of whom nothing is as it was. */
const falsified = (database: Database) =>
  database.write(async (session) => {
    const of = "count = 9 * count, amount = 9 * amount, items = 9 * items";
    await session.run(`update ledger.volumes set ${of} where seller_key % 2 = 0`);
    await session.run(`update ledger.entries set ${of}`);
    await session.run("update ledger.scores set numerator = 9 * numerator");
  });

describe("sums that were kept", () => {
  it("judge every seller in every programme without a posting being read", () =>
    withKept(async (database) => {
      const anew = await tiersIn(database, false);
      expect(await tiersIn(database)).toEqual(anew);
      expect(new Set(anew.join(" ").split(" ")).size).toBeGreaterThan(5);
      await falsified(database);
      expect(await tiersIn(database)).toEqual(anew);
      expect(await tiersIn(database, false)).not.toEqual(anew);
    }));

  it("are passed over where this Node cannot read them", () =>
    withKept(async (database) => {
      const anew = await tiersIn(database, false);
      await database.write((session) =>
        session.run("update standings.sums set kept = '\\xFF\\x63'::BLOB"),
      );
      expect(await tiersIn(database)).toEqual(anew);
    }));

  it("are passed over by other code than that which kept them", () =>
    withKept(async (database) => {
      await database.write((session) => session.run("update standings.sums set code = 'other'"));
      await falsified(database);
      expect(await tiersIn(database)).toEqual(await tiersIn(database, false));
    }));

  it("replace those of an earlier day", () =>
    withKept(async (database) => {
      const names = () =>
        database.read(async (session) => {
          const rows = await session.all<{ name: string }>("select name from standings.sums");
          return rows.map(({ name }) => name);
        });
      const before = await names();
      await keepStandings(database, { programs, today: "2026-01-15" });
      const after = await names();
      expect(new Set(after).size).toBe(after.length);
      expect(after.filter((name) => before.includes(name)).length).toBeLessThan(after.length / 2);
    }));

  it("are worth it from a million postings on, or from any number", () =>
    withKept(async (database) => {
      const is = (from?: number) => database.read((session) => isWorthKeeping(session, from));
      expect([await is(), await is(100), await is(1_000_000)]).toEqual([false, true, false]);
    }));
});

it("nothing is kept of an empty ledger", () =>
  withDatabase(async (database) => {
    await keepStandings(database, { programs, today: AS_OF });
    const { kept } = await database.read((session) =>
      session.one<{ kept: number }>("select count(*) as kept from standings.sums"),
    );
    expect(kept).toBe(0);
  }));
