import type { ProgramVersion } from "../../analytics/4_standings/program.js";
import type { RateRule } from "../../analytics/4_standings/program/rate.js";
import type { Threshold } from "../../analytics/4_standings/program/threshold.js";
import type { Gate, Gates, Tier } from "../../analytics/4_standings/program/tier.js";
import type { OracleFigures } from "./oracle-figures.js";
import { allMet, type Around } from "./oracle-judge.js";

/*
 * Both sides of every line: for each gate of a tier figures that meet all its gates, this one by no
 * more than it takes, and the same with one unit less (or more), which miss this gate and no other.
 * Whether they do is compared exactly, by the oracle.
 */

/** What gates compare, in the unit's own numbers. */
export interface Point {
  numerator: number;
  denominator: number;
  /** Where the unit is amount: numbers behind the money; else the same as the two above. */
  count: number;
  denominatorCount: number;
  /** Money of the numerator. */
  amount: number;
  buyers: number;
  points: number | null;
}

export interface Boundary {
  tier: Tier;
  gate: Gate | "floor";
  /** Lowest volume of the piece, if the tier has pieces. */
  piece: number | null;
  met: Point;
  unmet: Point;
  /** The average of the peers that both were compared with. */
  peer: { over: number; under: number } | null;
}

type Rule = Pick<RateRule, "unit" | "floor">;
interface Volumes {
  from: number;
  /** First volume of the next piece. */
  until: number;
}

export const PEER_AVERAGE = { over: 1, under: 100 } as const;

const boundIn = (threshold: Threshold): number =>
  typeof threshold === "number" ? threshold : Object.values(threshold)[0]!;
const isFloor = (threshold: Threshold) => typeof threshold === "number" || "above" in threshold;

/** A decimal as a fraction in lowest terms. */
function fraction(decimal: number): { over: number; under: number } {
  let [a, b] = [Math.round(decimal * 1e9), 1e9];
  const [over, under] = [a, b];
  while (b !== 0) [a, b] = [b, a % b];
  return { over: over / a, under: under / a };
}

export function figuresAt({ unit }: Rule, point: Point): OracleFigures {
  const isMoney = unit === "amount";
  const { numerator, denominator, buyers } = point;
  return {
    numerator: {
      raw: numerator,
      judged: numerator,
      count: isMoney ? point.count : numerator,
      amount: isMoney ? numerator : point.amount,
      buyers,
    },
    denominator: {
      raw: denominator,
      judged: denominator,
      count: isMoney ? point.denominatorCount : denominator,
      amount: 0,
      buyers: 0,
    },
  };
}

/** Which of a point's numbers a gate turns on. */
function turningOn(gate: Gate, { unit }: Rule): keyof Point {
  const isMoney = unit === "amount";
  if (gate === "amount") return isMoney ? "numerator" : "amount";
  if (gate === "count") return isMoney ? "count" : "numerator";
  if (gate === "denominator_count") return isMoney ? "denominatorCount" : "denominator";
  if (gate === "distinct_buyers") return "buyers";
  if (gate === "denominator" || gate === "points") return gate;
  return "numerator";
}

/** Numbers at a bound and on both sides of it. */
const around = (bound: number) => [Math.ceil(bound) - 1, bound, Math.floor(bound) + 1];
const span = (from: number, count: number) => Array.from({ length: count }, (_, nth) => from + nth);

