import type { Session } from "../engine/duckdb.js";
import { localColumns } from "./local-times.js";

/*
 * An order's file is the order with its cases, refunds, chargebacks, freezes and evidence. Measures
 * read files through views, so that the same SELECT serves the whole ledger, the files that a batch
 * touched as they were before it, and as they are after it. The views show times on local clocks.
 */

const CHILDREN = ["cases", "refunds", "chargebacks", "freezes", "evidence"] as const;
const FILE_FEEDS = ["orders", ...CHILDREN] as const;

/** Above so many touched orders they are read in place instead of being copied out first. */
const COPY_LIMIT = 300_000;

const alive = "deleted is distinct from true";

/** Views all_*: every order file as it is now. */
export async function openAllFiles(session: Session): Promise<void> {
  const columns = await localColumns(session, { isBulk: true });
  for (const feed of FILE_FEEDS)
    await session.run(
      `create or replace temp view all_${feed} as select ${columns(feed)} from facts.${feed} where recorded_until is null and ${alive}`,
    );
}

/**
 * Views plain_* and split_*: every order file as it is now, those of the orders in `troubled` apart.
 * Rows are told apart by rowid, so that ten million order ids are compared once and not per measure.
 */
export async function splitAllFiles(session: Session, troubled: string): Promise<void> {
  const columns = await localColumns(session, { isBulk: true });
  const current = `recorded_until is null and ${alive}`;
  await session.run(`create or replace temp table troubled_rows as
    select rowid as row_id from facts.orders
    where ${current} and order_id in (select order_id from ${troubled})`);
  for (const [prefix, belongs] of [
    ["plain", "not in"],
    ["split", "in"],
  ] as const) {
    await session.run(`create or replace temp view ${prefix}_orders as
      select ${columns("orders")} from facts.orders where ${current} and rowid ${belongs} (select row_id from troubled_rows)`);
    for (const feed of CHILDREN)
      await session.run(
        `create or replace temp view ${prefix}_${feed} as select * from all_${feed}`,
      );
  }
}

/** Views old_* and new_*: the files that batch `batchId` touched, before and after it. */
export async function openTouchedFiles(
  session: Session,
  batchId: number,
): Promise<{ orders: number; haveOld: boolean }> {
  const changed = (feed: string) =>
    `select order_id from facts.${feed} where recorded_from = ${batchId} or recorded_until = ${batchId}`;
  await session.run(
    `create or replace temp table touched as ${FILE_FEEDS.map(changed).join(" union ")}`,
  );
  const { orders } = await session.one<{ orders: number }>(
    "select count(*) as orders from touched",
  );
  const columns = await localColumns(session, { isBulk: orders > COPY_LIMIT });
  let versionsBefore = 0;
  for (const feed of FILE_FEEDS) {
    const versions = `select * from facts.${feed} where order_id in (select order_id from touched)
      and (recorded_until is null or recorded_until >= ${batchId})`;
    if (orders <= COPY_LIMIT)
      await session.run(`create or replace temp table touched_${feed} as ${versions}`);
    const source = orders <= COPY_LIMIT ? `touched_${feed}` : `(${versions})`;
    await session.run(
      `create or replace temp view new_${feed} as select ${columns(feed)} from ${source} where recorded_until is null and ${alive}`,
    );
    await session.run(
      `create or replace temp view old_${feed} as select ${columns(feed)} from ${source} where recorded_from < ${batchId}
         and (recorded_until is null or recorded_until >= ${batchId}) and ${alive}`,
    );
    if (feed === "orders")
      versionsBefore = (
        await session.one<{ count: number }>(`select count(*) as count from old_orders`)
      ).count;
  }
  return { orders, haveOld: versionsBefore > 0 };
}

/** Forgets the copies. */
export async function closeFiles(session: Session): Promise<void> {
  for (const feed of FILE_FEEDS) {
    for (const prefix of ["plain", "split", "all", "old", "new"])
      await session.run(`drop view if exists ${prefix}_${feed}`);
    await session.run(`drop table if exists touched_${feed}`);
  }
  await session.run("drop table if exists troubled_rows");
  await session.run("drop table if exists touched");
}
