import { identifier } from "../analytics/engine/duckdb.js";
import { quarantineRejects, quarantineRows, rowsWithLines } from "./apply/quarantine.js";
import type { Batch } from "./batch.js";
import { feedByName, type FeedName } from "./feeds/index.js";
import type { Source } from "./sources/source.js";
import { typedSelect, type RawRows } from "./validate/typed-select.js";

/**
 * Puts one source's rows into facts.<feed>, and those it cannot use into quarantine. Good rows are
 * read once; only a source with bad rows is read again, to say on which line they stand.
 */
export async function loadSource(
  batch: Batch,
  feedName: FeedName,
  source: Source,
): Promise<number> {
  const feed = feedByName(feedName);
  const sourceId = await batch.addSource(feedName, source.name);
  const raw = rawRows(
    feed.columns.map(({ name }) => name),
    source,
    source.rows,
  );
  const { session } = batch;
  const inserted = await session.run(
    `insert into facts.${feedName} ${typedSelect(feed, raw, batch.id, sourceId)}`,
  );
  const rejected = await quarantineRejects(session, feedName, source, batch.id);
  const bad = await session.one<{ count: number }>(
    `select count(*) as count from facts.${feedName}
     where recorded_from = ${batch.id} and source_id = ${sourceId} and problem is not null`,
  );
  if (bad.count > 0) {
    const again = {
      ...raw,
      sql: rawRows([...raw.columns], source, await rowsWithLines(session, source)).sql,
    };
    await quarantineRows(session, feed, source, again, batch.id);
  }
  batch.count(feedName, { read: inserted + rejected, quarantined: bad.count + rejected });
  return sourceId;
}

/** Of a source's columns those that the feed knows; a source's own problem goes with the row. */
function rawRows(known: readonly string[], source: Source, rows: string): RawRows {
  const columns = source.columns.filter((name) => known.includes(name));
  const extra = source.columns.includes("source_file") ? ["source_file"] : [];
  const problem = source.hasProblem ? ["source_problem as mapping_problem"] : [];
  return {
    sql: `select ${["source_line", ...columns.map(identifier), ...extra, ...problem].join(", ")} from (${rows})`,
    columns,
    hasMappingProblem: source.hasProblem,
    extra,
  };
}

/** Columns of a source that its feed does not know: reported, and ignored. */
export function unknownColumns(feedName: FeedName, source: Source): string[] {
  const known = new Set(feedByName(feedName).columns.map(({ name }) => name));
  return source.columns.filter((name) => !known.has(name) && name !== "source_file");
}
