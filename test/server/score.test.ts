import { tableFromIPC } from "apache-arrow";
import { afterAll, describe, expect, it } from "vitest";
import { Database } from "../../analytics/engine/duckdb.js";
import { findProgram } from "../../analytics/4_standings/programs.js";
import { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import { StandingsList } from "../../server/contract/api.js";
import { ARROW } from "../../server/reply.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";
import { AS_OF, others, shopFeeds } from "../support/service-score.js";
import { caseRow, NOW, PROGRAMS, testServer, times } from "./support.js";

const ids = [...PROGRAMS, "service-score"];
const programs = new Map(ids.map((id) => [id, findProgram(id)]));
const database = await Database.open({ path: ":memory:", threads: 1, memoryLimit: "400MB" });
afterAll(() => database.close());
const snapshots = new Snapshots(database, programs, () => "2026-04-01");
/** The server's clock; it goes on where a test says so. */
let clock = NOW;
const server = await testServer({ database, programs, snapshots, now: () => clock });
const { get, post, refused, request } = server;

const feeds = shopFeeds({
  "two/2": { notSold: 4 },
  four: { notSold: 8 },
  small: { orders: 3 },
  ...others(4),
});
await post("orders", feeds.orders ?? []);
await post("sellers", [{ seller_id: "two/2", name: "Two & Two", category: "toys" }]);

const PATH = `/v1/sellers/${encodeURIComponent("two/2")}/score`;
const at = (query: string) => `${PATH}?${query}`;

describe("R24: GET /v1/sellers/{id}/score", () => {
  it("tells a seller its score, its parts, its level and what to do next", async () => {
    const score = await get(at(`as_of=${AS_OF}`), ServiceScore);
    expect(score).toMatchObject({
      seller_id: "two/2",
      name: "Two & Two",
      category: "toys",
      program: "service-score",
      as_of: AS_OF,
      state: "scored",
      level_now: { tier: expect.any(String) as string },
    });
    expect(score.parts.map(({ part }) => part)).toHaveLength(6);
    expect(score.next_steps[0]).toMatchObject({ part: "deal_not_sold" });
    expect(score.level?.next.set_on).toBe("2026-03-03");
    expect(score.items).toHaveLength(90);
  });

  it("agrees with the seller's standing of the same day", async () => {
    const score = await get(at(`as_of=${AS_OF}`), ServiceScore);
    const list = await get(
      `/v1/sellers/${encodeURIComponent("two/2")}/standings?as_of=${AS_OF}`,
      StandingsList,
    );
    const standing = list.items.find(({ program }) => program === "service-score");
    expect([score.score, score.level_now.tier]).toEqual([standing?.points, standing?.tier]);
    expect(score.batch_id).toBe(list.batch_id);
  });

  it("is of the day after the newest event unless told otherwise", async () => {
    const list = await get(`/v1/sellers/small/standings`, StandingsList);
    expect((await get("/v1/sellers/small/score", ServiceScore)).as_of).toBe(list.as_of);
  });

  it("R23: of a seller below the floor it says that it is not scored, and why", async () => {
    const score = await get(`/v1/sellers/small/score?as_of=${AS_OF}`, ServiceScore);
    expect(score).toMatchObject({ state: "not_scored", score: null });
    expect(score.reason).toBe("None of the 6 parts can be scored; it takes at least 3.");
    expect(score.level_now.severity).toBe("not_scored");
  });

  it("gives the trend as CSV and Arrow, a row a day, and the rest in headers", async () => {
    const { items, score } = await get(at(`as_of=${AS_OF}`), ServiceScore);
    const csv = await request(at(`as_of=${AS_OF}`), { headers: { accept: "text/csv" } });
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.headers.get("x-plimsoll-score")).toBe(String(score));
    const [head, ...rows] = (await csv.text()).trimEnd().split("\n");
    expect(head).toBe("as_of,score,tier");
    expect(rows.at(-1)).toBe(`${AS_OF},${score},${items.at(-1)?.tier}`);
    expect(rows[0]).toBe("2025-12-02,,not_scored");
    const arrow = await request(at(`as_of=${AS_OF}`), { headers: { accept: ARROW } });
    const table = tableFromIPC(new Uint8Array(await arrow.arrayBuffer()));
    expect([table.numRows, table.get(89)?.["score"]]).toEqual([90, score]);
  });

  it("is described in OpenAPI, with its contract", async () => {
    const document = (await (await request("/openapi.json")).json()) as {
      paths: Record<string, { get: { parameters: { name: string }[]; responses: object } }>;
    };
    const path = document.paths["/v1/sellers/{id}/score"]?.get;
    expect(path?.parameters.map(({ name }) => name)).toEqual([
      "id",
      "program",
      "as_of",
      "known_at",
    ]);
    const text = JSON.stringify(path?.responses);
    for (const word of ["next_steps", "preparations", "not_scored", "text/csv", ARROW])
      expect(text).toContain(word);
  });

  it("judges by what was known at a moment", async () => {
    const before = await get(at(`as_of=${AS_OF}`), ServiceScore);
    const then = clock.toISOString();
    clock = new Date(clock.getTime() + 60_000);
    await post(
      "cases",
      times(4, (n) =>
        caseRow(`two/2 ${n}`, { reason: "non_delivery", opened_at: "2026-02-20T09:00:00Z" }),
      ),
    );
    expect((await get(at(`as_of=${AS_OF}`), ServiceScore)).score).toBeLessThan(before.score ?? 0);
    const path = at(`as_of=${AS_OF}&known_at=${encodeURIComponent(then)}`);
    expect(await get(path, ServiceScore)).toEqual(before);
  });

  it.each([
    ["program=nonsense", "program", "there is no nonsense"],
    ["program=mastercard-ecm", "program", "mastercard-ecm is no score; there are service-score"],
    ["as_of=2026-02-30", "as_of", "not a day"],
    ["known_at=yesterday", "known_at", "ISO 8601"],
    ["known_at=1999-01-01", "known_at", "nothing had been recorded"],
    ["limit=3", "limit", "no such parameter"],
  ])("refuses %s and names it", async (query, name, why) => {
    const problem = await refused(400, at(query));
    expect([problem.parameter, problem.detail]).toEqual([
      name,
      expect.stringContaining(why) as string,
    ]);
  });

  it("of a seller that nobody knows is 404", async () => {
    const { title, detail } = await refused(404, "/v1/sellers/nobody/score");
    expect([title, detail]).toEqual([
      "unknown seller",
      "there is no seller nobody; see /v1/sellers for those that have orders",
    ]);
  });
});
