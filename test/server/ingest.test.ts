import { describe, expect, it } from "vitest";
import { Overview, Seller } from "../../server/contract/api.js";
import { IngestAnswer } from "../../server/contract/ingest.js";
import { caseRow, json, ndjson, NOW, orderRow, testServer, times } from "./support.js";

const server = await testServer();
const { request, post, get, refused } = server;

async function send(feed: string, init: RequestInit) {
  const response = await request(`/v1/ingest/${feed}`, init);
  expect(response.status).toBe(200);
  return IngestAnswer.parse(await response.json());
}

const rateOf = async (seller: string) => {
  const { standings, batch_id } = await get(`/v1/sellers/${seller}`, Seller);
  const found = standings.find(({ program }) => program === "marketplace-dispute-rate");
  return { numerator: found?.numerator, denominator: found?.denominator, batch_id };
};

describe("each row's outcome", () => {
  const at = (hour: number, fields: object = {}) =>
    orderRow("o1", { updated_at: `2026-01-30T${String(hour).padStart(2, "0")}:00:00Z`, ...fields });

  it("is new, then duplicate, updated or stale", async () => {
    const first = await post("orders", [at(10), orderRow("o2")]);
    expect(first.rows).toEqual([
      { row: 1, outcome: "new" },
      { row: 2, outcome: "new" },
    ]);
    expect(first).toMatchObject({ feed: "orders", recorded_at: NOW.toISOString() });
    const second = await post("orders", [at(10), at(9), at(11, { amount: "21.00" })]);
    expect(second.batch_id).toBe(first.batch_id + 1);
    expect(second.rows.map(({ outcome }) => outcome)).toEqual(["duplicate", "stale", "updated"]);
    expect(second.counts).toEqual({
      read: 3,
      new: 0,
      updated: 1,
      duplicate: 1,
      stale: 1,
      quarantined: 0,
    });
  });

  it("is told for versions of one id within a request too", async () => {
    const { rows } = await post("orders", [
      orderRow("o3", { updated_at: "2026-01-30T01:00:00Z" }),
      orderRow("o3", { updated_at: "2026-01-30T02:00:00Z" }),
      orderRow("o3", { updated_at: "2026-01-30T02:00:00Z" }),
    ]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["new", "updated", "duplicate"]);
  });

  it("of bad rows is quarantined, with column, value and reason; the good ones go on", async () => {
    const rows = [
      orderRow("o4", { card_network: "carte" }),
      orderRow("o5"),
      orderRow("o6", { amount: "-1" }),
      orderRow("o7", { ordered_at: "2026-02-30T00:00:00Z" }),
      orderRow("o8", { seller_id: undefined }),
      7,
    ];
    for (const init of [json(rows), ndjson(rows.map((row) => JSON.stringify(row)))]) {
      const answer = await send("orders", init);
      expect(answer.counts.quarantined).toBe(5);
      expect(answer.rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6]);
      const refusals = answer.rows.filter(({ outcome }) => outcome === "quarantined");
      expect(refusals.map(({ row, column, value }) => [row, column, value])).toEqual([
        [1, "card_network", "carte"],
        [3, "amount", "-1"],
        [4, "ordered_at", "2026-02-30T00:00:00Z"],
        [5, "seller_id", null],
        [6, null, "7"],
      ]);
      expect(refusals.every(({ reason }) => (reason ?? "").length > 10)).toBe(true);
    }
    const { quarantined } = await get("/v1/overview", Overview);
    expect(quarantined).toBe(10);
  });

  it("of a torn NDJSON line is quarantined as it came, and blank lines are none", async () => {
    const torn = JSON.stringify(orderRow("o9")).slice(0, 40);
    const answer = await send("orders", ndjson([orderRow("o10"), "", torn, orderRow("o11"), ""]));
    expect(answer.rows.map(({ outcome }) => outcome)).toEqual(["new", "quarantined", "new"]);
    expect(answer.rows[1]).toMatchObject({ row: 2, column: null, value: torn });
    expect(answer.rows[1]?.reason).toMatch(/not valid JSON/);
  });

  it("is the same whichever way the rows are sent: no digit and no quote is lost", async () => {
    const awkward = `{"order_id": 90071992547409931, "seller_id": "a,]}[\\"b\\\\", "buyer_id": "[{",
      "ordered_at": "2026-01-10", "amount": 12345678901.23, "currency": "USD",
      "region": "${"r".repeat(100_000)}"}`;
    const array = await send("orders", json(`[ ${awkward} ,${awkward}\n]`));
    expect(array.rows.map(({ outcome }) => outcome)).toEqual(["new", "duplicate"]);
    const line = await send("orders", ndjson([awkward.replaceAll("\n", " ")]));
    expect(line.rows).toEqual([{ row: 1, outcome: "duplicate" }]);
    const { seller_id, standings } = await get(
      `/v1/sellers/${encodeURIComponent('a,]}["b\\')}`,
      Seller,
    );
    expect([seller_id, standings.length]).toEqual(['a,]}["b\\', 3]);
  });

  it("is told for a single object, and for text that SQL would trip over", async () => {
    expect((await send("orders", json(orderRow("single")))).rows).toHaveLength(1);
    const odd = ["'; drop table facts.orders; --", "\u0000", "\ud800", "é\u202e😀", "a\tb\nc"];
    const { counts } = await post(
      "orders",
      odd.map((buyer_id, n) => orderRow(`odd-${n}`, { buyer_id })),
    );
    expect(counts.new + counts.quarantined).toBe(odd.length);
    expect(counts.new).toBeGreaterThanOrEqual(3);
  });
});

