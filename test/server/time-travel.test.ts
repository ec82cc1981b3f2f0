import { describe, expect, it } from "vitest";
import { AlertsPage, Overview, Seller, SellersPage } from "../../server/contract/api.js";
import { Projection } from "../../analytics/4_standings/projection.js";
import { ARROW } from "../../server/reply.js";
import { caseRow, fillFleet, NOW, orderRow, PROGRAMS, testServer, times } from "./support.js";

/** A clock that tests move on. */
let now = NOW;
const server = await testServer({ now: () => now });
const { get, post, refused, request } = server;
await fillFleet(server, 12);
const DAY = "2026-01-26";
const KNOWN_AT = "2026-04-01T12:00:00.000Z";
const PROGRAM = "marketplace-dispute-rate";

const QUESTIONS = [
  "/v1/overview",
  "/v1/sellers?limit=5",
  `/v1/sellers?program=${PROGRAM}&sort=rate`,
  "/v1/sellers/s08",
  "/v1/sellers/s08/standings",
  `/v1/sellers/s08/history?program=${PROGRAM}`,
  `/v1/sellers/s08/history?program=mastercard-ecm&from=2026-01-01`,
  `/v1/sellers/s08/defects?program=${PROGRAM}`,
  `/v1/sellers/s08/projection?program=${PROGRAM}`,
  "/v1/alerts",
];
const at = (path: string, moment: string) => `${path}${path.includes("?") ? "&" : "?"}${moment}`;

async function bytes(path: string, accept: string): Promise<string> {
  const response = await request(path, { headers: { accept } });
  const text = Buffer.from(await response.arrayBuffer()).toString("base64");
  expect([path, response.status]).toEqual([path, 200]);
  return text;
}

async function askAll(): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const question of QUESTIONS)
    for (const moment of [`as_of=${DAY}&known_at=${KNOWN_AT}`, `known_at=${KNOWN_AT}`])
      for (const accept of ["application/json", "text/csv", ARROW])
        answers[`${accept} ${at(question, moment)}`] = await bytes(at(question, moment), accept);
  for (const question of QUESTIONS.slice(0, 6)) {
    const path = at(question, `as_of=${DAY}&known_at=${KNOWN_AT}&evaluation=projected`);
    answers[path] = await bytes(path, "application/json");
  }
  return answers;
}

