import { momentOf, versionAt } from "../evaluation.js";
import type { LedgerView } from "../ledger-view.js";
import type { PeerMemory } from "../part-figures.js";
import { companyOf } from "../peers.js";
import type { Program, ScoreProgram } from "../program.js";
import type { Moment } from "../rate-figures.js";
import { scoresAt } from "../score-evaluation.js";
import type { ServiceScoreDay } from "./contract.js";

/** Sellers times moments that are read at once, so that the figures of thousands of peers stay small. */
const AT_ONCE = 100_000;

/** One seller's score as of each of some days, each by the version in force. */
export async function readDays(
  ledger: LedgerView,
  program: Program,
  days: readonly string[],
  { sellerKey, memory }: { sellerKey: number; memory?: PeerMemory | undefined },
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
    const step = await momentsAtOnce(ledger, version, sellerKey);
    for (let from = 0; from < all.length; from += step) {
      const some = all.slice(from, from + step);
      const judges = await scoresAt(await ledger.afresh(), version, some, [sellerKey], {
        memory,
        onlyScored: true,
      });
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

async function momentsAtOnce(
  ledger: LedgerView,
  { peers }: ScoreProgram,
  sellerKey: number,
): Promise<number> {
  const traits = await ledger.traits();
  const company = peers ? companyOf(peers, traits, [sellerKey])?.length : 1;
  return Math.max(7, Math.floor(AT_ONCE / (company ?? traits.keys().length + 1)));
}

/** The version in force, where it is a score. */
export function scoreVersionAt(program: Program, moment: Moment): ScoreProgram | null {
  const version = versionAt(program, moment);
  return version?.kind === "score" ? version : null;
}
