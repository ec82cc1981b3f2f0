import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse as parseCsv } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ProgramProfile } from "../../../server/contract/programs.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";
import { ingestShop } from "./shop.js";

const PROGRAMS = fileURLToPath(new URL("../../../data/programs", import.meta.url));
const at = testDirectory();

const shop = (changes = "") => `
extends: marketplace-dispute-rate
id: shop-dispute-rate
version: "1"
name: The shop's dispute rate
owner: The shop
region: global
summary: Disputes of the shop.
${changes}`;

describe("programs list", () => {
  it("names the version in force on a day", async () => {
    const list = async (day: string) =>
      json<{ id: string; version: string | null }[]>(
        await plimsoll("programs", "list", "--as-of", day, "--format", "json"),
      ).find(({ id }) => id === "visa-vamp");
    expect(await list("2025-05-31")).toMatchObject({ version: null });
    expect(await list("2026-03-31")).toMatchObject({ version: "2025-10", line: 0.022 });
    expect(await list("2026-04-01")).toMatchObject({
      version: "2026-04",
      owner: "Visa",
      kind: "rate",
      confidence: "verified",
      line: 0.015,
      asks: "At least 1.5 % of orders paid, and at least 1,500 fraud reports and chargebacks.",
    });
  });

  it("is a table for a person", async () => {
    const { stdout } = await plimsoll("programs", "list");
    expect(stdout).toMatch(/mastercard-ecm +│ 2025-01 +│ Mastercard/);
  });
});

