import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../../analytics/engine/duckdb.js";
import { testDirectory } from "./directory.js";
import { BIN, complaints, json, plimsollProcess } from "./plimsoll.js";

const at = testDirectory();
const ORDERS = [
  "order_id,seller_id,buyer_id,ordered_at,amount,currency,color",
  "o1,s1,b1,2026-01-05,10.00,USD,red",
  "o2,s1,b1,2019-11-31,10.00,USD,blue",
  "",
].join("\n");

beforeAll(() => writeFileSync(at("orders.csv"), ORDERS));

describe("npx plimsoll", () => {
  it("says what it can do, from any directory, before a person notices", async () => {
    const seconds: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const started = performance.now();
      const { code, stdout } = await plimsollProcess(["--help"], { cwd: at("") });
      seconds.push((performance.now() - started) / 1000);
      expect(code).toBe(0);
      expect(stdout).toContain("report          where every seller stands in a programme");
    }
    // Alone it takes 0.3 s; other tests run beside this one.
    expect(Math.min(...seconds)).toBeLessThan(1.5);
  });

  it("is wrong usage without a command", async () => {
    const { code, stdout, stderr } = await plimsollProcess([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: plimsoll");
  });
});

describe("a process", () => {
  it("leaves only the result on stdout", async () => {
    const result = await plimsollProcess(["ingest", "orders.csv", "--db", "new/a.duckdb"], {
      cwd: at(""),
    });
    expect(result.code).toBe(0);
    expect(json(result)).toMatchObject({
      batch_id: 1,
      feeds: {
        orders: { read: 2, new: 1, updated: 0, duplicate: 0, stale: 0, quarantined: 1 },
      },
      unknown_columns: { "orders.csv": ["color"] },
    });
    expect(complaints(result)).toEqual([
      "orders.csv: ignored an unknown column: color",
      "1 row could not be used; see them with plimsoll quarantine --batch 1",
    ]);
    expect(existsSync(at("new/a.duckdb"))).toBe(true);
  });

  it("exits 3 when more rows are bad than allowed", async () => {
    const { code } = await plimsollProcess([
      "ingest",
      at("orders.csv"),
      "--max-bad",
      "0",
      "--db",
      at("three.duckdb"),
    ]);
    expect(code).toBe(3);
  });

  it("exits 1 with one line when it fails", async () => {
    const { code, stdout, stderr } = await plimsollProcess(["report", "marketplace-dispute-rate"], {
      env: { PLIMSOLL_DB: at("none.duckdb") },
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr: `plimsoll: there is no database ${at("none.duckdb")}: ingest some first (plimsoll ingest FILE…), or try plimsoll demo\n`,
    });
    expect(existsSync(at("none.duckdb"))).toBe(false);
  });

  it.each([
    [
      "an impossible date",
      ["report", "order-defect-rate", "--as-of", "2026-02-30"],
      /'2026-02-30' is invalid\. Give a day that exists/,
    ],
    [
      "an impossible time",
      ["report", "order-defect-rate", "--known-at", "2026-01-01T25:00"],
      /Give a time in ISO 8601/,
    ],
    ["an unknown option", ["ingest", "a.csv", "--fast"], /unknown option '--fast'/],
    ["an unknown command", ["reprot"], /unknown command 'reprot'\n\(Did you mean report\?\)/],
    [
      "an unknown format",
      ["report", "order-defect-rate", "--format", "xml"],
      /Allowed choices are table, csv, json, parquet, arrow/,
    ],
    [
      "an unknown feed",
      ["ingest", "a.csv", "--feed", "order"],
      /no feed is called order; there are orders, cases/,
    ],
    [
      "an unknown tier",
      ["report", "order-defect-rate", "--tier", "awful"],
      /has no tier awful; it has not_scored, within/,
    ],
    [
      "a feed beside a mapping",
      ["ingest", "a.csv", "--feed", "orders", "--mapping", "olist"],
      /leave out --feed or --mapping/,
    ],
    [
      "a number that is none",
      ["ingest", "a.csv", "--max-bad", "few"],
      /Give a whole number from 0/,
    ],
    ["a missing argument", ["report"], /missing required argument 'program'/],
  ])("exits 2 for %s", async (_, argv, message) => {
    const { code, stdout, stderr } = await plimsollProcess(argv as string[]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message as RegExp);
    expect(stderr).toMatch(/^plimsoll: /);
  });

  it("names the variable that is wrong", async () => {
    const { code, stderr } = await plimsollProcess(["rebuild", "--check"], {
      env: { PORT: "http" },
    });
    expect(code).toBe(1);
    expect(stderr).toBe("plimsoll: PORT is http: a port is a number from 0 to 65535\n");
  });

  it("refuses a file that is no database", async () => {
    writeFileSync(
      at("text.duckdb"),
      "not a database, but long enough to be taken for one ".repeat(300),
    );
    const result = await plimsollProcess(["ingest", at("orders.csv"), "--db", at("text.duckdb")]);
    expect(result.code).toBe(1);
    expect(complaints(result)).toHaveLength(1);
    expect(result.stderr).toContain(
      `plimsoll: ${at("text.duckdb")} cannot be opened as a database: `,
    );
  });

  it("ends quietly when its reader stops reading", () => {
    const text = execFileSync("bash", [
      "-o",
      "pipefail",
      "-c",
      `"$0" "$1" --help | head -1`,
      process.execPath,
      BIN,
    ]);
    expect(text.toString()).toBe("Usage: plimsoll [options] [command]\n");
  });
});

describe("a database that another process owns", () => {
  let owner: Database;
  beforeAll(async () => {
    owner = await Database.open({ path: at("owned.duckdb") });
  });
  afterAll(() => owner.close());

  it.each([
    ["ingest", ["ingest", at("orders.csv")]],
    ["report", ["report", "order-defect-rate"]],
  ])("is left alone by %s, in one line that says what to do", async (_, argv) => {
    const result = await plimsollProcess([...argv, "--db", at("owned.duckdb")]);
    expect(result.code).toBe(1);
    expect(complaints(result)).toEqual([
      `plimsoll: ${at("owned.duckdb")} is in use by another process (PID ${process.pid}): stop it, ask the running server over HTTP, or name another file with --db`,
    ]);
  });
});

it("removes its temporary files on Ctrl-C and ends by the signal", async () => {
  mkdirSync(at("tmp"));
  const child = spawn(
    process.execPath,
    [BIN, "demo", "--orders", "3000000", "--db", at("c.duckdb")],
    {
      env: { ...process.env, TMPDIR: at("tmp") },
    },
  );
  const started = () => readdirSync(at("tmp")).some((name) => name.startsWith("plimsoll-"));
  while (!started()) await new Promise((resolve) => setTimeout(resolve, 50));
  const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  expect(started()).toBe(false);
});
