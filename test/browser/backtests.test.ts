import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Backtest, BacktestList } from "../../server/contract/backtests.js";
import { DemoSite } from "./demo-site.js";

let site: DemoSite;

beforeAll(async () => {
  site = await DemoSite.open(["--orders", "12000"]);
});

afterAll(() => site?.close());

const list = async () =>
  BacktestList.parse(await (await fetch(`${site.server.address}/v1/backtests`)).json()).items;

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

it("compares a programme with a change of its lines, in pictures, tables and files", async () => {
  const { complaints } = await site.visit("/", async (page) => {
    await page.getByRole("link", { name: "Backtests" }).click();
    await page.locator("fieldset.b select").selectOption("marketplace-dispute-rate");
    await page.locator("fieldset.b").getByRole("button", { name: "Change its lines" }).click();
    const yaml = page.getByRole("textbox", { name: "YAML of programme B" });
    const text = await yaml.inputValue();
    expect(text).toContain("extends: marketplace-dispute-rate");
    await yaml.fill(text.replace("rate: 0.05", "rate: wrong"));
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("alert").filter({ hasText: "tiers.0.gates.rate" }).waitFor();
    await yaml.fill(
      text.replace("rate: 0.05", "rate: 0.01").replace("exit_rate: 0.04", "exit_rate: 0.009"),
    );
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".report figure svg [data-i]").first().waitFor();
    const [job] = await list();
    expect(page.url()).toContain(`id=${job!.id}`);
    const found = Backtest.parse(
      await (await fetch(`${site.server.address}/v1/backtests/${job!.id}`)).json(),
    );
    const { a, b, items } = found.result!;
    expect([a.program, b.program]).toEqual([
      "marketplace-dispute-rate",
      "marketplace-dispute-rate-changed",
    ]);
    const strong = await page.locator(".side-by-side strong").allInnerTexts();
    expect(strong).toEqual([String(a.sellers), String(b.sellers)]);
    expect(b.sellers).toBeGreaterThan(a.sellers);
    for (const figure of await page.locator("figure").all()) {
      await figure.getByRole("button", { name: "Table" }).click();
      expect(await figure.locator("tbody tr").count()).toBeGreaterThan(0);
    }
    await page.getByRole("button", { name: "only B" }).click();
    const only = items.filter((row) => row.flagged_by === "b");
    expect(await page.locator("table.data tbody tr").count()).toBe(Math.min(50, only.length));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV of all" }).click();
    const csv = await readFile(await (await download).path(), "utf8");
    expect(csv.trim().split("\n")).toHaveLength(items.length + 1);
  });
  // The server refused the wrong line with 400, which a browser writes to its console.
  expect(complaints.filter((text) => !text.includes("400"))).toEqual([]);
});

it.each([
  [390, "dark"],
  [1440, "light"],
] as const)(
  "fits at %i px, %s, and keeps earlier ones until they are deleted",
  async (width, colorScheme) => {
    const [before] = await list();
    const { complaints } = await site.visit(
      `/backtests?id=${before!.id}`,
      async (page) => {
        await page.locator(".report figure svg").first().waitFor();
        expect(await fits(page)).toBe(0);
        await page.goto(`${site.server.address}/backtests`);
        await page.locator(".earlier li").first().waitFor();
        expect(await fits(page)).toBe(0);
      },
      { viewport: { width, height: 844 }, colorScheme },
    );
    expect(complaints).toEqual([]);
  },
);

it("says what is wrong with a range and with an address, and deletes", async () => {
  const { complaints } = await site.visit("/backtests?id=gone", async (page) => {
    await page.getByRole("alert").filter({ hasText: "There is no such backtest" }).waitFor();
    await page.getByLabel("From").fill("2020-01-01");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("alert").filter({ hasText: "history, which begins on" }).waitFor();
    const kept = (await list()).length;
    await page
      .getByRole("button", { name: /^Delete/ })
      .first()
      .click();
    await expect.poll(async () => (await list()).length).toBe(kept - 1);
  });
  expect(complaints.filter((text) => !/40[04]/.test(text))).toEqual([]);
});