describe("a past moment", () => {
  it("is told to the byte in every report and format, whatever is corrected later", async () => {
    await get("/v1/alerts", AlertsPage);
    const before = await askAll();
    now = new Date("2026-05-01T12:00:00Z");
    await post("cases", [
      ...times(8, (n) => caseRow(`s08-${n}`, { outcome: "withdrawn", updated_at: "2026-04-20" })),
      ...times(20, (n) => caseRow(`s00-${n}`)),
    ]);
    await post("orders", [
      orderRow("s08-50", { seller_id: "moved", updated_at: "2026-04-20" }),
      orderRow("s08-51", { seller_id: "s08", updated_at: "2026-04-20", deleted: true }),
      orderRow("ancient", { seller_id: "s08", ordered_at: "2023-01-01", currency: "EUR" }),
      orderRow("future", { seller_id: "newcomer", ordered_at: "2026-03-29T12:00:00Z" }),
    ]);
    await post("sellers", [
      { seller_id: "s08", name: "Renamed", region: "US", category: "tools" },
      { seller_id: "s07", deleted: true, updated_at: "2026-04-20" },
    ]);
    await post("chargebacks", [{ chargeback_id: "lost", order_id: "nowhere" }]);
    expect(await askAll()).toEqual(before);
    const today = await get("/v1/sellers/s08", Seller);
    expect([today.name, today.as_of]).toEqual(["Renamed", "2026-03-30"]);
    const then = await get(at("/v1/sellers/s08", `known_at=${KNOWN_AT}`), Seller);
    expect([then.name, then.as_of]).toEqual(["Shop 8", DAY]);
  });

  it("is that of the newest batch by then, to the millisecond that the overview tells", async () => {
    const { recorded_at, batch_id } = await get("/v1/overview", Overview);
    const known = await get(`/v1/overview?known_at=${recorded_at}`, Overview);
    expect(known.batch_id).toBe(batch_id);
    const before = new Date(Date.parse(recorded_at ?? "") - 1).toISOString();
    expect((await get(`/v1/overview?known_at=${before}`, Overview)).batch_id).toBe(3);
    expect((await get(`/v1/overview?known_at=2026-05-01`, Overview)).batch_id).toBe(3);
  });

  it("is walked page by page, and its cursor is of no other moment", async () => {
    const query = `/v1/sellers?limit=5&known_at=${KNOWN_AT}`;
    const first = await get(query, SellersPage);
    const second = await get(`${query}&cursor=${first.next_cursor}`, SellersPage);
    expect([first.batch_id, second.batch_id, second.total]).toEqual([3, 3, 12]);
    const path = `/v1/sellers?limit=5&known_at=2026-05-01T12:00:00Z&cursor=${first.next_cursor}`;
    const { detail, parameter } = await refused(400, path);
    expect(parameter).toBe("cursor");
    expect(detail).toBe(
      "cursor: is of what was known at batch 3, and by 2026-05-01T12:00:00.000Z batch 7 was; leave known_at out",
    );
  });

  it.each([
    ["2026-05-01T12:00:00.001Z", /^known_at: 2026-05-01T12:00:00.001Z lies in the future; it is /],
    [
      "2026-03-31",
      "known_at: nothing had been recorded by 2026-03-31T00:00:00.000Z; give a later moment",
    ],
    ["1. May", "known_at: not a moment in ISO 8601, as in 2026-01-31T09:00:00Z"],
  ])("is refused at %s in every report", async (moment, message) => {
    for (const question of QUESTIONS) {
      const path = at(question, `known_at=${encodeURIComponent(moment)}`);
      const { detail, parameter } = await refused(400, path);
      expect([question, parameter]).toEqual([question, "known_at"]);
      expect(detail).toMatch(message);
    }
  });
});

describe("the projected evaluation", () => {
  it("is that of the next evaluation in the list, the seller and its history", async () => {
    const moment = `as_of=${DAY}&evaluation=projected`;
    const { items } = await get(`/v1/sellers?program=mastercard-ecm&${moment}`, SellersPage);
    expect(new Set(items.map((row) => `${row.evaluation} ${row.evaluated_on}`))).toEqual(
      new Set(["projected 2026-02-01"]),
    );
    const current = await get(`/v1/sellers?program=mastercard-ecm&as_of=${DAY}`, SellersPage);
    expect(current.items[0]?.evaluated_on).toBe("2026-01-01");
  });

  it("is no question for alerts, which tell what was found", async () => {
    expect((await refused(400, "/v1/alerts?evaluation=projected")).parameter).toBe("evaluation");
  });
});

describe("a projection", () => {
  const path = (id: string, query: string) => `/v1/sellers/${id}/projection?${query}`;

  it("agrees with the standings of its moment, current and projected", async () => {
    for (const program of PROGRAMS) {
      const found = await get(path("s08", `program=${program}&as_of=2026-02-01`), Projection);
      for (const [outlook, kind] of [
        [found.current, "current"],
        [found.to_date, "projected"],
      ] as const) {
        const query = `as_of=2026-02-01&evaluation=${kind}`;
        const { standings } = await get(`/v1/sellers/s08?${query}`, Seller);
        const standing = standings.find((each) => each.program === program);
        const { tiers, basis: _, ...same } = outlook;
        expect(standing).toMatchObject(same);
        expect(tiers[0]?.headroom).toBe(standing?.headroom);
      }
    }
  });

  it.each([
    [404, "nobody", `program=${PROGRAM}`],
    [400, "s08", ""],
    [400, "s08", "program=none"],
    [400, "s08", `program=${PROGRAM}&evaluation=current`],
  ])("is refused with %i for %s?%s", async (status, id, query) => {
    expect((await refused(status, path(id, query))).status).toBe(status);
  });
});
