import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generate, type GenerateSummary } from "../../ingest/demo/generate.js";
import type { GenerateOptions } from "../../ingest/demo/options.js";
import { demoFeeds } from "../../ingest/demo/output.js";
import { Random, STREAM } from "../../ingest/demo/random.js";
import { loadScenario, SELLER_KINDS } from "../../ingest/demo/scenario.js";
import { WeightedIndex } from "../../ingest/demo/weighted.js";
import type { Column } from "../../ingest/feeds/feed.js";
import { feedByName } from "../../ingest/feeds/index.js";

const until = "2025-11-22";
const small = { orders: 3000, sellers: 60, days: 120, until, seed: 7 };
let root: string;
let large: GenerateSummary;
let instance: DuckDBInstance;
let db: DuckDBConnection;

const directory = (name: string) => join(root, name);

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await db.runAndReadAll(sql)).getRowObjectsJson();
}

async function value(sql: string): Promise<number> {
  const [row] = await rows(sql);
  return Number(Object.values(row ?? {})[0]);
}

async function hashes(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of (await readdir(folder)).toSorted()) {
    const bytes = await readFile(join(folder, file));
    found[file] = createHash("sha256").update(bytes).digest("hex");
  }
  return found;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "plimsoll-demo-"));
  large = await generate({ orders: 30_000, sellers: 300, until, out: directory("large") });
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  db = await instance.connect();
  for (const name of Object.keys(large.rows)) {
    const file = `${directory("large")}/${name}.csv`;
    await db.run(`create table ${name} as from read_csv('${file}', all_varchar = true)`);
  }
});

afterAll(async () => {
  db.closeSync();
  instance.closeSync();
  await rm(root, { recursive: true, force: true });
});

describe("a seed", () => {
  it("means the same bytes in every file, and another seed means others", async () => {
    const run = (name: string, change: Partial<GenerateOptions> = {}) =>
      generate({ ...small, ...change, out: directory(name) });
    await Promise.all([run("a"), run("b"), run("c", { seed: 8 })]);
    const [a, b, c] = await Promise.all(["a", "b", "c"].map((name) => hashes(directory(name))));
    expect(Object.keys(a ?? {})).toHaveLength(10);
    expect(b).toEqual(a);
    const same = Object.keys(a ?? {}).filter((file) => a?.[file] === c?.[file]);
    expect(same.filter((file) => file !== "truth_buyers.csv")).toEqual([]);
  });
});

describe("the files", () => {
  it("hold exactly the orders asked for, and the rows the summary tells", async () => {
    expect(await value(`select count(distinct order_id) from orders`)).toBe(30_000);
    expect(await value(`select count(distinct seller_id) from sellers`)).toBe(300);
    const counts: Record<string, number> = {};
    for (const name of Object.keys(large.rows)) {
      counts[name] = await value(`select count(*) from ${name}`);
    }
    expect(counts).toEqual(large.rows);
  });

  it.each(demoFeeds)("of %s are valid canonical rows in canonical column order", async (name) => {
    const feed = feedByName(name);
    const sample = await rows(`select * from ${name} order by hash(${feed.key.join()}) limit 400`);
    expect(Object.keys(sample[0] ?? {})).toEqual(feed.columns.map((column) => column.name));
    for (const row of sample) feed.schema.parse(typed(row, feed.columns));
  });

  it("say nothing that happens after the data end", async () => {
    for (const name of demoFeeds) {
      const times = feedByName(name).columns.filter((c) => c.kind === "timestamp" && !c.deadline);
      const latest = times.map((column) => `coalesce(max(${column.name}), '')`).join(", ");
      const [row] = await rows(`select greatest(${latest}) as latest from ${name}`);
      expect(String(row?.latest) < until).toBe(true);
    }
  });

  it("refer to what exists: cases, refunds, freezes and evidence to orders, orders to sellers", async () => {
    const lost = (child: string, parent: string, key: string) =>
      value(
        `select count(*) from ${child} anti join ${parent} using (${key}) where ${child}.${key} is not null`,
      );
    expect(await lost("cases", "orders", "order_id")).toBe(0);
    expect(await lost("refunds", "orders", "order_id")).toBe(0);
    expect(await lost("freezes", "orders", "order_id")).toBe(0);
    expect(await lost("evidence", "orders", "order_id")).toBe(0);
    expect(await lost("refunds", "cases", "case_id")).toBe(0);
    expect(await lost("evidence", "chargebacks", "chargeback_id")).toBe(0);
    expect(await lost("orders", "sellers", "seller_id")).toBe(0);
  });

  it("never hold two versions of one fact with the same updated_at", async () => {
    const clashes: Record<string, number> = {};
    for (const name of demoFeeds.filter((feed) => feed !== "sellers")) {
      const versions = `(select distinct * from ${name})`;
      const sql = `select count(*) - count(distinct (${feedByName(name).key.join()}, updated_at)) from ${versions}`;
      clashes[name] = await value(sql);
    }
    expect(new Set(Object.values(clashes))).toEqual(new Set([0]));
  });

  it("are as untidy as real ones: versions, disorder, duplicates, tombstones, reopened cases", async () => {
    const orders = `(select *, row_number() over () as place from orders)`;
    const swapped = `select count(*) from ${orders} a join ${orders} b using (order_id)
      where a.updated_at > b.updated_at and a.place < b.place`;
    expect(await value(swapped)).toBeGreaterThan(10);
    expect(large.rows.orders).toBeGreaterThan(30_600);
    expect(await value(`select count(*) - count(distinct orders) from orders`)).toBeGreaterThan(20);
    expect(await value(`select count(*) from orders where deleted`)).toBeGreaterThan(2);
    const reopened = `select count(*) from cases a join cases b using (case_id)
      where a.outcome is not null and b.outcome is null and b.updated_at > a.updated_at`;
    expect(await value(reopened)).toBeGreaterThan(0);
  });
});

