import type { PeerSums } from "../peers.js";
import type { ScorePart } from "../program/score.js";
import type { PartScore, ScoreJudge } from "../score-evaluation.js";
import { exact, positionOf, readCurve } from "../score-points.js";
import type { LevelBand, ServiceScoreStep } from "./contract.js";
import { countsOf, pointsAtAverage, type Part } from "./parts.js";
import { stepInWords } from "./words.js";

export interface StepsQuery {
  judge: ScoreJudge;
  parts: readonly Part[];
  /** The score as it is. */
  score: number;
  nextLevel: LevelBand | null;
  /** How good the level of a score is, 0 the best. */
  rankOf: (score: number) => number;
}

/** What to do next: parts with points to win back, most first. All of it is computed by the score itself. */
export function readSteps(query: StepsQuery): ServiceScoreStep[] {
  return query.parts
    .filter(({ own }) => own.points !== null)
    .map((part) => ({ step: stepOf(query, part), lost: lostBy(part) }))
    .filter(({ lost }) => lost > 0)
    .toSorted((a, b) => b.step.gain - a.step.gain || b.lost - a.lost)
    .map(({ step }) => step);
}

const mostOf = ({ curve }: ScorePart) => Math.max(...curve.map(([, share]) => share));

const lostBy = ({ rule, own }: Part) => exact(rule.weight * mostOf(rule) - (own.points ?? 0));

function stepOf(query: StepsQuery, part: Part): ServiceScoreStep {
  const { rule, own } = part;
  const full = scoreWith(query, own, rule.weight * mostOf(rule));
  const step = {
    part: own.id,
    name: own.name,
    next_step: own.nextStep,
    gain: exact(full - query.score),
    score_at_full: full,
    score_at_average: atAverage(query, part),
    fewer_for_full: fewest(part, (points) => points >= rule.weight * mostOf(rule)),
    fewer_for_level: query.nextLevel
      ? fewest(
          part,
          (points) => query.rankOf(scoreWith(query, own, points)) < query.rankOf(query.score),
        )
      : null,
  };
  return { ...step, says: stepInWords(step, query.nextLevel, own.figures.numerator.judged) };
}

/** The score with other points for one part. */
function scoreWith({ judge, parts }: StepsQuery, changed: PartScore, points: number): number {
  const others = parts.map(({ own }) => (own === changed ? { ...own, points } : own));
  return judge.score(others) ?? 0;
}

function atAverage(query: StepsQuery, part: Part): number | null {
  const points = pointsAtAverage(part);
  if (points === null || points <= (part.own.points ?? 0)) return null;
  return scoreWith(query, part.own, points);
}

/**
 * The fewest events that, had they not been, would give points that are enough, with as many orders as
 * before; null where none would, or where they cannot be counted one by one.
 */
function fewest({ rule, own }: Part, isEnough: (points: number) => boolean): number | null {
  const counts = countsOf(rule);
  if (rule.higher_is_better || (counts !== "orders" && counts !== "events")) return null;
  const events = own.figures.numerator.judged;
  for (let fewer = 1; fewer <= events; fewer += 1)
    if (isEnough(pointsWithout(rule, own, fewer))) return fewer;
  return null;
}

function pointsWithout(rule: ScorePart, own: PartScore, fewer: number): number {
  const rate = (own.figures.numerator.judged - fewer) / own.figures.denominator.judged;
  const position = positionOf(rule, rate, own.peers && averageWithout(own.peers, fewer));
  return rule.weight * readCurve(rule.curve, position ?? 0);
}

/** The seller is one of its peers, so what it avoids lowers their average too. */
const averageWithout = ({ numerator, denominator }: PeerSums, fewer: number): number =>
  (numerator - fewer) / denominator;
