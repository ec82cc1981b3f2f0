import { describe, expect, it } from "vitest";
import { DefectsPage, Overview, SellersPage, type SellerRow } from "../../server/contract/api.js";
import { SEVERITIES } from "../../analytics/4_standings/standing.js";
import { caseRow, fillFleet, orderRow, PROGRAMS, testServer, times } from "./support.js";

const SELLERS = 24;
const server = await testServer();
await fillFleet(server, SELLERS);
const { get, post, refused } = server;

const page = (query = "") => get(`/v1/sellers?${query}`, SellersPage);

/** Follows the cursors; `between` runs after each page. */
async function walk(query: string, between: (page: number) => Promise<unknown> = async () => {}) {
  const pages = [await page(query)];
  for (let last = pages[0]; last?.next_cursor; last = pages.at(-1)) {
    await between(pages.length);
    pages.push(await page(`${query}&cursor=${last.next_cursor}`));
  }
  return pages;
}

const ids = (rows: readonly { seller_id: string }[]) => rows.map((row) => row.seller_id);

describe("the list", () => {
  it("has every seller once, in its worst programme, worst first", async () => {
    const { items, total, next_cursor, as_of } = await page();
    expect({ total, next_cursor, as_of }).toEqual({
      total: SELLERS,
      next_cursor: null,
      as_of: "2026-01-26",
    });
    expect(new Set(ids(items)).size).toBe(SELLERS);
    const ranks = items.map(({ severity }) => SEVERITIES.indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    expect(new Set(ranks).size).toBeGreaterThan(2);
  });

  it.each([
    ["seller_id", (row: SellerRow) => row.seller_id],
    ["name", (row: SellerRow) => row.name],
    ["category", (row: SellerRow) => row.category],
    ["program", (row: SellerRow) => row.program],
    ["numerator", (row: SellerRow) => row.numerator],
    ["denominator", (row: SellerRow) => row.denominator],
    ["rate", (row: SellerRow) => row.rate],
    ["expected_final_rate", (row: SellerRow) => row.expected_final_rate],
    ["multiple", (row: SellerRow) => row.multiple],
    ["headroom", (row: SellerRow) => row.headroom],
    ["months_in_program", (row: SellerRow) => row.months_in_program],
  ])("sorts by %s both ways, those without a value last", async (sort, value) => {
    for (const order of ["asc", "desc"] as const) {
      const { items } = await page(`sort=${sort}&order=${order}`);
      expect(items).toHaveLength(SELLERS);
      const values = items.map<string | number | null>(value);
      const present = values.filter((each) => each !== null);
      expect(values.slice(present.length).every((each) => each === null)).toBe(true);
      const sign = order === "asc" ? 1 : -1;
      expect(present).toEqual(present.toSorted((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0)));
      const ties = items.slice(1).filter((_, index) => values[index] === values[index + 1]);
      const before = (row: SellerRow) => items[items.indexOf(row) - 1]?.seller_id ?? "";
      expect(ties.filter((row) => row.seller_id <= before(row))).toEqual([]);
    }
  });

  it("has sellers without a name, a category and a rate, so that the last claim is not empty", async () => {
    const { items } = await page("program=mastercard-ecm");
    expect(items.some(({ name }) => name === null)).toBe(true);
    expect(items.some(({ category }) => category === null)).toBe(true);
    expect(items.some(({ rate }) => rate === null)).toBe(true);
  });

  it("sorts by severity, worst first or last", async () => {
    const worst = ids((await page("sort=severity&order=desc")).items);
    const best = ids((await page("sort=severity&order=asc")).items);
    expect(worst).toEqual(ids((await page()).items));
    expect(best).not.toEqual(worst);
    expect(best.toSorted()).toEqual(worst.toSorted());
  });
});

describe("a filter", () => {
  it("by programme and tier gives as many as the overview says", async () => {
    const overview = await get("/v1/overview", Overview);
    expect(overview.sellers).toBe(SELLERS);
    expect(overview.programs.map(({ program }) => program)).toEqual(PROGRAMS);
    for (const { program, tiers } of overview.programs) {
      expect(tiers.reduce((sum, { sellers }) => sum + sellers, 0)).toBe(SELLERS);
      for (const { tier, sellers } of tiers) {
        const { total, items } = await page(`program=${program}&tier=${tier}`);
        expect([program, tier, total, items.length]).toEqual([program, tier, sellers, sellers]);
        expect(items.every((row) => row.program === program && row.tier === tier)).toBe(true);
      }
    }
    const surely = (await page()).items.filter(({ surely_above }) => surely_above);
    expect(surely).toHaveLength(overview.surely_above);
    const judged = overview.programs.find(({ program }) => program === PROGRAMS[0]);
    expect(judged?.tiers.filter(({ sellers }) => sellers > 0)).toHaveLength(4);
  });

  it("by severity splits the list", async () => {
    const totals = await Promise.all(
      SEVERITIES.map(async (severity) => {
        const { items, total } = await page(`severity=${severity}`);
        expect(items.every((row) => row.severity === severity)).toBe(true);
        return total;
      }),
    );
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(SELLERS);
  });

  it("by part of id or name finds both, whatever the case", async () => {
    expect(ids((await page("q=S07")).items)).toEqual(["s07"]);
    const named = (await page("q=shop 7")).items;
    expect(named.map(({ name }) => name)).toEqual(["Shop 7"]);
    expect((await page("q=nobody")).total).toBe(0);
    expect((await page("q=%25")).total).toBe(0);
  });

  it("holds together with others, and on another day", async () => {
    const { items, as_of } = await page(
      "program=marketplace-dispute-rate&severity=severe&q=s&as_of=2026-01-26&sort=rate&order=asc&limit=2",
    );
    expect(as_of).toBe("2026-01-26");
    expect(items).toHaveLength(2);
    const early = await page("as_of=2026-01-21");
    expect(early.items.every(({ numerator }) => numerator === 0)).toBe(true);
  });
});

describe("a walk of pages", () => {
  const SORTED = "program=marketplace-dispute-rate&sort=rate&order=desc&limit=5";

  it("visits every seller once, in the order of the whole list", async () => {
    for (const query of ["limit=5", "limit=1&sort=name", SORTED, "limit=24"]) {
      const whole = ids((await page(query.replace(/limit=\d+/, "limit=1000"))).items);
      const pages = await walk(query);
      expect(pages.flatMap(({ items }) => ids(items))).toEqual(whole);
      expect(pages.every(({ total }) => total === SELLERS)).toBe(true);
    }
  });

  it("does so while batches land in between that reorder, add and outdate sellers", async () => {
    const before = await page(SORTED.replace("limit=5", "limit=1000"));
    const pages = await walk(SORTED, async (nth) => {
      await post(
        "cases",
        times(20, (n) =>
          caseRow(`s${nth % 2 === 0 ? "00" : "09"}-${n + 20}`, { case_id: `w${nth}-${n}` }),
        ),
      );
      await post("orders", [
        orderRow(`walk-${nth}`, { seller_id: `new-${nth}`, ordered_at: `2026-02-0${nth}` }),
      ]);
      for (const sort of ["name", "rate"]) await page(`as_of=2026-01-2${nth}&sort=${sort}`);
    });
    expect(pages).toHaveLength(5);
    expect(pages.flatMap(({ items }) => items)).toEqual(before.items);
    expect(new Set(pages.map(({ batch_id }) => batch_id))).toEqual(new Set([before.batch_id]));
    const after = await page("limit=1000");
    expect(after.batch_id).toBeGreaterThan(before.batch_id);
    expect(after.total).toBe(SELLERS + 4);
    expect(after.as_of > before.as_of).toBe(true);
  });
});

describe("a bad parameter", () => {
  it.each([
    ["as_of=2026-02-30", "as_of"],
    ["as_of=tomorrow", "as_of"],
    ["as_of=0000-01-01", "as_of"],
    ["limit=0", "limit"],
    ["limit=1001", "limit"],
    ["limit=ten", "limit"],
    ["limit=1.5", "limit"],
    ["sort=nonsense", "sort"],
    ["order=up", "order"],
    ["severity=bad", "severity"],
    ["tier=nonsense", "tier"],
    ["program=mastercard-ecm&tier=serious", "tier"],
    ["program=unknown", "program"],
    ["cursor=bm9uc2Vuc2U", "cursor"],
    ["cursor=%00", "cursor"],
    [
      `cursor=${Buffer.from("2026-02-30:1:current:0123456789ab:0").toString("base64url")}`,
      "cursor",
    ],
    ["known_at=yesterday", "known_at"],
    ["known_at=2026-02-30T00:00:00Z", "known_at"],
    ["evaluation=soon", "evaluation"],
    ["q=a&q=b", "q"],
    [`q=${"x".repeat(201)}`, "q"],
    ["programme=mastercard-ecm", "programme"],
  ])("%s is named", async (query, name) => {
    const { detail, parameter } = await refused(400, `/v1/sellers?${query}`);
    expect(parameter).toBe(name);
    expect(detail.startsWith(`${name}: `)).toBe(true);
    expect(detail.length).toBeGreaterThan(name.length + 10);
  });

  it("is not a cursor beyond the end, or of a batch still to come", async () => {
    const { next_cursor } = await page("limit=1");
    const text = Buffer.from(next_cursor ?? "", "base64url").toString();
    const later = text.replace(/:\d+:current/, ":999999:current").replace(/\d+$/, "5000");
    const cursor = Buffer.from(later).toString("base64url");
    expect(later).not.toBe(text);
    expect(await page(`cursor=${cursor}`)).toMatchObject({ items: [], next_cursor: null });
  });
});

describe("a cursor", () => {
  const OF = "program=marketplace-dispute-rate&sort=rate&limit=5";
  const cursorOf = async (query: string) => (await page(query)).next_cursor ?? "none";

  it("goes on with other page sizes, and where its moment is repeated", async () => {
    const { next_cursor, as_of } = await page(OF);
    const repeated = `as_of=${as_of}&evaluation=current`;
    const { items } = await page(`${OF.replace("5", "7")}&${repeated}&cursor=${next_cursor}`);
    expect(ids(items)).toEqual(ids((await page(OF.replace("5", "12"))).items).slice(5));
  });

  it.each([
    ["another filter", "program=mastercard-ecm&sort=rate&limit=5"],
    ["one filter more", `${OF}&q=s`],
    ["another order", `${OF}&order=asc`],
    ["another sort", OF.replace("sort=rate", "sort=numerator")],
  ])("of %s is refused", async (_, query) => {
    const { detail, parameter } = await refused(
      400,
      `/v1/sellers?${query}&cursor=${await cursorOf(OF)}`,
    );
    expect({ detail, parameter }).toEqual({
      detail:
        "cursor: is of another list, filter or order; repeat those of its page, or begin again without cursor",
      parameter: "cursor",
    });
  });

  it("of another list is refused, be it the same list of another seller", async () => {
    const cursor = await cursorOf(OF);
    const alerts = await refused(400, `/v1/alerts?cursor=${cursor}`);
    expect(alerts.detail).toMatch(/^cursor: is of another list/);
    const path = (seller: string) =>
      `/v1/sellers/${seller}/defects?program=marketplace-dispute-rate&limit=1`;
    const { next_cursor } = await get(path("s08"), DefectsPage);
    expect(next_cursor).not.toBeNull();
    const other = await refused(400, `${path("s07")}&cursor=${next_cursor}`);
    expect(other.detail).toMatch(/^cursor: is of another list/);
  });

  it("of another day or evaluation than is asked for is refused and says which", async () => {
    const cursor = await cursorOf(OF);
    const { as_of } = await page(OF);
    expect((await refused(400, `/v1/sellers?${OF}&as_of=2026-01-20&cursor=${cursor}`)).detail).toBe(
      `cursor: is of ${as_of}, and as_of is 2026-01-20; leave as_of out`,
    );
    expect(
      (await refused(400, `/v1/sellers?${OF}&evaluation=projected&cursor=${cursor}`)).detail,
    ).toBe("cursor: is of the current evaluation, not the projected one; leave evaluation out");
  });
});
