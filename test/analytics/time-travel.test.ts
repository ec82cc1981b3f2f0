import { describe, expect, it } from "vitest";
import { knownBatchAt } from "../../analytics/4_standings/known.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import { EVALUATIONS, type EvaluationKind } from "../../analytics/4_standings/evaluation.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { readStandings } from "../../analytics/4_standings/standings.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import type { Session } from "../../analytics/engine/duckdb.js";
import { busyMarketplace } from "../support/busy-marketplace.js";
import { withDatabase } from "../support/database.js";
import { ingestRows, type FeedRows } from "../support/files.js";
import { lowered, loweredTo, LOWEST, wantsOf } from "../support/lowered.js";
import { arrange, random } from "../support/marketplace.js";
import { dayAfter, order } from "../support/rows.js";

/*
 * What was decided is told again bit by bit, whatever came later: corrections, tombstones, orders
 * older than all that were known, another currency, sellers that moved.
 */

const FROM = "2025-01-01";
const DAYS = 420;
const shipped = [...shippedPrograms.values()];
const { regions, metrics } = wantsOf(shipped);

/** A question as it was asked, and what was answered then. */
interface Told {
  program: Program;
  asOf: string;
  kind: EvaluationKind;
  knownAt: string;
  rows: Standing[];
}

/** What comes last of all, and must change nothing that was told before. */
const LATER: FeedRows = {
  orders: [
    order({ order_id: "ancient", seller_id: "s0", ordered_at: "2019-05-05", region: "US" }),
    order({
      order_id: "foreign",
      seller_id: "s1",
      currency: "JPY",
      amount: "900",
      ordered_at: "2025-06-01",
    }),
    order({ order_id: "newcomer", seller_id: "newcomer", ordered_at: "2025-06-01" }),
    ...["o1", "o2", "o3", "o4", "o5"].map((order_id) => ({
      order_id,
      deleted: true,
      updated_at: "2028-01-01T00:00:00Z",
    })),
  ],
  sellers: [
    { seller_id: "s0", region: "LAC", category: "moved", updated_at: "2028-01-01T00:00:00Z" },
    { seller_id: "s2", region: "US", category: "toys", updated_at: "2028-01-01T00:00:00Z" },
  ],
  scores: metrics.map((metric) => ({
    seller_id: "s3",
    metric,
    date: "2019-01-01",
    numerator: 1,
    denominator: 7,
  })),
};

/** A few programmes of each kind, and some with lines that are reached. */
function sample(next: () => number): Program[] {
  const pick = shipped.filter((program) => program.kind !== "rate" || next() < 0.15);
  return pick.map((program) => {
    const drawn = next();
    if (drawn < 0.2) return program;
    return drawn < 0.6 ? lowered(program) : loweredTo(program, LOWEST.apart);
  });
}

const tell = (
  session: Session,
  { program, asOf, kind }: Omit<Told, "rows" | "knownAt">,
  knownBatch: number,
) => readStandings(session, program, { asOf, kind, knownBatch });

describe.each([1, 2])("decisions of random batches (%i)", (seed) => {
  it("are told again as they were, by the batch that was known at a time", () =>
    withDatabase(async (database) => {
      const next = random(seed * 77);
      const rows = busyMarketplace({
        seed,
        sellers: 8,
        from: FROM,
        days: DAYS,
        orders: 350,
        regions,
        metrics,
      });
      const batches = [...arrange(rows, { seed, batches: 3, repeats: 0.1 }), LATER];
      const told: Told[] = [];
      for (const [index, batch] of batches.entries()) {
        await ingestRows(database, batch);
        // Batches of the tests are a day apart.
        const knownAt = `${dayAfter("2027-01-01", index)}T12:00:00Z`;
        await database.read(async (session) => {
          const knownBatch = await knownBatchAt(session, knownAt);
          expect(knownBatch).toBe(index + 1);
          for (const program of sample(next)) {
            const asOf = dayAfter(FROM, 60 + Math.floor(next() * DAYS));
            const kind = EVALUATIONS[Math.floor(next() * 2)] ?? "current";
            const asked = { program, asOf, kind };
            told.push({ ...asked, knownAt, rows: await tell(session, asked, knownBatch) });
          }
        });
      }
      await database.read(async (session) => {
        for (const { rows: then, knownAt, ...asked } of told) {
          const now = await tell(session, asked, await knownBatchAt(session, knownAt));
          expect(now).toEqual(then);
          expect(JSON.stringify(now)).toBe(JSON.stringify(then));
        }
      });
      // What came last did change what is told today.
      const known = told.filter(({ knownAt }) => knownAt.startsWith("2027-01-03"));
      const changes = await database.read(async (session) => {
        const answers: boolean[] = [];
        for (const { rows: then, knownAt: _, ...asked } of known)
          answers.push(
            JSON.stringify(await tell(session, asked, batches.length)) !== JSON.stringify(then),
          );
        return answers;
      });
      expect(changes).toContain(true);
    }));
});
