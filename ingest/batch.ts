import type { Database, Session } from "../analytics/engine/duckdb.js";
import { postBatch } from "../analytics/2_ledger/post.js";
import { discardUnfinished } from "./unfinished.js";
import { settleVersions, type Outcome, type OutcomeCounts } from "./apply/versions.js";
import { feedByName, feedNames, type FeedName } from "./feeds/index.js";

export type FeedSummary = { read: number } & OutcomeCounts & { quarantined: number };

export interface RowOutcome {
  feed: FeedName;
  source_id: number;
  line: number | null;
  outcome: Outcome;
}

/** What a batch did, as `plimsoll ingest` prints it. */
export interface BatchSummary {
  batch_id: number;
  /** When it was committed, ISO 8601 UTC; never earlier than the batch before. */
  recorded_at: string;
  feeds: Partial<Record<FeedName, FeedSummary>>;
}

export interface BatchResult<T> {
  summary: BatchSummary;
  /** Outcomes other than `new`, if they were to be told. */
  outcomes: RowOutcome[];
  loaded: T;
}

/** What loading a source into the batch found. */
export interface Loaded {
  read: number;
  quarantined: number;
}

export class Batch {
  readonly id: number;
  readonly session: Session;
  readonly #totals = new Map<FeedName, Loaded>();
  #sources: number;

  constructor(session: Session, id: number, sources: number) {
    this.session = session;
    this.id = id;
    this.#sources = sources;
  }

  /** Registers a file or request; answers its source_id. */
  async addSource(feed: string, name: string): Promise<number> {
    this.#sources += 1;
    await this.session.run("insert into ingest.sources values ($id, $batch, $feed, $name)", {
      id: this.#sources,
      batch: this.id,
      feed,
      name,
    });
    return this.#sources;
  }

  count(feed: FeedName, loaded: Loaded): void {
    const total = this.#totals.get(feed) ?? { read: 0, quarantined: 0 };
    this.#totals.set(feed, {
      read: total.read + loaded.read,
      quarantined: total.quarantined + loaded.quarantined,
    });
  }

  get totals(): ReadonlyMap<FeedName, Loaded> {
    return this.#totals;
  }
}

export interface BatchOptions {
  /** Time of the commit, passed in. */
  recordedAt: Date;
  /**
   * Rows are too many for one transaction: changing uncommitted rows writes them twice, and reading
   * past uncommitted changes is slow. They are committed as a batch that does not count yet. Defaults
   * to false.
   */
  isBulk?: boolean;
  /** What became of each row, and not only how many; defaults to false. */
  tellOutcomes?: boolean;
  onStage?: (stage: "versions" | "postings") => void;
}

/**
 * What `load` puts into facts becomes versions and postings, or nothing stays. A batch counts from
 * the moment its line is in ingest.batches; discardUnfinished forgets one that never got there.
 */
export function runBatch<T>(
  database: Database,
  options: BatchOptions,
  load: (batch: Batch) => Promise<T>,
): Promise<BatchResult<T>> {
  return database.write(async (session) => {
    const last = await session.one<{ batch_id: number; sources: number }>(
      `select coalesce((select max(batch_id) from ingest.batches), 0) as batch_id,
              coalesce((select max(source_id) from ingest.sources), 0) as sources`,
    );
    const batch = new Batch(session, last.batch_id + 1, last.sources);
    const steps = {
      load: () => load(batch),
      settle: () => settleBatch(batch, options),
      post: (settled: Settled) => postAndRecord(batch, options, settled),
    };
    return options.isBulk ? inSteps(session, steps) : atOnce(session, steps);
  });
}

interface Steps<T> {
  load: () => Promise<T>;
  settle: () => Promise<Settled>;
  post: (settled: Settled) => Promise<BatchSummary>;
}

interface Settled {
  feeds: BatchSummary["feeds"];
  outcomes: RowOutcome[];
}

function atOnce<T>(session: Session, { load, settle, post }: Steps<T>): Promise<BatchResult<T>> {
  return session.transaction(async () => {
    const loaded = await load();
    const settled = await settle();
    return { summary: await post(settled), outcomes: settled.outcomes, loaded };
  });
}

async function inSteps<T>(
  session: Session,
  { load, settle, post }: Steps<T>,
): Promise<BatchResult<T>> {
  try {
    const loaded = await session.transaction(load);
    const settled = await session.transaction(settle);
    await session.run("checkpoint");
    const summary = await session.transaction(() => post(settled));
    return { summary, outcomes: settled.outcomes, loaded };
  } catch (error) {
    await discardUnfinished(session);
    throw error;
  }
}

/** Decides between the versions of what was loaded. */
async function settleBatch(
  { session, id, totals }: Batch,
  options: BatchOptions,
): Promise<Settled> {
  options.onStage?.("versions");
  const settled: Settled = { feeds: {}, outcomes: [] };
  for (const name of feedNames.filter((feed) => totals.has(feed))) {
    const { read, quarantined } = totals.get(name) ?? { read: 0, quarantined: 0 };
    if (quarantined > 0)
      await session.run(
        `delete from facts.${name} where recorded_from = ${id} and problem is not null`,
      );
    const { counts, outcomes } = await settleVersions(
      session,
      feedByName(name),
      id,
      options.tellOutcomes ?? false,
    );
    settled.feeds[name] = { read, ...counts, quarantined };
    for (const { source_id, source_line: line, outcome } of outcomes)
      settled.outcomes.push({ feed: name, source_id, line, outcome });
  }
  return settled;
}

async function postAndRecord(
  { session, id }: Batch,
  { recordedAt, onStage }: BatchOptions,
  { feeds }: Settled,
): Promise<BatchSummary> {
  onStage?.("postings");
  await postBatch(session, id);
  return recordBatch(session, id, recordedAt, feeds);
}

/** Writes the batch's line; its time never runs backwards. */
export async function recordBatch(
  session: Session,
  batchId: number,
  recordedAt: Date,
  feeds: BatchSummary["feeds"],
): Promise<BatchSummary> {
  const { recorded_at } = await session.one<{ recorded_at: string }>(
    `insert into ingest.batches
     select $batch, greatest(cast($now as TIMESTAMP), (select max(recorded_at) from ingest.batches)), $summary
     returning strftime(recorded_at, '%Y-%m-%dT%H:%M:%S.%gZ') as recorded_at`,
    { batch: batchId, now: recordedAt.toISOString().slice(0, -1), summary: JSON.stringify(feeds) },
  );
  return { batch_id: batchId, recorded_at, feeds };
}
