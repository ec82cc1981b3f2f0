import { tableFromIPC } from "apache-arrow";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, type ServerType } from "@hono/node-server";
import { BacktestSeller } from "../../analytics/4_standings/backtest/contract.js";
import { Backtests, KEPT } from "../../server/backtests.js";
import { createApp } from "../../server/app.js";
import { Backtest, BacktestJob, BacktestList } from "../../server/contract/backtests.js";
import { createLog } from "../../server/log.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";
import { ingestOn } from "../support/backtest-reference.js";
import { CASES, HAND_PROGRAMS, ORDERS } from "../support/hand-market.js";
import { json, NOW, programs, testServer, times, type TestServer } from "./support.js";

const RANGE = { from: "2026-01-11", to: "2026-01-26" };
const HAND = {
  program_yaml: HAND_PROGRAMS.patient,
  against_yaml: HAND_PROGRAMS.strict,
  ...RANGE,
};
const SHIPPED = {
  program: "marketplace-dispute-rate",
  against: "order-defect-rate",
  ...RANGE,
};

let server: TestServer;
const log = createLog("silent");

beforeAll(async () => {
  server = await testServer();
  await ingestOn(server.database, { orders: ORDERS!, cases: CASES }, "2026-03-01");
});

async function start(body: object, of: TestServer = server): Promise<BacktestJob> {
  const response = await of.request("/v1/backtests", json(body));
  const job = BacktestJob.parse(await response.json());
  expect(response.status).toBe(202);
  expect(response.headers.get("location")).toBe(`/v1/backtests/${job.id}`);
  return job;
}

