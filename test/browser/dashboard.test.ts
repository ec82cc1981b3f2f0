import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { count, date, percent } from "../../dashboard/format.js";
import { Projection } from "../../analytics/4_standings/projection.js";
import { Standing } from "../../analytics/4_standings/standing.js";
import { Overview, SellersPage } from "../../server/contract/api.js";
import { plimsoll } from "../support/cli.js";
import { DemoSite } from "./demo-site.js";

let site: DemoSite;

beforeAll(async () => {
  site = await DemoSite.open(["--orders", "20000"], (db, folder) =>
    copyFile(db, join(folder, "copy.duckdb")),
  );
});

afterAll(() => site?.close());

const worst = async () => {
  const { items } = await site.ask("/v1/sellers?limit=1", SellersPage);
  return items[0]!;
};

it("shows the worst seller at the rate that the API and the command line give", async () => {
  const row = await worst();
  const name = row.name ?? row.seller_id;
  const { complaints } = await site.visit("/sellers", async (page) => {
    const first = page.locator("main tbody tr").first();
    await first.waitFor();
    const shown = await first.innerText();
    expect(shown).toContain(name);
    expect(shown).toContain(percent(row.rate));
    await first.click();
    await page.locator("h1", { hasText: name }).waitFor();
    expect(await page.locator(".lead").innerText()).toContain(percent(row.rate));
  });
  expect(complaints).toEqual([]);

  const asked = ["--db", join(site.folder, "copy.duckdb"), "--seller", row.seller_id];
  const run = await plimsoll(
    "report",
    row.program,
    ...asked,
    "--as-of",
    row.as_of,
    "--format",
    "json",
  );
  const [standing] = Standing.array().parse(JSON.parse(run.stdout));
  const { rate, numerator, denominator, tier } = row;
  expect(standing).toMatchObject({ rate, numerator, denominator, tier });
});

it("shows the overview's own figures, and a table behind every chart", async () => {
  const overview = await site.ask("/v1/overview", Overview);
  const { complaints } = await site.visit("/", async (page) => {
    await page.locator("figure svg [data-i]").first().waitFor();
    const strip = await page.locator(".strip strong").allInnerTexts();
    expect(strip[0]).toBe(String(overview.surely_above));
    const figures = await page.locator("figure").all();
    expect(figures).toHaveLength(3);
    for (const figure of figures) {
      await figure.getByRole("button", { name: "Table" }).click();
      expect(await figure.locator("tbody tr").count()).toBeGreaterThan(0);
      await figure.getByRole("button", { name: "Chart" }).click();
      await figure.locator(".plotted svg").waitFor();
    }
  });
  expect(complaints).toEqual([]);
});

it("reaches points by keyboard, says what they are and opens them", async () => {
  const { complaints } = await site.visit("/", async (page) => {
    const fleet = page.locator(".plotted").first();
    await fleet.locator("svg").waitFor();
    await fleet.focus();
    await page.keyboard.press("ArrowRight");
    const said = fleet.locator("[aria-live]");
    await said.filter({ hasText: "× the line of" }).waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/sellers\/.+program=/);
  });
  expect(complaints).toEqual([]);
});

it("lists the sellers in a box drawn on the fleet", async () => {
  const { complaints } = await site.visit("/", async (page) => {
    const fleet = page.locator(".plotted").first();
    await fleet.locator("svg [data-i]").first().waitFor();
    const { x, y, width, height } = (await fleet.boundingBox())!;
    await page.mouse.move(x + 60, y + 30);
    await page.mouse.down();
    await page.mouse.move(x + width - 10, y + height - 45, { steps: 8 });
    await page.mouse.up();
    await page.locator(".chosen li a").first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });
  expect(complaints).toEqual([]);
});

