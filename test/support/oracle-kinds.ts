import type { PointsProgram, Program, ScoreProgram } from "../../analytics/4_standings/program.js";
import type { RateRule } from "../../analytics/4_standings/program/rate.js";
import type { ScorePart } from "../../analytics/4_standings/program/score.js";
import { basicWindows } from "../../analytics/4_standings/program/window.js";
import {
  calendar,
  dayFrom,
  evaluationsBetween,
  numberOf,
  spanOn,
  startOf,
} from "./oracle-calendar.js";
import { look, type Moment, type OracleFigures } from "./oracle-figures.js";
import { allMet, averageOf, groupOf, isScored, metTiers, tiersFor } from "./oracle-judge.js";
import { versionOn, type OracleStanding } from "./oracle-standings.js";
import { ownOf, type Traits, type World } from "./oracle-world.js";

/* Penalty points and scores, from arrays. */

const NOBODY: Traits = { region: null, category: null };
const SIDE = { raw: 0, judged: 0, count: 0, amount: 0, buyers: 0 };
const BLANK: OracleFigures = { numerator: SIDE, denominator: SIDE };

const figuresOf = (rule: RateRule, own: World, moment: Moment) =>
  look(rule, own, moment, () => 0).figures;

/** First day whose awards still stand on another. */
function standingSince({ points: { reset } }: PointsProgram, day: number): number {
  if (reset.kind === "never") return -Infinity;
  return reset.kind === "days" ? day - reset.days + 1 : startOf(reset.kind, day);
}

/** Days whose awards still stand on the day of a moment, that day the last. */
function standingDays(program: Program, version: PointsProgram, world: World, day: number) {
  const first = world.earliest === undefined ? day : numberOf(world.earliest) + 1;
  const since = Math.max(standingSince(version, day), first);
  return [...evaluationsBetween(calendar(program), since, day), day];
}

export function oraclePoints(
  program: Program,
  version: PointsProgram,
  world: World,
  moment: Moment,
): OracleStanding[] {
  const days = standingDays(program, version, world, moment.day);
  const { start, direction } = version.points;
  const since = standingSince(version, moment.day);
  const isCutOff =
    world.earliest !== undefined && since > -Infinity && since < numberOf(world.earliest);
  return world.sellers.map((seller) => {
    const own = ownOf(world, seller);
    const traits = world.traits.get(seller) ?? NOBODY;
    let awarded = 0;
    let isKnown = false;
    for (const day of days) {
      const then = versionOn(program, day);
      if (then?.kind !== "points") continue;
      for (const rule of then.points.rules) {
        const figures = figuresOf(rule, own, { day, cutoff: Math.min(day, moment.cutoff) });
        if (!isScored(rule, figures)) continue;
        isKnown = true;
        awarded += rule.awards.findLast(({ gates }) => allMet(gates, figures))?.points ?? 0;
      }
    }
    const points = direction === "accumulate" ? start + awarded : Math.max(0, start - awarded);
    const lines = tiersFor(version, traits);
    const [worst] = metTiers(lines?.tiers ?? [], BLANK, { points }).slice(-1);
    const tier = lines && isKnown ? (worst?.id ?? "within") : "not_scored";
    const starts = version.points.rules.flatMap(({ window }) =>
      basicWindows(window).map((each) => spanOn(each, days[0] as number).from),
    );
    return {
      seller_id: seller,
      program_version: version.version,
      evaluated_on: dayFrom(moment.day),
      window_start: dayFrom(Math.min(...starts)),
      window_end: dayFrom(moment.cutoff),
      numerator: points,
      denominator: 0,
      rate: null,
      raw_numerator: points,
      raw_rate: null,
      tier,
      months_in_program: tier === "within" || tier === "not_scored" ? 0 : 1,
      lines: lines?.id ?? null,
      peer_rate: null,
      points,
      fee_total: 0,
      remarks: [
        ...(lines ? [] : ["no_lines_for_region"]),
        ...(isCutOff ? ["history_too_short"] : []),
      ],
    };
  });
}

/** Height of a broken line that is flat beyond its ends. */
function heightAt(curve: ScorePart["curve"], at: number): number {
  const before = curve.findLast(([x]) => x < at);
  const after = curve.find(([x]) => x >= at);
  if (!before || !after) return (before ?? after ?? [0, 0])[1];
  const share = (at - before[0]) / (after[0] - before[0]);
  return before[1] * (1 - share) + after[1] * share;
}

interface Scored {
  points: number | null;
  weight: number;
  remarks: string[];
}

function partOf(
  version: ScoreProgram,
  part: ScorePart,
  world: World,
  seller: string,
  moment: Moment,
): Scored {
  const at = (id: string) => figuresOf(part, ownOf(world, id), moment);
  const traits = (id: string) => world.traits.get(id) ?? NOBODY;
  const own = at(seller);
  const remarks: string[] = [];
  const [window] = basicWindows(part.window);
  const start = window && dayFrom(spanOn(window, moment.day).from);
  const over = Math.max(0, own.numerator.judged);
  const { judged: under } = own.denominator;
  let position: number | null = null;
  if (!isScored(part, own) || under <= 0) remarks.push("below_floor");
  else if (part.against === "fixed") position = over / under;
  else {
    const group = groupOf(version, traits(seller));
    const peers = world.sellers.filter((id) => groupOf(version, traits(id)) === group);
    const average =
      version.peers && group !== null
        ? averageOf(
            peers.map(at).filter((figures) => isScored(part, figures)),
            version.peers,
          )
        : null;
    if (!average) remarks.push("no_peers");
    else if (average.over <= 0) position = over === 0 ? 0 : Infinity;
    else position = (over * average.under) / (under * average.over);
  }
  if (world.earliest !== undefined && start !== undefined && start < world.earliest)
    remarks.push("history_too_short");
  const { weight, curve } = part;
  return { points: position === null ? null : weight * heightAt(curve, position), weight, remarks };
}

export function oracleScores(
  version: ScoreProgram,
  world: World,
  moment: Moment,
): OracleStanding[] {
  const { parts, maximum, min_parts: least } = version.score;
  return world.sellers.map((seller) => {
    const scored = parts.map((part) => partOf(version, part, world, seller, moment));
    const counted = scored.filter(({ points }) => points !== null);
    const sum = (of: (part: Scored) => number) =>
      counted.reduce((total, part) => total + of(part), 0);
    const share = sum(({ points }) => points ?? 0) / sum(({ weight }) => weight);
    const points = counted.length < least ? null : Math.min(maximum, Math.max(0, maximum * share));
    const lines = tiersFor(version, world.traits.get(seller) ?? NOBODY);
    const [worst] = metTiers(lines?.tiers ?? [], BLANK, { points }).slice(-1);
    const tier = points === null || !lines ? "not_scored" : (worst?.id ?? "within");
    const remarks = new Set(scored.flatMap((part) => part.remarks));
    if (!lines) remarks.add("no_lines_for_region");
    const { span } = look(parts[0] as ScorePart, ownOf(world, seller), moment, () => 0);
    return {
      seller_id: seller,
      program_version: version.version,
      evaluated_on: dayFrom(moment.day),
      window_start: dayFrom(span.from),
      window_end: dayFrom(span.to),
      numerator: 0,
      denominator: 0,
      rate: null,
      raw_numerator: 0,
      raw_rate: null,
      tier,
      months_in_program: tier === "within" || tier === "not_scored" ? 0 : 1,
      lines: lines?.id ?? null,
      peer_rate: null,
      points,
      fee_total: 0,
      remarks: [...remarks],
    };
  });
}
