import { describe, expect, it } from "vitest";
import { Database } from "../../../analytics/engine/duckdb.js";
import { testDirectory } from "./directory.js";
import { complaints, plimsoll, plimsollProcess } from "./plimsoll.js";

const at = testDirectory();
const db = at("large.duckdb");

const kept = async (): Promise<number> => {
  const database = await Database.open({ path: db });
  const { sums } = await database.read((session) =>
    session.one<{ sums: number }>("select count(*) as sums from standings.sums"),
  );
  await database.close();
  return sums;
};

const emptied = async (): Promise<void> => {
  const database = await Database.open({ path: db });
  await database.write((session) => session.run("delete from standings.sums"));
  await database.close();
};

describe("a ledger of more than a million postings", { timeout: 120_000 }, () => {
  it("keeps what its standings are made of, and a report by it is the one without it", async () => {
    const size = ["--orders", "240000", "--sellers", "300"];
    const { code, stderr } = await plimsoll("demo", "--db", db, ...size);
    expect([code, stderr.includes("summing up for standings")]).toEqual([0, true]);
    expect(await kept()).toBeGreaterThan(50);
    const report = () => plimsoll("report", "order-defect-rate", "--db", db, "--format", "csv");
    const byKept = await report();
    await emptied();
    expect(byKept).toEqual(await report());
    expect(byKept.stdout.split("\n").length).toBeGreaterThan(250);
  });

  it("is ingested all the same where that fails, and says so", async () => {
    await plimsoll("generate", "--out", at("more"), "--orders", "10", "--seed", "9");
    const argv = ["ingest", at("more/orders.csv"), "--db", db];
    const result = await plimsollProcess(argv, { env: { PLIMSOLL_PROGRAMS: "no-such-programme" } });
    expect(result.code).toBe(0);
    expect(complaints(result)).toEqual([
      expect.stringMatching(/^all is ingested, but the sums .*: no programme is called no-such/),
    ]);
    expect(await kept()).toBe(0);
    const again = await plimsoll(...argv);
    expect([again.code, complaints(again)]).toEqual([0, []]);
    expect(await kept()).toBeGreaterThan(50);
  });
});
