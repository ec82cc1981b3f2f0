import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { compareLedger } from "../../analytics/2_ledger/rebuild.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { ingestFiles } from "../../ingest/ingest.js";
import { prepareDatabase } from "../../ingest/prepare.js";
import { Overview, StandingsList } from "../../server/contract/api.js";
import { IngestAnswer } from "../../server/contract/ingest.js";
import { testDirectory } from "../server/cli/directory.js";
import { end, node, serve, type Process } from "../server/process.js";
import { caseRow, orderRow, times } from "../server/support.js";

const at = testDirectory();
const running: Process[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => end(process, "SIGKILL")));
});

async function withDatabase<T>(path: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open({ path, threads: 1 });
  try {
    await database.write(prepareDatabase);
    return await work(database);
  } finally {
    await database.close();
  }
}

const count = (database: Database, sql: string) =>
  database.read(async (session) => (await session.one<{ count: number }>(sql)).count);

describe("a server that is killed while clients post", () => {
  const KILLS = 3;
  const sent: { feed: string; rows: readonly object[]; isAnswered: boolean }[] = [];

  async function post(address: string, feed: string, rows: readonly object[]) {
    const response = await fetch(`${address}/v1/ingest/${feed}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(rows),
    });
    return IngestAnswer.parse(await response.json());
  }

  /** Posts new rows one request after another until the server is gone. */
  async function client(address: string, name: string) {
    for (let nth = 0; ; nth++) {
      const ids = times(20, (n) => `${name}-${nth}-${n}`);
      const orders = { feed: "orders", rows: ids.map((id) => orderRow(id)), isAnswered: false };
      const cases = {
        feed: "cases",
        rows: ids.slice(0, 3).map((id) => caseRow(id)),
        isAnswered: false,
      };
      for (const request of [orders, cases]) {
        sent.push(request);
        try {
          await post(address, request.feed, request.rows);
        } catch {
          return;
        }
        request.isAnswered = true;
      }
    }
  }

  const answered = () => sent.filter(({ isAnswered }) => isAnswered);

  it("has kept every answered row once, and counts nothing twice", async () => {
    const db = at("server.duckdb");
    for (let kill = 0; kill < KILLS; kill++) {
      const server = serve(db);
      running.push(server);
      const address = await server.address;
      const goal = answered().length + 3 + 2 * kill;
      const clients = times(3, (n) => client(address, `${kill}.${n}`));
      while (answered().length < goal) await new Promise((wait) => setTimeout(wait, 7 * kill + 1));
      expect(await end(server, "SIGKILL")).toBe("SIGKILL");
      await Promise.all(clients);
    }
    expect(sent.length).toBeGreaterThan(answered().length);

    const server = serve(db);
    running.push(server);
    const address = await server.address;
    const before = Overview.parse(await (await fetch(`${address}/v1/overview`)).json());
    expect(before.batch_id).toBeGreaterThanOrEqual(answered().length);
    expect(before.batch_id).toBeLessThanOrEqual(sent.length);
    for (const feed of ["orders", "cases"]) {
      const rows = answered().flatMap((request) => (request.feed === feed ? request.rows : []));
      const { counts } = await post(address, feed, rows);
      expect(counts).toMatchObject({ read: rows.length, duplicate: rows.length });
    }
    for (const { feed, rows } of sent.filter(({ isAnswered }) => !isAnswered)) {
      const { counts } = await post(address, feed, rows);
      // What was not answered is there wholly or not at all.
      expect([counts.new, counts.duplicate].toSorted((a, b) => a - b)).toEqual([0, rows.length]);
    }
    const orders = sent.filter(({ feed }) => feed === "orders").length * 20;
    const cases = sent.filter(({ feed }) => feed === "cases").length * 3;
    const { items } = StandingsList.parse(
      await (await fetch(`${address}/v1/sellers/anna/standings`)).json(),
    );
    expect(items.find(({ program }) => program === "marketplace-dispute-rate")).toMatchObject({
      numerator: cases,
      denominator: orders,
    });
    expect(await end(server)).toBe(0);

    await withDatabase(db, async (database) => {
      expect(await database.write(compareLedger)).toEqual([]);
      expect(await count(database, "select count(*) as count from facts.orders")).toBe(orders);
      expect(await count(database, "select count(*) as count from facts.cases")).toBe(cases);
    });
  });
});

describe("a file ingestion that is killed", () => {
  const WORKER = fileURLToPath(new URL("ingest-worker.ts", import.meta.url));
  const ORDERS = 5000;
  const TABLES = [
    "ingest.batches",
    "ingest.quarantine",
    "facts.orders",
    "facts.cases",
    "ledger.sellers",
  ];
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

  /** Above 32 MB files are a bulk batch, whose rows are committed before they count; blanks will do. */
  function writeFiles(isBulk: boolean) {
    const orders = times(ORDERS, (n) =>
      orderRow(`f${n}`, { amount: n % 100 === 7 ? "-1" : "20.00" }),
    );
    const blank = isBulk ? `${" ".repeat(12_000_000)}\n`.repeat(3) : "";
    writeFileSync(at("orders.ndjson"), lines(orders) + blank);
    writeFileSync(at("cases.ndjson"), lines(times(900, (n) => caseRow(`f${n * 3}`))));
    return [at("orders.ndjson"), at("cases.ndjson")];
  }

  const sizes = (database: Database) =>
    Promise.all(TABLES.map((table) => count(database, `select count(*) as count from ${table}`)));

  it.each([
    ["the versions of a small batch", "versions", false],
    ["the versions of a bulk batch", "versions", true],
    ["the postings of a bulk batch", "postings", true],
  ])("at %s leaves nothing, and goes well the next time", async (name, stage, isBulk) => {
    const db = at(`${name}.duckdb`);
    const files = writeFiles(isBulk);
    const worker = node(["--import", "tsx", WORKER, db, stage, ...files]);
    running.push(worker);
    expect([await worker.ended, worker.stderr()]).toEqual(["SIGKILL", ""]);
    await withDatabase(db, async (database) => {
      expect(await sizes(database)).toEqual([0, 0, 0, 0, 0]);
      expect(await database.write(compareLedger)).toEqual([]);
      await ingestFiles(database, { files, recordedAt: new Date("2026-04-01T12:00:00Z") });
      expect(await sizes(database)).toEqual([1, 50, ORDERS - 50, 900, 1]);
      expect(await database.write(compareLedger)).toEqual([]);
    });
  });
});