describe("an answered request", () => {
  it("is in the next read", async () => {
    await post(
      "orders",
      times(100, (n) => orderRow(`fresh-${n}`, { seller_id: "fresh" })),
    );
    const before = await rateOf("fresh");
    expect(before).toMatchObject({ numerator: 0, denominator: 100 });
    for (const n of [0, 1, 2]) {
      const { batch_id } = await post("cases", [caseRow(`fresh-${n}`)]);
      expect(await rateOf("fresh")).toEqual({ numerator: n + 1, denominator: 100, batch_id });
    }
    await post("cases", [caseRow("fresh-0", { outcome: "withdrawn", closed_at: "2026-01-28" })]);
    expect(await rateOf("fresh")).toMatchObject({ numerator: 2, denominator: 100 });
  });

  it("counts a case once whose order comes later", async () => {
    await post("cases", [caseRow("late")]);
    const { unattributed } = await get("/v1/overview", Overview);
    await post("orders", [orderRow("late", { seller_id: "late" })]);
    expect((await get("/v1/overview", Overview)).unattributed).toBe(unattributed - 1);
    expect(await rateOf("late")).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it("never mixes with another: every read is of one batch, and batches only go up", async () => {
    await post(
      "orders",
      times(60, (n) => orderRow(`mix-${n}`, { seller_id: "mix" })),
    );
    const start = (await get("/v1/overview", Overview)).batch_id;
    const writes = times(12, (n) => post("cases", [caseRow(`mix-${n}`)]));
    let newest = 0;
    let reads = 0;
    const done = Promise.all(writes).then((answers) => answers.map(({ batch_id }) => batch_id));
    let isDone = false;
    void done.then(() => (isDone = true));
    while (!isDone) {
      const [one, other] = await Promise.all([rateOf("mix"), rateOf("mix")]);
      for (const read of [one, other]) expect(read.numerator).toBe(read.batch_id - start);
      const seen = Math.min(one.batch_id, other.batch_id);
      expect(seen).toBeGreaterThanOrEqual(newest);
      newest = Math.max(one.batch_id, other.batch_id);
      reads += 1;
    }
    const batches = await done;
    expect(batches).toEqual(times(12, (n) => start + 1 + n));
    expect(reads).toBeGreaterThan(1);
    expect(await rateOf("mix")).toMatchObject({ numerator: 12, batch_id: start + 12 });
  });
});

describe("a body that cannot be read", () => {
  it.each([
    ["torn JSON", json('[{"order_id": "a"'), 400, /not JSON/],
    ["lines sent as JSON", json('{"a":1}\n{"a":2}'), 400, /x-ndjson/],
    ["no rows", json("[ ]"), 400, /no rows/],
    ["nothing", json(""), 400, /not JSON/],
    ["another type", json("order_id\n1", "text/csv"), 415, /application\/json/],
    ["a type in disguise", json("[{}]", "text/plain; a=json"), 415, /application\/json/],
    ["no type", { method: "POST", body: new Uint8Array([91, 93]) }, 415, /application\/json/],
  ])("is refused for %s", async (_, init, status, detail) => {
    expect((await refused(status, "/v1/ingest/orders", init)).detail).toMatch(detail);
  });

  it("is refused when it is not UTF-8", async () => {
    const init = { ...json(""), body: new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d]) };
    expect((await refused(400, "/v1/ingest/orders", init)).detail).toMatch(/UTF-8/);
  });

  it("is refused above 32 MB, declared or not", async () => {
    const size = { ...json("[]"), headers: { "content-length": String(33 * 1024 * 1024) } };
    expect((await refused(413, "/v1/ingest/orders", size)).detail).toMatch(/32 MB/);
    const long = json(`["${"x".repeat(33 * 1024 * 1024)}"]`);
    expect((await refused(413, "/v1/ingest/orders", long)).detail).toMatch(/32 MB/);
  });

  it("changes nothing", async () => {
    const before = await get("/v1/overview", Overview);
    await refused(400, "/v1/ingest/orders", json("[{"));
    expect(await get("/v1/overview", Overview)).toEqual(before);
  });

  it("for an unknown feed is told which there are", async () => {
    const { detail } = await refused(404, "/v1/ingest/nonsense", json([{}]));
    expect(detail).toMatch(/no feed nonsense; there are orders, cases/);
  });
});

