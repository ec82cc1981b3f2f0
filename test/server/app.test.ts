import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Database } from "../../analytics/engine/duckdb.js";
import { Overview } from "../../server/contract/api.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";
import { json, orderRow, programs, PROGRAMS, testServer } from "./support.js";

const server = await testServer();
const { request, get, refused, post } = server;

const ENDPOINTS = [
  "get /healthz",
  "get /readyz",
  "get /v1/overview",
  "get /v1/programs",
  "get /v1/programs/schema.json",
  "get /v1/programs/{id}",
  "get /v1/sellers",
  "get /v1/sellers/{id}",
  "get /v1/sellers/{id}/projection",
  "get /v1/sellers/{id}/score",
  "get /v1/sellers/{id}/standings",
  "get /v1/sellers/{id}/history",
  "get /v1/sellers/{id}/defects",
  "get /v1/alerts",
  "get /v1/backtests",
  "post /v1/backtests",
  "get /v1/backtests/{id}",
  "delete /v1/backtests/{id}",
  "post /v1/ingest/{feed}",
];

describe("an empty database", () => {
  it("is served: no sellers, today, every programme and feed", async () => {
    expect(await get("/v1/overview", Overview)).toMatchObject({
      as_of: "2026-04-01",
      batch_id: 0,
      sellers: 0,
      recorded_at: null,
      programs: PROGRAMS.map((program) => ({ program })),
    });
  });
});

describe("/openapi.json", () => {
  const Operation = z.object({
    summary: z.string(),
    responses: z.record(
      z.string(),
      z.object({ content: z.record(z.string(), z.unknown()).optional() }),
    ),
    parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
    requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  });
  const Document = z.object({
    openapi: z.literal("3.1.0"),
    paths: z.record(z.string(), z.record(z.string(), Operation)),
  });

  it("lists every endpoint with its problem answers", async () => {
    const { paths } = await get("/openapi.json", Document);
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path: `${method} ${path}`,
        operation,
      })),
    );
    expect(operations.map(({ path }) => path).toSorted()).toEqual(ENDPOINTS.toSorted());
    for (const { operation } of operations) {
      expect(operation.summary).not.toBe("");
      for (const status of ["400", "403", "404", "500"])
        expect(Object.keys(operation.responses[status]?.content ?? {})).toEqual([
          "application/problem+json",
        ]);
      const { 200: ok, 202: accepted, 204: gone } = operation.responses;
      const answered = Object.keys((gone ?? ok ?? accepted)?.content ?? {});
      expect(answered.includes("application/json")).toBe(gone === undefined);
    }
    const ingest = paths["/v1/ingest/{feed}"]?.["post"];
    expect(Object.keys(ingest?.requestBody?.content ?? {})).toEqual([
      "application/json",
      "application/x-ndjson",
    ]);
    expect(ingest?.responses).toHaveProperty("413");
    expect(paths["/readyz"]?.["get"]?.responses).toHaveProperty("503");
    expect(paths["/v1/sellers"]?.["get"]?.parameters?.map(({ name }) => name)).toEqual(
      "program tier severity q sort order limit cursor as_of known_at evaluation".split(" "),
    );
  });

  it("refers to nothing that it does not hold", async () => {
    const text = await (await request("/openapi.json")).text();
    const document: unknown = JSON.parse(text);
    for (const [, pointer = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = pointer
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
      expect({ pointer, target }).toMatchObject({ target: expect.anything() });
    }
  });
});

describe("/v1/programs", () => {
  it("tells the programmes as their YAML says", async () => {
    const { items } = await get("/v1/programs", z.strictObject({ items: z.array(z.unknown()) }));
    expect(items).toEqual(JSON.parse(JSON.stringify([...programs.values()])));
  });
});

