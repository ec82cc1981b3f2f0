import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../../analytics/engine/duckdb.js";
import { AlertRow } from "../../../analytics/4_standings/alerts.js";
import { feeds } from "../../../ingest/feeds/index.js";
import { QuarantineRow } from "../../../ingest/status.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";
import { ingestShop } from "./shop.js";

const PROGRAMS = fileURLToPath(new URL("../../../data/programs", import.meta.url));
const at = testDirectory();
let db: string;

beforeAll(async () => {
  db = await ingestShop(at);
});

describe("quarantine", () => {
  it("lists rows as their contract says", async () => {
    const result = await plimsoll("quarantine", "--db", db, "--format", "json");
    expect(json<unknown[]>(result).map((row) => QuarantineRow.parse(row))).toEqual([
      {
        batch_id: 1,
        feed: "cases",
        file: at("shop-cases.csv"),
        line: 16,
        column: "reason",
        value: "lost",
        reason: "not one of non_delivery, not_as_described",
      },
    ]);
  });

  it("filters by feed and batch, and says when nothing is there", async () => {
    for (const filter of [
      ["--feed", "orders"],
      ["--batch", "2"],
    ]) {
      const result = await plimsoll("quarantine", "--db", db, "--format", "csv", ...filter);
      expect(result.stdout).toBe("batch_id,feed,file,line,column,value,reason\n");
      expect(result.stderr).toBe("no row is in quarantine");
    }
  });

  it("says how many rows --limit leaves out", async () => {
    const bad = at("bad.csv");
    const rows = Array.from({ length: 5 }, (_, nth) => `x${nth},a${nth},lost,2026-02-12`);
    writeFileSync(bad, `case_id,order_id,reason,opened_at\n${rows.join("\n")}\n`);
    await plimsoll("ingest", bad, "--db", at("bad.duckdb"));
    const { stdout, stderr } = await plimsoll(
      "quarantine",
      "--db",
      at("bad.duckdb"),
      "--limit",
      "2",
    );
    expect(stdout.match(/lost/g)).toHaveLength(2);
    expect(stderr).toBe("the first 2 of 5 rows; see more with --limit");
  });
});

describe("seller", () => {
  it("says where one seller stands in every programme", async () => {
    const { code, stdout } = await plimsoll("seller", "zed", "--db", db);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /marketplace-dispute-rate +│ 2026-01-17 – 2026-02-16 │ +0\.2 │.*serious/,
    );
    const rows = json<{ program: string }[]>(
      await plimsoll("seller", "zed", "--db", db, "--format", "json", "--as-of", "2026-02-13"),
    );
    expect(rows.map(({ program }) => program)).toEqual(
      readdirSync(PROGRAMS)
        .map((file) => file.replace(".yaml", ""))
        .sort(),
    );
  });

  it("fails for one it does not know", async () => {
    const { code, stderr } = await plimsoll("seller", "nobody", "--db", db);
    expect(code).toBe(1);
    expect(stderr).toContain("plimsoll: no order of a seller nobody is known");
  });
});

describe("generate and demo", () => {
  it("generates up to today unless told otherwise", async () => {
    const options = ["--orders", "300", "--sellers", "5", "--days", "60"];
    const result = await plimsoll("generate", ...options, "--out", at("market"));
    const { rows, files } = json<{ rows: Record<string, number>; files: string[] }>(result);
    expect(result.code).toBe(0);
    expect(rows["orders"]).toBeGreaterThanOrEqual(300);
    expect(files).toContain(at("market/orders.csv"));
    expect(result.stderr).toContain("generating orders: 100 %");
  });

  it("says when the directory cannot be made", async () => {
    writeFileSync(at("file"), "");
    const result = await plimsoll("generate", "--orders", "10", "--out", at("file/market"));
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`plimsoll: ${at("file/market")}: cannot be written (ENOTDIR)`);
  });

  it("fills an empty database, and a filled one only with --force", async () => {
    const demo = ["demo", "--orders", "500", "--db", at("demo.duckdb")];
    const filled = await plimsoll(...demo);
    expect(filled.code).toBe(0);
    expect(json(filled)).toMatchObject({ batch_id: 1, feeds: { orders: { new: 500 } } });
    const again = await plimsoll(...demo);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("already has orders");
    expect(json(await plimsoll(...demo, "--force"))).toMatchObject({
      batch_id: 2,
      feeds: { orders: { new: 0 } },
    });
  });
});

