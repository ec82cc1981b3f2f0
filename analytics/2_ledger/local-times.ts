import { feedByName, type FeedName } from "../../ingest/feeds/index.js";
import { identifier, literal, type Session } from "../engine/duckdb.js";
import { DEFAULT_TIME_ZONE, isSameZone, ledgerTimeZone } from "./time-zone.js";

/** From a moment on, until the next one, clocks are so many seconds ahead of UTC. */
interface Offset {
  from: string;
  seconds: number;
}

/**
 * What a view selects of each feed: all of it, its times on the ledger's local clocks. In UTC that is
 * `*`. Asking DuckDB for the local time of ten million moments takes seconds per column, so a bulk
 * of them is compared with the few moments at which clocks changed while its orders were placed.
 */
export async function localColumns(
  session: Session,
  { isBulk }: { isBulk: boolean },
): Promise<(feed: FeedName) => string> {
  const zone = await ledgerTimeZone(session);
  if (isSameZone(zone, DEFAULT_TIME_ZONE)) return () => "*";
  const offsets = isBulk ? await readOffsets(session, zone) : [];
  return (feed) => {
    const times = feedByName(feed).columns.filter(({ kind }) => kind === "timestamp");
    const local = times.map(({ name }) => {
      const column = identifier(name);
      return `${localTime(column, zone, offsets)} as ${column}`;
    });
    return `* replace (${local.join(", ")})`;
  };
}

/** The offsets of the years in which orders were placed and could be disputed; the last one ends them. */
async function readOffsets(session: Session, zone: string): Promise<Offset[]> {
  const [years] = await session.all<{ first: string | null; last: string }>(
    `select cast(date_trunc('year', min(ordered_at)) as VARCHAR) as first,
       cast(date_trunc('year', max(ordered_at)) + interval 2 years as VARCHAR) as last
     from facts.orders where ordered_at >= '1990-01-01'::TIMESTAMP and ordered_at < '2060-01-01'::TIMESTAMP`,
  );
  if (!years || years.first === null) return [];
  const offset = (moment: string) =>
    `date_diff('second', ${moment}, timezone(${literal(zone)}, timezone('UTC', ${moment})))`;
  const changes = await session.all<Offset>(
    `with days as (
       select "day", ${offset('"day"')} <> ${offset(`("day" + interval 1 day)`)} as has_change
       from range(cast($first as TIMESTAMP), cast($last as TIMESTAMP), interval 1 day) as days("day")
     ),
     minutes as (
       select "minute", ${offset('"minute"')} as seconds, ${offset(`("minute" - interval 1 minute)`)} as before
       from (select unnest(range("day", "day" + interval '1 day 1 minute', interval 1 minute)) as "minute" from days where has_change)
     )
     select cast("minute" as VARCHAR) as "from", cast(seconds as INTEGER) as seconds from minutes where seconds <> before
     union
     select $first, cast(${offset("cast($first as TIMESTAMP)")} as INTEGER)
     order by "from"`,
    { ...years },
  );
  return [...changes, { from: years.last, seconds: 0 }];
}

/** SQL of a UTC column's local time. */
function localTime(column: string, zone: string, offsets: readonly Offset[]): string {
  const asked = `timezone(${literal(zone)}, timezone('UTC', ${column}))`;
  const [first, last] = [offsets[0], offsets.at(-1)];
  if (!first || !last) return asked;
  return `case when ${column} >= ${moment(first)} and ${column} < ${moment(last)}
    then ${searched(column, offsets.slice(0, -1))} else ${asked} end`;
}

const moment = ({ from }: Offset) => `${literal(from)}::TIMESTAMP`;

/** A search by halves for the offset that holds. */
function searched(column: string, offsets: readonly Offset[]): string {
  const middle = offsets[Math.ceil(offsets.length / 2)];
  if (!middle) return `${column} + interval '${offsets[0]?.seconds ?? 0} seconds'`;
  const [before, after] = [
    offsets.slice(0, offsets.indexOf(middle)),
    offsets.slice(offsets.indexOf(middle)),
  ];
  return `case when ${column} < ${moment(middle)} then ${searched(column, before)} else ${searched(column, after)} end`;
}
