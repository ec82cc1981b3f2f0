import { stat } from "node:fs/promises";
import type { Database } from "../analytics/engine/duckdb.js";
import { runBatch, type BatchSummary } from "./batch.js";
import type { FeedName } from "./feeds/index.js";
import { loadSource, unknownColumns } from "./load.js";
import { loadMapped, type MappedSummary } from "./mapped.js";
import { loadMapping } from "./mapping/index.js";
import { recogniseFeed, requireColumns } from "./recognise.js";
import { fileSource } from "./sources/file.js";

/** From here on a batch is loaded in bulk. */
const BULK_BYTES = 32 * 1024 * 1024;

export interface IngestOptions {
  files: readonly string[];
  /** The feed of every file; recognised by their columns when absent. */
  feed?: FeedName | undefined;
  /** Name of a shipped mapping, or a YAML file. */
  mapping?: string | undefined;
  /** Time of the commit, passed in. */
  recordedAt: Date;
  onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  stage: "file" | "versions" | "postings";
  file?: string;
  done: number;
  total: number;
}

export type IngestSummary = BatchSummary & {
  /** Columns that were ignored, by file. */
  unknown_columns: Record<string, string[]>;
} & Partial<MappedSummary>;

/** Ingests files as one batch: all of them, or none. */
export async function ingestFiles(
  database: Database,
  options: IngestOptions,
): Promise<IngestSummary> {
  const { files, onProgress = () => undefined } = options;
  const mapping = options.mapping === undefined ? undefined : await loadMapping(options.mapping);
  const unknown: Record<string, string[]> = {};
  let done = 0;
  const onFile = (file: string) =>
    onProgress({ stage: "file", file, done: done++, total: files.length });
  const { summary, loaded } = await runBatch(
    database,
    {
      recordedAt: options.recordedAt,
      isBulk: (await totalBytes(files)) > BULK_BYTES,
      onStage: (stage) => onProgress({ stage, done: files.length, total: files.length }),
    },
    async (batch) => {
      if (mapping) return loadMapped(batch, mapping, files, onFile);
      for (const file of files) {
        onFile(file);
        const source = await fileSource(batch.session, file);
        const feed = options.feed ?? recogniseFeed(file, source.columns);
        requireColumns(file, feed, source.columns);
        await loadSource(batch, feed, source);
        const ignored = unknownColumns(feed, source);
        if (ignored.length > 0) unknown[file] = ignored;
      }
      return undefined;
    },
  );
  return { ...summary, unknown_columns: unknown, ...loaded };
}

/** A file that cannot be looked at counts nothing here; reading it says why. */
async function totalBytes(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
