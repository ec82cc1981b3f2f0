import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  loadMapping,
  MappingError,
  parseMapping,
  recogniseSource,
  shippedMappings,
} from "../../../ingest/mapping/index.js";
import { mappingOf } from "./try-mapping.js";

const sellers = (columns: object) => ({ columns: { seller_id: "a", ...columns } });
const orders = (columns: object) => ({
  feed: "orders",
  columns: {
    order_id: "a",
    seller_id: "a",
    buyer_id: "a",
    amount: "n",
    currency: { const: "EUR" },
    ordered_at: { timestamp: "b", format: "%Y-%m-%d" },
    ...columns,
  },
});

function errorOf(build: () => unknown): MappingError {
  try {
    build();
  } catch (error) {
    if (error instanceof MappingError) return error;
    throw error;
  }
  throw new Error("the mapping was accepted");
}

describe("a wrong mapping", () => {
  const cases: [string, object, RegExp][] = [
    [
      "an unknown operator",
      sellers({ name: { sql: "drop table t" } }),
      /feeds\[0\]\.columns\.name: not an expression: \{sql\}; use one of const, column/,
    ],
    [
      "a list for an expression",
      sellers({ name: ["a"] }),
      /columns\.name: not an expression: \["a"\]/,
    ],
    [
      "an operator with a misspelt option",
      sellers({ name: { before: "a", delimeter: "." } }),
      /columns\.name/,
    ],
    [
      "a nested fault",
      sellers({ name: { concat: ["a", { lower: { oops: 1 } }] } }),
      /columns\.name\.concat\[1\]\.lower: not an expression: \{oops\}/,
    ],
    [
      "an unknown condition",
      { where: { value: "a", matches: ".*" } },
      /feeds\[0\]\.where: not a condition: \{value, matches\}; use one of equals/,
    ],
    [
      "an unknown column",
      sellers({ name: "z" }),
      /columns\.name: no column z in t; add it to sources\.t/,
    ],
    [
      "an unknown column inside",
      sellers({ name: { concat: ["a", "z"] } }),
      /name\.concat\[1\]: no column z/,
    ],
    [
      "a column the feed lacks",
      sellers({ nmae: "a" }),
      /columns\.nmae: sellers has no column nmae; use one of seller_id, name/,
    ],
    [
      "a required column missing",
      { columns: { name: "a" } },
      /columns: sellers requires seller_id; map it/,
    ],
    ["a feed we do not have", { feed: "reviews" }, /feeds\[0\]\.feed/],
    ["a source we do not have", { from: "u" }, /feeds\[0\]\.from: unknown source u; declare it/],
    [
      "a time without a format",
      sellers({ opened_at: "b" }),
      /opened_at is a time and its format is not declared/,
    ],
    [
      "an unknown date part",
      sellers({ opened_at: { timestamp: "b", format: "%Y-%q" } }),
      /unknown date part %q; use %Y/,
    ],
    [
      "a format without a day",
      sellers({ opened_at: { timestamp: "b", format: "%Y-%m" } }),
      /does not name year, month and day/,
    ],
    [
      "an unknown zone",
      sellers({ opened_at: { timestamp: "b", format: "%Y-%m-%d", zone: "Mars/Base" } }),
      /unknown time zone Mars\/Base; use a name such as Europe\/London/,
    ],
    [
      "a zone beside an offset",
      sellers({ opened_at: { timestamp: "b", format: "%Y-%m-%d %z", zone: "Europe/London" } }),
      /the format has an offset and a zone is declared; remove zone/,
    ],
    [
      "an aggregate without groups",
      sellers({ name: { sum: "n" } }),
      /name\.sum: sum needs groups of lines; add group_by/,
    ],
    [
      "a bare column of a group",
      { group_by: ["a"], columns: { seller_id: "a", name: "b" } },
      /column b differs between the lines of a group; wrap it in any/,
    ],
    [
      "an aggregate of an aggregate",
      { group_by: ["a"], columns: { seller_id: "a", name: { sum: { max: "n" } } } },
      /name\.sum\.max: max stands inside another aggregate/,
    ],
    [
      "an aggregate in where",
      { group_by: ["a"], where: { value: { sum: "n" }, greater: 1 } },
      /where\.value\.sum/,
    ],
    [
      "a constant the enum lacks",
      orders({ cancelled_by: { const: "nobody" } }),
      /cancelled_by cannot be nobody; use one of buyer, seller, platform/,
    ],
    [
      "a table entry the enum lacks",
      orders({ card_network: { enum: "a", table: { V: "visa", M: "master" } } }),
      /card_network cannot be master/,
    ],
    [
      "a boolean that is neither",
      orders({ card_present: { const: "yes" } }),
      /card_present cannot be yes; use one of true, false/,
    ],
    [
      "an empty table",
      sellers({ name: { enum: "a", table: {} } }),
      /name\.table: the table is empty/,
    ],
    [
      "a date for money",
      orders({ amount: { timestamp: "b", format: "%Y-%m-%d" } }),
      /amount is a number and is given a date/,
    ],
    [
      "a date in arithmetic",
      sellers({ name: { abs: { timestamp: "b", format: "%Y-%m-%d" } } }),
      /name\.abs: a date is used as a number/,
    ],
    [
      "branches that are not alike",
      orders({ paid_at: { coalesce: [{ timestamp: "b", format: "%Y-%m-%d" }, "a"] } }),
      /one branch is a date and another is not/,
    ],
    [
      "too many decimals",
      sellers({ name: { multiply: ["n", "n", "n", "n"] } }),
      /has 24 decimals, at most 18 are kept; round a factor/,
    ],
    [
      "a fractional scale",
      sellers({ name: { round: "n", scale: "1.5" } }),
      /scale: not a whole number/,
    ],
    ["an unknown key", { filter: "a" }, /feeds\[0\]: Unrecognized key: "filter"; remove filter/],
    ["a join on nothing", { join: [{ source: "t", on: {} }] }, /t is joined twice/],
  ];
  it.each(cases)("%s", (_, feed, message) => {
    expect(errorOf(() => mappingOf(feed)).message).toMatch(message);
  });

  it("names its file and line, and tells its parts to a program", () => {
    const error = errorOf(() => mappingOf(sellers({ name: "z" })));
    expect(error.message).toMatch(/^trial\.yaml:14: feeds\[0\]\.columns\.name: no column z/);
    expect(error).toMatchObject({
      path: ["feeds", 0, "columns", "name"],
      problem: "no column z in t",
      remedy: "add it to sources.t.columns, or write source.column for a joined source",
    });
  });

  it("with sources that cannot be told apart", () => {
    const sources = { t: { columns: ["a", "b", "n"] }, u: { columns: ["n", "b", "a"] } };
    expect(errorOf(() => mappingOf({}, { sources })).message).toMatch(/same columns as t/);
  });

  it("with a reserved or a repeated column", () => {
    const columns = (...names: string[]) => ({ sources: { t: { columns: ["a", ...names] } } });
    expect(errorOf(() => mappingOf({}, columns("source_line"))).message).toMatch(/reserved name/);
    expect(errorOf(() => mappingOf({}, columns("b", "b"))).message).toMatch(/b is named twice/);
  });

  it("with a control that is no number, of no source, or named twice", () => {
    const control = (more: object) => ({
      controls: [{ name: "c", source: "t", value: { count: "*" }, ...more }],
    });
    expect(errorOf(() => mappingOf({}, control({ value: { max: "a" } }))).message).toMatch(
      /controls\[0\]\.value: a control must be a number/,
    );
    expect(errorOf(() => mappingOf({}, control({ source: "u" }))).message).toMatch(
      /unknown source u/,
    );
    const twice = { controls: [...control({}).controls, ...control({}).controls] };
    expect(errorOf(() => mappingOf({}, twice)).message).toMatch(/a second control named c/);
  });

  it("that is not YAML", () => {
    const error = errorOf(() => parseMapping("name: a\nfeeds: [", "bad.yaml"));
    expect(error.message).toMatch(/^bad\.yaml:\d+: .*; correct the YAML$/);
  });
});

