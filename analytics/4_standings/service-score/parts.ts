import { scoredMetric } from "../../3_rates/scores.js";
import type { ScoreProgram } from "../program.js";
import type { ScorePart } from "../program/score.js";
import type { PartScore } from "../score-evaluation.js";
import { readCurve } from "../score-points.js";
import type { ServiceScorePart } from "./contract.js";
import { reasonInWords, type PeerGroup } from "./words.js";

/** A part as the programme asks it and as one seller has it. */
export interface Part {
  rule: ScorePart;
  own: PartScore;
}

export const pairParts = ({ score }: ScoreProgram, own: readonly PartScore[]): Part[] =>
  score.parts.map((rule, index) => ({ rule, own: own[index] as PartScore }));

/** How much a point of weight is worth once the weights of unscored parts are shared; null without any scored. */
export function worthOf({ score }: ScoreProgram, parts: readonly Part[]): number | null {
  const scored = parts.filter(({ own }) => own.points !== null);
  const weight = scored.reduce((sum, { own }) => sum + own.weight, 0);
  return weight === 0 ? null : score.maximum / weight;
}

export const countsOf = (rule: ScorePart): ServiceScorePart["counts"] =>
  scoredMetric(rule.denominator) === null ? rule.unit : "metric";

/** Points of a part that is exactly at its peers' average; null where it is not compared with it. */
export function pointsAtAverage({ rule, own }: Part): number | null {
  if (rule.against !== "peer_average" || own.peerRate === null) return null;
  return rule.weight * readCurve(rule.curve, own.peerRate === 0 ? 0 : 1);
}

const times = (points: number | null, worth: number) => (points === null ? null : points * worth);

function stateOf({ rule, own }: Part): ServiceScorePart["state"] {
  if (own.points !== null) return "scored";
  const { judged } = own.figures.denominator;
  if (judged <= 0) return "no_data";
  return rule.floor && judged < rule.floor.denominator ? "below_floor" : "no_peers";
}

export function partView(part: Part, worth: number | null, group: PeerGroup): ServiceScorePart {
  const { rule, own } = part;
  const state = stateOf(part);
  const { numerator, denominator } = own.figures;
  const isScored = worth !== null && own.points !== null;
  const view = {
    part: own.id,
    name: own.name,
    state,
    weight: own.weight,
    effective_weight: isScored ? own.weight * worth : null,
    points: own.points,
    effective_points: isScored ? (own.points ?? 0) * worth : null,
    effective_at_average: isScored ? times(pointsAtAverage(part), worth) : null,
    against: rule.against,
    higher_is_better: rule.higher_is_better,
    counts: countsOf(rule),
    rate: own.rate,
    peer_rate: own.peerRate,
    peer_sellers: own.peers?.sellers ?? null,
    multiple: own.rate === null || !own.peerRate ? null : own.rate / own.peerRate,
    numerator: numerator.judged,
    denominator: denominator.judged,
    floor: rule.floor?.denominator ?? null,
    window_start: own.window.start,
    window_end: own.window.end,
    next_step: own.nextStep,
    remarks: own.remarks,
  };
  return { ...view, reason: reasonInWords(view, group) };
}
