import { writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";

afterEach(() => vi.unstubAllEnvs());

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
const lacking = async (...options: string[]) =>
  json<{ lacking_rates: { program: string; currency: string }[] }>(
    await plimsoll("doctor", "--db", db, "--format", "json", ...options),
  ).lacking_rates;
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

  it("without rates: doctor looks at the programmes that are chosen, by option or environment", async () => {
    const file = at("pounds.yaml");
    writeFileSync(
      file,
      'extends: paypal-dispute-ratio\nid: pounds\nversion: "1"\nreporting_currency: GBP\n',
    );
    const of = async (...list: string[]) =>
      (await lacking(...list)).map(({ program, currency }) => `${program} ${currency}`);
    expect(await of("--programs", file)).toEqual(["pounds JPY"]);
    expect(await of("--programs", "mastercard-ecm")).toEqual([]);
    const shipped = await of();
    expect(shipped).toContain("paypal-dispute-ratio JPY");
    expect(shipped).not.toContain("pounds JPY");
    expect(await of("--programs", `all,${file}`)).toEqual([...shipped, "pounds JPY"]);
    vi.stubEnv("PLIMSOLL_PROGRAMS", file);
    expect(await of()).toEqual(["pounds JPY"]);
    vi.unstubAllEnvs();
    const wrong = await plimsoll("doctor", "--db", db, "--programs", "pounds");
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toContain("no programme is called pounds");
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
