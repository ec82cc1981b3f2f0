import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import { score as scoreText } from "../../dashboard/strings-score.js";
import { SellersPage } from "../../server/contract/api.js";
import { plimsoll } from "../support/cli.js";
import { DemoSite } from "./demo-site.js";

let site: DemoSite;

beforeAll(async () => {
  site = await DemoSite.open(["--orders", "20000", "--sellers", "60"], (db, folder) =>
    copyFile(db, join(folder, "copy.duckdb")),
  );
});

afterAll(() => site?.close());

/** A seller whose tier the service score says is, or is not, `not_scored`. */
async function seller(isScored: boolean): Promise<ServiceScore> {
  const path = "/v1/sellers?program=service-score&sort=denominator&order=desc&limit=200";
  const { items } = await site.ask(path, SellersPage);
  const found = items.find(({ tier, points }) =>
    isScored ? points !== null && points < 100 : tier === "not_scored",
  );
  return site.ask(`/v1/sellers/${found?.seller_id}/score`, ServiceScore);
}

it("R24: shows a seller its score as the API and the command line give it", async () => {
  const score = await seller(true);
  const { seller_id: id, name } = score;
  const { complaints } = await site.visit(`/sellers/${id}`, async (page) => {
    await page.getByRole("link", { name: "the seller’s own page" }).click();
    await page.waitForURL(`**/sellers/${id}/score?program=service-score`);
    await page.locator(".score-number strong").waitFor();
    expect(await page.locator("h1").innerText()).toBe(name ?? id);
    expect(await page.locator(".score-number strong").innerText()).toBe(scoreText(score.score));
    const says = await page.locator("main").innerText();
    for (const sentence of [...(score.level?.says ?? []), ...score.next_steps[0]!.says])
      expect(says).toContain(sentence);
    const figures = page.locator("figure");
    await figures.first().locator("svg [data-i]").first().waitFor({ state: "attached" });
    await figures.first().getByRole("button", { name: "Table" }).click();
    expect(await figures.first().locator("tbody tr").count()).toBe(score.items.length);
    await page
      .getByRole("link", { name: /^See the .* that counted/ })
      .first()
      .click();
    await page.waitForURL(`**/sellers/${id}?program=service-score`);
  });
  expect(complaints).toEqual([]);
  const options = [
    "--db",
    join(site.folder, "copy.duckdb"),
    "--as-of",
    score.as_of,
    "--format",
    "json",
  ];
  const run = await plimsoll("score", id, ...options);
  expect(ServiceScore.array().parse(JSON.parse(run.stdout))).toEqual([score]);
});

it("R23: says of a seller without a score that this is neither good nor bad", async () => {
  const { seller_id: id, reason } = await seller(false);
  const { complaints } = await site.visit(`/sellers/${id}/score`, async (page) => {
    const lead = page.locator(".lead");
    await lead.waitFor();
    expect(await lead.innerText()).toContain("Not scored. That is neither good nor bad");
    expect(await lead.innerText()).toContain(reason);
    expect(await page.locator(".score-head .within").count()).toBe(0);
  });
  expect(complaints).toEqual([]);
});

it.each([
  [390, "dark"],
  [390, "light"],
  [768, "light"],
  [1440, "dark"],
] as const)("fits at %i px, %s, and on paper", async (width, colorScheme) => {
  const ids = [(await seller(true)).seller_id, (await seller(false)).seller_id];
  const work = async (page: Page) => {
    for (const id of ids)
      for (const media of ["screen", "print"] as const) {
        await page.emulateMedia({ media });
        await page.goto(`${site.server.address}/sellers/${id}/score`);
        await page.locator(".score figure svg").first().waitFor();
        const excess = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(excess).toBe(0);
        expect(await page.locator(".rail").isVisible()).toBe(media === "screen");
      }
  };
  const { complaints } = await site.visit("/", work, {
    viewport: { width, height: 844 },
    colorScheme,
  });
  expect(complaints).toEqual([]);
});

it("says in the server's words why there is no page", async () => {
  const { complaints } = await site.visit("/sellers/nobody/score", async (page) => {
    await page.getByRole("alert").waitFor();
    expect(await page.locator("h1").innerText()).toBe("There is no such seller");
  });
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});
