import { describe, expect, it } from "vitest";
import { AlertsPage, SellersPage } from "../../server/contract/api.js";
import { caseRow, fillFleet, testServer, times } from "./support.js";

const server = await testServer();
await fillFleet(server, 12, 7);
const { get, post, refused } = server;
const alerts = (query = "") => get(`/v1/alerts?limit=1000${query}`, AlertsPage);

const inTier = async () => {
  const path = "/v1/sellers?program=marketplace-dispute-rate&limit=1000";
  const { items } = await get(path, SellersPage);
  return items.filter(({ severity }) => severity === "above" || severity === "severe");
};

describe("alerts", () => {
  it("tell of every seller that is in a tier, once, however often they are asked for", async () => {
    const [one, two] = await Promise.all([alerts(), alerts()]);
    expect(one).toEqual(two);
    expect(await alerts()).toEqual(one);
    expect(new Set(one.items.map(({ alert_id }) => alert_id)).size).toBe(one.items.length);
    const told = one.items.filter(({ program }) => program === "marketplace-dispute-rate");
    const above = await inTier();
    expect(above.length).toBeGreaterThanOrEqual(3);
    expect(new Set(told.map(({ seller_id }) => seller_id))).toEqual(
      new Set(above.map(({ seller_id }) => seller_id)),
    );
    for (const { seller_id, tier, severity, name } of above) {
      const last = told.find((alert) => alert.seller_id === seller_id);
      expect(last).toMatchObject({ to_tier: tier, severity, seller_name: name });
    }
  });

  it("tell a change of tier in the next read, newest first", async () => {
    const before = await alerts();
    const sellers = new Set((await inTier()).map(({ seller_id }) => seller_id));
    expect(sellers.has("s00")).toBe(false);
    const { batch_id } = await post(
      "cases",
      times(10, (n) => caseRow(`s00-${n}`)),
    );
    const after = await alerts();
    expect(after.items).toHaveLength(before.items.length + 1);
    const changes = after.items.filter((alert) => alert.batch_id === batch_id);
    expect(changes.map(({ program, from_tier }) => [program, from_tier])).toContainEqual([
      "marketplace-dispute-rate",
      "within",
    ]);
    expect(changes.every(({ seller_id }) => seller_id === "s00")).toBe(true);
    const days = after.items.map(({ as_of }) => as_of);
    expect(days).toEqual(days.toSorted((a, b) => (a < b ? 1 : -1)));
  });

  it("are walked page by page, each once, while more come on top", async () => {
    const whole = await alerts();
    const seen = [];
    let cursor: string | null = "";
    for (let nth = 3; cursor !== null; nth++) {
      const path: string = `/v1/alerts?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = await get(path, AlertsPage);
      seen.push(...page.items);
      cursor = page.next_cursor;
      await post(
        "cases",
        times(9, (n) => caseRow(`s07-${nth * 9 + n}`, { opened_at: `2026-01-${24 + nth}` })),
      );
      await alerts();
    }
    expect(seen).toEqual(whole.items);
    expect((await alerts()).items.length).toBeGreaterThan(whole.items.length);
  });

  it("never flap when they are asked for while batches land", async () => {
    const before = (await alerts()).items.length;
    await Promise.all(
      times(6, (n) => [
        post("cases", [caseRow(`s01-${n + 20}`, { opened_at: "2026-01-25T01:00:00Z" })]),
        alerts(),
      ]).flat(),
    );
    const { items } = await alerts();
    const fresh = items.slice(0, items.length - before);
    const ranks = ["within", "above_line", "serious"];
    const rise = fresh.filter(({ program }) => program === "marketplace-dispute-rate");
    expect(rise.length).toBeGreaterThan(0);
    for (const { from_tier, to_tier } of rise)
      expect(ranks.indexOf(to_tier)).toBeGreaterThan(ranks.indexOf(from_tier));
  });

  it.each([
    ["limit=0", "limit"],
    ["cursor=x", "cursor"],
    ["seller=s00", "seller"],
  ])("refuse %s and name it", async (query, name) => {
    expect((await refused(400, `/v1/alerts?${query}`)).parameter).toBe(name);
  });
});
