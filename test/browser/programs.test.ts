import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unbroken } from "../../dashboard/format.js";
import { Overview } from "../../server/contract/api.js";
import { ProgramPage } from "../../server/contract/programs.js";
import { DemoSite } from "./demo-site.js";

let site: DemoSite;

beforeAll(async () => {
  site = await DemoSite.open(["--orders", "10000"]);
});

afterAll(() => site?.close());

it("lists every programme by owner, with how well its lines are known, the silent ones folded", async () => {
  const { programs } = await site.ask("/v1/overview", Overview);
  const { complaints } = await site.visit("/programs", async (page) => {
    await page.locator("table.programs tbody tr").first().waitFor();
    expect(await page.locator("table.programs tr:not(.owner) a.name").count()).toBe(
      programs.length,
    );
    expect(await page.locator("table.programs .confidence").count()).toBe(programs.length);
    const retired = page.locator("details.folded", { hasText: "not in force" });
    expect(await retired.locator("a.name", { hasText: "VDMP" }).isVisible()).toBe(false);
    await retired.locator("summary").click();
    await retired.locator("a.name", { hasText: "VDMP" }).click();
    await page.waitForURL("**/programs/visa-vdmp");
    await page.locator(".lead", { hasText: "No version is in force" }).waitFor();
  });
  expect(complaints).toEqual([]);
});

it("shows a programme in words, its sellers against its line, and where its figures are from", async () => {
  const program = await site.ask("/v1/programs/order-defect-rate", ProgramPage);
  const above = program.tiers.find(({ tier }) => tier === "at_risk")!.sellers;
  expect(above).toBeGreaterThan(0);
  const { complaints } = await site.visit("/programs", async (page) => {
    await page.getByRole("link", { name: program.name, exact: true }).click();
    await page.locator("h1", { hasText: program.name }).waitFor();
    await page.locator("figure svg [data-i]").first().waitFor();
    const text = await page.locator("main").innerText();
    for (const sentence of [
      ...program.words.formula,
      program.words.lines[0]!.tiers[0]!.asks,
      program.leaves_out[0]!,
      program.sources[0]!.address,
    ])
      expect(text).toContain(unbroken(sentence).replaceAll("`", ""));
    expect(await page.locator(".sub .confidence").innerText()).toBe(program.confidence);
    const tiers = page.locator("table.tiers");
    expect(await tiers.locator("tr", { hasText: "At risk" }).locator("a").innerText()).toBe(
      String(above),
    );
    expect(await page.getByRole("link", { name: "Compare a change" }).getAttribute("href")).toBe(
      "/backtests?program=order-defect-rate",
    );
    const first = page.locator("section.listed tbody tr").first();
    await first.click();
    await page.waitForURL(/\/sellers\/.+program=order-defect-rate/);
  });
  expect(complaints).toEqual([]);
});

it("marks unverified lines where sellers are judged, and offers programmes by owner", async () => {
  const { complaints } = await site.visit("/sellers?program=order-defect-rate", async (page) => {
    await page.locator("main tbody tr").first().waitFor();
    const offered = page.locator("select.program-select optgroup");
    await offered.first().waitFor({ state: "attached" });
    const groups = await offered.evaluateAll((all) =>
      all.map((group) => (group as HTMLOptGroupElement).label),
    );
    expect(groups).toContain("Mastercard");
    expect(groups.at(-1)).toBe("Not in force");
    await page.goto(site.server.address + "/sellers");
    const row = page.locator("main tbody tr", { has: page.locator(".confidence.unverified") });
    await row.first().waitFor();
  });
  expect(complaints).toEqual([]);
});

it.each([
  [390, "dark"],
  [768, "light"],
  [1440, "light"],
] as const)("fits at %i px, %s", async (width, colorScheme) => {
  const paths = ["/programs", "visa-vamp", "service-score", "shopee-points", "filing-rate"].map(
    (path) => (path.startsWith("/") ? path : `/programs/${path}`),
  );
  const work = async (page: Page) => {
    for (const path of paths) {
      await page.goto(site.server.address + path);
      await page.locator("main table").first().waitFor();
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, excess]).toEqual([path, 0]);
    }
  };
  const { complaints } = await site.visit("/", work, {
    viewport: { width, height: 844 },
    colorScheme,
  });
  expect(complaints).toEqual([]);
});

it("says in the server's words that there is no such programme", async () => {
  const { complaints } = await site.visit("/programs/nothing", async (page) => {
    await page.getByRole("alert").waitFor();
    expect(await page.locator("h1").innerText()).toBe("There is no such programme");
  });
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
});