it("finds a seller by keyboard alone", async () => {
  const { seller_id: id } = await worst();
  const { complaints } = await site.visit("/sellers", async (page) => {
    await page.locator("main tbody tr").first().waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type(id);
    await page.getByRole("option", { name: id }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/sellers/${id}`);
  });
  expect(complaints).toEqual([]);
});

it("keeps sort and filter in the address, and rows in reach of the keyboard", async () => {
  const query = "program=order-defect-rate&sort=denominator&order=desc";
  const { items } = await site.ask(`/v1/sellers?${query}&limit=1`, SellersPage);
  const id = items[0]!.seller_id;
  const { complaints } = await site.visit("/sellers?program=order-defect-rate", async (page) => {
    const first = page.locator("main tbody tr").first();
    await first.waitFor();
    await page.getByRole("button", { name: "orders", exact: true }).click();
    await page.waitForURL(`**/sellers?${query}`);
    await page.locator("main th[aria-sort=descending]", { hasText: "orders" }).waitFor();
    await page.reload();
    await first.filter({ hasText: id }).waitFor();
    await first.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/sellers/${id}?program=order-defect-rate`);
  });
  expect(complaints).toEqual([]);
});

it.each([
  [390, "dark"],
  [768, "light"],
  [1440, "light"],
] as const)("fits at %i px, %s", async (width, colorScheme) => {
  const { seller_id: id } = await worst();
  const work = async (page: Page) => {
    for (const path of ["/", "/sellers", `/sellers/${id}`]) {
      await page.goto(site.server.address + path);
      await page.locator("main svg").first().waitFor();
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(excess).toBe(0);
    }
  };
  const { complaints } = await site.visit("/", work, {
    viewport: { width, height: 844 },
    colorScheme,
  });
  expect(complaints).toEqual([]);
});

it("says in the server's words why there is nothing to see", async () => {
  const { complaints } = await site.visit("/sellers/nobody", async (page) => {
    await page.getByRole("alert").waitFor();
    expect(await page.locator("h1").innerText()).toBe("There is no such seller");
  });
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});

it("shows where a seller is heading as the API says it, estimates marked as such", async () => {
  const { items } = await site.ask(
    "/v1/sellers?program=marketplace-dispute-rate&severity=severe&limit=1",
    SellersPage,
  );
  const { seller_id: id, program } = items[0]!;
  const asked = `program=${program}`;
  const projection = await site.ask(`/v1/sellers/${id}/projection?${asked}`, Projection);
  const { complaints } = await site.visit(`/sellers/${id}?${asked}`, async (page) => {
    const outlook = page.locator("section[aria-labelledby=outlook]");
    await outlook.locator("table").waitFor();
    const said = await outlook.innerText();
    expect(said).toContain(percent(projection.current.rate));
    expect(said).toContain(percent(projection.at_pace?.rate ?? null));
    expect(await page.locator(".estimate").allInnerTexts()).toEqual(["estimate", "estimate"]);
    const way = await page.locator("section[aria-labelledby=way]").innerText();
    expect(way).toContain(count(projection.to_date.clean_orders));
    expect(way).toContain(`out on ${date(projection.clear_on)}`);
    await page.locator("figure svg [data-i]").first().waitFor();
    await page.locator("summary", { hasText: "do not score" }).click();
    await page.locator("td", { hasText: "not in force on this day" }).first().waitFor();
  });
  expect(complaints).toEqual([]);
});

it("keeps the moment that is known from page to page, and finds the way back from one too early", async () => {
  const known = `known_at=${encodeURIComponent(new Date().toISOString())}`;
  const { complaints } = await site.visit(`/?${known}`, async (page) => {
    const fresh = page.locator(".fresh summary").first();
    await fresh.filter({ hasText: "as known on" }).waitFor();
    await page.getByRole("link", { name: "Sellers" }).click();
    await page.waitForURL(`**/sellers?${known}`);
    await page.locator("main tbody tr").first().click();
    await page.waitForURL(`**/sellers/*${known}`);
    await page.locator("section[aria-labelledby=outlook] table").waitFor();
    await fresh.click();
    await page.getByLabel("as known on").fill("2020-01-01T09:00");
    await page
      .getByRole("alert")
      .filter({ hasText: "nothing had been recorded by 2020" })
      .first()
      .waitFor();
    await page.getByRole("link", { name: "back to the newest day" }).click();
    await page.locator("section[aria-labelledby=outlook] table").waitFor();
    expect(new URL(page.url()).searchParams.has("known_at")).toBe(false);
  });
  expect(complaints.filter((text) => !text.includes("400"))).toEqual([]);
});