describe("programs show", () => {
  it("says a programme in words", async () => {
    const { code, stdout } = await plimsoll("programs", "show", "mastercard-ecm");
    expect(code).toBe(0);
    expect(stdout).toContain(
      "Mastercard Excessive Chargeback Merchant (2025-01)\nMastercard; global",
    );
    expect(stdout).toContain("  First chargebacks, divided by orders paid.\n");
    expect(stdout).toContain(
      "  excessive (ECM) (above): At least 1.5 % of orders paid and at least 100 chargebacks.\n",
    );
    expect(stdout).toContain("  Left only after 3 months in a row without any tier.\n");
    expect(stdout).toContain("What it leaves out\n");
    expect(stdout).toMatch(/docs\.stripe\.com\/disputes\/monitoring-programs \(B, seen/);
  });

  it("gives any version, with what changed, as YAML that is a programme itself", async () => {
    const show = ["programs", "show", "visa-vamp", "--version", "2025-10"];
    const profile = ProgramProfile.parse(json(await plimsoll(...show, "--format", "json")));
    expect(profile).toMatchObject({ version: "2025-10", line_rate: 0.022 });
    expect(profile.versions.map(({ version, in_force }) => [version, in_force])).toEqual([
      ["2026-04", true],
      ["2025-10", false],
      ["2025-06", false],
    ]);
    expect(profile.versions[1]?.changes[0]).toBe("Fraud reports and disputes: USD 8 each.");
    const { stdout } = await plimsoll(...show, "--format", "yaml");
    expect(parse(stdout)).toMatchObject({ id: "visa-vamp", version: "2025-10" });
    writeFileSync(at("vamp.yaml"), stdout);
    expect((await plimsoll("programs", "check", at("vamp.yaml"))).code).toBe(0);
  });

  it("gives a sentence a row in flat formats", async () => {
    const { stdout } = await plimsoll("programs", "show", "visa-vdmp", "--format", "csv");
    const rows = parseCsv(stdout, { columns: true }) as Record<string, string>[];
    expect(rows).toContainEqual({
      part: "lines",
      about: "standard",
      text: "At least 0.9 % of orders paid and at least 100 chargebacks.",
    });
    for (const format of ["parquet", "arrow"])
      expect(
        (await plimsoll("programs", "show", "visa-vdmp", "--format", format)).bytes.length,
      ).toBeGreaterThan(500);
  });

  it("refuses a version that there is not, and says where none is in force", async () => {
    const { code, stderr } = await plimsoll("programs", "show", "visa-vamp", "--version", "9");
    expect([code, stderr]).toEqual([
      2,
      "plimsoll: visa-vamp has no version 9; it has 2026-04, 2025-10, 2025-06",
    ]);
    expect((await plimsoll("programs", "show", "visa-vdmp")).stderr).toBe(
      "visa-vdmp: no version is in force on 2026-11-21",
    );
  });
});

describe("programs check", () => {
  it("reads a good file back to its author", async () => {
    const { code, stdout } = await plimsoll("programs", "check", `${PROGRAMS}/visa-vamp.yaml`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok: Visa Acquirer Monitoring Program \(VAMP\) \(2026-04\)\n/);
    expect(stdout).toContain(
      "  Fraud reports of banks and first chargebacks, divided by orders paid.",
    );
    expect(stdout).toContain("What 2026-04 (from 2026-04-01) says otherwise than 2025-10\n");
  });

  it("prints every error with its line and remedy, and fails", async () => {
    writeFileSync(at("mine.yaml"), "id: Mine\nversion: 1\n");
    const { code, stdout } = await plimsoll("programs", "check", at("mine.yaml"));
    expect(code).toBe(1);
    const file = at("mine.yaml");
    expect(stdout).toContain(
      `${file}:2: version: is the number 1, and text is needed\n    put it in quotes: version: "1"\n`,
    );
    expect(stdout).toContain(`${file}:1: id: is “Mine”, and only lower-case letters`);
    expect(stdout).toMatch(/\n14 problems\n$/);
  });

  it("gives a row an error to machines", async () => {
    writeFileSync(at("mine.yaml"), shop("unit: order"));
    const run = await plimsoll("programs", "check", at("mine.yaml"), "--format", "json");
    expect(run.code).toBe(1);
    expect(json(run)).toEqual([
      {
        level: "error",
        file: at("mine.yaml"),
        path: "unit",
        line: 9,
        message: "is “order”, which is not known here",
        remedy: "did you mean orders? it is one of orders, events, items, amount",
      },
    ]);
  });

  it("says what a database cannot tell of it, and passes", async () => {
    const db = await ingestShop(at);
    writeFileSync(
      at("long.yaml"),
      shop(`
numerator: { measures: [fraud_reports] }
scope: { card_network: [visa] }
window: { kind: full_months, months: 6 }
applies_to: { regions: [US] }
`),
    );
    const { code, stdout } = await plimsoll("programs", "check", at("long.yaml"), "--db", db);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "window: the last 6 full calendar months reach back to 2025-08-01, and the ledger begins on 2026-02-01\n",
    );
    expect(stdout).toContain(
      "numerator.measures: the ledger has no posting of fraud_reports, so that it counts for nothing\n",
    );
    expect(stdout).toContain("scope: no order of the ledger is in scope\n");
    expect(stdout).toContain(
      "applies_to: there are no lines for sellers of no known region (3): they are not scored\n",
    );
  });

  it("says which money lacks an exchange rate there, and which score has never come", async () => {
    const orders = ["o1,zed,b,2026-02-01,20.00,USD", "o2,zed,b,2026-02-02,20.00,EUR"];
    writeFileSync(
      at("euro.csv"),
      `order_id,seller_id,buyer_id,ordered_at,amount,currency\n${orders.join("\n")}\n`,
    );
    await plimsoll("ingest", at("euro.csv"), "--db", at("euro.duckdb"));
    const check = async (changes: string) => {
      writeFileSync(at("euro.yaml"), shop(changes));
      const own = ["check", at("euro.yaml"), "--db", at("euro.duckdb")];
      const run = await plimsoll("programs", ...own, "--format", "json");
      expect(run.code).toBe(0);
      return json<{ path: string; message: string }[]>(run).map(
        ({ path, message }) => `${path}: ${message}`,
      );
    };
    expect(
      await check(
        "unit: amount\nreporting_currency: USD\ndenominator: { measures: [orders_placed] }",
      ),
    ).toContain("reporting_currency: there is no exchange rate for EUR on 2026-02-02");
    expect(
      await check(
        "numerator: { measures: [scores.stars] }\ndenominator: { measures: [scores.stars] }",
      ),
    ).toContain("numerator.measures: no score of the metric stars has ever come");
  });

  it("says what cannot be read", async () => {
    expect((await plimsoll("programs", "check", at("none.yaml"))).stderr).toBe(
      `plimsoll: ${at("none.yaml")}: cannot be read (ENOENT)`,
    );
  });
});

it("prints a JSON Schema for editors", async () => {
  const schema = json<{ title: string; $defs: object }>(await plimsoll("programs", "schema"));
  expect(schema.title).toBe("A programme of Plimsoll");
  expect(Object.keys(schema.$defs)).toContain("partial");
});
