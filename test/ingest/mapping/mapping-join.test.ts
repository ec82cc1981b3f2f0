import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import {
  compileControls,
  compileTarget,
  compileUntaken,
  parseMapping,
} from "../../../ingest/mapping/index.js";
import { query, type Row } from "./try-mapping.js";

const mapping = parseMapping(
  stringify({
    name: "shop",
    note: "orders with their items and a shop each",
    sources: {
      orders: { columns: ["order", "shop"] },
      items: { columns: ["order", "item", "price"] },
      shops: { columns: ["shop", "city"] },
    },
    feeds: [
      {
        feed: "sellers",
        from: "orders",
        join: [
          { source: "items", on: { order: "order" }, many: true },
          { source: "shops", on: { shop: "shop" } },
        ],
        where: { not: { value: "order", starts_with: "test" } },
        group_by: ["order"],
        columns: {
          seller_id: "order",
          name: { sum: "items.price" },
          category: { any: "items.item" },
          region: { any: "shops.city" },
        },
      },
    ],
    controls: [
      { name: "lines", source: "items", value: { count: "*" } },
      { name: "price", source: "items", value: { sum: "price" } },
      {
        name: "price_of_a",
        source: "items",
        where: { value: "item", equals: "a" },
        value: { sum: "price" },
      },
      { name: "cities", source: "shops", value: { count_distinct: "city" } },
    ],
  }),
);
const orders = [
  { order: "1", shop: "s" },
  { order: "2", shop: "none" },
  { order: "test-3", shop: "s" },
];
const items = [
  { order: "1", item: "b", price: "1.10" },
  { order: "1", item: "a", price: "2.20" },
  { order: "9", item: "a", price: "5" },
  { order: "test-3", item: "a", price: "7" },
];
const shops = [
  { shop: "s", city: "Rio" },
  { shop: "unused", city: "Rio" },
];
const tables = { orders: '"orders"', items: '"items"', shops: '"shops"' };
const joined = (given: Record<string, Row[]>) =>
  query(given, `${compileTarget(mapping, mapping.feeds[0]!, tables).sql} order by source_line`);

describe("join", () => {
  it("keeps rows without a partner and counts no row twice", async () => {
    const rows = await joined({ orders, items, shops });
    expect(rows).toEqual([
      {
        source_file: "f.csv",
        source_line: "2",
        seller_id: "1",
        name: "3.3",
        category: "b",
        region: "Rio",
        mapping_problem: null,
      },
      {
        source_file: "f.csv",
        source_line: "3",
        seller_id: "2",
        name: null,
        category: null,
        region: null,
        mapping_problem: null,
      },
    ]);
  });

  it("does not mind an equal row twice, and reports two that differ", async () => {
    const equal = await joined({ orders, items, shops: [...shops, shops[0]!] });
    expect(equal.map((row) => row["mapping_problem"])).toEqual([null, null]);
    expect(equal[0]?.["name"]).toBe("3.3");
    const differing = await joined({
      orders,
      items,
      shops: [...shops, { shop: "s", city: "Recife" }],
    });
    expect(differing.map((row) => row["mapping_problem"])).toEqual([
      "shops\ts\tmatches several different rows of shops",
      null,
    ]);
  });

  it("says which files belong together when one is missing", () => {
    expect(() => compileTarget(mapping, mapping.feeds[0]!, { orders: '"orders"' })).toThrow(
      "feeds[0]: no file of source items; give the files of orders, items, shops together",
    );
  });
});

describe("untaken rows", () => {
  it("are counted by source, joined ones by the rows that join them", async () => {
    const rows = await query({ orders, items, shops }, compileUntaken(mapping, tables).sql);
    expect(rows).toEqual([
      { source: "orders", rows: "1" },
      { source: "items", rows: "2" },
      { source: "shops", rows: "1" },
    ]);
  });

  it("are all rows of a source that no target can read", async () => {
    const { sql } = compileUntaken(mapping, { items: '"items"' });
    expect(await query({ items }, sql)).toEqual([{ source: "items", rows: "4" }]);
  });
});

describe("controls", () => {
  it("are exact, and only of the sources that were read", async () => {
    const { sql } = compileControls(mapping, { items: '"items"' })!;
    expect(await query({ items }, sql)).toEqual([
      { source: "items", name: "lines", value: "4", problem: null },
      { source: "items", name: "price", value: "15.3", problem: null },
      { source: "items", name: "price_of_a", value: "14.2", problem: null },
    ]);
    expect(compileControls(mapping, {})).toBeUndefined();
  });

  it("name the first value that they could not read", async () => {
    const { sql } = compileControls(mapping, { items: '"items"' })!;
    const rows = await query({ items: [...items, { order: "1", item: "c", price: "?" }] }, sql);
    expect(rows[1]).toMatchObject({ value: "15.3" });
    expect(rows[1]?.["problem"]).toMatch(/^\?\tnot a plain number/);
  });
});
