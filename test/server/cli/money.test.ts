import { writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { money } from "../../../server/cli/money.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";
import { ingestShop } from "./shop.js";

const at = testDirectory();
const RESERVE = "amazon-reserve";
let db: string;

beforeAll(async () => {
  db = await ingestShop(at);
});

const run = async (...argv: string[]) => {
  const result = await plimsoll(...argv, "--db", db);
  expect(result).toMatchObject({ code: 0 });
  return result;
};

/** Cells of the line of a table that holds a text. */
const cellsOf = (table: string, text: string): string[] => {
  const line = table.split("\n").find((each) => each.includes(text));
  return (line ?? "").split("│").map((cell) => cell.trim());
};

it.each([
  [1842000, "USD", "USD 18,420.00"],
  [-5, "EUR", "EUR -0.05"],
  [1842000, "JPY", "JPY 1,842,000"],
  [1842000, "KWD", "KWD 1,842.000"],
  // Browsers and Node write dinars of Iraq without decimals; ISO 4217 gives them three.
  [1842000, "IQD", "IQD 1,842.000"],
])("writes %i minor units of %s as %s", (minor, currency, text) => {
  expect(money(minor, currency)).toBe(text);
});

describe("a programme that counts money", () => {
  it("is reported in major units with the currency: figures, headroom and gates", async () => {
    const { stdout } = await run("report", RESERVE);
    const [, , tier, , , numerator, denominator, headroom, , gates] = cellsOf(stdout, "zed");
    expect([tier, numerator, denominator, headroom, gates]).toEqual([
      "money_held",
      "USD 240.00",
      "USD 1,200.00",
      "USD -240.00",
      "amount USD 240.00 > USD 0.00 ✓",
    ]);
    expect(stdout).toMatch(/│ +USD 240\.00 │ +USD 1,200\.00 │/);
  });

  it("stays in minor units where machines read", async () => {
    const [row] = json<object[]>(await run("report", RESERVE, "--seller", "zed", "--format=json"));
    const figures = { numerator: 24000, denominator: 120000, headroom: -24000 };
    expect(row).toMatchObject(figures);
    expect(row).toMatchObject({ gates: [{ gate: "amount", value: 24000, threshold: 0 }] });
    const { stdout } = await run("seller", "zed", "--programs", RESERVE, "--format", "csv");
    expect(parse(stdout, { columns: true })).toMatchObject([
      { numerator: "24000", denominator: "120000", headroom: "-24000" },
    ]);
  });

  it("stands so among a seller's other programmes, whose figures are numbers", async () => {
    const both = `${RESERVE},marketplace-dispute-rate`;
    const { stdout } = await run("seller", "zed", "--programs", both);
    expect(cellsOf(stdout, RESERVE).slice(7, 9)).toEqual([
      "USD -240.00",
      "amount USD 240.00 > USD 0.00 ✓",
    ]);
    expect(cellsOf(stdout, "marketplace-dispute-rate").slice(7, 9)).toEqual([
      "-10",
      "rate 0.2 ≥ 0.1 ✓",
    ]);
    const heading = await run("seller", "zed", "--program", RESERVE);
    expect(heading.stdout).toContain("money held: USD 240.00 of USD 1,200.00, 20 %");
  });

  it("is so in alerts", async () => {
    const { stdout } = await run("alerts", "--programs", RESERVE);
    expect(cellsOf(stdout, RESERVE).slice(-3, -1)).toEqual(["USD 60.00", "USD 1,200.00"]);
  });
});

it("writes a gate on money as money where the programme counts orders", async () => {
  const file = at("costly.yaml");
  writeFileSync(
    file,
    `extends: marketplace-dispute-rate
id: costly
version: "1"
reporting_currency: USD
tiers: [{ id: costly, name: costly, severity: severe, gates: { count: 5, amount: 20000, denominator: 50 } }]
`,
  );
  const { stdout } = await run("report", file);
  const cells = cellsOf(stdout, "zed");
  expect(cells.slice(5, 7)).toEqual(["12", "60"]);
  expect(cells.at(-2)).toBe(
    "count 12 ≥ 5 ✓, amount USD 240.00 ≥ USD 200.00 ✓, denominator 60 ≥ 50 ✓",
  );
});
