import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { tableFromIPC, type Table } from "apache-arrow";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { Database, literal } from "../../../analytics/engine/duckdb.js";
import { Standing } from "../../../analytics/4_standings/standing.js";
import { ingestFiles } from "../../../ingest/ingest.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";
import { ingestShop } from "./shop.js";

const at = testDirectory();
const PROGRAM = "marketplace-dispute-rate";
const COLUMNS =
  "seller_id program program_version as_of window_start window_end numerator denominator rate raw_numerator raw_rate rate_low rate_high expected_final_rate tier gates headroom months_in_program evaluation evaluated_on confidence lines peer_rate points clean_orders fees fee_total fee_currency remarks";
let db: string;

beforeAll(async () => {
  db = await ingestShop(at);
});

const report = (...options: string[]) => plimsoll("report", PROGRAM, "--db", db, ...options);
const reportJson = async (...options: string[]) =>
  json<Standing[]>(await report("--format", "json", ...options));

describe("report", () => {
  it("prints standings as their contract says, by seller, and the day it took on stderr", async () => {
    const result = await report("--format", "json");
    const rows = json<unknown[]>(result).map((row) => Standing.parse(row));
    expect(result.code).toBe(0);
    expect(rows.map(({ seller_id, tier }) => [seller_id, tier])).toEqual([
      ["amy", "within"],
      ["bob", "not_scored"],
      ["zed", "serious"],
    ]);
    expect(rows[2]).toMatchObject({
      numerator: 12,
      denominator: 60,
      rate: 0.2,
      as_of: "2026-02-16",
    });
    expect(result.stderr.split("\n")[0]).toBe(
      "as of 2026-02-16, the day after the newest event, so that everything counts; choose another with --as-of",
    );
    expect(Object.keys(rows[0] as Standing)).toEqual(COLUMNS.split(" "));
  });

  it("takes a day, a seller and a tier", async () => {
    expect((await reportJson("--as-of", "2026-02-13", "--seller", "zed"))[0]).toMatchObject({
      as_of: "2026-02-13",
      numerator: 6,
      window_start: "2026-01-14",
    });
    expect((await reportJson("--tier", "within")).map((row) => row.seller_id)).toEqual(["amy"]);
    expect(await reportJson("--tier", "above_line")).toEqual([]);
  });

  it("draws a table, worst first, with the gates in words", async () => {
    const { stdout } = await report();
    const sellers = stdout.split("\n").flatMap((line) => /amy|bob|zed/.exec(line)?.[0] ?? []);
    expect(sellers).toEqual(["zed", "amy", "bob"]);
    expect(stdout).toContain("rate 0.2 ≥ 0.1 ✓");
    expect(stdout).toContain("rate 0 < 0.05 ✗");
  });

  it("judges by what was known then, and on the day that was newest then", async () => {
    writeFileSync(
      at("late.csv"),
      "case_id,order_id,reason,opened_at\nlate,z50,non_delivery,2026-03-01\n",
    );
    const grown = at("grown.duckdb");
    copyFileSync(db, grown);
    const database = await Database.open({ path: grown });
    await ingestFiles(database, {
      files: [at("late.csv")],
      recordedAt: new Date("2027-01-01T00:00:00Z"),
    });
    await database.close();
    const zed = async (...known: string[]) =>
      json<Standing[]>(
        await plimsoll(
          "report",
          PROGRAM,
          "--db",
          grown,
          "--seller",
          "zed",
          "--format",
          "json",
          ...known,
        ),
      )[0];
    expect(await zed()).toMatchObject({ as_of: "2026-03-02", numerator: 13 });
    expect(await zed("--known-at", "2026-11-21T12:00:00Z")).toMatchObject({
      as_of: "2026-02-16",
      numerator: 12,
    });
  });

  it("fails where nothing was known yet", async () => {
    const { code, stderr } = await report("--known-at", "2020-01-01T00:00:00+01:00");
    expect(code).toBe(1);
    expect(stderr).toBe(
      "plimsoll: nothing had been recorded by 2019-12-31T23:00:00.000Z: give a later --known-at",
    );
  });

  it("fails where the time is still to come", async () => {
    const { code, stderr } = await report("--known-at", "2026-11-21T12:00:00.001Z");
    expect(code).toBe(1);
    expect(stderr).toBe(
      "plimsoll: 2026-11-21T12:00:00.001Z lies in the future, it is 2026-11-21T12:00:00.000Z now: give an earlier --known-at",
    );
  });

  it.each([
    ["an unknown seller", [PROGRAM, "--seller", "nobody"], "no order of a seller nobody is known"],
    [
      "an unknown programme",
      ["dispute"],
      /no programme is called dispute; there are .*marketplace-dispute-rate/,
    ],
    ["a programme file that is not there", ["mine.yaml"], "mine.yaml: cannot be read"],
  ])("fails for %s", async (_, argv, message) => {
    const { code, stdout, stderr } = await plimsoll("report", ...(argv as string[]), "--db", db);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n").at(-1)).toMatch(message);
  });

  it("asks for orders first where there are none", async () => {
    const empty = at("empty.duckdb");
    await (await Database.open({ path: empty })).close();
    expect(await plimsoll("report", PROGRAM, "--db", empty)).toMatchObject({
      code: 1,
      stderr: `plimsoll: ${empty} is no database of Plimsoll: name another with --db`,
    });
    await plimsoll("ingest", at("shop-cases.csv"), "--db", at("cases.duckdb"));
    const { code, stderr } = await plimsoll("report", PROGRAM, "--db", at("cases.duckdb"));
    expect(code).toBe(1);
    expect(stderr).toContain("has no orders: ingest some first (plimsoll ingest FILE…)");
  });
});

