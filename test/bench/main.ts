import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { version as duckdbVersion } from "@duckdb/node-api";
import { generate } from "../../ingest/demo/generate.js";

/*
 * npm run bench [-- --orders 10000000 --keep]
 * Files to standings, against DuckDB's own plain read_csv of the same files into tables, each in a
 * process of its own so that peak memory is its own too.
 */
const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "10000000" },
    sellers: { type: "string", default: "50000" },
    keep: { type: "boolean", default: false },
    dir: { type: "string", default: tmpdir() },
  },
});

interface Measured {
  seconds: Record<string, number>;
  /** Peak resident memory of the process, in MB. */
  peak: number;
  notes: Record<string, unknown>;
}

/** Only this folder is ever removed. */
const root = join(values.dir, "plimsoll-bench");
const worker = fileURLToPath(new URL("worker.ts", import.meta.url));

function measure(task: string, files: readonly string[]): Measured {
  const child = spawnSync(process.execPath, ["--import", "tsx", worker, task, root, ...files], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status !== 0) throw new Error(`${task} failed`);
  return JSON.parse(child.stdout) as Measured;
}

async function main(): Promise<void> {
  const orders = Number(values.orders);
  const out = join(root, `${orders}`);
  const files = [join(out, "orders.csv"), join(out, "cases.csv")];
  await mkdir(out, { recursive: true });
  if (!files.every((file) => existsSync(file))) {
    console.log(`generating ${orders.toLocaleString("en")} orders …`);
    await generate({
      orders,
      sellers: Number(values.sellers),
      days: 365,
      until: "2026-11-01",
      seed: 1,
      out,
    });
  }
  const bytes = (await Promise.all(files.map((file) => stat(file)))).reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const memory = Math.round(totalmem() / 1e9);
  console.log(
    `Node ${process.version}, DuckDB ${duckdbVersion()}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${memory} GB; ` +
      `${(bytes / 1e9).toFixed(2)} GB of CSV`,
  );
  const plain = measure("plain", files);
  const product = measure("product", files);
  const total = product.seconds.ingest! + product.seconds.standings_first!;
  const rows = [
    ["plain read_csv into tables", `${plain.seconds.load!.toFixed(1)} s`, `${plain.peak} MB`],
    ["CSV to ledger", `${product.seconds.ingest!.toFixed(1)} s`, `${product.peak} MB`],
    [
      "standings, all programmes, at once after it",
      `${product.seconds.standings_first!.toFixed(2)} s`,
      "",
    ],
    ["chargebacks, refunds, sellers, scores", `${product.seconds.ingest_others!.toFixed(1)} s`, ""],
    ["standings, all programmes, anew", `${product.seconds.standings_cold!.toFixed(2)} s`, ""],
    ["the same again, sums remembered", `${product.seconds.standings_again!.toFixed(2)} s`, ""],
    ["plain GROUP BY for each of their sums", `${product.seconds.plain_sums!.toFixed(2)} s`, ""],
    ["a batch of 1,000 mixed changes", `${product.seconds.ingest_changes!.toFixed(2)} s`, ""],
    [
      "standings after it, sums brought up to date",
      `${product.seconds.standings_changed!.toFixed(2)} s`,
      "",
    ],
    ["backtest of a year, two programmes", `${product.seconds.backtest!.toFixed(1)} s`, ""],
  ];
  for (const row of rows)
    console.log(row.map((cell, index) => (index ? cell.padStart(12) : cell.padEnd(42))).join(""));
  console.log(product.notes);
  const report = (what: string, figure: number, bar: number, unit: string) =>
    console.log(
      `${what}: ${figure.toFixed(2)} ${unit} (bar ≤ ${bar} ${unit}) ${figure <= bar ? "met" : "MISSED"}`,
    );
  report("CSV to standings / plain read_csv", total / plain.seconds.load!, 2, "×");
  report("peak memory", product.peak / 1000, 2, "GB");
  report("standings of all sellers, all programmes, anew", product.seconds.standings_cold!, 1, "s");
  report("the same again, sums remembered", product.seconds.standings_again!, 1, "s");
  report("backtest of a year", product.seconds.backtest!, 60, "s");
  if (!values.keep) await rm(root, { recursive: true, force: true });
}

await main();