/** Denominators that a boundary may lie at, the small ones first. */
function denominators(gates: Gates, { from, until }: Volumes, least: number): number[] {
  const raised = [gates.count, gates.amount, gates.distinct_buyers].flatMap((threshold) =>
    threshold === undefined ? [] : boundIn(threshold),
  );
  const parts = [gates.rate, gates.peer_multiple].flatMap((threshold, index) => {
    if (threshold === undefined) return [];
    const { over, under } = fraction(boundIn(threshold));
    const step = index === 0 ? under : under * PEER_AVERAGE.under;
    const first = Math.ceil(Math.max(0, ...raised) / over);
    return [...span(1, 40), ...span(first, 3)].map((nth) => nth * step);
  });
  const bounds = [gates.denominator, gates.denominator_count].flatMap((threshold) =>
    threshold === undefined ? [] : around(boundIn(threshold)),
  );
  const enough = raised.map((bound) => bound + 2);
  return [from, least, until - 1, ...bounds, ...enough, ...span(1, 20), ...parts]
    .filter((value) => value >= Math.max(1, from) && value < until)
    .toSorted((a, b) => a - b)
    .filter((value, index, all) => value !== all[index - 1]);
}

/** Numerators that a boundary may lie at over a denominator. */
function numerators(gates: Gates, denominator: number): number[] {
  const at: number[] = [0, denominator];
  if (gates.rate !== undefined) at.push(...around(Math.round(boundIn(gates.rate) * denominator)));
  if (gates.peer_multiple !== undefined) {
    const { over, under } = PEER_AVERAGE;
    at.push(...around(Math.round((boundIn(gates.peer_multiple) * denominator * over) / under)));
  }
  for (const threshold of [gates.count, gates.distinct_buyers, gates.amount])
    if (threshold !== undefined) at.push(...around(boundIn(threshold)), boundIn(threshold) + 2);
  return at.filter((value) => Number.isInteger(value) && value >= 0);
}

/** A number that meets a gate with room to spare. */
const amply = (threshold: Threshold | undefined, plenty: number) =>
  threshold === undefined || isFloor(threshold) ? plenty : 0;

/** Points that may meet all gates, the smallest first. */
function* candidates(gates: Gates, rule: Rule, volumes: Volumes, gate: Gate): Generator<Point> {
  const exactly = gates[gate];
  const own = exactly === undefined ? [] : around(boundIn(exactly));
  const turn = turningOn(gate, rule);
  const least = rule.floor?.denominator ?? 1;
  for (const denominator of denominators(gates, volumes, least))
    for (const numerator of numerators(gates, denominator)) {
      const point: Point = {
        numerator,
        denominator,
        count: amply(gates.count, 500),
        denominatorCount: amply(gates.denominator_count, 500),
        amount: amply(gates.amount, 10 ** 10),
        // One less, so that a defect less is no buyer less.
        buyers: amply(gates.distinct_buyers, Math.max(0, numerator - 1)),
        points: null,
      };
      yield point;
      for (const value of own) if (turn !== "numerator") yield { ...point, [turn]: value };
    }
}

/** Whether a point meets all gates, or all but one. */
function meetsAll(gates: Gates, rule: Rule, point: Point, context: Around, but?: Gate): boolean {
  const figures = figuresAt(rule, point);
  const all = { ...context, points: point.points };
  return (Object.keys(gates) as Gate[]).every(
    (gate) => allMet({ [gate]: gates[gate] }, figures, all) === (gate !== but),
  );
}

/** Whether there could be such figures: no more buyers than defects, no more defects than orders. */
const couldBe = (point: Point, { unit }: Rule, isPart: boolean) =>
  point.buyers >= 0 &&
  point.numerator >= 0 &&
  point.denominator >= 1 &&
  (unit === "amount" || point.buyers <= point.numerator) &&
  (unit === "amount" || !isPart || point.numerator <= point.denominator);

/** Both sides of one gate. */
function sidesOf(gates: Gates, rule: Rule, volumes: Volumes, gate: Gate, context: Around) {
  const turn = turningOn(gate, rule);
  const floor = rule.floor?.denominator ?? 0;
  // Chargebacks of a month may outnumber the sales of the month before, if there is no other way.
  for (const isPart of [true, false])
    for (const met of candidates(gates, rule, volumes, gate))
      for (const step of [-1, 1]) {
        const unmet = { ...met, [turn]: (met[turn] as number) + step };
        const all = [met, unmet];
        if (!all.every((point) => couldBe(point, rule, isPart))) continue;
        if (!all.every(({ denominator: d }) => d >= Math.max(floor, volumes.from))) continue;
        if (!all.every(({ denominator: d }) => d < volumes.until)) continue;
        if (!meetsAll(gates, rule, met, context)) continue;
        if (meetsAll(gates, rule, unmet, context, gate)) return { met, unmet };
      }
  throw new RangeError(`no figures lie at ${gate} of ${JSON.stringify(gates)}`);
}

