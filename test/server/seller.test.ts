import { describe, expect, it } from "vitest";
import {
  DefectsPage,
  History,
  Seller,
  SellersPage,
  StandingsList,
} from "../../server/contract/api.js";
import { caseRow, fillFleet, orderRow, PROGRAMS, testServer, times } from "./support.js";

const server = await testServer();
await fillFleet(server, 10);
const { get, post, refused } = server;

// Two defects of one order, a chargeback in fraud, one that was prevented, and an order of another month.
await post("cases", [caseRow("s05-0", { case_id: "again", opened_at: "2026-01-27T08:00:00Z" })]);
await post(
  "chargebacks",
  times(6, (n) => ({
    chargeback_id: `cb${n}`,
    order_id: `s05-${n}`,
    kind: "chargeback",
    received_at: "2026-02-10T12:00:00Z",
    amount: "20.00",
    currency: "USD",
    category: n === 1 ? "fraud" : "not_received",
    ...(n === 2 ? { outcome: "prevented" } : {}),
  })),
);
await post("orders", [orderRow("march", { seller_id: "s05", ordered_at: "2026-03-12" })]);

describe("a seller", () => {
  it("has its standings as the list tells them, worst first", async () => {
    const seller = await get("/v1/sellers/s05", Seller);
    expect(seller).toMatchObject({
      seller_id: "s05",
      name: "Shop 5",
      first_order_date: "2026-01-10",
    });
    expect(seller.standings.map(({ program }) => program).toSorted()).toEqual(PROGRAMS.toSorted());
    const list = await get("/v1/sellers/s05/standings", StandingsList);
    expect(list).toEqual({
      as_of: seller.as_of,
      batch_id: seller.batch_id,
      items: seller.standings,
    });
    for (const { program, ...standing } of seller.standings) {
      const { items } = await get(`/v1/sellers?program=${program}&q=s05`, SellersPage);
      const { gates: _, ...flat } = standing;
      expect(items[0]).toMatchObject({ ...flat, program });
    }
    const worst = (await get("/v1/sellers?q=s05", SellersPage)).items[0];
    expect(worst?.program).toBe(seller.standings[0]?.program);
  });

  it("counts the orders of the 60 days before the day of judgement", async () => {
    expect((await get("/v1/sellers/s05?as_of=2026-01-10", Seller)).orders_60d).toBe(0);
    expect((await get("/v1/sellers/s05?as_of=2026-01-11", Seller)).orders_60d).toBe(60);
    expect((await get("/v1/sellers/s05?as_of=2026-03-11", Seller)).orders_60d).toBe(60);
    expect((await get("/v1/sellers/s05?as_of=2026-03-13", Seller)).orders_60d).toBe(1);
  });

  it("may have an id that must be encoded", async () => {
    const seller_id = "ö/ä?&%2F #1";
    await post("orders", [orderRow("odd", { seller_id })]);
    const path = `/v1/sellers/${encodeURIComponent(seller_id)}`;
    expect((await get(path, Seller)).seller_id).toBe(seller_id);
    expect((await get(`${path}/standings`, StandingsList)).items[0]?.seller_id).toBe(seller_id);
  });

  it("that nobody knows is 404 everywhere, and says where to look", async () => {
    for (const part of [
      "",
      "/standings",
      `/history?program=${PROGRAMS[0]}`,
      `/defects?program=${PROGRAMS[0]}`,
    ]) {
      const { title, detail } = await refused(404, `/v1/sellers/nobody${part}`);
      expect([title, detail]).toEqual([
        "unknown seller",
        "there is no seller nobody; see /v1/sellers for those that have orders",
      ]);
    }
  });
});

