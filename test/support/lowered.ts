import type { Program, ProgramVersion } from "../../analytics/4_standings/program.js";
import { ratesOf } from "../../analytics/4_standings/program.js";
import type { RateRule } from "../../analytics/4_standings/program/rate.js";
import { boundOf, type Threshold } from "../../analytics/4_standings/program/threshold.js";
import type { Gate, Gates, Tier } from "../../analytics/4_standings/program/tier.js";
import type { ProgramWindow } from "../../analytics/4_standings/program/window.js";

/*
 * Shipped programmes with lines that a marketplace of a few hundred orders reaches, one after
 * another: numbers of defects, orders, money and points are scaled down, and rates so that they lie apart
 * where one defect among ten orders is above the highest.
 */

/** The highest of each kind after lowering. */
export interface Lowest {
  defects: number;
  orders: number;
  /** Minor units. */
  money: number;
  points: number;
  rate: number;
  /** Multiple of the peers' average. */
  multiple: number;
}

/** Steps that lie close together, and such as lie far apart. */
export const LOWEST = {
  close: { defects: 4, orders: 4, money: 15_000, points: 8, rate: 0.1, multiple: 1.6 },
  apart: { defects: 3, orders: 2, money: 9_000, points: 20, rate: 0.5, multiple: 3 },
} as const satisfies Record<string, Lowest>;

type Kind = "defects" | "orders" | "money";
type Scales = Lowest;

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

function scalesOf(version: ProgramVersion, rule: RateRule, lowest: Lowest): Scales {
  const bounds: Record<Kind, number[]> = { defects: [], orders: [], money: [] };
  const [rates, multiples]: number[][] = [[], []];
  for (const gates of gatesOn(version, rule))
    for (const gate of Object.keys(gates) as Gate[]) {
      const { bound, comparison } = boundOf(gates[gate] as Threshold);
      const kind = kindOf(gate, rule);
      if (kind !== null) bounds[kind].push(bound);
      if (gate === "rate" && comparison.startsWith(">")) rates?.push(bound);
      if (gate === "peer_multiple") multiples?.push(bound);
    }
  bounds[rule.unit === "amount" ? "money" : "orders"].push(rule.floor?.denominator ?? 0);
  const scale = (kind: Kind) => Math.min(1, lowest[kind] / Math.max(1, ...bounds[kind]));
  return {
    defects: scale("defects"),
    orders: scale("orders"),
    money: scale("money"),
    points: 1,
    rate: lowest.rate / Math.max(0.001, ...(rates ?? [])),
    multiple: Math.min(1, lowest.multiple / Math.max(1, ...(multiples ?? []))),
  };
}

const scaled = (bound: number, scale: number) =>
  bound === 0 ? 0 : Math.max(1, Math.ceil(bound * scale));
/** Four decimals, as people write rates. */
const scaledRate = (bound: number, scale: number) => Number((bound * scale).toFixed(4));

function lowerThreshold(threshold: Threshold, lower: (bound: number) => number): Threshold {
  if (typeof threshold === "number") return lower(threshold);
  const [[name, bound]] = Object.entries(threshold) as [[string, number]];
  return { [name]: lower(bound) } as unknown as Threshold;
}

function lowerGate(gate: Gate, threshold: Threshold, rule: RateRule, scales: Scales): Threshold {
  const kind = kindOf(gate, rule);
  if (kind !== null) return lowerThreshold(threshold, (bound) => scaled(bound, scales[kind]));
  if (gate === "peer_multiple")
    return lowerThreshold(threshold, (bound) => scaledRate(bound, scales.multiple));
  const isRate = gate === "rate" && boundOf(threshold).comparison.startsWith(">");
  return isRate ? lowerThreshold(threshold, (bound) => scaledRate(bound, scales.rate)) : threshold;
}

const lowerGates = (gates: Gates, rule: RateRule, scales: Scales): Gates =>
  Object.fromEntries(
    (Object.keys(gates) as Gate[]).map((gate) => [
      gate,
      lowerGate(gate, gates[gate] as Threshold, rule, scales),
    ]),
  );

/** Volumes of pieces stay apart: the first from 0, the others from so many orders. */
const PIECE = 4;
const lowerTiers = (tiers: readonly Tier[], rule: RateRule, scales: Scales): Tier[] =>
  tiers.map(({ gates, pieces, ...tier }) => ({
    ...tier,
    ...(gates && { gates: lowerGates(gates, rule, scales) }),
    ...(pieces && {
      pieces: pieces.map((piece, index) => ({
        from: index * PIECE,
        gates: lowerGates(piece.gates, rule, scales),
      })),
    }),
  }));

/** Points of sellers who get few of them; a ledger that burns down keeps its steps. */
function lowerPoints(tiers: readonly Tier[], highest: number): Tier[] {
  const bounds = setsOf(tiers).map(({ points }) => boundOf(points as Threshold).bound);
  const scale = Math.min(1, highest / Math.max(...bounds));
  return tiers.map((tier) => ({
    ...tier,
    gates: {
      points: lowerThreshold(tier.gates?.points as Threshold, (bound) => scaled(bound, scale)),
    },
  }));
}

const lowerWindow = (window: ProgramWindow): ProgramWindow =>
  window.kind === "adaptive" ? { ...window, at_least: Math.min(window.at_least, PIECE) } : window;

function lowerRule<R extends RateRule>(rule: R, scales: Scales): R {
  const scale = rule.unit === "amount" ? scales.money : scales.orders;
  return {
    ...rule,
    window: lowerWindow(rule.window),
    ...(rule.floor && { floor: { denominator: scaled(rule.floor.denominator, scale) } }),
  };
}

function lowerVersion(version: ProgramVersion, lowest: Lowest): ProgramVersion {
  const peers = version.peers && { peers: { ...version.peers, min_sellers: 2 } };
  if (version.kind === "score") {
    const parts = version.score.parts.map((part) =>
      lowerRule(part, scalesOf(version, part, lowest)),
    );
    return { ...version, ...peers, score: { ...version.score, parts } };
  }
  if (version.kind === "points") {
    const rules = version.points.rules.map((rule) => {
      const scales = scalesOf(version, rule, lowest);
      const awards = rule.awards.map((award) => ({
        ...award,
        gates: lowerGates(award.gates, rule, scales),
      }));
      return { ...lowerRule(rule, scales), awards };
    });
    return {
      ...version,
      points: { ...version.points, rules },
      tiers: lowerPoints(version.tiers, lowest.points),
    };
  }
  const scales = scalesOf(version, version, lowest);
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

/** The programme, in all its versions, with lines no higher than these. */
export const loweredTo = (program: Program, lowest: Lowest): Program => ({
  ...lowerVersion(program, lowest),
  earlier: (program.earlier ?? []).map((version) => lowerVersion(version, lowest)),
});

/** The programme, in all its versions, with lines that a small marketplace reaches. */
export const lowered = (program: Program): Program => loweredTo(program, LOWEST.close);

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
