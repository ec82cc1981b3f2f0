import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";

const at = testDirectory();
const db = at("rates.duckdb");

writeFileSync(
  at("orders.csv"),
  `order_id,seller_id,buyer_id,ordered_at,amount,currency
o1,anna,b1,2026-02-14,20.00,EUR
o2,anna,b2,2026-02-13,1000,JPY
o3,anna,b3,2026-03-02,20.00,USD
`,
);
writeFileSync(
  at("rates.csv"),
  `date,currency,base,rate
2026-02-13,EUR,USD,1.25
2026-02-13,EUR,JPY,160
2026-02-13,EUR,GBP,none
`,
);

const ingest = (file: string) => plimsoll("ingest", at(file), "--db", db);
const report = () =>
  plimsoll(
    "report",
    "paypal-dispute-ratio",
    "--as-of",
    "2026-03-01",
    "--db",
    db,
    "--format",
    "json",
  );
const lacking = async () =>
  json<{ lacking_rates: object[] }>(await plimsoll("doctor", "--db", db, "--format", "json"))
    .lacking_rates;
const check = async () => {
  const program = at("mine.yaml");
  writeFileSync(program, 'extends: paypal-dispute-ratio\nid: mine\nversion: "1"\n');
  return plimsoll("programs", "check", program, "--as-of", "2026-03-01", "--db", db);
};

describe("a ledger in several currencies", () => {
  it("without rates: report, doctor and check name the currency and the first day", async () => {
    expect(await ingest("orders.csv")).toMatchObject({ code: 0 });
    const { code, stderr } = await report();
    expect(code).toBe(1);
    expect(stderr).toContain("reports in USD, and there is no exchange rate for JPY on 2026-02-13");
    expect(await lacking()).toContainEqual({
      program: "paypal-dispute-ratio",
      currency: "JPY",
      day: "2026-02-13",
    });
    const { stdout } = await plimsoll("doctor", "--db", db);
    expect(stdout).toMatch(/program +│ has no exchange rate for │ on /);
    expect((await check()).stdout).toContain(
      "reporting_currency: there is no exchange rate for JPY on 2026-02-13",
    );
  });

  it("with them: money is converted, and nothing lacks", async () => {
    const ingested = await ingest("rates.csv");
    expect(json(ingested)).toMatchObject({
      feeds: { exchange_rates: { read: 3, new: 2, quarantined: 1 } },
    });
    // EUR 20 x 1.25 on the day after, and JPY 1000 x 1.25 / 160.
    expect(json(await report())).toMatchObject([{ denominator: 2500 + 781, tier: "within" }]);
    expect(await lacking()).toEqual([]);
    expect((await check()).stdout).not.toContain("exchange rate");
    const rebuilt = await plimsoll("rebuild", "--check", "--db", db);
    expect(rebuilt).toMatchObject({ code: 0 });
  });
});
