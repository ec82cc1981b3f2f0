import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays, date } from "../../dashboard/format.js";
import { SellersPage } from "../../server/contract/api.js";
import { ProgramPage } from "../../server/contract/programs.js";
import { DemoSite } from "./demo-site.js";

/* What the page of a programme asks for and says of another moment of knowledge, day and evaluation. */

const PROGRAM = "order-defect-rate";
/** Orders with a case that come late, of a seller that had hardly any. */
const LATE = 60;

let site: DemoSite;
let before: string;
let turned: string;
let newest: string;

beforeAll(async () => {
  site = await DemoSite.open(["--orders", "10000"]);
  before = new Date().toISOString();
  await lateCases();
});

afterAll(() => site?.close());

/** The seller with the lowest rate turns out to be above the line, as of the same day. */
async function lateCases(): Promise<void> {
  const list = `/v1/sellers?program=${PROGRAM}&tier=within&sort=multiple&order=asc&limit=1`;
  const { items, as_of } = await site.ask(list, SellersPage);
  turned = items[0]!.seller_id;
  newest = as_of;
  const ids = Array.from({ length: LATE }, (_, nth) => `late-${nth}`);
  const ordered_at = `${addDays(as_of, -60)}T09:00:00Z`;
  const opened_at = `${addDays(as_of, -40)}T09:00:00Z`;
  await post(
    "orders",
    ids.map((order_id) => {
      const [amount, currency] = ["20.00", "USD"];
      return { order_id, seller_id: turned, buyer_id: order_id, ordered_at, amount, currency };
    }),
  );
  await post(
    "cases",
    ids.map((id) => ({ case_id: id, order_id: id, reason: "non_delivery", opened_at })),
  );
}

async function post(feed: string, rows: object[]): Promise<void> {
  const response = await fetch(`${site.server.address}/v1/ingest/${feed}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(rows),
  });
  expect(response.status).toBe(200);
}

/** Opens a page, works with it, and answers what it asked the server for. */
async function visit(path: string, work: (page: Page) => Promise<void>): Promise<URL[]> {
  const { asked, crashes } = await site.visit(path, work);
  expect(crashes).toEqual([]);
  return asked;
}

/** What of the moment a request names, without those for the programmes' own words. */
const momentsOf = (asked: readonly URL[], ...names: string[]) => [
  ...new Set(
    asked
      .filter(({ pathname }) => pathname !== "/v1/programs")
      .map(({ searchParams }) => names.map((name) => searchParams.get(name)).join(" ")),
  ),
];

const aboveIn = (program: ProgramPage) =>
  program.tiers.find(({ tier }) => tier === "at_risk")!.sellers;
const countAbove = (page: Page) =>
  page.locator("table.tiers tr", { hasText: "At risk" }).locator("a");

it("shows a programme as known at the address's moment, and keeps that moment in its links", async () => {
  const moment = `known_at=${encodeURIComponent(before)}`;
  const then = await site.ask(`/v1/programs/${PROGRAM}?${moment}`, ProgramPage);
  const now = await site.ask(`/v1/programs/${PROGRAM}`, ProgramPage);
  expect([then.as_of, now.as_of]).toEqual([newest, newest]);
  expect(aboveIn(now)).toBe(aboveIn(then) + 1);

  const asked = await visit(`/programs/${PROGRAM}?${moment}`, async (page) => {
    const bars = page.locator("figure .plotted svg").first();
    await bars.waitFor();
    expect(await countAbove(page).innerText()).toBe(String(aboveIn(then)));
    await page.locator(".fresh summary", { hasText: "as known on" }).first().waitFor();
    const links = [
      page.getByRole("link", { name: "Compare a change" }),
      countAbove(page),
      page.locator("section.listed tbody a").first(),
    ];
    for (const link of links) expect(await link.getAttribute("href")).toContain(moment);
  });
  expect(asked.map(({ pathname }) => pathname)).toContain("/v1/sellers");
  expect(momentsOf(asked, "known_at")).toEqual([before]);
});

it.each([
  ["the programme", `/programs/${PROGRAM}?`, 1],
  ["Today", `/?program=${PROGRAM}&`, 3],
])("draws the charts of %s anew when only what is known has changed", async (_, path, charts) => {
  const asked = await visit(`${path}known_at=${encodeURIComponent(before)}`, async (page) => {
    const svgs = page.locator("figure .plotted svg");
    await svgs.nth(charts - 1).waitFor();
    const drawn = () => svgs.evaluateAll((all) => all.map((svg) => svg.innerHTML));
    const old = await drawn();
    expect(old).toHaveLength(charts);
    await page.locator(".fresh summary").first().click();
    await page.getByRole("link", { name: "as known now" }).click();
    const isNew = async () => {
      const now = await drawn();
      return now.length === charts && now.every((svg, nth) => svg !== old[nth]);
    };
    await expect.poll(isNew, { timeout: 20_000 }).toBe(true);
  });
  expect(momentsOf(asked, "known_at")).toEqual([before, ""]);
});

it("shows the next evaluation where the address asks for it, and leads back to the last", async () => {
  const path = "/programs/mastercard-ecm?as_of=" + newest;
  const [next, last] = await Promise.all([
    site.ask(`/v1${path}&evaluation=projected`, ProgramPage),
    site.ask(`/v1${path}`, ProgramPage),
  ]);
  expect(next.evaluated_on > last.evaluated_on).toBe(true);
  const asked = await visit(`${path}&evaluation=projected`, async (page) => {
    await page.locator(".sub", { hasText: `next judged ${date(next.evaluated_on)}` }).waitFor();
    const fresh = page.locator(".fresh summary", { hasText: "at the next evaluation" });
    await fresh.first().waitFor();
    const tiers = page.locator("table.tiers tbody a").first();
    expect(await tiers.getAttribute("href")).toContain("evaluation=projected");
    await page.locator("figure .plotted svg").first().waitFor();
  });
  expect(asked.map(({ pathname }) => pathname)).toContain("/v1/sellers");
  expect(momentsOf(asked, "as_of", "evaluation")).toEqual([`${newest} projected`]);
  await visit(`${path}&evaluation=projected`, async (page) => {
    await page.getByRole("link", { name: "Programmes" }).click();
    await page.locator(".measure", { hasText: "counts are of the next evaluation" }).waitFor();
    await page.goBack();
    await page.locator(".fresh summary").first().click();
    await page.getByRole("link", { name: "judge as last evaluated" }).click();
    await page.locator(".sub", { hasText: `last judged ${date(last.evaluated_on)}` }).waitFor();
    expect(new URL(page.url()).search).toBe(`?as_of=${newest}`);
  });
});

it("does not claim it where a page has only the last one", async () => {
  await visit(`/sellers/${turned}/score?evaluation=projected`, async (page) => {
    const fresh = page.locator(".fresh summary").first();
    await fresh.waitFor();
    expect(await fresh.innerText()).not.toContain("next evaluation");
  });
});

it("says in the server's words that there is no such evaluation, and leads back", async () => {
  await visit(`/programs/${PROGRAM}?evaluation=soon`, async (page) => {
    await page.getByRole("alert").filter({ hasText: "evaluation" }).first().waitFor();
    await page.getByRole("link", { name: "back to the newest day" }).click();
    await page.locator("figure .plotted svg").first().waitFor();
    expect(new URL(page.url()).search).toBe("");
  });
});
