import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Database, literal } from "../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../analytics/schema.js";
import { defaultAsOf, knownBatchAt } from "../../analytics/4_standings/known.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import { readStandings } from "../../analytics/4_standings/standings.js";
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
  const evaluate = (name: string) =>
    timed(name, () =>
      database.read(async (session) => {
        const knownBatch = await knownBatchAt(session);
        const asOf = (await defaultAsOf(session, "2026-11-01")) as string;
        for (const program of shippedPrograms.values()) {
          const started = performance.now();
          const standings = await readStandings(session, program, { asOf, knownBatch });
          notes[`${name} ${program.id}`] =
            `${standings.length} sellers, ${Math.round(performance.now() - started)} ms`;
        }
      }),
    );
  await evaluate("standings_cold");
  await evaluate("standings_warm");
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
