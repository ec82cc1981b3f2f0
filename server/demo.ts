import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Database } from "../analytics/engine/duckdb.js";
import { generate } from "../ingest/demo/generate.js";
import { isFeedName } from "../ingest/feeds/index.js";
import { ingestFiles, type IngestSummary } from "../ingest/ingest.js";

export interface DemoOptions {
  orders: number;
  sellers: number;
  seed: number;
  /** First day after the data. */
  until: string;
  recordedAt: Date;
}

/** Makes the demo marketplace and ingests all of its feeds as one batch. */
export async function ingestDemo(database: Database, options: DemoOptions): Promise<IngestSummary> {
  const out = await mkdtemp(join(tmpdir(), "plimsoll-demo-"));
  try {
    const { orders, sellers, seed, until } = options;
    const { files } = await generate({ orders, sellers, seed, until, out });
    const feeds = files.filter((file) => isFeedName(basename(file, ".csv")));
    return await ingestFiles(database, { files: feeds, recordedAt: options.recordedAt });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
