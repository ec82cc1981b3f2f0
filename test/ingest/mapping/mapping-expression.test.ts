// oxlint-disable unicorn/no-thenable -- conditions have a `then`; none is ever awaited
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, evaluateGroup, mappingOf, query, rowsOf, type Row } from "./try-mapping.js";

const texts = (...values: (string | null)[]): Row[] => values.map((a) => ({ a }));

describe("text expressions", () => {
  const cases: [string, unknown, Row, string | null][] = [
    ["a column is renamed", "a", { a: "x" }, "x"],
    ["column names one explicitly", { column: "a" }, { a: "x" }, "x"],
    ["const is the same for every row", { const: "TRUE" }, {}, "TRUE"],
    ["const quotes what would end a literal", { const: "O'Neil; --" }, {}, "O'Neil; --"],
    ["concat joins", { concat: ["a", { const: "-" }, "b"] }, { a: "x", b: "y" }, "x-y"],
    ["concat with an empty part is empty", { concat: ["a", "b"] }, { a: "x" }, null],
    ["coalesce takes the first that is not empty", { coalesce: ["a", "b"] }, { b: "y" }, "y"],
    ["lower", { lower: "a" }, { a: "ÄB" }, "äb"],
    ["upper", { upper: "a" }, { a: "äb" }, "ÄB"],
    ["trim", { trim: "a" }, { a: "  x " }, "x"],
    ["trim makes blanks empty", { trim: "a" }, { a: "  " }, null],
    ["before a delimiter", { before: "a", delimiter: "." }, { a: "17850.0" }, "17850"],
    ["before an absent delimiter is all", { before: "a", delimiter: "." }, { a: "178" }, "178"],
    ["after a delimiter", { after: "a", delimiter: "::" }, { a: "x::y::z" }, "y::z"],
    ["after an absent delimiter is empty", { after: "a", delimiter: "/" }, { a: "x" }, null],
    ["substring", { substring: "a", from: 2, length: 3 }, { a: "abcdef" }, "bcd"],
    ["substring to the end", { substring: "a", from: 4 }, { a: "abcdef" }, "def"],
  ];
  it.each(cases)("%s", async (_, expression, row, expected) => {
    expect(await evaluate(expression, [row])).toEqual([expected]);
  });
});

describe("conditions", () => {
  const when = (condition: object) => ({
    if: condition,
    then: { const: "yes" },
    else: { const: "no" },
  });
  const cases: [string, object, (string | null)[], string[]][] = [
    ["equals", { value: "a", equals: "TRUE" }, ["TRUE", "true", null], ["yes", "no", "no"]],
    ["in", { value: "a", in: ["x", "y"] }, ["x", "z", null], ["yes", "no", "no"]],
    ["starts_with", { value: "a", starts_with: "C" }, ["C1", "1C", null], ["yes", "no", "no"]],
    ["is_null", { value: "a", is_null: true }, ["x", null], ["no", "yes"]],
    ["is_null false", { value: "a", is_null: false }, ["x", null], ["yes", "no"]],
    ["greater", { value: "a", greater: 9 }, ["10", "9", "-10", null], ["yes", "no", "no", "no"]],
    ["less", { value: "a", less: "0.5" }, ["0.49", "0.50", null], ["yes", "no", "no"]],
    [
      "not is true of an empty value",
      { not: { value: "a", equals: "x" } },
      ["x", null],
      ["no", "yes"],
    ],
    [
      "and",
      { and: [{ value: "a", starts_with: "x" }, { not: { value: "a", equals: "x" } }] },
      ["x", "xy"],
      ["no", "yes"],
    ],
    [
      "or",
      {
        or: [
          { value: "a", equals: "x" },
          { value: "a", equals: "y" },
        ],
      },
      ["y", "z"],
      ["yes", "no"],
    ],
  ];
  it.each(cases)("%s", async (_, condition, values, expected) => {
    expect(await evaluate(when(condition), texts(...values))).toEqual(expected);
  });

  it("compare two columns, and a string on the right is a literal", async () => {
    const rows = [
      { a: "b", b: "x" },
      { a: "x", b: "x" },
    ];
    expect(await evaluate(when({ value: "a", equals: { column: "b" } }), rows)).toEqual([
      "no",
      "yes",
    ]);
    expect(await evaluate(when({ value: "a", equals: "b" }), rows)).toEqual(["yes", "no"]);
  });

  it("without else give nothing, and read only the branch that is taken", async () => {
    const e = { if: { value: "b", equals: "n" }, then: { abs: "a" } };
    const rows = [
      { a: "-1", b: "n" },
      { a: "words", b: "t" },
      { a: "words", b: "n" },
    ];
    const [one, nothing, problem] = await evaluate(e, rows);
    expect([one, nothing]).toEqual(["1", null]);
    expect(problem).toMatch(/^name\twords\tnot a plain number/);
  });
});

