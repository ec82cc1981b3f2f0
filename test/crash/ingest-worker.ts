import { prepareDatabase } from "../../ingest/prepare.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { ingestFiles } from "../../ingest/ingest.js";

/** Ingests files and kills itself, as the power would, when it comes to a stage. */
const [, , path = "", stage = "", ...files] = process.argv;
const database = await Database.open({ path, threads: 1 });
await database.write(prepareDatabase);
await ingestFiles(database, {
  files,
  recordedAt: new Date("2026-04-01T12:00:00Z"),
  onProgress: (progress) => {
    if (progress.stage === stage) process.kill(process.pid, "SIGKILL");
  },
});
