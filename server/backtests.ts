import { randomUUID } from "node:crypto";
import {
  runBacktest,
  type BacktestQuery,
  type Stage,
} from "../analytics/4_standings/backtest/backtest.js";
import type { BacktestResult } from "../analytics/4_standings/backtest/contract.js";
import type { Database } from "../analytics/engine/duckdb.js";
import { UserError } from "../analytics/errors.js";
import type { BacktestJob } from "./contract/backtests.js";
import type { Log } from "./log.js";

/** How many are kept, the waiting ones among them. */
export const KEPT = 20;

interface Kept {
  job: BacktestJob;
  /** Equal for requests that ask the same. */
  key: string;
  query: BacktestQuery;
  controller: AbortController;
  result: BacktestResult | null;
}

/**
 * Backtests, one at a time, each on a connection of its own; the last ones are kept in memory. They
 * give way to requests every few milliseconds.
 */
export class Backtests {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #log: Log;
  readonly #kept = new Map<string, Kept>();
  #running: Promise<void> | null = null;

  constructor(database: Database, now: () => Date, log: Log) {
    this.#database = database;
    this.#now = now;
    this.#log = log;
  }

  /** Newest first. */
  list(): BacktestJob[] {
    return [...this.#kept.values()].map(({ job }) => job).toReversed();
  }

  get(id: string): { job: BacktestJob; result: BacktestResult | null } | undefined {
    return this.#kept.get(id);
  }

  /** A waiting or running one that asks the same. */
  find(key: string): BacktestJob | undefined {
    return [...this.#kept.values()].find((kept) => kept.key === key && isOpen(kept))?.job;
  }

  /** Whether there is room for one more: none of those kept has to be dropped unfinished. */
  get hasRoom(): boolean {
    return [...this.#kept.values()].filter(isOpen).length < KEPT;
  }

  add(key: string, query: BacktestQuery): BacktestJob {
    const { a, b, from, to } = query;
    const job: BacktestJob = {
      id: randomUUID(),
      status: "queued",
      progress: 0,
      stage: null,
      program: a.id,
      program_name: a.name,
      against: b.id,
      against_name: b.name,
      from,
      to,
      created_at: this.#now().toISOString(),
      started_at: null,
      finished_at: null,
      error: null,
    };
    this.#kept.set(job.id, { job, key, query, controller: new AbortController(), result: null });
    this.#dropOldest();
    this.#running ??= this.#runAll().finally(() => (this.#running = null));
    return job;
  }

  /** Stops it where it is not done, and forgets it. */
  remove(id: string): boolean {
    this.#kept.get(id)?.controller.abort();
    return this.#kept.delete(id);
  }

  /** Stops all; when it resolves the database is left alone. */
  async close(): Promise<void> {
    for (const id of this.#kept.keys()) this.remove(id);
    await this.#running;
  }

  #dropOldest(): void {
    const finished = [...this.#kept].filter(([, kept]) => !isOpen(kept));
    for (const [id] of finished.slice(0, Math.max(0, this.#kept.size - KEPT)))
      this.#kept.delete(id);
  }

  async #runAll(): Promise<void> {
    for (;;) {
      const next = [...this.#kept.values()].find(({ job }) => job.status === "queued");
      if (!next) return;
      await this.#run(next);
    }
  }

  async #run(kept: Kept): Promise<void> {
    const { job, query, controller } = kept;
    Object.assign(job, { status: "running", started_at: this.#now().toISOString() });
    const onProgress = (progress: number, stage: Stage) => Object.assign(job, { progress, stage });
    try {
      kept.result = await this.#database.read((session) =>
        runBacktest(session, query, { onProgress, signal: controller.signal }),
      );
      Object.assign(job, { status: "done", progress: 1, stage: null });
    } catch (error) {
      const isExpected = error instanceof UserError;
      if (!isExpected) this.#log.error({ err: error, backtest: job.id });
      const message = isExpected ? error.message : "a fault of the server; its log says more";
      Object.assign(job, { status: "failed", stage: null, error: message });
    }
    job.finished_at = this.#now().toISOString();
  }
}

const isOpen = ({ job: { status } }: Kept) => status === "queued" || status === "running";