describe("times", () => {
  const date = { timestamp: "a", format: "%Y-%m-%d %H:%M:%S" };
  it("are read by the declared format and no other", async () => {
    const values = [
      "2010-12-01 08:26:00",
      "12/1/2010 8:26",
      "10-12-01 08:26:00",
      "2010-02-30 00:00:00",
      null,
    ];
    expect(await evaluate(date, texts(...values))).toEqual([
      "2010-12-01T08:26:00Z",
      "name\t12/1/2010 8:26\tdoes not fit the date format %Y-%m-%d %H:%M:%S",
      "name\t10-12-01 08:26:00\tdoes not fit the date format %Y-%m-%d %H:%M:%S",
      "name\t2010-02-30 00:00:00\tdoes not fit the date format %Y-%m-%d %H:%M:%S",
      null,
    ]);
  });

  it("keep their fraction", async () => {
    const e = { timestamp: "a", format: "%Y-%m-%dT%H:%M:%S.%f" };
    expect(await evaluate(e, texts("2019-12-01T23:16:32.812632"))).toEqual([
      "2019-12-01T23:16:32.812632Z",
    ]);
  });

  it("are turned into UTC from their zone, summer time included, or from their offset", async () => {
    const zoned = { ...date, zone: "Europe/London" };
    expect(await evaluate(zoned, texts("2011-07-01 08:00:00", "2011-01-01 08:00:00"))).toEqual([
      "2011-07-01T07:00:00Z",
      "2011-01-01T08:00:00Z",
    ]);
    const offset = { timestamp: "a", format: "%Y-%m-%d %H:%M:%S %z" };
    expect(await evaluate(offset, texts("2011-07-01 08:00:00 +0300"))).toEqual([
      "2011-07-01T05:00:00Z",
    ]);
  });

  it("can stand for the start or the end of their day, as the zone has it", async () => {
    const value = texts("2018-01-05 10:00:00");
    expect(await evaluate({ ...date, as: "start_of_day" }, value)).toEqual([
      "2018-01-05T00:00:00Z",
    ]);
    expect(await evaluate({ ...date, as: "end_of_day" }, value)).toEqual([
      "2018-01-05T23:59:59.999999Z",
    ]);
    expect(await evaluate({ ...date, as: "end_of_day", zone: "America/Sao_Paulo" }, value)).toEqual(
      ["2018-01-06T01:59:59.999999Z"],
    );
  });
});

describe("enum tables", () => {
  const table = { NO: "norway", "1": "one" };
  it("translate, and refuse what they do not know", async () => {
    expect(await evaluate({ enum: "a", table }, texts("NO", "1", "SE", null))).toEqual([
      "norway",
      "one",
      "name\tSE\tnot in the table (1, NO)",
      null,
    ]);
  });
  it("give the declared default instead, but not for an empty value", async () => {
    const e = { enum: "a", table, default: "other" };
    expect(await evaluate(e, texts("SE", null))).toEqual(["other", null]);
  });
});

describe("numbers", () => {
  const cases: [string, unknown, Row, string | null][] = [
    ["multiply is exact", { multiply: ["a", "n"] }, { a: "0.1", n: "3" }, "0.3"],
    ["multiply with a constant", { multiply: ["a", { const: "0.01" }] }, { a: "1999" }, "19.99"],
    ["add", { add: ["a", "n"] }, { a: "0.1", n: "0.2" }, "0.3"],
    ["subtract", { subtract: ["a", "n"] }, { a: "1", n: "1.000001" }, "-0.000001"],
    ["negate", { negate: "a" }, { a: "-5.50" }, "5.5"],
    ["abs", { abs: "a" }, { a: "-100" }, "100"],
    ["a point may lead or end a number", { add: ["a", "n"] }, { a: ".5", n: "1." }, "1.5"],
    ["round goes half away from zero", { round: "a", scale: 2 }, { a: "2.345" }, "2.35"],
    ["round does so below zero", { round: "a", scale: 2 }, { a: "-2.345" }, "-2.35"],
    ["round to whole numbers", { round: "a", scale: 0 }, { a: "99.5" }, "100"],
    ["an empty value stays empty", { add: ["a", "n"] }, { a: "1" }, null],
    [
      "other marks are declared",
      { number: "a", decimal: ",", thousands: "." },
      { a: "1.234,56" },
      "1234.56",
    ],
    ["beside a number a text is a number", { coalesce: [{ abs: "a" }, { const: "0" }] }, {}, "0"],
  ];
  it.each(cases)("%s", async (_, expression, row, expected) => {
    expect(await evaluate(expression, [row])).toEqual([expected]);
  });

  it.each(["1e5", "1,5", "abc", "0.1234567", "NaN", "£5", "123456789012345678901"])(
    "%s is a problem of its row, never a guess",
    async (a) => {
      expect((await evaluate({ add: ["a", { const: "1" }] }, [{ a }]))[0]).toBe(
        `name\t${a}\tnot a plain number of at most 20 digits and 6 decimals`,
      );
    },
  );

  it("a product too long to hold is a problem of its row", async () => {
    const a = "99999999999999999999";
    expect((await evaluate({ multiply: ["a", "a"] }, [{ a }, { a: "2" }])).map((v) => v)).toEqual([
      `name\t${a}.000000\tthe result has more digits than 38`,
      "4",
    ]);
  });

  it("a tab inside a value does not break the problem's columns", async () => {
    expect((await evaluate({ abs: "a" }, [{ a: "1\t2" }]))[0]?.split("\t")).toHaveLength(3);
  });
});