describe("history", () => {
  it("agrees with the standings of the same days, in every programme", async () => {
    for (const program of PROGRAMS) {
      const path = `/v1/sellers/s05/history?program=${program}&from=2026-01-15&to=2026-03-14`;
      const { items } = await get(path, History);
      expect(items).toHaveLength(59);
      for (const point of items.filter((_, index) => index % 19 === 0)) {
        const list = await get(`/v1/sellers/s05/standings?as_of=${point.as_of}`, StandingsList);
        const standing = list.items.find((each) => each.program === program);
        const { orders: _, defects: __, ...same } = point;
        expect(standing).toMatchObject(same);
      }
    }
  });

  it("tells each day's orders and defects, and the lines", async () => {
    const path = "/v1/sellers/s05/history?program=marketplace-dispute-rate&from=2026-01-01";
    const { items, lines } = await get(path, History);
    expect(items.at(-1)?.as_of).toBe("2026-03-13");
    expect(items.reduce((sum, { orders }) => sum + orders, 0)).toBe(61);
    expect(
      items.filter(({ defects }) => defects > 0).map(({ as_of, defects }) => [as_of, defects]),
    ).toEqual([
      ["2026-01-26", 4],
      ["2026-01-28", 1],
    ]);
    expect(lines.map(({ rate }) => rate)).toEqual([0.05, 0.1]);
  });

  it("ends on the day that is asked for", async () => {
    const path = "/v1/sellers/s05/history?program=mastercard-ecm&from=2026-01-01&as_of=2026-01-20";
    const { items } = await get(path, History);
    expect([items.length, items.at(-1)?.as_of]).toEqual([20, "2026-01-20"]);
  });

  it("goes back 120 days unless told otherwise", async () => {
    const { items } = await get("/v1/sellers/s05/history?program=mastercard-ecm", History);
    expect([items.length, items[0]?.as_of]).toEqual([121, "2025-11-13"]);
  });

  it.each([
    ["from=2026-02-01&to=2026-01-01", "from"],
    ["from=2020-01-01&to=2026-01-01", "from"],
    ["from=2026-02-30", "from"],
    ["to=9999-12-31", "to"],
    ["as_of=2026-13-01", "as_of"],
  ])("refuses %s and names it", async (query, name) => {
    const path = `/v1/sellers/s05/history?program=mastercard-ecm&${query}`;
    expect((await refused(400, path)).parameter).toBe(name);
  });
});

describe("defects", () => {
  const DAYS = ["2026-02-01", "2026-02-09", "2026-03-02", "2026-03-12"];

  it("tie with the numerator: distinct orders or rows, raw and judged", async () => {
    let largest = 0;
    for (const program of PROGRAMS)
      for (const seller of ["s00", "s05", "s08"])
        for (const day of DAYS) {
          const query = `program=${program}&as_of=${day}`;
          const page = await get(`/v1/sellers/${seller}/defects?${query}`, DefectsPage);
          const list = await get(`/v1/sellers/${seller}/standings?as_of=${day}`, StandingsList);
          const standing = list.items.find((each) => each.program === program);
          const isEvents = program === "mastercard-ecm";
          const size = (rows: typeof page.items) =>
            isEvents ? rows.length : new Set(rows.map(({ order_id }) => order_id)).size;
          const counted = page.items.filter((defect) => defect.counted);
          expect([program, seller, day, size(counted)]).toEqual([
            program,
            seller,
            day,
            standing?.numerator,
          ]);
          expect(size(page.items)).toBe(standing?.raw_numerator);
          expect([page.window_start, page.window_end]).toEqual([
            standing?.window_start,
            standing?.window_end,
          ]);
          largest = Math.max(largest, page.items.length - counted.length, size(counted));
        }
    expect(largest).toBeGreaterThan(4);
  });

  it("say why one does not count", async () => {
    const path = "/v1/sellers/s05/defects?program=order-defect-rate&as_of=2026-03-12";
    const { items } = await get(path, DefectsPage);
    const exempt = items.filter(({ counted }) => !counted);
    expect(new Set(exempt.map(({ exempt_as }) => exempt_as))).toEqual(
      new Set(["withdrawn", "fraud", "prevented"]),
    );
    expect(items.find(({ defect_id }) => defect_id === "again")).toMatchObject({
      order_id: "s05-0",
      measure: "cases_opened",
      order_date: "2026-01-10",
      event_date: "2026-01-27",
      amount: 2000,
      currency: "USD",
      counted: true,
    });
  });

  it("are walked page by page, each once, while more of them land", async () => {
    const path = "/v1/sellers/s08/defects?program=marketplace-dispute-rate&as_of=2026-02-01";
    const whole = await get(path, DefectsPage);
    expect(whole.total).toBe(8);
    const seen = [];
    let cursor: string | null = "";
    for (let nth = 0; cursor !== null; nth++) {
      const page: typeof whole = await get(
        `${path}&limit=3${cursor && `&cursor=${cursor}`}`,
        DefectsPage,
      );
      expect(page.total).toBe(8);
      seen.push(...page.items);
      cursor = page.next_cursor;
      await post("cases", [caseRow(`s08-${30 + nth}`), caseRow("s08-0", { outcome: "withdrawn" })]);
    }
    expect(seen).toEqual(whole.items);
    expect((await get(path, DefectsPage)).total).toBeGreaterThan(8);
  });

  it.each([
    ["", "program"],
    ["?program=nonsense", "program"],
    [`?program=${PROGRAMS[0]}&limit=0`, "limit"],
    [`?program=${PROGRAMS[0]}&cursor=x`, "cursor"],
    [`?program=${PROGRAMS[0]}&as_of=2026-02-30`, "as_of"],
  ])("refuse %s and name it", async (query, name) => {
    expect((await refused(400, `/v1/sellers/s05/defects${query}`)).parameter).toBe(name);
  });
});
