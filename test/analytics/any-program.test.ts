import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVALUATIONS } from "../../analytics/4_standings/evaluation.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import { Standing } from "../../analytics/4_standings/standing.js";
import { busyMarketplace } from "../support/busy-marketplace.js";
import { reading, withDatabase } from "../support/database.js";
import { ingestRows } from "../support/files.js";
import { wantsOf } from "../support/lowered.js";
import { compared, oracleStandings } from "../support/oracle-standings.js";
import { worldOf } from "../support/oracle-world.js";
import { anyProgram } from "../support/random-programs.js";
import { dayAfter } from "../support/rows.js";

const FROM = "2025-01-01";
const DAYS = 400;
const metrics = wantsOf(shippedPrograms.values()).metrics.slice(0, 2);
const rows = busyMarketplace({
  seed: 11,
  sellers: 9,
  from: FROM,
  days: DAYS,
  orders: 800,
  regions: ["US", "EU", "UK", "DE", "AU"],
  metrics,
});
const day = fc.integer({ min: 20, max: DAYS + 60 }).map((nth) => dayAfter(FROM, nth));

describe("any programme that the check lets in", () => {
  it("judges every seller as the oracle does, in rows of the contract", () =>
    withDatabase(async (database) => {
      await ingestRows(database, rows);
      const world = worldOf(rows);
      await reading(database, 1, (read) =>
        fc.assert(
          fc.asyncProperty(
            anyProgram(metrics),
            day,
            fc.constantFrom(...EVALUATIONS),
            async (program, asOf, kind) => {
              const found = await read(program, asOf, kind);
              const wanted = oracleStandings(program, world, { asOf, kind });
              for (const [index, row] of wanted.entries()) {
                const standing = found[index] as Standing;
                const { points, peer_rate, ...exact } = row;
                expect(compared(standing)).toMatchObject(exact);
                expect(standing.points ?? -1).toBeCloseTo(points ?? -1, 9);
                expect(standing.peer_rate ?? -1).toBeCloseTo(peer_rate ?? -1, 12);
                expect(Standing.safeParse(standing).error).toBeUndefined();
              }
            },
          ),
          { numRuns: 150, interruptAfterTimeLimit: 20_000 },
        ),
      );
    }));
});
