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

/** In a process of their own. */
const BACKTESTS = [
  ["backtest", "backtest of a year, two rates"],
  ["backtest_points", "backtest of a year, two ledgers of points"],
  ["backtest_scores", "backtest of a year, two scores"],
] as const;

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
  const reader = measure("reader", []);
  const backtests = measure("backtests", []);
  const { seconds } = product;
  const took = (name: string) => `${(seconds[name] ?? NaN).toFixed(2)} s`;
  const rows = [
    ["plain read_csv into tables", `${plain.seconds.load!.toFixed(2)} s`, `${plain.peak} MB`],
    ["CSV to ledger, sums kept with it", took("ingest"), `${product.peak} MB`],
    ["standings, all programmes, at once after it", took("standings_first"), ""],
    ["chargebacks, refunds, sellers, scores", took("ingest_others"), ""],
    ["standings, all programmes, from kept sums", took("standings_kept"), ""],
    [
      "the same in a new process",
      `${reader.seconds.standings_new_process!.toFixed(2)} s`,
      `${reader.peak} MB`,
    ],
    ["the same without kept sums, from postings", took("standings_from_postings"), ""],
    ["plain GROUP BY for each of their sums", took("plain_sums"), ""],
    ["posting a batch of 1,000 mixed changes", took("ingest_changes"), ""],
    ["standings after it, kept sums brought up to date", took("standings_changed"), ""],
    ["keeping those", took("keep_changes"), ""],
    ...BACKTESTS.map(([name, what], index) => [
      what,
      `${backtests.seconds[name]!.toFixed(2)} s`,
      index === 0 ? `${backtests.peak} MB` : "",
    ]),
  ];
  for (const row of rows)
    console.log(row.map((cell, index) => (index ? cell.padStart(12) : cell.padEnd(50))).join(""));
  console.log({ ...product.notes, ...backtests.notes });
  const report = (what: string, figure: number, bar: number, unit: string) =>
    console.log(
      `${what}: ${figure.toFixed(2)} ${unit} (bar ≤ ${bar} ${unit}) ${figure <= bar ? "met" : "MISSED"}`,
    );
  report("CSV to standings / plain read_csv", total / plain.seconds.load!, 2, "×");
  report("peak memory", product.peak / 1000, 2, "GB");
  report(
    "standings of all sellers, all programmes, after the ledger",
    seconds.standings_kept!,
    1,
    "s",
  );
  report("the same in a new process", reader.seconds.standings_new_process!, 1, "s");
  for (const [name, what] of BACKTESTS) report(what, backtests.seconds[name]!, 60, "s");
  if (!values.keep) await rm(root, { recursive: true, force: true });
}

await main();