describe("every format holds the same rows", () => {
  let flat: Record<string, unknown>[];
  beforeAll(async () => {
    flat = (await reportJson()).map((row) => ({
      ...row,
      gates: JSON.stringify(row.gates),
      fees: JSON.stringify(row.fees),
      remarks: JSON.stringify(row.remarks),
    }));
  });
  const asText = (value: unknown) => (value === null ? "" : String(value as string | number));

  it("csv", async () => {
    const { stdout } = await report("--format", "csv");
    expect(parse(stdout, { columns: true })).toEqual(
      flat.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, asText(v)]))),
    );
  });

  it("arrow, on stdout", async () => {
    const { bytes } = await report("--format", "arrow");
    const table: Table = tableFromIPC(bytes);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(COLUMNS.split(" "));
    const types = Object.fromEntries(
      table.schema.fields.map(({ name, type }) => [name, String(type)]),
    );
    expect(types).toMatchObject({
      seller_id: "Utf8",
      headroom: "Int64",
      numerator: "Float64",
      rate: "Float64",
      gates: "Utf8",
    });
    const rows = table
      .toArray()
      .map((row: { toJSON: () => Record<string, unknown> }) =>
        Object.fromEntries(
          Object.entries(row.toJSON()).map(([k, v]) => [k, typeof v === "bigint" ? Number(v) : v]),
        ),
      );
    expect(rows).toEqual(flat);
  });

  it("parquet, in a file that names the format", async () => {
    const file = at("standings.parquet");
    const { code, stdout, stderr } = await report("--out", file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain(`3 rows written to ${file}`);
    const database = await Database.open({ path: ":memory:" });
    try {
      const [rows, types] = await database.read(async (session) => [
        await session.all(`select * from read_parquet(${literal(file)})`),
        await session.all<{ column_name: string; column_type: string }>(
          `describe select * from read_parquet(${literal(file)})`,
        ),
      ]);
      expect(rows).toEqual(flat);
      expect(types.map((column) => column.column_type).join(" ")).toBe(
        "VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR VARCHAR DOUBLE DOUBLE DOUBLE DOUBLE DOUBLE DOUBLE DOUBLE DOUBLE VARCHAR VARCHAR BIGINT BIGINT VARCHAR VARCHAR VARCHAR VARCHAR DOUBLE DOUBLE BIGINT VARCHAR BIGINT VARCHAR VARCHAR",
      );
    } finally {
      await database.close();
    }
  });

  it("also when there is no row", async () => {
    const none = ["--tier", "above_line"];
    expect((await report(...none, "--format", "csv")).stdout).toBe(
      `${COLUMNS.replaceAll(" ", ",")}\n`,
    );
    expect((await report(...none, "--format", "json")).stdout).toBe("[]\n");
    const arrow: Table = tableFromIPC((await report(...none, "--format", "arrow")).bytes);
    expect([arrow.numRows, arrow.schema.fields.length]).toEqual([0, 29]);
    expect((await report(...none, "--out", at("none.parquet"))).code).toBe(0);
    expect(readFileSync(at("none.parquet")).subarray(0, 4).toString()).toBe("PAR1");
  });

  it("says when --out cannot be written", async () => {
    const file = at("no-such-directory/rows.csv");
    const { code, stderr } = await report("--out", file);
    expect(code).toBe(1);
    expect(stderr).toContain(`plimsoll: ${file}: cannot be written (ENOENT)`);
  });
});
