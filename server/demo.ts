import type { Database } from "../analytics/engine/duckdb.js";
import { generate } from "../ingest/demo/generate.js";
import { isFeedName } from "../ingest/feeds/index.js";
import { ingestFiles, type IngestProgress, type IngestSummary } from "../ingest/ingest.js";
import { basename } from "node:path";
import { withTemporaryDirectory } from "./temporary.js";

export interface DemoOptions {
  orders: number;
  sellers: number;
  seed: number;
  /** First day after the data. */
  until: string;
  recordedAt: Date;
  onGenerate?: (done: number, total: number) => void;
  onIngest?: (progress: IngestProgress) => void;
}

/** Makes the demo marketplace and ingests all of its feeds as one batch. */
export function ingestDemo(database: Database, options: DemoOptions): Promise<IngestSummary> {
  const { orders, sellers, seed, until, recordedAt, onGenerate, onIngest } = options;
  return withTemporaryDirectory(async (out) => {
    const { files } = await generate({
      orders,
      sellers,
      seed,
      until,
      out,
      ...(onGenerate && { onProgress: onGenerate }),
    });
    const feeds = files.filter((file) => isFeedName(basename(file, ".csv")));
    return ingestFiles(database, {
      files: feeds,
      recordedAt,
      ...(onIngest && { onProgress: onIngest }),
    });
  });
}
