import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testDirectory } from "./directory.js";
import { json, plimsoll, plimsollProcess } from "./plimsoll.js";

const at = testDirectory();

/** Half past midnight in Berlin, and still yesterday in UTC. */
writeFileSync(
  at("orders.csv"),
  `order_id,seller_id,buyer_id,ordered_at,amount,currency
o1,anna,b1,2026-02-28T23:30:00Z,20.00,EUR
`,
);
writeFileSync(
  at("scores.csv"),
  `seller_id,metric,date,numerator,denominator
anna,dsr_stars,2026-03-01,48,10
anna,dsr_stars,1 March,48,10
`,
);

const ingest = (db: string, ...options: string[]) =>
  plimsoll("ingest", at("orders.csv"), "--db", at(db), ...options);
const zoneOf = async (db: string) =>
  json<{ time_zone: string }>(await plimsoll("doctor", "--db", at(db), "--format", "json"))
    .time_zone;

describe("--time-zone", () => {
  it("makes a database of that zone, which doctor shows; later commands need not name it", async () => {
    expect(await ingest("berlin.duckdb", "--time-zone", "Europe/Berlin")).toMatchObject({
      code: 0,
    });
    expect(await ingest("berlin.duckdb")).toMatchObject({ code: 0 });
    expect(await zoneOf("berlin.duckdb")).toBe("Europe/Berlin");
    expect(await plimsoll("rebuild", "--check", "--db", at("berlin.duckdb"))).toMatchObject({
      code: 0,
    });
  });

  it("of an existing database is refused in one line that says what to do", async () => {
    await ingest("utc.duckdb");
    const { code, stderr } = await ingest("utc.duckdb", "--time-zone", "Europe/Berlin");
    expect(code).toBe(1);
    expect(stderr).toContain(
      "this ledger's days are those of UTC, not of Europe/Berlin: leave out --time-zone and PLIMSOLL_TIME_ZONE, or repost it with plimsoll rebuild --time-zone Europe/Berlin",
    );
  });

  it("is refused when there is none of that name; the next command can name another", async () => {
    const { code, stderr } = await ingest("none.duckdb", "--time-zone", "Europe/Berln");
    expect(code).toBe(1);
    expect(stderr).toContain("there is no time zone Europe/Berln: give a name of the IANA list");
    expect(await ingest("none.duckdb", "--time-zone", "Europe/Berlin")).toMatchObject({ code: 0 });
    expect(await zoneOf("none.duckdb")).toBe("Europe/Berlin");
  });

  it("of rebuild reposts the ledger there and back", async () => {
    const db = at("moved.duckdb");
    await ingest("moved.duckdb");
    const rebuilt = await plimsoll("rebuild", "--time-zone", "europe/berlin", "--db", db);
    expect(json(rebuilt)).toMatchObject({ time_zone: "Europe/Berlin", batch_id: 2 });
    expect(await zoneOf("moved.duckdb")).toBe("Europe/Berlin");
    const check = () => plimsoll("rebuild", "--check", "--db", db);
    expect(json(await check())).toEqual({ differences: 0 });
    const again = await plimsoll("rebuild", "--time-zone", "Europe/Berlin", "--db", db);
    expect(json(again)).toMatchObject({ postings: 0, batch_id: null });
    const back = await plimsoll("rebuild", "--time-zone", "UTC", "--db", db);
    expect(json(back)).toMatchObject({ time_zone: "UTC", batch_id: 3 });
    expect(json(await check())).toEqual({ differences: 0 });
  });

  it("of rebuild is refused with --check, and where nobody knows it", async () => {
    await ingest("kept.duckdb");
    const rebuild = (...options: string[]) =>
      plimsoll("rebuild", "--db", at("kept.duckdb"), ...options);
    expect(await rebuild("--check", "--time-zone", "UTC")).toMatchObject({ code: 2 });
    expect(await rebuild("--time-zone", "Mars")).toMatchObject({ code: 1 });
    expect(await zoneOf("kept.duckdb")).toBe("UTC");
  });

  it("comes from PLIMSOLL_TIME_ZONE too", async () => {
    const argv = ["ingest", at("orders.csv"), "--db", at("tokyo.duckdb")];
    const env = { PLIMSOLL_TIME_ZONE: "Asia/Tokyo" };
    expect(await plimsollProcess(argv, { env })).toMatchObject({ code: 0 });
    expect(await zoneOf("tokyo.duckdb")).toBe("Asia/Tokyo");
  });
});

describe("scores", () => {
  it("are ingested, checked and explained without an order in sight", async () => {
    const db = at("scores.duckdb");
    const ingested = await plimsoll("ingest", at("scores.csv"), "--db", db);
    expect(json(ingested)).toMatchObject({ feeds: { scores: { new: 1, quarantined: 1 } } });
    expect(json(await plimsoll("quarantine", "--db", db, "--format", "json"))).toMatchObject([
      { feed: "scores", line: 3, column: "date", value: "1 March" },
    ]);
    expect(json(await plimsoll("rebuild", "--check", "--db", db))).toEqual({ differences: 0 });
    const columns = json<{ column: string; required: boolean }[]>(
      await plimsoll("feeds", "scores", "--format", "json"),
    );
    expect(columns.filter(({ required }) => required).map(({ column }) => column)).toEqual([
      "seller_id",
      "metric",
      "date",
      "numerator",
      "denominator",
    ]);
  });
});
