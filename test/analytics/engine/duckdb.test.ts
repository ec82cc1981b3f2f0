import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Database, literal } from "../../../analytics/engine/duckdb.js";
import { prepareDatabase } from "../../../ingest/prepare.js";
import { ingestRows } from "../../../ingest/rows.js";
import { testDirectory } from "../../server/cli/directory.js";

const at = testDirectory();

async function withFile(name: string, work: (database: Database) => Promise<void>) {
  const database = await Database.open({ path: at(name) });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

describe("after external access is shut", () => {
  it("no statement reads or writes a file, rows still come in, and nothing opens it again", () =>
    withFile("shut.duckdb", async (database) => {
      const secret = at("secret.csv");
      writeFileSync(secret, "a\n1\n");
      const readIt = `select * from read_csv(${literal(secret)})`;
      await database.write(prepareDatabase);
      expect(await database.read((session) => session.all(readIt))).toHaveLength(1);
      await database.shutExternalAccess();
      for (const sql of [
        readIt,
        `copy (select 1) to ${literal(at("leak.csv"))}`,
        `attach ${literal(at("other.duckdb"))} as other`,
        "set enable_external_access = true",
      ])
        await expect(database.read((session) => session.all(sql))).rejects.toThrow(
          /disabled|cannot/i,
        );
      const order = { order_id: "o", seller_id: "s", buyer_id: "b", ordered_at: "2026-01-05" };
      const documents = [JSON.stringify({ ...order, amount: "10.00", currency: "USD" })];
      const now = new Date(0);
      const answer = await ingestRows(database, {
        feed: "orders",
        documents,
        recordedAt: now,
        name: "test",
      });
      expect(answer.rows).toEqual([{ row: 1, outcome: "new" }]);
    }));
});

describe("the writer", () => {
  it("does one piece of work after the other, also after one that failed", () =>
    withFile("queue.duckdb", async (database) => {
      const order: string[] = [];
      const piece = (name: string, fails = false) =>
        database.write(async (session) => {
          order.push(`${name} begins`);
          await session.run("select 1");
          order.push(`${name} ends`);
          if (fails) throw new RangeError(name);
        });
      const all = await Promise.allSettled([piece("a"), piece("b", true), piece("c")]);
      expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(order).toEqual(["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
    }));
});

it("stores nothing of a transaction that fails", () =>
  withFile("half.duckdb", async (database) => {
    await database.write((session) => session.run("create table t (a INTEGER)"));
    const half = database.write((session) =>
      session.transaction(async () => {
        await session.run("insert into t values (1)");
        await session.run("insert into t values ('x')");
      }),
    );
    await expect(half).rejects.toThrow(/convert/i);
    expect(await database.read((session) => session.all("select * from t"))).toEqual([]);
  }));
