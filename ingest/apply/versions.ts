import { identifier, type Session } from "../../analytics/engine/duckdb.js";
import { derivedColumns } from "../../analytics/1_facts/schema.js";
import type { Feed } from "../feeds/feed.js";

/** What became of a row. */
export type Outcome = "new" | "updated" | "duplicate" | "stale";
export type OutcomeCounts = Record<Outcome, number>;

export interface Versioned {
  counts: OutcomeCounts;
  /** Outcomes other than `new`, by source and line, where they are to be told. */
  outcomes: { source_id: number; source_line: number | null; outcome: Outcome }[];
}

const CONTESTED = "contested_ids";
const VERSIONS = "contested_versions";

/**
 * Decides between the versions of each id that this batch touches. Rows of the batch are in
 * facts.<feed> already; duplicates leave it, superseded versions get their recorded_until.
 *
 * A higher version_at wins. Between equals an explicit updated_at beats a derived one; two explicit
 * ones are ordered by content, so that no order of arrival matters; two derived ones by arrival.
 */
export async function settleVersions(
  session: Session,
  feed: Feed,
  batchId: number,
  tellOutcomes: boolean,
): Promise<Versioned> {
  const table = `facts.${feed.name}`;
  const key = keyOf(feed);
  const inserted = await session.one<{ count: number }>(
    `select count(*) as count from ${table} where recorded_from = ${batchId}`,
  );
  await session.run(`create or replace temp table ${CONTESTED} as
    select ${key} as id from ${table} where recorded_from = ${batchId} group by all having count(*) > 1
    union
    select ${key} as id from ${table} where recorded_from = ${batchId}
      and ${key} in (select ${key} from ${table} where recorded_from < ${batchId})`);
  const { contested } = await session.one<{ contested: number }>(
    `select count(*) as contested from ${CONTESTED}`,
  );
  const counts: OutcomeCounts = { new: inserted.count, updated: 0, duplicate: 0, stale: 0 };
  if (contested === 0) return { counts, outcomes: [] };
  await session.run(rankVersions(feed, table, key, batchId));
  await session.run(
    `delete from ${table} where rowid in (select row_id from ${VERSIONS} where outcome = 'duplicate')`,
  );
  await session.run(`update ${table} set recorded_until = ${batchId} where rowid in (
    select row_id from ${VERSIONS} where not is_current and recorded_until is null and outcome is distinct from 'duplicate')`);
  const settled = await session.all<{ outcome: Outcome; rows: number }>(
    `select outcome, count(*) as rows from ${VERSIONS} where recorded_from = ${batchId} group by outcome`,
  );
  for (const { outcome, rows } of settled.filter((row) => row.outcome !== "new")) {
    counts[outcome] += rows;
    counts.new -= rows;
  }
  const outcomes = tellOutcomes
    ? await session.all<Versioned["outcomes"][number]>(
        `select source_id, source_line, outcome from ${VERSIONS} where recorded_from = ${batchId} and outcome <> 'new'`,
      )
    : [];
  await session.run(`drop table ${VERSIONS}`);
  await session.run(`drop table ${CONTESTED}`);
  return { counts, outcomes };
}

/** What identifies a fact: a column, or a struct of several, which no text in them can confuse. */
function keyOf({ key }: Feed): string {
  const columns = key.map(identifier);
  if (columns.length === 1) return columns.join();
  return `struct_pack(${columns.map((name) => `${name} := ${name}`).join(", ")})`;
}

function rankVersions(feed: Feed, table: string, key: string, batchId: number): string {
  const content = feed.columns.map((column) => identifier(column.name)).join(", ");
  const derived = derivedColumns(feed).some(({ name }) => name === "minor_units")
    ? ", minor_units"
    : "";
  return `create or replace temp table ${VERSIONS} as
    with contested as (
      select rowid as row_id, ${key} as id, version_at, updated_at is not null as has_updated_at,
             hash(${content}${derived}) as content, source_id, source_line, recorded_from, recorded_until,
             row_number() over (order by recorded_from, rowid) as arrival
      from ${table} where ${key} in (select id from ${CONTESTED})
    ),
    repeats as (
      select *, row_number() over (partition by id, version_at, has_updated_at, content order by arrival) > 1 as is_repeat
      from contested
    ),
    ranked as (
      select *, row_number() over (
        partition by id, is_repeat
        order by version_at nulls first, has_updated_at, case when has_updated_at then content end nulls first, arrival
      ) as version_rank
      from repeats
    ),
    compared as (
      select *,
             version_rank = max(version_rank) over (partition by id, is_repeat) as is_highest,
             max(version_rank) over (partition by id, is_repeat order by arrival rows between unbounded preceding and 1 preceding) as highest_before
      from ranked
    )
    select row_id, source_id, source_line, recorded_from, recorded_until,
           is_highest and not is_repeat as is_current,
           case when recorded_from < ${batchId} then null
                when is_repeat then 'duplicate'
                when highest_before is null then 'new'
                when version_rank > highest_before then 'updated'
                else 'stale' end as outcome
    from compared`;
}