describe("a path", () => {
  it("that does not exist is 404, with or without the dashboard", async () => {
    for (const path of ["/v1/nonsense", "/v1", "/v1/sellers/", "/v1/sellers/a/b", "/healthz/x"])
      expect((await refused(404, path)).detail).toContain(path);
    expect((await refused(404, "/docs", { method: "POST" })).title).toBe("not found");
  });

  it("that answers other methods is 405 and says which", async () => {
    for (const [path, method, allow] of [
      ["/v1/sellers", "POST", "GET"],
      ["/v1/sellers/a%2Fb/history", "DELETE", "GET"],
      ["/v1/ingest/orders", "GET", "POST"],
      ["/healthz", "PUT", "GET"],
    ] as const) {
      await refused(405, path, { method });
      expect((await request(path, { method })).headers.get("allow")).toBe(allow);
    }
  });

  it("answers HEAD as GET, without the body", async () => {
    const response = await request("/v1/overview", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  it("may be badly encoded without breaking anything", async () => {
    for (const path of ["/v1/sellers/%E0%A4%A", "/v1/sellers/%ff", "/v1/sellers/%00"])
      expect((await refused(404, path)).title).toBe("unknown seller");
  });
});

describe("a request from elsewhere", () => {
  const host = (name: string) => ({ headers: { host: name } });

  it.each(["evil.example", "localhost.evil.example:8080", "10.0.0.1", "127.0.0.1.nip.io", ""])(
    "to the name %s is refused, so that no page can rebind its name to us",
    async (name) => {
      expect((await refused(403, "/v1/overview", host(name))).title).toBe("forbidden");
      expect((await request("/", host(name))).status).toBe(403);
    },
  );

  it.each(["localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.8.8.8", "[::1]:8080"])(
    "to %s is ours",
    async (name) => {
      expect((await request("/v1/overview", host(name))).status).toBe(200);
    },
  );

  it.each(["https://evil.example", "null", "http://localhost.evil.example", "file://"])(
    "may not write from a page of %s",
    async (origin) => {
      const init = json([orderRow("forged")]);
      const headers = { "content-type": "application/json", origin };
      await refused(403, "/v1/ingest/orders", { ...init, headers });
      expect((await get("/v1/overview", Overview)).batch_id).toBe(0);
    },
  );

  it("gets no leave to read either, while our own pages may write", async () => {
    const headers = { origin: "https://evil.example" };
    const response = await request("/v1/overview", { headers });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await request("/v1/ingest/orders", { method: "OPTIONS", headers });
    expect(preflight.status).toBe(403);
    const init = json([orderRow("own")]);
    const own = { "content-type": "application/json", origin: "http://localhost:8080" };
    expect((await request("/v1/ingest/orders", { ...init, headers: own })).status).toBe(200);
  });
});

describe("every answer", () => {
  it("forbids what a page of ours does not need, and names the request", async () => {
    for (const path of ["/v1/overview", "/v1/nonsense", "/healthz"]) {
      const { headers } = await request(path);
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'self';.*frame-ancestors 'none'/,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
    const refusal = await request("/v1/overview", { headers: { host: "evil.example" } });
    expect(refusal.headers.get("content-security-policy")).not.toBeNull();
  });
});

describe("the log", () => {
  const lines: string[] = [];
  const log = pino({ level: "info", base: null }, { write: (line) => void lines.push(line) });

  it("has a line per request, without ids of a query or a body", async () => {
    const logged = await testServer({ log, database: server.database });
    const headers = { "content-type": "application/json", "x-request-id": "req-1" };
    await logged.request("/v1/sellers?q=secret-buyer");
    await logged.request("/v1/ingest/orders", { ...json([{ buyer_id: "secret-body" }]), headers });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 30, method: "GET", path: "/v1/sellers", status: 200, ms: expect.any(Number) },
      { method: "POST", path: "/v1/ingest/orders", status: 200, request: "req-1" },
    ]);
    expect(lines.join("")).not.toMatch(/secret/);
  });

  it("has an unexpected error once, with its stack, under the id that the answer tells", async () => {
    lines.length = 0;
    const fault = () => Promise.reject(new TypeError("a bolt is loose"));
    const snapshots = new Snapshots(server.database, programs, () => "2026-04-01");
    snapshots.get = fault;
    const broken = await testServer({ log, database: server.database, snapshots });
    const { detail } = await broken.refused(500, "/v1/sellers?q=secret");
    expect(detail).not.toContain("bolt");
    const errors = lines.map((line) => JSON.parse(line) as { level: number; request: string });
    expect(errors.map(({ level }) => level)).toEqual([50, 30]);
    expect(errors[0]).toMatchObject({
      err: { stack: expect.stringMatching(/bolt is loose\n +at/) },
    });
    expect(detail).toContain(errors[0]?.request);
    expect(lines.join("")).not.toContain("secret");
  });
});

describe("health", () => {
  it("is ready while the database answers, and alive without it", async () => {
    const database = await Database.open({ path: ":memory:", threads: 1 });
    const dying = await testServer({
      database,
      snapshots: new Snapshots(database, programs, () => "2026-04-01"),
    });
    const Ready = z.strictObject({
      status: z.literal("ready"),
      batch_id: z.int(),
      time_zone: z.literal("UTC"),
    });
    const Alive = z.strictObject({ status: z.literal("ok") });
    expect((await dying.get("/readyz", Ready)).batch_id).toBe(0);
    await dying.post("orders", [orderRow("a")]);
    expect((await dying.get("/readyz", Ready)).batch_id).toBe(1);
    await database.close();
    const { title, detail } = await dying.refused(503, "/readyz");
    expect([title, detail.split(":")[0]]).toEqual(["not ready", "the database does not answer"]);
    expect(await dying.get("/healthz", Alive)).toEqual({ status: "ok" });
    await dying.refused(500, "/v1/sellers");
    await dying.refused(500, "/v1/ingest/orders", json([orderRow("b")]));
  });
});

describe("the dashboard", () => {
  it("is served beside the API: its files, and its page at every other path", async () => {
    await post("orders", [orderRow("page")]);
    const folder = await mkdtemp(join(tmpdir(), "plimsoll-pages-"));
    try {
      await mkdir(join(folder, "assets"));
      await writeFile(join(folder, "index.html"), "<!doctype html><title>Plimsoll</title>");
      await writeFile(join(folder, "assets", "main.js"), "export {};");
      const pages = await testServer({ database: server.database, dashboard: folder });
      for (const path of ["/", "/sellers", "/sellers/anna"]) {
        const page = await pages.request(path);
        expect(await page.text()).toContain("<title>Plimsoll");
        expect(page.headers.get("cache-control")).toBe("no-cache");
      }
      const asset = await pages.request("/assets/main.js");
      expect(await asset.text()).toBe("export {};");
      expect(asset.headers.get("cache-control")).toContain("immutable");
      await pages.refused(404, "/assets/missing.js");
      await pages.refused(404, "/v1/nonsense");
      for (const path of [
        "/../package.json",
        "/%2e%2e/package.json",
        "/assets/..%2f..%2fpackage.json",
      ])
        expect(await (await pages.request(path)).text()).not.toContain("dependencies");
      expect((await pages.get("/v1/overview", Overview)).sellers).toBe(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