describe("the marketplace", () => {
  it("has every kind of seller and of bad buyer, told apart in the truth", async () => {
    const sellers = await rows(`select distinct kind from truth_sellers order by kind`);
    expect(new Set(sellers.map(({ kind }) => kind))).toEqual(new Set(SELLER_KINDS));
    const buyers = await rows(`select distinct kind from truth_buyers order by kind`);
    expect(buyers.map(({ kind }) => kind)).toEqual(["abusive", "carder", "ring"]);
  });

  it("has more cases where sellers fail than where they are honest", async () => {
    const recent = await rows(`
      select kind, count(distinct case_id) / count(distinct order_id) as rate
      from orders join truth_sellers using (seller_id)
      left join (select case_id, order_id from cases) using (order_id)
      where ordered_at between '2025-08-01' and '2025-11-01' group by kind`);
    const rate = Object.fromEntries(recent.map((row) => [row.kind, Number(row.rate)]));
    expect(rate.honest).toBeLessThan(0.01);
    expect(rate.failing).toBeGreaterThan(3 * (rate.honest ?? 1));
    expect(rate.fraudulent).toBeGreaterThan(3 * (rate.honest ?? 1));
  });

  it("lets cases and chargebacks come late, some beyond 120 days", async () => {
    const late = (feed: string, time: string) =>
      value(`select count(*) from ${feed} join orders using (order_id)
        where ${time}::timestamp > ordered_at::timestamp + interval 120 days`);
    expect(await late("cases", "opened_at")).toBeGreaterThan(0);
    expect(await late("chargebacks", "received_at")).toBeGreaterThan(0);
  });

  it("has rings that share cards, devices and addresses, where honest buyers do not", async () => {
    const shared = await rows(`
      select coalesce(kind, 'honest') as kind, max(buyers) as most from (
        select card_fingerprint, kind, count(distinct buyer_id) as buyers
        from orders left join truth_buyers using (buyer_id)
        where card_fingerprint is not null group by all) group by 1`);
    const most = Object.fromEntries(shared.map((row) => [row.kind, Number(row.most)]));
    expect(most.ring).toBeGreaterThan(2);
    expect(most.honest).toBe(1);
  });

  it("has one shop above a hundred Mastercard chargebacks in the last full month", async () => {
    const shops = await rows(`
      select seller_id from (select distinct chargeback_id, order_id, received_at, card_network, kind
        from chargebacks)
      join (select distinct order_id, seller_id from orders) using (order_id)
      where kind = 'chargeback' and card_network = 'mastercard'
        and received_at >= '2025-10-01' and received_at < '2025-11-01'
      group by seller_id having count(*) >= 100`);
    expect(shops).toHaveLength(1);
  });
});

