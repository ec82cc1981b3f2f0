import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import type { Column } from "../../ingest/feeds/feed.js";
import { feedByName, feedNames, type FeedName } from "../../ingest/feeds/index.js";
import { withDatabase } from "../support/database.js";
import { ingestRows, type FeedRows, type Layout } from "../support/files.js";

type Texts = Record<Exclude<Column["kind"], "enum">, readonly string[]>;
const split = (words: string) => words.trim().split(/\s+/);

/** Texts for a column of each kind, usable or not: which is which, Zod and SQL must agree. */
const TEXTS: Texts = {
  id: ["A-1", "ordre n° 7", "'; drop table", "", "   "],
  text: ["", "plain", "a|b", 'with "quotes", and commas', "日本"],
  boolean: ["true", "false", "maybe", "2"],
  integer: ["0", "7", "-1", "1.5", "many", "99999999999"],
  currency: ["USD", "JPY", "usd", "US", "ZZZ", "€", "USDX"],
  money: split(`
    0 5 12.3 12.30 0.05 007.10 99999999999999
    -1 -0.01 12,5 1e3 abc 1_000 $5 1.2.3 --5 . NaN 999999999999999999999999 Infinity`),
  name: ["dsr_stars", "a1", " on_time ", "Stars", "7days", "on-time", "étoiles", "", "_x"],
  decimal: split(`
    0 5 4.8 12.3000 0.0001 99999999999999.9999 -1 -0.01 0.00001 4,8 1e3 abc 1_000 NaN 100000000000000`),
  rate: split(`
    1 1.0842 0.000000000001 999999999.999999999999 007.10 1.000000000000000 0 0.0 -1 1e3 1e-5 4,8 abc 1_000
    . .5 5. NaN 1000000000 0.0000000000001 1.0000000000001`),
  date: [
    ...split(`
      2026-01-31 2024-02-29 2026-02-30 2025-02-29 2026-13-01 26-01-31 yesterday 31.01.2026 2026-1-3
      2026/01/31 20260131 0000-01-01 12026-01-31 infinity epoch 2026-01-31T10:00:00Z 2026-01-31T`),
    "2026-01-31 00:00:00",
    " 2026-01-31",
    "2026-01-31 (BC)",
  ],
  timestamp: [
    ...split(`
      2026-01-31 2024-02-29 2026-01-31T10:00 2026-01-31T10:00:59Z 2026-01-31T10:00:00.123456Z
      2026-01-31T10:00:00+05:30 2026-01-31T10:00:00-0800 2026-01-31T10:00:00+02
      2026-02-30 2025-02-29 2026-13-01 2026-00-10 26-01-31 yesterday 2026-01-31T25:00:00Z
      2026-01-31T10:61:00Z 2026-01-31T10:00:61Z infinity 2026-01-31T 31.01.2026 01/31/2026 2026-1-3
      1767225600 20260131 0000-01-01 12026-01-31 2026-01-31T10:00Z 2026-01-31T10:00+02:00 2026-01-31T10:00:00Zulu epoch`),
    "2026-01-31 10:00:00",
    "2026-01-31 10:00:00 Europe/Paris",
  ],
};

const GOOD: Texts = {
  id: ["A-1"],
  text: ["plain"],
  boolean: ["false"],
  integer: ["7"],
  currency: ["USD"],
  money: ["12.30"],
  name: ["dsr_stars"],
  decimal: ["12.5"],
  rate: ["1.0842"],
  date: ["2026-01-31"],
  timestamp: ["2026-01-31T10:00:00Z", "2026-02-01"],
};

/** What a column's schema cannot know: how many decimals and digits the row's currency leaves. */
const NEEDS_CURRENCY = /more decimals|larger than any amount/;

type TextRow = Record<string, string | undefined>;

const textsOf = (column: Column, among: Texts): readonly string[] =>
  column.kind === "enum" ? (column.values ?? []) : among[column.kind];

