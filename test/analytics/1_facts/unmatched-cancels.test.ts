import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unmatchedCancels } from "../../../analytics/1_facts/unmatched-cancels.js";
import { Database } from "../../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../../analytics/schema.js";
import { ingestFiles } from "../../../ingest/ingest.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "plimsoll-lines-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function countsOf(...batches: string[][]) {
  const database = await Database.open({ path: ":memory:" });
  try {
    await database.write(ensureSchema);
    for (const rows of batches) {
      const file = join(directory, "lines.csv");
      const header =
        "line_id,order_id,item_id,buyer_id,sold_at,quantity,repeats,cancels,updated_at,deleted";
      await writeFile(file, [header, ...rows, ""].join("\n"));
      const summary = await ingestFiles(database, { files: [file], recordedAt: new Date(0) });
      expect(summary.feeds.order_lines).toMatchObject({ read: rows.length, quarantined: 0 });
    }
    const posted = "select (select count(*) from ledger.postings) as postings";
    expect(await database.read((session) => session.one(posted))).toEqual({ postings: 0 });
    return await database.read(unmatchedCancels);
  } finally {
    await database.close();
  }
}

const bought = "1,O1,mug,ann,2026-01-05T10:00:00Z,6,,false,2026-02-01,";

it("matches a line taken back with an earlier one of that buyer and item only", async () => {
  expect(
    await countsOf([
      bought,
      "2,C1,mug,ann,2026-01-05T10:01:00Z,6,,true,,",
      "3,C2,mug,ann,2026-01-05T10:00:00Z,6,,true,,",
      "4,C3,mug,bob,2026-01-06T10:00:00Z,6,,true,,",
      "5,C4,cup,ann,2026-01-06T10:00:00Z,6,3,true,,",
      "6,C5,mug,,2026-01-06T10:00:00Z,6,2,true,,",
    ]),
  ).toEqual({ cancel_lines: 8, cancel_lines_with_buyer: 6, unmatched_cancels: 5 });
});

it("judges what is known now: a purchase that comes later, and one that is taken out again", async () => {
  const cancelled = "2,C1,mug,ann,2026-01-07T10:00:00Z,6,,true,,";
  const counts = { cancel_lines: 1, cancel_lines_with_buyer: 1 };
  expect(await countsOf([cancelled])).toEqual({ ...counts, unmatched_cancels: 1 });
  expect(await countsOf([cancelled], [bought])).toEqual({ ...counts, unmatched_cancels: 0 });
  const takenOut = "1,,,,,,,,2026-03-01,true";
  expect(await countsOf([cancelled], [bought], [takenOut])).toEqual({
    ...counts,
    unmatched_cancels: 1,
  });
});

it("counts nothing where no line is known", async () => {
  expect(await countsOf()).toEqual({
    cancel_lines: 0,
    cancel_lines_with_buyer: 0,
    unmatched_cancels: 0,
  });
});
