import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Database, literal } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { evaluateAll } from "../../analytics/4_standings/evaluate.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import { defaultAsOf, knownBatchAt } from "../../analytics/4_standings/known.js";
import { runBacktest } from "../../analytics/4_standings/backtest/backtest.js";
import { findProgram, shippedPrograms } from "../../analytics/4_standings/programs.js";
import { readSellers } from "../../analytics/4_standings/standings.js";
import { ingestFiles } from "../../ingest/ingest.js";

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

const path = join(dir, `${task}.duckdb`);
for (const file of [path, `${path}.wal`]) await rm(file, { force: true });
const database = await Database.open({ path });

/** The tier of every seller in every programme: what a snapshot needs before anybody looks closer. */
function evaluateAllPacks(name: string, isNoted = false): Promise<void> {
  return timed(name, () =>
    database.read(async (session) => {
      const knownBatch = await knownBatchAt(session);
      const asOf = (await defaultAsOf(session, "2026-11-01")) as string;
      const ledger = await LedgerView.open(session, knownBatch);
      const sellers = await readSellers(session, knownBatch);
      for (const program of shippedPrograms.values()) {
        const started = performance.now();
        const [evaluation] = await evaluateAll(ledger, [program], { asOf });
        const read = performance.now();
        let inTier = 0;
        for (const { seller_key } of sellers) {
          const tier = evaluation?.tierOf(seller_key);
          if (tier !== "within" && tier !== "not_scored") inTier += 1;
        }
        if (isNoted)
          notes[program.id] =
            `${inTier} of ${sellers.length} sellers in a tier; read ${Math.round(read - started)} ms, judged ${Math.round(performance.now() - read)} ms`;
      }
    }),
  );
}

if (task === "plain") {
  await timed("load", () =>
    database.write(async (session) => {
      for (const [index, file] of files.entries())
        await session.run(`create table t${index} as select * from read_csv(${literal(file)})`);
    }),
  );
} else {
  await database.write(ensureSchema);
  const stages: Record<string, number> = {};
  const began = performance.now();
  const summary = await timed("ingest", () =>
    ingestFiles(database, {
      files,
      recordedAt: new Date(),
      onProgress: ({ stage, file }) => {
        stages[file?.split("/").at(-1) ?? stage] =
          Math.round((performance.now() - began) / 100) / 10;
      },
    }),
  );
  notes.stages_begin_at = stages;
  notes.feeds = summary.feeds;
  await evaluateAllPacks("standings_first");
  const others = ["chargebacks", "refunds", "sellers", "scores"]
    .map((feed) => join(dirname(files[0] ?? "."), `${feed}.csv`))
    .filter((file) => existsSync(file));
  await timed("ingest_others", () =>
    ingestFiles(database, { files: others, recordedAt: new Date() }),
  );
  await evaluateAllPacks("standings_cold");
  await evaluateAllPacks("standings_warm", true);
  const walked = await timed("backtest", () =>
    database.read((session) =>
      runBacktest(session, {
        a: findProgram("marketplace-dispute-rate"),
        b: findProgram("order-defect-rate"),
        from: "2025-11-01",
        to: "2026-11-01",
        today: "2026-11-01",
      }),
    ),
  );
  notes.backtest = `${walked.days} days, ${walked.items.length} sellers flagged`;
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
