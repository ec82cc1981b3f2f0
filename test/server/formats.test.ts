import { Type, tableFromIPC } from "apache-arrow";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  AlertsPage,
  DefectsPage,
  History,
  SellersPage,
  StandingsList,
} from "../../server/contract/api.js";
import { ARROW } from "../../server/reply.js";
import { caseRow, fillFleet, testServer } from "./support.js";

const server = await testServer();
await fillFleet(server, 10);
const { request, get, post } = server;

/** Lists and objects, which are JSON text where a format is flat. */
const JSON_COLUMNS = new Set(["gates", "fees", "remarks"]);

const LISTS = [
  ["/v1/sellers?program=mastercard-ecm&limit=7", SellersPage],
  ["/v1/sellers?q=nobody", SellersPage],
  ["/v1/sellers/s08/standings", StandingsList],
  ["/v1/sellers/s08/history?program=marketplace-dispute-rate", History],
  ["/v1/sellers/s08/defects?program=marketplace-dispute-rate", DefectsPage],
  ["/v1/alerts", AlertsPage],
] as const;

const send = async (path: string, accept: string) => {
  const response = await request(path, { headers: { accept } });
  expect(response.status).toBe(200);
  return response;
};

/** What stands beside the rows in JSON stands in headers elsewhere. */
function expectHeaders(response: Response, page: object) {
  const scalars = Object.entries(page).filter(([, value]) => /string|number/.test(typeof value));
  const headers = [...response.headers].filter(([name]) => name.startsWith("x-plimsoll-"));
  const plain = headers.map(([name, value]) => [name.slice(11), decodeURIComponent(value)]);
  const expected = scalars.map(([name, value]) => [name.replaceAll("_", "-"), String(value)]);
  expect(Object.fromEntries(plain)).toEqual(Object.fromEntries(expected));
}

const rowsOf = async (path: string, schema: z.ZodType) => {
  const { items, ...beside } = (await get(path, schema)) as { items: Record<string, unknown>[] };
  return { items, beside };
};

describe("Arrow", () => {
  it.each(LISTS)(
    "of %s has the rows of the JSON, in the contract's columns",
    async (path, schema) => {
      const response = await send(path, ARROW);
      expect(response.headers.get("content-type")).toBe(ARROW);
      const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
      const { items, beside } = await rowsOf(path, schema);
      expectHeaders(response, beside);
      const columns = Object.keys(schema.shape.items.element.shape);
      expect(table.schema.fields.map(({ name }) => name)).toEqual(columns);
      expect(table.numRows).toBe(items.length);
      const decoded = table.toArray().map((row: Record<string, unknown>) =>
        Object.fromEntries(
          columns.map((name) => {
            const value = row[name];
            if (typeof value === "bigint") return [name, Number(value)];
            return [name, JSON_COLUMNS.has(name) ? JSON.parse(String(value)) : value];
          }),
        ),
      );
      expect(decoded).toEqual(items);
    },
  );

  it("types whole numbers, rates, flags and text", async () => {
    const response = await send("/v1/sellers", ARROW);
    const { schema } = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
    const typeOf = (name: string) => schema.fields.find((field) => field.name === name)?.typeId;
    expect(typeOf("headroom")).toBe(Type.Int);
    expect(typeOf("numerator")).toBe(Type.Float);
    expect(typeOf("rate")).toBe(Type.Float);
    expect(typeOf("surely_above")).toBe(Type.Bool);
    expect(typeOf("severity")).toBe(Type.Utf8);
  });
});

describe("CSV", () => {
  it.each(LISTS)(
    "of %s has the rows of the JSON, in the contract's columns",
    async (path, schema) => {
      const response = await send(path, "text/csv");
      expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      const { items, beside } = await rowsOf(path, schema);
      expectHeaders(response, beside);
      const columns = Object.keys(schema.shape.items.element.shape);
      const [header, ...rows] = parse(await response.text()) as string[][];
      expect(header).toEqual(columns);
      const text = (value: unknown) =>
        typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
      expect(rows).toEqual(items.map((item) => columns.map((name) => text(item[name]))));
    },
  );
});

describe("an ETag", () => {
  const paths = ["/v1/overview", "/v1/programs", "/v1/sellers/s08", ...LISTS.map(([path]) => path)];

  it.each(paths)("of %s answers 304 until something changes", async (path) => {
    const first = await request(path);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^(W\/)?"[0-9a-f]+"$/);
    const again = await request(path, { headers: { "if-none-match": etag } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  });

  it("changes with a batch, and with the format", async () => {
    const path = "/v1/sellers/s08/standings";
    const etags = async () => [
      (await request(path)).headers.get("etag"),
      (await send(path, ARROW)).headers.get("etag"),
    ];
    const before = await etags();
    expect(before[0]).not.toBe(before[1]);
    await post("cases", [caseRow("s08-40")]);
    const after = await etags();
    expect(new Set([...before, ...after]).size).toBe(4);
    const stale = await request(path, { headers: { "if-none-match": before[0] ?? "" } });
    expect(stale.status).toBe(200);
  });

  it("and compression work together", async () => {
    const headers = { "accept-encoding": "gzip" };
    const packed = await request("/v1/sellers", { headers });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("vary")?.toLowerCase()).toContain("accept-encoding");
    const stream = packed.body?.pipeThrough(new DecompressionStream("gzip"));
    const { items } = SellersPage.parse(await new Response(stream).json());
    expect(items).toHaveLength(10);
    const etag = packed.headers.get("etag") ?? "";
    const again = await request("/v1/sellers", { headers: { ...headers, "if-none-match": etag } });
    expect(again.status).toBe(304);
  });
});
