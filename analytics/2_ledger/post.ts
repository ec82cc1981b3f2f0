import { readFileSync } from "node:fs";
import { literal, type Session } from "../engine/duckdb.js";
import { closeFiles, openAllFiles, openTouchedFiles, splitAllFiles } from "./files.js";
import { measures, over, POSTING_COLUMNS, type Measure } from "./measures.js";
import { IDS, KEYS, NOT_VOID, SUMS } from "./schema.js";
import { postScores } from "./scores.js";

const ofKind = (kind: Measure["posts"]) =>
  [...measures.values()].filter(({ posts }) => posts === kind);
const volumes = ofKind("volumes");
const defects = ofKind("defects");
const occurrences = ofKind("occurrences");
/** Occurrences that read more than orders: their money may be of another currency than the order's. */
const ofOtherMoney = occurrences.filter(({ sql }) => /\bfiles\.(?!orders\b)/.test(sql));

/** Files that several measures read and no feed has: judged once, for all of them. */
const JUDGED = ["judged_cases", "judged_chargebacks"].map((name) => ({
  name,
  sql: readFileSync(new URL(`files/${name}.sql`, import.meta.url), "utf8"),
}));

/** Posts what batch `batchId` changed: new postings, and the retraction of those they replace. */
export async function postBatch(session: Session, batchId: number): Promise<void> {
  await openDictionaries(session, `recorded_from = ${batchId}`);
  if (await isEmpty(session)) await postAll(session, batchId);
  else await postDifference(session, batchId);
  await closeFiles(session);
  await postScores(session, batchId);
}

async function isEmpty(session: Session): Promise<boolean> {
  const { posted } = await session.one<{ posted: boolean }>(
    "select exists (select 1 from ledger.volumes) or exists (select 1 from ledger.entries) as posted",
  );
  return !posted;
}

async function postAll(session: Session, batchId: number): Promise<void> {
  await openAllFiles(session);
  await collectDefects(session, "all");
  const entries = `insert into ledger.entries select ${KEYS}, 1, amount, items, ${batchId}, ${IDS} from`;
  await session.run(`${entries} all_defects`);
  for (const measure of occurrences) await session.run(`${entries} (${keyed(measure, "all")})`);
  await splitAllFiles(session, "all_troubled");
  await dropSide(session, "all");
  for (const measure of volumes) {
    await session.run(`insert into ledger.volumes select ${KEYS}, 1, amount, items, ${batchId}
      from (${keyed(measure, "plain")})`);
    await session.run(`${entries} (${keyed(measure, "split")})`);
  }
}

async function postDifference(session: Session, batchId: number): Promise<void> {
  const touched = await openTouchedFiles(session, batchId);
  const sides = touched.haveOld ? (["old", "new"] as const) : (["new"] as const);
  for (const side of sides) await collectSide(session, side);
  const signed = (table: string, keys: string) =>
    sides
      .map((side) => {
        const sign = side === "new" ? "" : "-";
        return `select ${keys}, ${sign}count as count, ${sign}amount as amount, ${sign}items as items from ${side}_${table}`;
      })
      .join(" union all ");
  await session.run(`insert into ledger.volumes
    select ${KEYS}, ${SUMS}, ${batchId} from (${signed("volumes", KEYS)})
    group by ${KEYS} ${NOT_VOID}`);
  await session.run(`insert into ledger.entries
    select ${KEYS}, ${SUMS}, ${batchId}, ${IDS} from (${signed("entries", `${KEYS}, ${IDS}`)})
    group by ${KEYS}, ${IDS} ${NOT_VOID}`);
  for (const side of sides) await dropSide(session, side);
}

/** Tables <side>_volumes and <side>_entries: everything that these files post, unsigned. */
export async function collectSide(session: Session, side: string): Promise<void> {
  await collectDefects(session, side);
  const union = (some: readonly Measure[]) =>
    some.map((measure) => keyed(measure, side)).join(" union all ");
  const all = union(volumes);
  await session.run(`create or replace temp table ${side}_volumes as
    select ${KEYS}, count(*) as count, sum(amount) as amount, sum(items) as items from (${all})
    where order_id not in (select order_id from ${side}_troubled) group by ${KEYS}`);
  await session.run(`create or replace temp table ${side}_entries as
    select ${KEYS}, ${IDS}, 1 as count, amount, items from ${side}_defects
    union all
    select ${KEYS}, ${IDS}, 1 as count, amount, items from (${union(occurrences)})
    union all
    select ${KEYS}, ${IDS}, 1 as count, amount, items from (${all})
    where order_id in (select order_id from ${side}_troubled)`);
}

