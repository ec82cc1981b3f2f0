import { writeFileSync } from "node:fs";
import { plimsoll } from "./plimsoll.js";

const order = (id: string, seller: string) =>
  `${id},${seller},buyer of ${id},2026-02-01T09:00:00Z,20.00,USD,2026-02-10T09:00:00Z`;

/** zed has 12 cases on 60 orders, amy none on 60, bob none on 3; two cases have no order. */
export async function ingestShop(at: (name: string) => string): Promise<string> {
  const orders = ["order_id,seller_id,buyer_id,ordered_at,amount,currency,completed_at"];
  for (let nth = 0; nth < 60; nth += 1)
    orders.push(order(`z${nth}`, "zed"), order(`a${nth}`, "amy"));
  for (let nth = 0; nth < 3; nth += 1) orders.push(order(`b${nth}`, "bob"));
  const cases = ["case_id,order_id,reason,opened_at"];
  for (let nth = 0; nth < 12; nth += 1)
    cases.push(`c${nth},z${nth},non_delivery,2026-02-${11 + (nth % 5)}T09:00:00Z`);
  cases.push("u1,nowhere,non_delivery,2026-02-12", "u2,nowhere,non_delivery,2026-02-12");
  cases.push("bad,a1,lost,2026-02-12");
  writeFileSync(at("shop-orders.csv"), `${orders.join("\n")}\n`);
  writeFileSync(at("shop-cases.csv"), `${cases.join("\n")}\n`);
  const db = at("shop.duckdb");
  await plimsoll("ingest", at("shop-orders.csv"), at("shop-cases.csv"), "--db", db);
  return db;
}
