import { addDays, daysFrom } from "../dates.js";
import type { Session } from "../engine/duckdb.js";
import { momentOf } from "./evaluation.js";
import { LedgerView } from "./ledger-view.js";
import { linesFor, type Traits } from "./lines.js";
import type { PeerMemory } from "./part-figures.js";
import { readPreparations } from "./preparations.js";
import type { Program, ScoreProgram } from "./program.js";
import { scoresAt, type ScoreJudge } from "./score-evaluation.js";
import type { ServiceScore, ServiceScoreDay } from "./service-score/contract.js";
import { readDays, scoreVersionAt } from "./service-score/days.js";
import { Levels } from "./service-score/levels.js";
import { firstDayOf, readLevel } from "./service-score/months.js";
import { pairParts, partView, worthOf } from "./service-score/parts.js";
import { readSteps } from "./service-score/steps.js";
import { groupOf, notInForceInWords, unscoredInWords } from "./service-score/words.js";
import { readSellers } from "./standings.js";

/** Days of the trend, the day asked for included. */
const TREND_DAYS = 90;

export interface ServiceScoreQuery {
  sellerId: string;
  asOf: string;
  knownBatch: number;
  /** What is known of peers already; for those who ask of many sellers. */
  memory?: PeerMemory | undefined;
}

/** Everything that a seller is told of its score; null where the ledger does not know the seller. */
export async function readServiceScore(
  session: Session,
  program: Program & ScoreProgram,
  { sellerId, asOf, knownBatch, memory }: ServiceScoreQuery,
): Promise<ServiceScore | null> {
  const [seller] = await readSellers(session, knownBatch, sellerId);
  if (!seller) return null;
  const key = seller.seller_key;
  const ledger = await LedgerView.open(session, knownBatch);
  const traits = (await ledger.traits()).of(key);
  const moment = momentOf(program, { asOf }, knownBatch);
  const version = scoreVersionAt(program, moment);
  const rule = (version ?? program).score.level;
  const trendStart = addDays(asOf, 1 - TREND_DAYS);
  const first = rule ? least(firstDayOf(rule, asOf), trendStart) : trendStart;
  const days = await readDays(ledger, program, daysFrom(first, addDays(asOf, 1)), {
    sellerKey: key,
    memory,
  });
  const [judge] = version ? await scoresAt(ledger, version, [moment], [key], { memory }) : [];
  const levelsOn = (day: string) => {
    const then = scoreVersionAt(program, momentOf(program, { asOf: day }, knownBatch));
    return levelsOf(then ?? program, traits);
  };
  return {
    seller_id: sellerId,
    name: await readName(session, sellerId, knownBatch),
    ...traits,
    program: program.id,
    program_version: version?.version ?? "",
    confidence: (version ?? program).confidence,
    as_of: asOf,
    batch_id: knownBatch,
    ...dayView(version, judge, { key, asOf, traits }),
    level: rule
      ? readLevel({ rule, asOf, days, levelsOn, maximum: (version ?? program).score.maximum })
      : null,
    preparations: await readPreparations(ledger, moment, key),
    items: days.filter(({ as_of }) => as_of >= trendStart),
  };
}

const least = (a: string, b: string) => (a < b ? a : b);

const levelsOf = (version: ScoreProgram, traits: Traits): Levels =>
  new Levels(version, linesFor(version, traits)?.tiers ?? null);

type Of = { key: number; asOf: string; traits: Traits };

/** The score of the day, its parts and what to do about them. */
function dayView(version: ScoreProgram | null, judge: ScoreJudge | undefined, of: Of) {
  const { key, asOf, traits } = of;
  if (!version || !judge)
    return {
      ...UNSCORED,
      maximum: version?.score.maximum ?? 100,
      reason: notInForceInWords(asOf),
      levels: [],
      parts: [],
    };
  const own = judge.parts(key);
  const parts = pairParts(version, own);
  const levels = levelsOf(version, traits);
  const score = judge.score(own);
  const worth = score === null ? null : worthOf(version, parts);
  const group = groupOf(version.peers ?? { by: "marketplace", min_sellers: 1 }, traits);
  const shared = {
    maximum: version.score.maximum,
    levels: [...levels.bands],
    parts: parts.map((part) => partView(part, worth, group)),
  };
  if (score === null) {
    const scored = own.filter(({ points }) => points !== null).length;
    const reason = unscoredInWords(scored, version.score.min_parts, parts.length);
    return { ...UNSCORED, ...shared, reason };
  }
  const now = levels.of(score);
  const next = levels.above(now.tier);
  const rankOf = (points: number) => levels.rank(levels.of(points).tier);
  return {
    ...shared,
    state: "scored" as const,
    reason: null,
    score,
    level_now: now,
    next_level: next && { tier: next.tier, name: next.name, from: next.from },
    next_steps: readSteps({ judge, parts, score, nextLevel: next, rankOf }),
  };
}

const UNSCORED = {
  state: "not_scored" as const,
  score: null,
  level_now: { tier: "not_scored", name: "not scored", severity: "not_scored" as const },
  next_level: null,
  next_steps: [],
};

/** What the sellers feed calls a seller, as known at a batch. */
async function readName(
  session: Session,
  sellerId: string,
  knownBatch: number,
): Promise<string | null> {
  const [row] = await session.all<{ name: string | null }>(
    `select name from facts.sellers
     where seller_id = $seller and recorded_from <= $batch
       and (recorded_until is null or recorded_until > $batch) and deleted is distinct from true`,
    { seller: sellerId, batch: knownBatch },
  );
  return row?.name ?? null;
}

export type { ServiceScore, ServiceScoreDay };