describe("groups of lines", () => {
  const lines = [
    { a: "x", n: "1.5" },
    { a: null, n: "2" },
    { a: "w", n: null },
    { a: "x", n: "-0.25" },
  ];
  const cases: [string, unknown, string | null][] = [
    ["sum", { sum: "n" }, "3.25"],
    ["sum of products", { sum: { multiply: ["n", "n"] } }, "6.3125"],
    ["min of texts", { min: "a" }, "w"],
    ["max of numbers", { max: { abs: "n" } }, "2"],
    ["count skips empty values", { count: "a" }, "3"],
    ["count of all lines", { count: "*" }, "4"],
    ["count_distinct", { count_distinct: "a" }, "2"],
    ["any is the first by line that is not empty", { any: "a" }, "x"],
    ["aggregates combine", { round: { negate: { sum: "n" } }, scale: 1 }, "-3.3"],
  ];
  it.each(cases)("%s", async (_, expression, expected) => {
    expect(await evaluateGroup(expression, lines)).toBe(expected);
  });

  it("sum products exactly, whatever the numbers", async () => {
    const number = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
    const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 });
    const print = (n: bigint, scale: number) => {
      const digits = (n < 0n ? -n : n).toString().padStart(scale + 1, "0");
      return `${n < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    };
    await fc.assert(
      fc.asyncProperty(pairs, async (given) => {
        const rows = given.map(([a, n]) => ({ a: print(a, 3), n: print(n, 2) }));
        const exact = print(
          given.reduce((sum, [a, n]) => sum + a * n, 0n),
          5,
        );
        const sum = await evaluateGroup({ sum: { multiply: ["a", "n"] } }, rows);
        expect(sum).toBe(exact.replace(/\.?0+$/, "").replace(/^-?$|^-0$/, "0"));
      }),
      { numRuns: 20 },
    );
  });

  it("are refused as a whole when one line cannot be read", async () => {
    expect(await evaluateGroup({ sum: "n" }, [...lines, { n: "x" }])).toMatch(
      /^name\tx\tnot a plain/,
    );
  });

  it("lie within one file, so that a copy of the file gives equal rows", async () => {
    const mapping = mappingOf({ group_by: ["a"], columns: { seller_id: "a", name: { sum: "n" } } });
    const [target] = mapping.feeds;
    const { compileTarget } = await import("../../../ingest/mapping/index.js");
    const twice = `(from t union all select * replace ('copy.csv' as source_file) from t)`;
    const { sql } = compileTarget(mapping, target!, { t: twice });
    const rows = await query(
      {
        t: [
          { a: "k", b: null, n: "1" },
          { a: "k", b: null, n: "2" },
        ],
      },
      sql,
    );
    expect(rows.map((row) => [row["seller_id"], row["name"], row["source_line"]])).toEqual([
      ["k", "3", "2"],
      ["k", "3", "2"],
    ]);
  });
});

it("takes a row whose where cannot be read, as a problem", async () => {
  const mapping = mappingOf({ where: { value: "n", greater: 5 } });
  const rows = await rowsOf(mapping, [
    { a: "no", b: null, n: "4" },
    { a: "yes", b: null, n: "6" },
    { a: "odd", b: null, n: "six" },
  ]);
  expect(rows.map((row) => [row["seller_id"], row["mapping_problem"]?.split("\t")[0]])).toEqual([
    ["yes", undefined],
    ["odd", "where"],
  ]);
});
