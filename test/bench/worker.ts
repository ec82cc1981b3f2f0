import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Database, literal } from "../../analytics/engine/duckdb.js";
import { keptSumsOf } from "../../analytics/3_rates/kept-sums.js";
import { FigureMemory } from "../../analytics/3_rates/memory.js";
import { ensureSchema } from "../../analytics/schema.js";
import { evaluateAll } from "../../analytics/4_standings/evaluate.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import { keepStandings } from "../../analytics/4_standings/kept.js";
import { defaultAsOf, knownBatchAt } from "../../analytics/4_standings/known.js";
import { runBacktest } from "../../analytics/4_standings/backtest/backtest.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { findProgram, shippedPrograms } from "../../analytics/4_standings/programs.js";
import { readSellers } from "../../analytics/4_standings/standings.js";
import { ingestFiles } from "../../ingest/ingest.js";
import { sumPlainly } from "./rival.js";

/** Runs one task and prints its seconds and its peak memory as JSON. */
const [task, dir, ...files] = process.argv.slice(2) as [string, string, ...string[]];
const seconds: Record<string, number> = {};
const notes: Record<string, unknown> = {};

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  seconds[name] = (performance.now() - started) / 1000;
  return result;
}

const TODAY = "2026-11-01";
const isReader = task === "reader" || task === "backtests";
const path = join(dir, `${isReader ? "product" : task}.duckdb`);
if (!isReader) for (const file of [path, `${path}.wal`]) await rm(file, { force: true });
const database = await Database.open({ path, readOnly: isReader });

/** A batch as `plimsoll ingest` does it: what the next standings are made of is kept with it. */
async function ingest(paths: readonly string[], onStage: (name: string) => void = () => undefined) {
  const summary = await ingestFiles(database, {
    files: paths,
    recordedAt: new Date(),
    onProgress: ({ stage, file }) => onStage(file?.split("/").at(-1) ?? stage),
  });
  onStage("sums kept");
  await keepStandings(database, { programs: shippedPrograms.values(), today: TODAY });
  return summary;
}

/**
 * The tier of every seller in every programme: what a snapshot needs before anybody looks closer.
 * `of`: from what is kept with the ledger, or from what a memory has of it.
 */
function evaluateAllPacks(name: string, of: "kept" | FigureMemory): Promise<void> {
  const began = performance.now();
  return timed(name, () =>
    database.read(async (session) => {
      const memory = of === "kept" ? keptSumsOf(database) : of;
      const knownBatch = await knownBatchAt(session);
      const asOf = (await defaultAsOf(session, TODAY)) as string;
      const sellers = await readSellers(session, knownBatch);
      const ledger = await LedgerView.open(session, knownBatch, memory);
      const opened = performance.now();
      const evaluations = await evaluateAll(ledger, shippedPrograms.values(), { asOf });
      const evaluated = performance.now();
      const inTier = evaluations.map((evaluation) => {
        let listed = 0;
        for (const { seller_key } of sellers) {
          const tier = evaluation.tierOf(seller_key);
          if (tier !== "within" && tier !== "not_scored") listed += 1;
        }
        return `${evaluation.program.id} ${listed}`;
      });
      notes[name] =
        `${sellers.length} sellers in ${inTier.length} programmes; in a tier: ${inTier.join(", ")}`;
      const ms = (from: number, until: number) => `${Math.round(until - from)} ms`;
      notes[`${name}_took`] =
        `opened ${ms(began, opened)}, read ${ms(opened, evaluated)}, judged ${ms(evaluated, performance.now())}`;
    }),
  );
}

/** Two programmes, day by day over the year. */
async function backtest(name: string, a: Program, b: Program): Promise<void> {
  const range = { from: "2025-11-01", to: TODAY, today: TODAY };
  const walked = await timed(name, () =>
    database.read((session) => runBacktest(session, { a, b, ...range })),
  );
  notes[name] = `${walked.days} days, ${walked.items.length} sellers flagged`;
}