async function finished(id: string, of: TestServer = server): Promise<Backtest> {
  for (;;) {
    const found = await of.get(`/v1/backtests/${id}`, Backtest);
    if (found.status === "done" || found.status === "failed") return found;
    expect(found.result).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("POST /v1/backtests", () => {
  it("answers at once where to ask, and there what came of it", async () => {
    const job = await start(HAND);
    expect(job).toMatchObject({ program: "patient", against: "strict", error: null });
    const { status, progress, result, started_at, finished_at } = await finished(job.id);
    expect([status, progress]).toEqual(["done", 1]);
    expect(started_at! <= finished_at!).toBe(true);
    expect(result).toMatchObject({ knowledge: "events", sellers: 2 });
    expect(result!.items.map((row) => [row.seller_id, row.a_days_flagged])).toEqual([["anna", 10]]);
  });

  it("takes ids, a knowledge, a moment and a truth", async () => {
    const truth_csv = "seller_id,is_risky\nanna,false\n";
    const job = await start({
      program: "marketplace-dispute-rate",
      against_yaml: HAND_PROGRAMS.strict,
      knowledge: "recorded",
      known_at: "2026-03-02T00:00:00Z",
      truth_csv,
      ...RANGE,
    });
    const { result } = await finished(job.id);
    expect(result).toMatchObject({ knowledge: "recorded", knowledge_chosen: "asked", items: [] });
    expect(result!.b.truth).toMatchObject({ right: 0, wrong: 0, missed: 0, precision: null });
  });

  it("runs one at a time, and the same again only when the first has ended", async () => {
    const [one, again, other] = await Promise.all([start(SHIPPED), start(SHIPPED), start(HAND)]);
    const { items } = await server.get("/v1/backtests", BacktestList);
    expect(items.filter(({ status }) => status === "running").length).toBeLessThanOrEqual(1);
    expect(again.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
    await Promise.all([finished(one.id), finished(other.id)]);
    expect((await start(SHIPPED)).id).not.toBe(one.id);
  });

  it.each([
    [{ ...SHIPPED, program: "nobody" }, "program", /there is no nobody; there are/],
    [
      { ...SHIPPED, against: undefined },
      "against",
      /name a programme, or send its YAML as against_yaml/,
    ],
    [{ ...SHIPPED, against_yaml: "x" }, "against", /not both/],
    [{ ...SHIPPED, from: "2026-02-30" }, "from", /day that exists/],
    [{ ...SHIPPED, from: "2025-06-01" }, "from", /begins on 2026-01-02/],
    [{ ...SHIPPED, to: "2026-01-11" }, "to", /is not after/],
    [{ ...SHIPPED, to: "2026-03-01" }, "to", /the last day that can be judged/],
    [{ ...SHIPPED, knowledge: "all" }, "knowledge", /recorded/],
    [{ ...SHIPPED, known_at: "yesterday" }, "known_at", /ISO 8601/],
    [{ ...SHIPPED, known_at: "2027-01-01T00:00:00Z" }, "known_at", /future/],
    [{ ...SHIPPED, truth_csv: "seller\nx\n" }, "truth_csv", /lacks seller_id/],
    [{ ...SHIPPED, speed: 2 }, "speed", /there is no such field; there are program/],
    [
      {
        ...HAND,
        program_yaml: "extends: marketplace-dispute-rate\nid: x\nfloor: { denominator: 0 }\n",
      },
      "program_yaml",
      /line 3: floor.denominator.*|version/,
    ],
  ])("refuses what cannot be walked, by the field at fault: %o", async (body, field, why) => {
    const { parameter, detail } = await server.refused(400, "/v1/backtests", json(body));
    expect([parameter, detail]).toEqual([field, expect.stringMatching(why)]);
  });

  it("refuses a programme that was never in force, what is no JSON, and too much of it", async () => {
    const old = `${HAND_PROGRAMS.strict}effective: { from: "2020-01-01", until: "2021-01-01" }\n`;
    const body = { ...HAND, against_yaml: old };
    expect(await server.refused(400, "/v1/backtests", json(body))).toMatchObject({
      parameter: "against",
      detail: expect.stringContaining("was not in force on any day") as string,
    });
    await server.refused(400, "/v1/backtests", json("{"));
    const huge = json({ ...SHIPPED, truth_csv: "x".repeat(9 * 1024 * 1024) });
    await server.refused(413, "/v1/backtests", huge);
  });
});

describe("GET /v1/backtests/{id}", () => {
  it("gives the sellers as CSV and Arrow once it is done", async () => {
    const { id } = await start(HAND);
    await finished(id);
    const ask = (accept: string) => server.request(`/v1/backtests/${id}`, { headers: { accept } });
    const csv = await ask("text/csv");
    expect(csv.headers.get("x-plimsoll-knowledge")).toBe("events");
    const [row] = parse(await csv.text(), { columns: true }) as Record<string, string>[];
    expect(Object.keys(row!)).toEqual(Object.keys(BacktestSeller.shape));
    const arrow = await ask("application/vnd.apache.arrow.stream");
    const table = tableFromIPC(new Uint8Array(await arrow.arrayBuffer()));
    expect(table.get(0)?.toJSON()).toMatchObject({ seller_id: "anna", b_days_flagged: 5n });
  });

  it("knows neither others nor those that were deleted", async () => {
    const { id } = await start(HAND);
    const gone = await server.request(`/v1/backtests/${id}`, { method: "DELETE" });
    expect(gone.status).toBe(204);
    for (const init of [{}, { method: "DELETE" }])
      expect((await server.refused(404, `/v1/backtests/${id}`, init)).detail).toContain(id);
  });

  it("keeps the last twenty, and has no more of them wait", async () => {
    const { database } = server;
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const read: typeof database.read = (work) => gate.then(() => database.read(work));
    const backtests = new Backtests({ read } as typeof database, () => NOW, log);
    const own = await testServer({ database, backtests });
    const jobs: BacktestJob[] = [];
    for (const nth of times(KEPT, (index) => index))
      jobs.push(await start({ ...HAND, known_at: `2026-03-02T00:00:${10 + nth}Z` }, own));
    expect(jobs.map(({ status }) => status)).toEqual([
      "running",
      ...times(KEPT - 1, () => "queued"),
    ]);
    const refused = await own.refused(429, "/v1/backtests", json(HAND));
    expect(refused.detail).toContain("20 backtests wait");
    const headers = { accept: "text/csv" };
    await own.refused(409, `/v1/backtests/${jobs[1]!.id}`, { headers });
    release();
    await finished(jobs[0]!.id, own);
    const { id } = await start(HAND, own);
    const { items } = await own.get("/v1/backtests", BacktestList);
    expect(items).toHaveLength(KEPT);
    expect([items[0]!.id, items.at(-1)!.id]).toEqual([id, jobs[1]!.id]);
    await backtests.close();
    expect((await own.get("/v1/backtests", BacktestList)).items).toEqual([]);
  });
});

describe("over a socket", () => {
  let listening: ServerType;
  afterAll(() => new Promise<void>((done) => void listening?.close(() => done())));

  it("walks a backtest while other requests are answered", async () => {
    const snapshots = new Snapshots(server.database, programs, () => "2026-04-01");
    const app = createApp({ database: server.database, programs, snapshots, log, now: () => NOW });
    const address = await new Promise<string>((resolve) => {
      listening = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}`),
      );
    });
    const answer = await fetch(`${address}/v1/backtests`, json(HAND));
    const place = answer.headers.get("location")!;
    let [asked, state] = [0, ""];
    while (state !== "done") {
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
      state = Backtest.parse(await (await fetch(address + place)).json()).status;
      asked += 1;
    }
    expect(asked).toBeGreaterThan(0);
    const document = (await (await fetch(`${address}/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    expect(Object.keys(document.paths["/v1/backtests"]!)).toEqual(["post", "get"]);
    expect(Object.keys(document.paths["/v1/backtests/{id}"]!)).toEqual(["get", "delete"]);
  });
});