it("reports the keys that the feed does not know, and ignores them", async () => {
  const answer = await post("orders", [orderRow("k1", { colour: "red", size: 3 })]);
  expect(answer.unknown_columns).toEqual(["colour", "size"]);
  expect(answer.rows).toEqual([{ row: 1, outcome: "new" }]);
});

it("keeps the value and the reason of a refused line that has tabs", async () => {
  const answer = await send("orders", {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: "[1,\t2]\n",
  });
  expect(answer.rows).toEqual([
    {
      row: 1,
      outcome: "quarantined",
      column: null,
      value: "[1, 2]",
      reason: "not a JSON object with the feed's columns as keys",
    },
  ]);
});

describe("scores", () => {
  const stars = { seller_id: "zoe", metric: "dsr_stars", date: "2026-03-01" };

  it("come by request like every feed, told apart by seller, metric and day", async () => {
    const one = { ...stars, numerator: "47.5", denominator: 10 };
    const first = await post("scores", [one, { ...one, date: "2026-03-02" }, { ...one, date: 7 }]);
    expect(first.rows).toMatchObject([
      { row: 1, outcome: "new" },
      { row: 2, outcome: "new" },
      { row: 3, outcome: "quarantined", column: "date", value: "7" },
    ]);
    const gone = { ...stars, deleted: true, updated_at: "2026-03-05T00:00:00Z" };
    const later = await post("scores", [one, gone]);
    expect(later.rows.map(({ outcome }) => outcome)).toEqual(["duplicate", "updated"]);
    const posted = await server.database.read((session) =>
      session.one(`select cast(sum(numerator) as double) as n, cast(sum(denominator) as double) as d
        from ledger.scores`),
    );
    expect(posted).toEqual({ n: 47.5, d: 10 });
  });
});