/** A shortcut that comes out elsewhere is worth nothing, however fast. */
function requireSame(one: string, other: string): void {
  if (notes[one] !== notes[other]) throw new Error(`${one} is not ${other}`);
  delete notes[other];
}

/** Later versions of 1,000 rows: orders of another amount, orders cancelled by the seller, and cases closed. */
async function writeChanges(): Promise<string[]> {
  const [orders = "", cases = ""] = files;
  const changed = [join(dir, "changes", "orders.csv"), join(dir, "changes", "cases.csv")] as const;
  await mkdir(join(dir, "changes"), { recursive: true });
  const rows = (file: string, of: string) =>
    `select * replace (${of}, '2027-01-01T00:00:00Z' as updated_at) from read_csv(${literal(file)}, all_varchar = true)`;
  const late = "ordered_at > '2026-08-01' and cancelled_at is null and completed_at is null";
  await database.read(async (session) => {
    await session.run(`copy (
      (${rows(orders, "cast(cast(amount as decimal(18, 2)) + 1 as varchar) as amount")}
        where ordered_at > '2026-01-01' order by md5(order_id) limit 600)
      union all
      (${rows(orders, "'2026-10-30T12:00:00Z' as cancelled_at, 'seller' as cancelled_by, null as shipped_at, null as delivered_at")}
        where ${late} order by md5(order_id) desc limit 200)
    ) to ${literal(changed[0])}`);
    await session.run(`copy (
      ${rows(cases, "'2026-10-31T12:00:00Z' as closed_at, 'refunded_full' as outcome")}
      where opened_at > '2026-09-15' order by md5(case_id) limit 200
    ) to ${literal(changed[1])}`);
  });
  return [...changed];
}

if (task === "plain") {
  await timed("load", () =>
    database.write(async (session) => {
      for (const [index, file] of files.entries())
        await session.run(`create table t${index} as select * from read_csv(${literal(file)})`);
    }),
  );
} else if (task === "reader") await evaluateAllPacks("standings_new_process", "kept");
else if (task === "backtests") {
  await backtest(
    "backtest",
    findProgram("marketplace-dispute-rate"),
    findProgram("order-defect-rate"),
  );
  await backtest(
    "backtest_points",
    findProgram("deal-not-sold-points"),
    findProgram("tiktok-sea-points"),
  );
  await backtest("backtest_scores", findProgram("service-score"), findProgram("service-score"));
} else {
  await database.write(ensureSchema);
  const stages: Record<string, number> = {};
  const began = performance.now();
  const summary = await timed("ingest", () =>
    ingest(files, (stage) => {
      stages[stage] = Math.round((performance.now() - began) / 100) / 10;
    }),
  );
  notes.stages_begin_at = stages;
  notes.feeds = summary.feeds;
  await evaluateAllPacks("standings_first", "kept");
  const others = ["chargebacks", "refunds", "sellers", "scores"]
    .map((feed) => join(dirname(files[0] ?? "."), `${feed}.csv`))
    .filter((file) => existsSync(file));
  await timed("ingest_others", () => ingest(others));
  await evaluateAllPacks("standings_kept", "kept");
  await evaluateAllPacks("standings_from_postings", new FigureMemory());
  requireSame("standings_kept", "standings_from_postings");
  await timed("plain_sums", () =>
    database.read(async (session) => {
      const asked = await sumPlainly(session, shippedPrograms.values(), TODAY);
      notes.plain_sums = `${asked} sums by seller`;
    }),
  );
  const changes = await writeChanges();
  const changed = await timed("ingest_changes", () =>
    ingestFiles(database, { files: changes, recordedAt: new Date() }),
  );
  notes.changes = changed.feeds;
  await evaluateAllPacks("standings_changed", "kept");
  await timed("keep_changes", () =>
    keepStandings(database, { programs: shippedPrograms.values(), today: TODAY }),
  );
  notes.postings = await database.read((session) =>
    session.one(
      "select (select count(*) from ledger.volumes) as volumes, (select count(*) from ledger.entries) as entries",
    ),
  );
}
await database.close();
const peak = Math.round(
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1000,
);
process.stdout.write(JSON.stringify({ seconds, peak, notes }));