/** A good row of a feed in which up to two columns hold anything. */
const rowOf = (feed: FeedName): fc.Arbitrary<TextRow> => {
  const { columns } = feedByName(feed);
  const good = Object.fromEntries(
    columns.map((column) => {
      const texts = fc.constantFrom(...textsOf(column, GOOD));
      return [column.name, column.required ? texts : fc.option(texts, { nil: undefined })];
    }),
  );
  const anything = fc.constantFrom(...columns).chain((column) => {
    const others = column.kind === "enum" ? ["", "Nope", "VISA"] : [""];
    return fc
      .constantFrom(...textsOf(column, TEXTS), ...others)
      .map((text): TextRow => ({ [column.name]: text }));
  });
  return fc
    .tuple(fc.record(good), fc.array(anything, { maxLength: 2 }))
    .map(([row, odds]) => odds.reduce<TextRow>((all, odd) => ({ ...all, ...odd }), row))
    .filter((row) => row["deleted"] !== "true");
};

/** Values as JSON would have them; empty is absent, as in a CSV file. */
function coerced(feed: FeedName, row: TextRow): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, kind } of feedByName(feed).columns) {
    const text = row[name];
    if (text === undefined || text === "") continue;
    result[name] = text;
    if (kind === "boolean" && /^(true|false)$/.test(text)) result[name] = text === "true";
    if (kind === "integer") result[name] = Number(text);
  }
  return result;
}

interface Refused {
  line: number;
  column_name: string;
  reason: string;
}

const refusals = (database: Database) =>
  database.read((session) =>
    session.all<Refused>("select line, column_name, reason from ingest.quarantine order by line"),
  );

/** Rows that ingest refuses, by their number from 0. */
const refusedBy = (feed: FeedName, rows: readonly TextRow[], layout: Layout) =>
  withDatabase(async (database) => {
    const keyed = rows.map((row, index) => keyOnce(feed, row, index));
    const summary = await ingestRows(database, { [feed]: keyed } as FeedRows, layout);
    const bad = await refusals(database);
    expect(summary.feeds[feed]).toMatchObject({ read: rows.length, quarantined: bad.length });
    return new Map(bad.map((one) => [one.line - (layout === "csv" ? 2 : 1), one]));
  });

/** Ids are made different, so that no row is another's version; days are left as they are. */
function keyOnce(feed: FeedName, row: TextRow, index: number): TextRow {
  const [key = ""] = feedByName(feed).key;
  if (key === "date") return row;
  return { ...row, [key]: row[key]?.trim() ? `${row[key]}${index}` : row[key] };
}