describe("scores", () => {
  it("are told at the ends of weeks, once per seller and metric, of what was said by then", async () => {
    const ends = await rows(
      `select date, dayname(cast(date as date)) as day from scores group by all order by date`,
    );
    const last = ends.pop()?.["date"];
    expect(new Set(ends.map(({ day }) => day))).toEqual(new Set(["Sunday"]));
    expect(last).toBe("2025-11-21");
    expect(
      await value(`select count(*) - count(distinct (seller_id, metric, date)) from scores`),
    ).toBe(0);
    const early = `select count(*) from scores join (select seller_id, min(ordered_at) as first from orders
      group by all) using (seller_id) where updated_at < first`;
    expect(await value(early)).toBe(0);
  });

  it("hold stars from one to five and shares of at most one, the worse the shop", async () => {
    const found =
      await rows(`select metric, kind, sum(numerator::double) / sum(denominator::double) as rate
      from scores join truth_sellers using (seller_id) where date > '2025-08-01' group by all`);
    const rate = (metric: string, kind: string) =>
      Number(found.find((row) => row["metric"] === metric && row["kind"] === kind)?.["rate"]);
    for (const part of ["description", "communication", "logistics"]) {
      expect(rate(`dsr_${part}`, "honest")).toBeGreaterThan(4.4);
      expect(rate(`dsr_${part}`, "honest")).toBeLessThan(5);
      expect(rate(`dsr_${part}`, "careless")).toBeLessThan(rate(`dsr_${part}`, "honest") - 0.1);
    }
    expect(rate("low_reviews", "careless")).toBeGreaterThan(2 * rate("low_reviews", "honest"));
    expect(rate("first_response_48h", "honest")).toBeGreaterThan(0.95);
    expect(rate("first_response_48h", "careless")).toBeLessThan(0.85);
  });
});

describe("Parquet", () => {
  it("holds the same rows as CSV, typed", async () => {
    const options = { ...small, orders: 1500, sellers: 40 };
    const text = await generate({ ...options, out: directory("text") });
    const typedFiles = await generate({ ...options, out: directory("typed"), format: "parquet" });
    expect(typedFiles.rows).toEqual(text.rows);
    expect((await readdir(directory("typed"))).every((file) => file.endsWith(".parquet"))).toBe(
      true,
    );
    let differing = 0;
    for (const name of [...demoFeeds, "truth_sellers", "truth_buyers"]) {
      const parquet = `select * from '${directory("typed")}/${name}.parquet'`;
      const types = await rows(`describe ${parquet}`);
      const casts = types.map(
        ({ column_name: c, column_type: t }) => `cast(${String(c)} as ${String(t)})`,
      );
      const plain = `select ${casts.join(", ")} from read_csv('${directory("text")}/${name}.csv', all_varchar = true)`;
      differing += await value(`select count(*) from ((${parquet}) except all (${plain}))`);
    }
    expect(differing).toBe(0);
    const [amount] = await rows(
      `select typeof(amount) as type from '${directory("typed")}/orders.parquet' limit 1`,
    );
    expect(amount?.type).toBe("DECIMAL(18,2)");
  });
});

describe("the parts", () => {
  it("reads the scenario, whose shares of seller kinds add up to one", () => {
    const { archetypes } = loadScenario().sellers;
    const total = Object.values(archetypes).reduce((sum, { share }) => sum + share, 0);
    expect(total).toBeCloseTo(1, 9);
  });

  it("picks in proportion to weight", () => {
    const random = new Random(1, STREAM.order, 5);
    const index = new WeightedIndex([1, 0, 3, 6]);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 100_000; i++) counts[index.pick(random)]! += 1;
    expect(counts[1]).toBe(0);
    expect((counts[0] ?? 0) / 100_000).toBeCloseTo(0.1, 1.9);
    expect((counts[3] ?? 0) / 100_000).toBeCloseTo(0.6, 1.9);
  });

  it("refuses options that make no sense", async () => {
    await expect(generate({ ...small, until: "yesterday", out: root })).rejects.toThrow(/date/i);
    await expect(generate({ ...small, orders: 0, out: root })).rejects.toThrow(/orders/);
  });
});

function typed(row: Record<string, unknown>, columns: readonly Column[]): Record<string, unknown> {
  return Object.fromEntries(
    columns
      .filter(({ name }) => row[name] !== null)
      .map(({ name, kind }) => {
        const cell = row[name];
        if (kind === "boolean") return [name, cell === "true"];
        return [name, kind === "integer" ? Number(cell) : cell];
      }),
  );
}