export async function dropSide(session: Session, side: string): Promise<void> {
  for (const table of ["defects", "troubled", "volumes", "entries"])
    await session.run(`drop table if exists ${side}_${table}`);
}

/**
 * Tables <side>_defects and <side>_troubled: the defects, and the orders that have one. Gives a key
 * to every segment that is not an order's own.
 */
async function collectDefects(session: Session, side: string): Promise<void> {
  for (const { name, sql } of JUDGED)
    await session.run(`create or replace temp table ${side}_${name} as ${over(sql, side)}`);
  const raw = defects
    .map(({ name, sql }) => `select ${literal(name)} as measure, * from (${over(sql, side)})`)
    .join(" union all ");
  await session.run(`create or replace temp table ${side}_raw as ${raw}`);
  for (const { name } of JUDGED) await session.run(`drop table ${side}_${name}`);
  const segments = [`${side}_raw`, ...ofOtherMoney.map(({ sql }) => `(${over(sql, side)})`)];
  await addSegments(
    session,
    segments.map((from) => `select distinct segment from ${from}`).join(" union "),
  );
  await session.run(`create or replace temp table ${side}_defects as
    select seller_key, measure_id, segment_id, ${POSTING_COLUMNS.filter((name) => name !== "seller_id" && name !== "segment").join(", ")}
    from ${side}_raw left join ledger.sellers using (seller_id) left join ledger.segments using (segment) left join ledger.measures using (measure)`);
  await session.run(`drop table ${side}_raw`);
  await session.run(
    `create or replace temp table ${side}_troubled as select distinct order_id from ${side}_defects`,
  );
}

/**
 * A measure's rows over one set of files, with the ledger's small keys in place of texts. Left joins,
 * as inner ones would be put in the order of sizes that are not known before a commit: sellers times
 * segments first. A key that is not there is refused by the tables.
 */
function keyed(measure: Measure, prefix: string): string {
  return `select seller_key, (select measure_id from ledger.measures where measure = ${literal(measure.name)}) as measure_id,
      segment_id, order_date, event_date, amount, items, ${IDS}
    from (${over(measure.sql, prefix)}) left join ledger.sellers using (seller_id) left join ledger.segments using (segment)`;
}

/** Gives a key to every seller, segment and measure that the ledger is about to name. */
export async function openDictionaries(session: Session, where: string): Promise<void> {
  const known = new Set(
    (await session.all<{ measure: string }>("select measure from ledger.measures")).map(
      ({ measure }) => measure,
    ),
  );
  let next = known.size;
  for (const name of measures.keys())
    if (!known.has(name))
      await session.run("insert into ledger.measures values ($id, $name)", { id: ++next, name });
  await session.run(`insert into ledger.sellers
    select (select coalesce(max(seller_key), 0) from ledger.sellers) + row_number() over (order by seller_id), seller_id, since_batch
    from (select seller_id, min(recorded_from) as since_batch from (
            select seller_id, recorded_from from facts.orders where ${where}
            union all select seller_id, recorded_from from facts.scores where ${where})
          where seller_id is not null group by seller_id)
    where seller_id not in (select seller_id from ledger.sellers)`);
  await addSegments(session, `select distinct segment from facts.orders where ${where}`);
}

async function addSegments(session: Session, segments: string): Promise<void> {
  const part = (index: number) => `nullif(split_part(segment, '|', ${index}), '')`;
  const text = (index: number) => `replace(replace(${part(index)}, '%7C', '|'), '%25', '%')`;
  await session.run(`insert into ledger.segments
    select (select coalesce(max(segment_id), 0) from ledger.segments) + row_number() over (order by segment), segment,
      ${part(1)}, cast(${part(2)} as BOOLEAN), ${text(3)}, ${text(4)}, ${part(5)}
    from (${segments} except select segment from ledger.segments)`);
}