describe.each(feedNames)("feed %s", (name) => {
  const feed = feedByName(name);

  it("documents every column, for docs and for Zod alike", () => {
    expect(feed.description).toMatch(/\S.*\.$/);
    for (const { name: column, description, kind, values } of feed.columns) {
      expect([column, description]).toEqual([
        column,
        expect.stringMatching(/^[A-Z`].{6,}[.…:)]?$/s),
      ]);
      expect([column, kind === "enum"]).toEqual([column, values !== undefined]);
    }
    expect(feed.columns.map((column) => column.name)).toEqual(Object.keys(feed.schema.shape));
    const key = feed.columns.filter((column) => feed.key.includes(column.name));
    expect(key.map((column) => column.required)).toEqual(feed.key.map(() => true));
    expect(["id", "date"]).toContain(key[0]?.kind);
  });

  it("accepts and refuses rows as its Zod schema does", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowOf(name), { minLength: 40, maxLength: 80 }),
        fc.constantFrom<Layout[]>("csv", "ndjson"),
        async (rows, layout) => {
          const refused = await refusedBy(name, rows, layout);
          const disagreements = rows.flatMap((row, index) => {
            const parsed = feed.schema.safeParse(coerced(name, row));
            if (parsed.success === !refused.has(index)) return [];
            if (NEEDS_CURRENCY.test(refused.get(index)?.reason ?? "")) return [];
            const zod = parsed.error?.issues.map((issue) => issue.path.join("."));
            return [{ row, zod, sql: refused.get(index) }];
          });
          expect(disagreements).toEqual([]);
        },
      ),
      { numRuns: 6, interruptAfterTimeLimit: 5_000 },
    );
  });
});

describe("a refusal", () => {
  const good = {
    order_id: "o",
    seller_id: "s",
    buyer_id: "b",
    ordered_at: "2026-01-31",
    amount: "1",
    currency: "USD",
  };
  it.each([
    ["amount", { amount: "1.234" }, /more decimals/],
    ["amount", { amount: "1.5", currency: "JPY" }, /more decimals/],
    ["amount", { amount: "1000000000000" }, /larger than any amount/],
    ["amount", { amount: "-3" }, /negative/],
    ["seller_id", { seller_id: "" }, /required/],
    ["currency", { currency: "usd" }, /ISO 4217/],
    ["card_network", { card_network: "VISA" }, /not one of visa, mastercard/],
    ["ordered_at", { ordered_at: "31.01.2026" }, /ISO 8601/],
    ["item_count", { item_count: "2.5" }, /whole number/],
  ])("names %s of %j", async (column, odd, reason) => {
    const refused = await refusedBy("orders", [good, { ...good, ...odd }, good], "csv");
    expect([...refused.keys()]).toEqual([1]);
    expect(refused.get(1)).toMatchObject({
      column_name: column,
      reason: expect.stringMatching(reason) as string,
    });
  });

  it("keeps the largest amounts exactly, also those that a case asks for", () =>
    withDatabase(async (database) => {
      const huge = { ...good, amount: "999999999999.99" };
      const yen = { ...good, order_id: "y", amount: "99999999999999", currency: "JPY" };
      const asked = { case_id: "c", order_id: "o", reason: "non_delivery" } as const;
      await ingestRows(database, {
        orders: [huge, yen],
        cases: [{ ...asked, opened_at: "2026-02-01", requested_amount: "99999999999999" }],
      });
      expect(await refusals(database)).toEqual([]);
      const amounts = await database.read((session) =>
        session.all(`select cast(sum(amount) as varchar) as amount from ledger.postings
          where measure in ('orders_placed', 'cases_opened') group by order_id, measure order by all`),
      );
      expect(amounts.map((row) => row["amount"])).toEqual([
        "99999999999999",
        "99999999999999",
        "9999999999999900",
      ]);
    }));

  it.each([
    ["2026-01-31T24:00:00Z", "2026-02-01 00:00:00"],
    ["2026/01/31", "2026-01-31 00:00:00"],
    [" 2026-01-31", "2026-01-31 00:00:00"],
    ["2026-01-31T10:00Z", "2026-01-31 10:00:00"],
    ["2026-01-31T10:00+02:00", "2026-01-31 08:00:00"],
    ["2026-01-31T10:00:00-0330", "2026-01-31 13:30:00"],
  ])("does not meet %j, which can mean one thing only", (text, utc) =>
    withDatabase(async (database) => {
      await ingestRows(database, { orders: [{ ...good, ordered_at: text }] });
      const rows = await database.read((session) =>
        session.all("select cast(ordered_at as varchar) as ordered_at from facts.orders"),
      );
      expect(rows).toEqual([{ ordered_at: utc }]);
    }),
  );

  it("spares a tombstone that says only what is gone, and since when", () =>
    withDatabase(async (database) => {
      const gone = { order_id: "o", deleted: true };
      const { feeds } = await ingestRows(database, {
        orders: [
          { ...good, updated_at: "2026-02-01" },
          { ...gone, updated_at: "2026-02-02" },
          { order_id: "unordered", deleted: true },
        ],
      });
      expect(feeds.orders).toMatchObject({ new: 1, updated: 1, quarantined: 1 });
      expect(await refusals(database)).toMatchObject([{ column_name: "deleted", line: 4 }]);
    }));

  it("of cases: two reasons exist, a third is refused (R08)", async () => {
    const one = { case_id: "c", order_id: "o", opened_at: "2026-01-31" };
    const rows = ["non_delivery", "changed_mind", "not_as_described"].map((reason) => ({
      ...one,
      reason,
    }));
    const refused = await refusedBy("cases", rows, "ndjson");
    expect([...refused.keys()]).toEqual([1]);
    expect(refused.get(1)).toMatchObject({ column_name: "reason" });
  });
});
