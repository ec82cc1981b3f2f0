import { evaluationsAfter, type Ahead } from "./ahead.js";
import { NO_RATE } from "../3_rates/figures.js";
import { tierOf } from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { linesFor } from "./lines.js";
import { sumOf } from "./point-awards.js";
import { countedFrom, evaluatePoints, pointsOf } from "./points-evaluation.js";
import type { PointsProgram, Program } from "./program.js";

/**
 * Every evaluation of the coming year if nothing more happened: what is old goes on being awarded
 * until it leaves the windows, and awards are forgotten as the programme says. By today's version.
 */
export async function lookAheadAtPoints(
  ledger: LedgerView,
  program: Program,
  version: PointsProgram,
  asOf: string,
  key: number,
): Promise<Ahead[]> {
  const days = evaluationsAfter(program, asOf);
  const last = days.at(-1);
  const lines = linesFor(version, (await ledger.traits()).of(key));
  if (last === undefined || !lines) return [];
  const forever: PointsProgram = {
    ...version,
    points: { ...version.points, reset: { kind: "never" } },
  };
  const moment = { day: last, cutoff: asOf, knownBatch: ledger.knownBatch };
  const query = { asOf, sellerKeys: [key] };
  const awards = (await evaluatePoints(ledger, program, forever, moment, query)).awards(key);
  const base = { ...NO_RATE, denominator: { ...NO_RATE.denominator, judged: 1 } };
  return days.map((day) => {
    const from = countedFrom(version, day);
    const points = pointsOf(
      version,
      sumOf(awards.filter((award) => from <= award.day && award.day <= day)),
    );
    const tier = tierOf({ unit: "events", tiers: lines.tiers }, base, { points });
    return { day, tier, isIn: tier !== "within" };
  });
}