/** At the floor, and one below it: with figures that meet a tier. */
function floorOf(tier: Tier, gates: Gates, rule: Rule, context: Around): Boundary[] {
  if (!rule.floor) return [];
  const { denominator: floor } = rule.floor;
  const volumes = { from: floor, until: floor + 1 };
  for (const met of candidates(gates, rule, volumes, "rate"))
    if (couldBe(met, rule, true) && meetsAll(gates, rule, met, context)) {
      const unmet = { ...met, denominator: floor - 1 };
      return [{ tier, gate: "floor", piece: null, met, unmet, peer: context.peer ?? null }];
    }
  return [];
}

const found = new Map<string, Omit<Boundary, "tier">[]>();

/** Every boundary of a tier over the figures of a rate; searched once for lines that are alike. */
export function boundariesOf(tier: Tier, { unit, floor }: Rule): Boundary[] {
  const key = JSON.stringify([tier.gates, tier.pieces, unit, floor]);
  const known = found.get(key) ?? searched(tier, { unit, floor });
  found.set(key, known);
  return known.map((boundary) => ({ ...boundary, tier }));
}

function searched(tier: Tier, rule: Rule): Boundary[] {
  const pieces = tier.pieces ?? [{ from: 0, gates: tier.gates ?? {} }];
  return pieces.flatMap(({ from, gates }, index) => {
    const until = pieces[index + 1]?.from ?? Infinity;
    const peer = gates.peer_multiple === undefined ? null : PEER_AVERAGE;
    const sides = (Object.keys(gates) as Gate[]).map((gate): Boundary => {
      const found = sidesOf(gates, rule, { from, until }, gate, { peer });
      return { tier, gate, piece: tier.pieces ? from : null, ...found, peer };
    });
    return [...sides, ...(index === 0 ? floorOf(tier, gates, rule, { peer }) : [])];
  });
}

/** Both sides of a tier that compares points, which may be whole or not. */
export function pointsBoundary(tier: Tier): Boundary {
  const threshold = tier.gates?.points as Threshold;
  const bound = boundIn(threshold);
  const none: Omit<Point, "points"> = {
    numerator: 0,
    denominator: 1,
    count: 0,
    denominatorCount: 1,
    amount: 0,
    buyers: 0,
  };
  const at = (points: number): Point => ({ ...none, points });
  const gates = { points: threshold };
  const isMet = (points: number) => meetsAll(gates, { unit: "events" }, at(points), {});
  const [first, second] = isMet(bound)
    ? [bound, isFloor(threshold) ? bound - 0.0001 : bound + 0.0001]
    : [isFloor(threshold) ? bound + 0.0001 : bound - 0.0001, bound];
  return { tier, gate: "points", piece: null, met: at(first), unmet: at(second), peer: null };
}

/** The case in which somebody is in a tier of runs: as many evaluations as it asks, or one fewer. */
export const runOf = ({ periods = 1 }: Tier, isMet: boolean): number => periods - Number(!isMet);

/** The sets of lines of a version, each with a region that it holds for. */
export function setsOf(version: ProgramVersion) {
  const { applies_to: applies, regional, tiers } = version;
  const general = { id: "general", region: applies?.regions[0] ?? null, tiers };
  return [
    general,
    ...regional.map(({ id, regions, tiers: own }) => ({ id, region: regions[0]!, tiers: own })),
  ];
}