it("refuses an expression that contains itself", () => {
  const text =
    "name: m\nnote: n\nsources: {t: {columns: [a]}}\n" +
    "feeds: [{feed: sellers, from: t, where: &c {not: *c}, columns: {seller_id: a}}]\n";
  expect(errorOf(() => parseMapping(text, "loop.yaml")).message).toMatch(
    /^loop\.yaml: an expression is nested too deeply, or contains itself/,
  );
});

describe("loadMapping", () => {
  it("finds the shipped mappings by name, each with a note", async () => {
    expect(await shippedMappings()).toEqual(["cloudwalk", "olist", "online-retail"]);
    for (const name of await shippedMappings()) {
      const mapping = await loadMapping(name);
      expect(mapping.name).toBe(name);
      expect(mapping.note.length).toBeGreaterThan(200);
    }
  });

  it("reads a file by its path", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mapping-"));
    const path = join(folder, "mine.yaml");
    const text =
      "name: mine\nnote: n\nsources: {t: {columns: [a]}}\n" +
      "feeds: [{feed: sellers, from: t, columns: {seller_id: a}}]\n";
    await writeFile(path, text);
    expect((await loadMapping(path)).feeds[0]?.feed).toBe("sellers");
    await rm(folder, { recursive: true });
  });

  it("says what there is when there is none", async () => {
    await expect(loadMapping("amazon")).rejects.toThrow(
      "no mapping named amazon; use one of cloudwalk, olist, online-retail, or the path of a YAML file",
    );
    await expect(loadMapping("./none.yaml")).rejects.toThrow(/cannot read \.\/none\.yaml/);
  });

  it("reads YAML scalars as text, so that NO and TRUE are what they are in a file", () => {
    const mapping = parseMapping(
      "name: m\nnote: n\nsources: {t: {columns: [a]}}\n" +
        "feeds: [{feed: sellers, from: t, where: {value: a, equals: NO}, columns: {seller_id: a, name: {const: 1.10}}}]\n",
    );
    expect(mapping.feeds[0]).toMatchObject({
      where: { equals: { const: "NO" } },
      columns: { name: { const: "1.10" } },
    });
  });
});

describe("recogniseSource", () => {
  const mapping = mappingOf(
    {},
    { sources: { t: { columns: ["a", "b", "n"] }, wide: { columns: ["a", "b", "n", "x"] } } },
  );
  it("wants every column, and takes the most specific", () => {
    expect(recogniseSource(mapping, ["n", "a", "b", "more"])).toBe("t");
    expect(recogniseSource(mapping, ["n", "a", "b", "x", "more"])).toBe("wide");
    expect(recogniseSource(mapping, ["a", "b"])).toBeUndefined();
    expect(recogniseSource(mapping, ["A", "B", "N"])).toBeUndefined();
  });
  it("defaults to UTF-8", () => {
    expect(mapping.sources["t"]?.encoding).toBe("utf-8");
  });
});
