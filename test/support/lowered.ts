import type { Program, ProgramVersion } from "../../analytics/4_standings/program.js";
import { ratesOf } from "../../analytics/4_standings/program.js";
import type { RateRule } from "../../analytics/4_standings/program/rate.js";
import { boundOf, type Threshold } from "../../analytics/4_standings/program/threshold.js";
import type { Gate, Gates, Tier } from "../../analytics/4_standings/program/tier.js";
import type { ProgramWindow } from "../../analytics/4_standings/program/window.js";

/*
 * Shipped programmes with lines that a marketplace of a few hundred orders reaches: numbers of
 * defects, orders and money are scaled down, rates and everything else stay.
 */

/** The highest number of each kind after lowering. */
const HIGHEST = { defects: 3, orders: 6, money: 60_000 } as const;
type Kind = keyof typeof HIGHEST;
type Scales = Record<Kind, number>;

function kindOf(gate: Gate, { unit }: Pick<RateRule, "unit">): Kind | null {
  if (gate === "count" || gate === "distinct_buyers") return "defects";
  if (gate === "amount" || (gate === "denominator" && unit === "amount")) return "money";
  return gate === "denominator" || gate === "denominator_count" ? "orders" : null;
}

const setsOf = (tiers: readonly Tier[]): Gates[] =>
  tiers.flatMap(({ gates, pieces = [] }) => [gates ?? [], pieces.map((each) => each.gates)].flat());

export const allTiers = (version: ProgramVersion): Tier[] => [
  ...version.tiers,
  ...version.regional.flatMap(({ tiers }) => tiers),
];

/** Gates of a version that compare one of its rates. */
export function gatesOn(version: ProgramVersion, rule: RateRule): Gates[] {
  if (version.kind === "rate") return setsOf(allTiers(version));
  if (version.kind === "score") return [];
  return version.points.rules
    .filter((each) => each === rule)
    .flatMap(({ awards }) => awards.map(({ gates }) => gates));
}

function scalesOf(version: ProgramVersion, rule: RateRule): Scales {
  const bounds: Record<Kind, number[]> = { defects: [], orders: [], money: [] };
  const add = (kind: Kind | null, bound: number | undefined) => {
    if (kind !== null && bound !== undefined) bounds[kind].push(bound);
  };
  for (const gates of gatesOn(version, rule))
    for (const gate of Object.keys(gates) as Gate[])
      add(kindOf(gate, rule), boundOf(gates[gate] as Threshold).bound);
  add(rule.unit === "amount" ? "money" : "orders", rule.floor?.denominator);
  const scale = (kind: Kind) => Math.min(1, HIGHEST[kind] / Math.max(1, ...bounds[kind]));
  return { defects: scale("defects"), orders: scale("orders"), money: scale("money") };
}

const scaled = (bound: number, scale: number) =>
  bound === 0 ? 0 : Math.max(1, Math.ceil(bound * scale));

function lowerThreshold(threshold: Threshold, scale: number): Threshold {
  if (typeof threshold === "number") return scaled(threshold, scale);
  const [[name, bound]] = Object.entries(threshold) as [[string, number]];
  return { [name]: scaled(bound, scale) } as unknown as Threshold;
}

function lowerGates(gates: Gates, rule: RateRule, scales: Scales): Gates {
  const lowered = Object.entries(gates).map(([gate, threshold]) => {
    const kind = kindOf(gate as Gate, rule);
    return [gate, kind === null ? threshold : lowerThreshold(threshold, scales[kind])];
  });
  return Object.fromEntries(lowered) as Gates;
}

/** Volumes of pieces stay apart: the first from 0, the others from so many orders. */
const lowerTiers = (tiers: readonly Tier[], rule: RateRule, scales: Scales): Tier[] =>
  tiers.map(({ gates, pieces, ...tier }) => ({
    ...tier,
    ...(gates && { gates: lowerGates(gates, rule, scales) }),
    ...(pieces && {
      pieces: pieces.map((piece, index) => ({
        from: index * HIGHEST.orders,
        gates: lowerGates(piece.gates, rule, scales),
      })),
    }),
  }));

const lowerWindow = (window: ProgramWindow): ProgramWindow =>
  window.kind === "adaptive"
    ? { ...window, at_least: Math.min(window.at_least, HIGHEST.orders) }
    : window;

function lowerRule<R extends RateRule>(rule: R, scales: Scales): R {
  const scale = rule.unit === "amount" ? scales.money : scales.orders;
  return {
    ...rule,
    window: lowerWindow(rule.window),
    ...(rule.floor && { floor: { denominator: scaled(rule.floor.denominator, scale) } }),
  };
}

function lowerVersion(version: ProgramVersion): ProgramVersion {
  const peers = version.peers && { peers: { ...version.peers, min_sellers: 2 } };
  if (version.kind === "score") {
    const parts = version.score.parts.map((part) => lowerRule(part, scalesOf(version, part)));
    return { ...version, ...peers, score: { ...version.score, parts } };
  }
  if (version.kind === "points") {
    const rules = version.points.rules.map((rule) => {
      const scales = scalesOf(version, rule);
      const awards = rule.awards.map((award) => ({
        ...award,
        gates: lowerGates(award.gates, rule, scales),
      }));
      return { ...lowerRule(rule, scales), awards };
    });
    return { ...version, points: { ...version.points, rules } };
  }
  const scales = scalesOf(version, version);
  return {
    ...lowerRule(version, scales),
    ...peers,
    tiers: lowerTiers(version.tiers, version, scales),
    regional: version.regional.map((variant) => ({
      ...variant,
      tiers: lowerTiers(variant.tiers, version, scales),
    })),
  };
}

/** The programme, in all its versions, with lines that a small marketplace reaches. */
export const lowered = (program: Program): Program => ({
  ...lowerVersion(program),
  earlier: (program.earlier ?? []).map(lowerVersion),
});

/** What programmes ask of a marketplace beyond orders: regions of sellers, metrics of scores. */
export function wantsOf(programs: Iterable<Program>) {
  const [regions, metrics] = [new Set<string>(), new Set<string>()];
  for (const program of programs)
    for (const version of [program, ...(program.earlier ?? [])]) {
      for (const region of version.applies_to?.regions ?? []) regions.add(region);
      for (const variant of version.regional)
        for (const region of variant.regions) regions.add(region);
      for (const { numerator, denominator, scope } of ratesOf(version)) {
        for (const region of [...(scope.region ?? []), ...(scope.except_regions ?? [])])
          regions.add(region);
        for (const name of [...numerator.measures, ...denominator.measures])
          if (name.startsWith("scores.")) metrics.add(name.slice("scores.".length));
      }
    }
  return { regions: [...regions].sort(), metrics: [...metrics].sort() };
}
