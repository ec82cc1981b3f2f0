import { describe, expect, it } from "vitest";
import { compareLedger, repairLedger } from "../../analytics/2_ledger/rebuild.js";
import {
  dayIn,
  findTimeZone,
  isSameZone,
  isTimeZone,
  ledgerTimeZone,
  setTimeZone,
} from "../../analytics/2_ledger/time-zone.js";
import { localColumns } from "../../analytics/2_ledger/local-times.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { recordBatch } from "../../ingest/batch.js";
import { ingestRows, type FeedRows } from "../support/files.js";
import { caseOf, order } from "../support/rows.js";

async function inZone<T>(
  timeZone: string | undefined,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await Database.open({ path: ":memory:", threads: 1 });
  try {
    await database.write((session) => ensureSchema(session, timeZone));
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The sums of the ledger, without the batches that brought them. */
const sums = (database: Database) =>
  database.read((session) =>
    session.all(`select seller_id, measure, order_id, cast(order_date as varchar) as order_date,
        cast(event_date as varchar) as event_date, cast(sum(count) as integer) as count
      from ledger.postings group by all having sum(count) <> 0 or sum(amount) <> 0 order by all`),
  );

/** The day on which each seller's only order was placed. */
const placed = async (database: Database) => {
  const rows = await sums(database);
  const days = rows.filter(({ measure, count }) => measure === "orders_placed" && count === 1);
  return Object.fromEntries(days.map((row) => [row["seller_id"], row["event_date"]]));
};

/** One seller for each moment, named after it. */
const ordersAt = (moments: readonly string[]): FeedRows => ({
  orders: moments.map((ordered_at) =>
    order({ order_id: ordered_at, seller_id: ordered_at, ordered_at }),
  ),
});

const rezone = (database: Database, timeZone: string) =>
  database.write((session) =>
    session.transaction(async () => {
      await setTimeZone(session, timeZone);
      const { batch } = await session.one<{ batch: number }>(
        "select max(batch_id) + 1 as batch from ingest.batches",
      );
      const posted = await repairLedger(session, batch);
      await recordBatch(session, batch, new Date("2028-01-01"), {});
      return posted;
    }),
  );

/** Moments in UTC, the local day on which they fall, and what clocks show. */
const DAYS: Record<string, readonly (readonly [moment: string, day: string, clock: string])[]> = {
  "Europe/Berlin": [
    ["2026-03-28T22:30:00Z", "2026-03-28", "23:30 the day before spring"],
    ["2026-03-28T23:30:00Z", "2026-03-29", "00:30"],
    ["2026-03-29T00:59:00Z", "2026-03-29", "01:59, a minute before 03:00"],
    ["2026-03-29T21:59:00Z", "2026-03-29", "23:59 of a day of 23 hours"],
    ["2026-03-29T22:00:00Z", "2026-03-30", "00:00"],
    ["2026-10-24T21:30:00Z", "2026-10-24", "23:30 the day before autumn"],
    ["2026-10-24T22:30:00Z", "2026-10-25", "00:30"],
    ["2026-10-25T00:30:00Z", "2026-10-25", "02:30 for the first time"],
    ["2026-10-25T01:30:00Z", "2026-10-25", "02:30 for the second time"],
    ["2026-10-25T22:30:00Z", "2026-10-25", "23:30 of a day of 25 hours"],
    ["2026-10-25T23:00:00Z", "2026-10-26", "00:00"],
    ["2028-02-28T22:59:59Z", "2028-02-28", "23:59:59"],
    ["2028-02-28T23:00:00Z", "2028-02-29", "00:00 of a leap day"],
    ["2028-02-29T23:00:00Z", "2028-03-01", "00:00 after a leap day"],
    ["2026-01-31T23:00:00Z", "2026-02-01", "00:00 of a month"],
    ["2026-06-30T22:00:00Z", "2026-07-01", "00:00 of a month in summer"],
    ["2026-12-31T23:00:00Z", "2027-01-01", "00:00 of a year"],
  ],
  "America/New_York": [
    ["2026-03-08T04:30:00Z", "2026-03-07", "23:30 the day before spring"],
    ["2026-03-08T05:30:00Z", "2026-03-08", "00:30"],
    ["2026-03-08T07:00:00Z", "2026-03-08", "03:00, a minute after 01:59"],
    ["2026-03-09T03:59:00Z", "2026-03-08", "23:59 of a day of 23 hours"],
    ["2026-11-01T03:30:00Z", "2026-10-31", "23:30 the day before autumn"],
    ["2026-11-01T04:30:00Z", "2026-11-01", "00:30"],
    ["2026-11-01T05:30:00Z", "2026-11-01", "01:30 for the first time"],
    ["2026-11-01T06:30:00Z", "2026-11-01", "01:30 for the second time"],
    ["2026-11-01T07:30:00Z", "2026-11-01", "02:30, which comes once"],
    ["2026-11-02T04:30:00Z", "2026-11-01", "23:30 of a day of 25 hours"],
    ["2028-02-29T04:59:59Z", "2028-02-28", "23:59:59"],
    ["2028-03-01T04:59:59Z", "2028-02-29", "23:59:59 of a leap day"],
    ["2026-02-01T04:59:59Z", "2026-01-31", "23:59:59 of a month"],
    ["2026-07-01T03:59:59Z", "2026-06-30", "23:59:59 of a month in summer"],
    ["2027-01-01T04:59:59Z", "2026-12-31", "23:59:59 of a year"],
  ],
};

describe.each(Object.entries(DAYS))("a ledger of %s", (zone, days) => {
  const moments = days.map(([moment]) => moment);
  const wanted = Object.fromEntries(days.map(([moment, day]) => [moment, day]));

  it("posts orders on their local day, all at once or in batches", () =>
    inZone(zone, async (database) => {
      await ingestRows(database, ordersAt(moments.slice(0, 5)));
      expect(await placed(database)).toEqual(
        Object.fromEntries(Object.entries(wanted).slice(0, 5)),
      );
      await ingestRows(database, ordersAt(moments.slice(5)));
      expect(await placed(database)).toEqual(wanted);
      expect(await database.write(compareLedger)).toEqual([]);
    }));

  it("differs from one of UTC, and becomes it and comes back when reposted", () =>
    inZone(undefined, async (database) => {
      await ingestRows(database, ordersAt(moments));
      const utc = Object.fromEntries(moments.map((moment) => [moment, moment.slice(0, 10)]));
      expect(await placed(database)).toEqual(utc);
      expect(utc).not.toEqual(wanted);
      const before = await sums(database);
      expect(await rezone(database, zone)).toBeGreaterThan(0);
      expect(await placed(database)).toEqual(wanted);
      expect(await database.write(compareLedger)).toEqual([]);
      await rezone(database, "UTC");
      expect(await sums(database)).toEqual(before);
      expect(await database.write(compareLedger)).toEqual([]);
    }));

  it("keeps what it was before, for those who ask what was known then", () =>
    inZone(undefined, async (database) => {
      await ingestRows(database, ordersAt(moments));
      const known = () =>
        database.read((session) =>
          session.all("select * from ledger.postings where batch_id = 1 order by all"),
        );
      const before = await known();
      await rezone(database, zone);
      expect(await known()).toEqual(before);
    }));
});

describe("a ledger of local days", () => {
  it("retracts corrections and deletions from the days on which they were posted", () =>
    inZone("Europe/Berlin", async (database) => {
      const late = "2026-10-24T22:30:00Z";
      const opened_at = "2026-10-25T23:30:00Z";
      const of = (fields: object) => order({ order_id: "o", ordered_at: late, ...fields });
      await ingestRows(database, { orders: [of({})], cases: [caseOf("o", { opened_at })] });
      const dates = (rows: Awaited<ReturnType<typeof sums>>) =>
        rows.map((row) => [row["measure"], row["order_date"], row["event_date"]]);
      expect(dates(await sums(database))).toContainEqual([
        "cases_opened",
        "2026-10-25",
        "2026-10-26",
      ]);
      await ingestRows(database, { orders: [of({ updated_at: "2026-12-01", amount: "7.00" })] });
      expect(await database.write(compareLedger)).toEqual([]);
      await ingestRows(database, {
        orders: [{ order_id: "o", deleted: true, updated_at: "2026-12-02" }],
      });
      expect(await sums(database)).toEqual([]);
      expect(await database.write(compareLedger)).toEqual([]);
    }));

  it("leaves the facts, and the days of scores, as they came", () =>
    inZone("Asia/Tokyo", async (database) => {
      await ingestRows(database, {
        ...ordersAt(["2026-03-01T20:00:00Z"]),
        scores: [{ seller_id: "a", metric: "m", date: "2026-03-01", numerator: 1, denominator: 2 }],
      });
      const found = await database.read((session) =>
        session.one(`select (select cast(ordered_at as varchar) from facts.orders) as fact,
          (select cast("date" as varchar) from ledger.scores) as score`),
      );
      expect(found).toEqual({ fact: "2026-03-01 20:00:00", score: "2026-03-01" });
      expect(Object.values(await placed(database))).toEqual(["2026-03-02"]);
    }));
});

describe("the time zone of a database", () => {
  const zoneOf = (database: Database) => database.read(ledgerTimeZone);

  it("is UTC unless it is made with another, whatever the case of its name", async () => {
    expect(await inZone(undefined, zoneOf)).toBe("UTC");
    expect(await inZone("europe/BERLIN", zoneOf)).toBe("Europe/Berlin");
  });

  it("is kept: asking for another is refused with what to do", () =>
    inZone("Europe/Berlin", async (database) => {
      const ensure = (zone?: string) => database.write((session) => ensureSchema(session, zone));
      await ensure();
      await ensure("Europe/Berlin");
      await expect(ensure("America/New_York")).rejects.toThrow(
        "this ledger's days are those of Europe/Berlin, not of America/New_York: leave out --time-zone and PLIMSOLL_TIME_ZONE, or repost it with plimsoll rebuild --time-zone America/New_York",
      );
      expect(await zoneOf(database)).toBe("Europe/Berlin");
    }));

  it.each(["Europe/Berln", "+02:00", "'; drop table", "Mars"])("cannot be %s", async (zone) => {
    await expect(inZone(zone, zoneOf)).rejects.toThrow(
      `there is no time zone ${zone}: give a name of the IANA list, as in Europe/Berlin or UTC`,
    );
    expect(isTimeZone(zone)).toBe(false);
  });

  it("is one that DuckDB and Node both know, for every name of DuckDB's that Node has", () =>
    inZone(undefined, async (database) => {
      const names = await database.read((session) =>
        session.all<{ name: string }>("select name from pg_timezone_names()"),
      );
      const known = names.filter(({ name }) => isTimeZone(name));
      expect(known.length).toBeGreaterThan(400);
      for (const name of ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo"])
        expect(await database.read((session) => findTimeZone(session, name))).toBe(name);
      expect(isSameZone("UTC", "Etc/UTC")).toBe(true);
    }));

  it("says which day it is", () => {
    const moment = new Date("2026-10-24T22:30:00Z");
    expect(dayIn("UTC", moment)).toBe("2026-10-24");
    expect(dayIn("Europe/Berlin", moment)).toBe("2026-10-25");
    expect(dayIn("America/New_York", new Date("2026-01-01T04:59:00Z"))).toBe("2025-12-31");
  });
});

describe("local times in bulk", () => {
  it.each([
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Asia/Pyongyang",
    "Europe/London",
  ])("are those that DuckDB gives one by one, before, at and after every change of %s", (zone) =>
    inZone(zone, async (database) => {
      await database.write((session) =>
        session.run(`insert into facts.orders (order_id, ordered_at)
          select cast(i as varchar), timestamp '2008-06-01' + i * interval 45 minutes
          from range(10 * 365 * 32) as moments(i)
          union all values ('old', timestamp '1960-01-01'), ('late', timestamp '2090-07-01'), ('none', null)`),
      );
      const selected = (isBulk: boolean) =>
        database.read(async (session) => {
          const columns = await localColumns(session, { isBulk });
          return `select ${columns("orders")} from facts.orders`;
        });
      const [bulk, single] = [await selected(true), await selected(false)];
      expect(bulk).not.toBe(single);
      const { wrong, shifted } = await database.read((session) =>
        session.one<{ wrong: number; shifted: number }>(
          `select count(*) filter (where a.ordered_at is distinct from b.ordered_at) as wrong,
             count(distinct date_diff('second', c.ordered_at, a.ordered_at)) as shifted
           from (${bulk}) a join (${single}) b using (order_id) join facts.orders c using (order_id)`,
        ),
      );
      expect(wrong).toBe(0);
      expect(shifted).toBeGreaterThan(0);
    }),
  );
});