describe("rebuild", () => {
  it("finds what differs from the facts, and posts it as a batch of its own", async () => {
    const broken = await ingestShop((name) => at(`broken-${name}`));
    expect(json(await plimsoll("rebuild", "--check", "--db", broken))).toEqual({ differences: 0 });
    const database = await Database.open({ path: broken });
    await database.write((session) =>
      session.run("delete from ledger.entries where order_id in ('z1', 'z2')"),
    );
    await database.close();
    const checked = await plimsoll("rebuild", "--check", "--db", broken);
    const { differences } = json<{ differences: number }>(checked);
    expect(checked.code).toBe(1);
    expect(differences).toBeGreaterThanOrEqual(2);
    expect(checked.stderr).toMatch(/entries +│ cases_opened +│ zed +│ z1 /);
    const repaired = await plimsoll("rebuild", "--db", broken);
    expect(repaired.code).toBe(0);
    expect(json(repaired)).toMatchObject({ differences, batch_id: 2 });
    expect((await plimsoll("rebuild", "--check", "--db", broken)).code).toBe(0);
  });

  it("posts nothing where nothing differs", async () => {
    expect(json(await plimsoll("rebuild", "--db", db))).toEqual({
      differences: 0,
      batch_id: null,
      recorded_at: null,
    });
  });
});

describe("an unexpected error", () => {
  it("shows its stack only when asked", async () => {
    const broken = await ingestShop((name) => at(`fault-${name}`));
    const database = await Database.open({ path: broken });
    await database.write((session) => session.run("drop table ingest.quarantine"));
    await database.close();
    const short = await plimsoll("quarantine", "--db", broken);
    expect([short.code, short.stdout]).toEqual([1, ""]);
    expect(short.stderr.split("\n")).toEqual([
      "plimsoll: Catalog Error: Table with name quarantine does not exist!",
      "this is a fault of Plimsoll; run again with --verbose to see where",
    ]);
    const long = await plimsoll("quarantine", "--db", broken, "--verbose");
    expect(long.stderr).toMatch(/\n +at .*quarantine\.ts/);
  });
});

describe("doctor", () => {
  it("says what the database holds and what is amiss", async () => {
    const found = json<{ feeds: object[] }>(
      await plimsoll("doctor", "--db", db, "--format", "json"),
    );
    expect(found).toMatchObject({
      node: process.version,
      database: db,
      batches: 1,
      quarantined: 1,
    });
    expect(found.feeds).toContainEqual({ feed: "cases", facts: 14, versions: 14, unattributed: 2 });
    expect((await plimsoll("doctor", "--db", db)).stdout).toMatch(/cases +│ +14 │ +14 │ +2 │/);
  });

  it("is well without a database", async () => {
    const { code, stdout } = await plimsoll("doctor", "--db", at("none.duckdb"));
    expect(code).toBe(0);
    expect(stdout).toContain("there is no database");
  });
});

describe("alerts", () => {
  it("lists the changes of tier once, however often it is asked", async () => {
    const first = json<object[]>(await plimsoll("alerts", "--db", db, "--format", "json"));
    for (const row of first) AlertRow.parse(row);
    const again = json<object[]>(await plimsoll("alerts", "--db", db, "--format", "json"));
    expect(again).toEqual(first);
  });
});

describe("feeds", () => {
  it("explains every column of a feed as its definition does", async () => {
    const rows = json<object[]>(await plimsoll("feeds", "freezes", "--format", "json"));
    expect(rows).toContainEqual({
      feed: "freezes",
      column: "reason",
      kind: "payment_refused|risk_address|dishonest_conduct",
      required: true,
      description: "Why it was frozen.",
    });
    expect(rows).toHaveLength(feeds.freezes.columns.length);
  });

  it("names the feeds there are when one is unknown", async () => {
    const { code, stderr } = await plimsoll("feeds", "returns");
    expect(code).toBe(2);
    expect(stderr).toContain("orders, cases, refunds");
  });
});

it.each([
  "ingest",
  "quarantine",
  "report",
  "alerts",
  "feeds",
  "seller",
  "programs",
  "generate",
  "demo",
  "rebuild",
  "doctor",
  "serve",
  "start",
])("%s --help teaches by example", async (name) => {
  const { code, stdout } = await plimsoll(name, "--help");
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: plimsoll ${name}`);
  expect(stdout).toContain(`Examples:\n  plimsoll ${name}`);
});
