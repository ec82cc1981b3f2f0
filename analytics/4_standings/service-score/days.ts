import { momentOf, versionAt } from "../evaluation.js";
import type { LedgerView } from "../ledger-view.js";
import type { Program, ScoreProgram } from "../program.js";
import type { Moment } from "../rate-figures.js";
import { scoresAt } from "../score-evaluation.js";
import type { ServiceScoreDay } from "./contract.js";

/** Moments read at once: a month of them keeps the figures of thousands of peers small. */
const AT_ONCE = 31;

/** One seller's score as of each of some days, each by the version in force. */
export async function readDays(
  ledger: LedgerView,
  program: Program,
  days: readonly string[],
  sellerKey: number,
): Promise<ServiceScoreDay[]> {
  const moments = new Map<ScoreProgram, Map<string, Moment>>();
  const evaluations = days.map((asOf) => {
    const moment = momentOf(program, { asOf }, ledger.knownBatch);
    const version = scoreVersionAt(program, moment);
    if (version) {
      const known = moments.get(version) ?? new Map<string, Moment>();
      moments.set(version, known.set(moment.day, moment));
    }
    return moment.day;
  });
  const found = new Map<string, Omit<ServiceScoreDay, "as_of">>();
  for (const [version, asked] of moments) {
    const all = [...asked.values()];
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const some = all.slice(from, from + AT_ONCE);
      const judges = await scoresAt(await ledger.afresh(), version, some, [sellerKey]);
      judges.forEach((judge, index) => {
        const { points, tier } = judge.verdict(sellerKey);
        found.set((some[index] as Moment).day, { score: points, tier });
      });
    }
  }
  return days.map((as_of, index) => ({
    as_of,
    ...(found.get(evaluations[index] as string) ?? { score: null, tier: "not_scored" }),
  }));
}

/** The version in force, where it is a score. */
export function scoreVersionAt(program: Program, moment: Moment): ScoreProgram | null {
  const version = versionAt(program, moment);
  return version?.kind === "score" ? version : null;
}
