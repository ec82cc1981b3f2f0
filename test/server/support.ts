import { pino } from "pino";
import { afterAll, expect } from "vitest";
import type { z } from "zod";
import { findProgram } from "../../analytics/4_standings/programs.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { createApp } from "../../server/app.js";
import { Problem } from "../../server/contract/api.js";
import { IngestAnswer } from "../../server/contract/ingest.js";
import type { Deps } from "../../server/deps.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";

/** Three shipped programmes by name, so that programmes added later change nothing here. */
export const PROGRAMS = ["marketplace-dispute-rate", "mastercard-ecm", "order-defect-rate"];
export const programs = new Map(PROGRAMS.map((id) => [id, findProgram(id)]));

/** The server's clock in tests. */
export const NOW = new Date("2026-04-01T12:00:00Z");

export interface TestServer {
  database: Database;
  request: (path: string, init?: RequestInit) => Promise<Response>;
  /** GET whose JSON must be of the contract. */
  get: <S extends z.ZodType>(path: string, schema: S) => Promise<z.infer<S>>;
  /** GET that must be refused with a status; answers the problem body. */
  refused: (status: number, path: string, init?: RequestInit) => Promise<z.infer<typeof Problem>>;
  /** POST of rows as a JSON array, answered by the contract. */
  post: (feed: string, rows: readonly object[]) => Promise<z.infer<typeof IngestAnswer>>;
}

/** The app on a real database in memory, closed after the file's tests. */
export async function testServer(deps: Partial<Deps> = {}): Promise<TestServer> {
  const database =
    deps.database ?? (await Database.open({ path: ":memory:", threads: 1, memoryLimit: "400MB" }));
  await database.write(ensureSchema);
  if (!deps.database) afterAll(() => database.close());
  const today = NOW.toISOString().slice(0, 10);
  const app = createApp({
    database,
    programs,
    snapshots: new Snapshots(database, programs, () => today),
    log: pino({ level: "silent" }),
    now: () => NOW,
    ...deps,
  });
  const request = async (path: string, init?: RequestInit) => app.request(path, init);
  return {
    database,
    request,
    get: async (path, schema) => {
      const response = await request(path);
      const body: unknown = await response.json();
      expect({ status: response.status, body }).toEqual({ status: 200, body });
      return schema.parse(body);
    },
    refused: async (status, path, init) => {
      const response = await request(path, init);
      const text = await response.text();
      expect({ status: response.status, text }).toEqual({ status, text });
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      const body = Problem.parse(JSON.parse(text));
      expect(body.status).toBe(status);
      return body;
    },
    post: async (feed, rows) => {
      const response = await request(`/v1/ingest/${feed}`, json(rows));
      expect(response.status).toBe(200);
      return IngestAnswer.parse(await response.json());
    },
  };
}

export const json = (body: unknown, type = "application/json"): RequestInit => ({
  method: "POST",
  headers: { "content-type": type },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

export const ndjson = (lines: readonly (string | object)[]): RequestInit =>
  json(
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    "application/x-ndjson",
  );

/** An order of 10 January 2026, confirmed ten days later; Mastercard. */
export const orderRow = (order_id: string, fields: object = {}) => ({
  order_id,
  seller_id: "anna",
  buyer_id: `buyer of ${order_id}`,
  ordered_at: "2026-01-10T12:00:00Z",
  amount: "20.00",
  currency: "USD",
  paid_at: "2026-01-10T12:00:00Z",
  completed_at: "2026-01-20T12:00:00Z",
  card_network: "mastercard",
  ...fields,
});

export const caseRow = (order_id: string, fields: object = {}) => ({
  case_id: `case of ${order_id}`,
  order_id,
  reason: "not_as_described",
  opened_at: "2026-01-25T12:00:00Z",
  ...fields,
});

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Sellers s00, s01 … with 60 orders each: s(n) has n % `spread` cases, every third withdrawn. */
export async function fillFleet(server: TestServer, sellers: number, spread = 9): Promise<void> {
  const ids = times(sellers, (n) => `s${String(n).padStart(2, "0")}`);
  const orders = ids.flatMap((seller_id, n) =>
    times(n % 5 === 4 ? 20 : 60, (index) =>
      orderRow(`${seller_id}-${index}`, { seller_id, category: n % 2 === 0 ? "toys" : null }),
    ),
  );
  const cases = ids.flatMap((seller_id, n) =>
    times(n % spread, (index) =>
      caseRow(`${seller_id}-${index}`, index % 3 === 2 ? { outcome: "withdrawn" } : {}),
    ),
  );
  await server.post("orders", orders);
  await server.post("cases", cases);
  await server.post(
    "sellers",
    ids.slice(0, -3).map((seller_id, n) => ({ seller_id, name: `Shop ${(n * 7) % sellers}` })),
  );
}
