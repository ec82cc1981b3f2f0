import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Overview } from "../../server/contract/api.js";
import { testDirectory } from "./cli/directory.js";
import { end, node, plimsoll, serve, type Process } from "./process.js";
import { orderRow, times } from "./support.js";

const at = testDirectory();
const running: Process[] = [];
const kept = (process: Process) => {
  running.push(process);
  return process;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => end(process, "SIGKILL")));
});

const overview = async (address: string) =>
  Overview.parse(await (await fetch(`${address}/v1/overview`)).json());

const send = (address: string, orders: readonly object[]) =>
  fetch(`${address}/v1/ingest/orders`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(orders),
  });

/** How a process ended that refused to serve: its code, and everything that it wrote. */
async function refusal(process: Process) {
  const code = await kept(process).ended;
  return { code, stdout: process.stdout(), stderr: process.stderr() };
}

/** One line on stderr alone, and exit code 1. */
const line = (text: string) => ({
  code: 1,
  stdout: "",
  stderr: expect.stringMatching(new RegExp(`^plimsoll: [^\\n]*${text}[^\\n]*\\n$`)) as string,
});

describe("plimsoll serve", () => {
  const db = at("served.duckdb");
  let server: Process;
  let address: string;

  beforeAll(async () => {
    server = serve(db);
    address = await server.address;
  });
  afterAll(() => end(server, "SIGKILL"));

  it("prints its real address and nothing else", () => {
    expect(address).not.toMatch(/:0$/);
    expect([server.stdout(), server.stderr()]).toEqual([
      `Plimsoll is at ${address} (API: ${address}/openapi.json). Stop it with Ctrl-C.\n`,
      "",
    ]);
  });

  it("says which process owns a database, and leaves it to that", async () => {
    const owner = `\\(PID ${server.child.pid}\\)`;
    expect(await refusal(serve(db))).toEqual(
      line(`served\\.duckdb is in use by another process ${owner}: `),
    );
    expect((await overview(address)).batch_id).toBe(0);
  });

  it("stops on SIGTERM, when the requests under way are answered", async () => {
    const answers = times(3, (n) =>
      send(
        address,
        times(500, (row) => orderRow(`${n}-${row}`)),
      ),
    );
    await overview(address);
    const code = end(server);
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect([...statuses, await code]).toEqual([200, 200, 200, 0]);
  });

  it("finds everything again, logs requests when asked, and stops on SIGINT", async () => {
    const again = kept(serve(db, { LOG_LEVEL: "info" }));
    expect(await overview(await again.address)).toMatchObject({ batch_id: 3, orders_30d: 1500 });
    expect(await end(again, "SIGINT")).toBe(0);
    expect(JSON.parse(again.stderr())).toMatchObject({ path: "/v1/overview", status: 200 });
  });

  it("says that the port is busy, before any work is done", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    try {
      const { port } = other.address() as AddressInfo;
      const argv = ["start", "--db", at("never.duckdb"), "--port", String(port)];
      expect(await refusal(plimsoll(argv))).toEqual(
        line(`port ${port} is in use: stop what listens there, or choose another`),
      );
      expect(existsSync(at("never.duckdb"))).toBe(false);
    } finally {
      other.close();
    }
  });

  it.each([
    ["HOST", "0.0.0.0", "HOST is 0\\.0\\.0\\.0: without keys Plimsoll serves this machine only"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL is loud: a log level is one of silent, "],
  ])("refuses %s=%s in one line", async (name, value, text) => {
    expect(await refusal(serve(at("refused.duckdb"), { [name]: value }))).toEqual(line(text));
  });
});

describe("npm start", () => {
  const START = fileURLToPath(new URL("start-small.ts", import.meta.url));

  it("makes the demo the first time, and only serves the second", async () => {
    const db = at("start.duckdb");
    const first = kept(node(["--import", "tsx", START, db]));
    const address = await first.address;
    const { sellers, programs } = await overview(address);
    expect(sellers).toBeGreaterThan(35);
    expect(programs.length).toBeGreaterThan(2);
    const page = await fetch(`${address}/sellers`);
    expect([page.status, page.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect(await end(first)).toBe(0);
    expect(first.stdout()).toMatch(
      /^Making the demo marketplace: 2,000 orders of 40 sellers .*\nIngested 2,\d{3} orders /,
    );
    const started = performance.now();
    const second = kept(node(["--import", "tsx", START, db]));
    await second.address;
    expect(performance.now() - started).toBeLessThan(10_000);
    expect((await overview(await second.address)).batch_id).toBe(1);
    expect(second.stdout()).toMatch(/^Using .*start\.duckdb\.\n/);
    expect(second.stdout()).not.toContain("demo");
  });
});
