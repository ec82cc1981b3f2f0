import { afterAll, expect, it } from "vitest";
import { findProgram } from "../../analytics/4_standings/programs.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { Seller } from "../../server/contract/api.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";
import { orderRow, testServer } from "./support.js";

const programs = new Map([["paypal-dispute-ratio", findProgram("paypal-dispute-ratio")]]);
const database = await Database.open({ path: ":memory:", threads: 1, memoryLimit: "400MB" });
afterAll(() => database.close());
const snapshots = new Snapshots(database, programs, () => "2026-04-01");
const server = await testServer({ database, programs, snapshots });
const { post, get } = server;

const standingOf = async (seller: string, id: string) => {
  const { standings } = await get(`/v1/sellers/${seller}`, Seller);
  return standings.find(({ program }) => program === id);
};

it("come by request like every feed, and are in the next answer", async () => {
  const sold = { seller_id: "eve", currency: "EUR", amount: "100.00", paid_at: undefined };
  await post("orders", [
    orderRow("e1", { ...sold, ordered_at: "2025-12-21T10:00:00Z" }),
    orderRow("e2", { ...sold, ordered_at: "2026-01-20T10:00:00Z" }),
  ]);
  expect(await standingOf("eve", "paypal-dispute-ratio")).toMatchObject({
    tier: "not_scored",
    remarks: ["no_exchange_rate"],
  });
  const rate = { date: "2025-12-19", currency: "EUR", base: "USD", rate: 1.1735 };
  const { rows } = await post("exchange_rates", [rate, { ...rate, rate: 0 }, { ...rate, base: 7 }]);
  expect(rows).toMatchObject([
    { row: 1, outcome: "new" },
    { row: 2, outcome: "quarantined", column: "rate", value: "0" },
    { row: 3, outcome: "quarantined", column: "base", value: "7" },
  ]);
  expect(await standingOf("eve", "paypal-dispute-ratio")).toMatchObject({
    tier: "within",
    denominator: 11_735,
  });
});
