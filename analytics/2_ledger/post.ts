import { literal, type Session } from "../engine/duckdb.js";
import { closeFiles, openAllFiles, openTouchedFiles, splitAllFiles } from "./files.js";
import { measures, over, POSTING_COLUMNS, type Measure } from "./measures.js";

const KEYS = "seller_key, measure_id, segment_id, order_date, event_date";
const IDS = "order_id, buyer_id, defect_id, liability";
const volumes = [...measures.values()].filter(({ posts }) => posts === "volumes");
const defects = [...measures.values()].filter(({ posts }) => posts === "defects");

/** Posts what batch `batchId` changed: new postings, and the retraction of those they replace. */
export async function postBatch(session: Session, batchId: number): Promise<void> {
  await openDictionaries(session, `recorded_from = ${batchId}`);
  if (await isEmpty(session)) await postAll(session, batchId);
  else await postDifference(session, batchId);
  await closeFiles(session);
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
  await session.run(
    `insert into ledger.entries select ${KEYS}, 1, amount, ${batchId}, ${IDS} from all_defects`,
  );
  await splitAllFiles(session, "all_troubled");
  await dropSide(session, "all");
  for (const measure of volumes) {
    await session.run(`insert into ledger.volumes select ${KEYS}, 1, amount, ${batchId}
      from (${keyed(over(measure, "plain"), measure)})`);
    await session.run(`insert into ledger.entries select ${KEYS}, 1, amount, ${batchId}, ${IDS}
      from (${keyed(over(measure, "split"), measure)})`);
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
        return `select ${keys}, ${sign}count as count, ${sign}amount as amount from ${side}_${table}`;
      })
      .join(" union all ");
  await session.run(`insert into ledger.volumes
    select ${KEYS}, sum(count), sum(amount), ${batchId} from (${signed("volumes", KEYS)})
    group by ${KEYS} having sum(count) <> 0 or sum(amount) <> 0`);
  await session.run(`insert into ledger.entries
    select ${KEYS}, sum(count), sum(amount), ${batchId}, ${IDS} from (${signed("entries", `${KEYS}, ${IDS}`)})
    group by ${KEYS}, ${IDS} having sum(count) <> 0 or sum(amount) <> 0`);
  for (const side of sides) await dropSide(session, side);
}

/** Tables <side>_volumes and <side>_entries: everything that these files post, unsigned. */
export async function collectSide(session: Session, side: string): Promise<void> {
  await collectDefects(session, side);
  const all = volumes.map((measure) => keyed(over(measure, side), measure)).join(" union all ");
  await session.run(`create or replace temp table ${side}_volumes as
    select ${KEYS}, count(*) as count, sum(amount) as amount from (${all})
    where order_id not in (select order_id from ${side}_troubled) group by ${KEYS}`);
  await session.run(`create or replace temp table ${side}_entries as
    select ${KEYS}, ${IDS}, 1 as count, amount from ${side}_defects
    union all
    select ${KEYS}, ${IDS}, 1 as count, amount from (${all})
    where order_id in (select order_id from ${side}_troubled)`);
}

export async function dropSide(session: Session, side: string): Promise<void> {
  for (const table of ["defects", "troubled", "volumes", "entries"])
    await session.run(`drop table if exists ${side}_${table}`);
}

/** Tables <side>_defects and <side>_troubled: the defects, and the orders that have one. */
async function collectDefects(session: Session, side: string): Promise<void> {
  const raw = defects
    .map((measure) => `select ${literal(measure.name)} as measure, * from (${over(measure, side)})`)
    .join(" union all ");
  await session.run(`create or replace temp table ${side}_raw as ${raw}`);
  await addSegments(session, `select distinct segment from ${side}_raw`);
  await session.run(`create or replace temp table ${side}_defects as
    select seller_key, measure_id, segment_id, ${POSTING_COLUMNS.filter((name) => name !== "seller_id" && name !== "segment").join(", ")}
    from ${side}_raw left join ledger.sellers using (seller_id) left join ledger.segments using (segment) left join ledger.measures using (measure)`);
  await session.run(`drop table ${side}_raw`);
  await session.run(
    `create or replace temp table ${side}_troubled as select distinct order_id from ${side}_defects`,
  );
}

/**
 * A measure's rows with the ledger's small keys in place of texts. Left joins, as inner ones would be
 * put in the order of sizes that are not known before a commit: sellers times segments first. A key
 * that is not there is refused by the tables.
 */
function keyed(sql: string, measure: Measure): string {
  return `select seller_key, (select measure_id from ledger.measures where measure = ${literal(measure.name)}) as measure_id,
      segment_id, order_date, event_date, amount, order_id, buyer_id, defect_id, liability
    from (${sql}) left join ledger.sellers using (seller_id) left join ledger.segments using (segment)`;
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
    from (select seller_id, min(recorded_from) as since_batch from facts.orders
          where ${where} and seller_id is not null group by seller_id)
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
