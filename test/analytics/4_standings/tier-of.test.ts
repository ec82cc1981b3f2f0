import { expect, it } from "vitest";
import { EVALUATIONS } from "../../../analytics/4_standings/evaluation.js";
import { evaluateAll } from "../../../analytics/4_standings/evaluate.js";
import { LedgerView } from "../../../analytics/4_standings/ledger-view.js";
import { shippedPrograms } from "../../../analytics/4_standings/programs.js";
import { readSellers } from "../../../analytics/4_standings/standings.js";
import { busyMarketplace } from "../../support/busy-marketplace.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows } from "../../support/files.js";
import { lowered, loweredTo, LOWEST, wantsOf } from "../../support/lowered.js";
import { dayAfter } from "../../support/rows.js";

/* Tens of thousands of sellers are given a tier by short ways past their figures: to the same tier. */

const FROM = "2025-11-01";
const shipped = [...shippedPrograms.values()];
const programs = [
  ...shipped,
  ...shipped.map((program) => lowered(program)),
  ...shipped.map((program) => loweredTo(program, LOWEST.apart)),
];

it.each([1, 2, 3])("the short way to a tier leads where the verdict does, seed %i", (seed) =>
  withDatabase(async (database) => {
    const rows = busyMarketplace({
      seed,
      sellers: 40,
      from: FROM,
      days: 300,
      orders: 500,
      ...wantsOf(programs),
    });
    // Few orders for many sellers, and cases of orders that are in no window: defects without orders.
    await ingestRows(database, { ...rows, orders: rows.orders?.filter((_, nth) => nth % 3 > 0) });
    await database.read(async (session) => {
      const ledger = await LedgerView.open(session, 1);
      const sellers = await readSellers(session, 1);
      const tiers = new Set<string>();
      for (const kind of EVALUATIONS)
        for (const days of [60, 290])
          for (const evaluation of await evaluateAll(ledger, programs, {
            asOf: dayAfter(FROM, days),
            kind,
          }))
            for (const { seller_key: key } of sellers) {
              const { tier } = evaluation.verdict(key);
              const where = `${evaluation.program.id} ${kind} ${days} ${key}`;
              expect(`${where} ${evaluation.tierOf(key)}`).toBe(`${where} ${tier}`);
              tiers.add(tier);
            }
      expect(tiers.size).toBeGreaterThan(15);
    });
  }),
);
