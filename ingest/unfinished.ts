import type { Session } from "../analytics/engine/duckdb.js";
import { feedNames } from "./feeds/index.js";

/** Undoes a bulk batch that was loaded but never counted, as after a crash. */
export async function discardUnfinished(session: Session): Promise<void> {
  const { batch_id: last } = await session.one<{ batch_id: number }>(
    "select coalesce(max(batch_id), 0) as batch_id from ingest.batches",
  );
  const { isUnfinished } = await session.one<{ isUnfinished: boolean }>(
    `select exists (select 1 from ingest.sources where batch_id > ${last}) as "isUnfinished"`,
  );
  if (!isUnfinished) return;
  await session.transaction(async () => {
    for (const feed of feedNames) {
      await session.run(`delete from facts.${feed} where recorded_from > ${last}`);
      await session.run(
        `update facts.${feed} set recorded_until = null where recorded_until > ${last}`,
      );
    }
    await session.run(`delete from ingest.quarantine where batch_id > ${last}`);
    await session.run(`delete from ingest.sources where batch_id > ${last}`);
  });
}
