import type { Program, ProgramVersion, RateProgram } from "../../analytics/4_standings/program.js";
import type { RateRule } from "../../analytics/4_standings/program/rate.js";
import { basicWindows } from "../../analytics/4_standings/program/window.js";
import {
  boundariesOf,
  figuresAt,
  pointsBoundary,
  setsOf,
  type Boundary,
  type Point,
} from "./boundaries.js";
import {
  byMonths,
  calendar,
  dayFrom,
  evaluatedOn,
  evaluationsBetween,
  numberOf,
  spanOn,
} from "./oracle-calendar.js";
import { isScored, metTiers, type Fraction } from "./oracle-judge.js";
import { dayAfter } from "./rows.js";
import type { Written, WrittenSeller } from "./written-ledger.js";

/** One side of one gate, of one tier, of one set of lines, of one version. */
export interface BoundaryCase {
  program: Program;
  version: ProgramVersion;
  set: ReturnType<typeof setsOf>[number];
  boundary: Boundary;
  /** The side that meets the tier, or the one that misses it. */
  isMet: boolean;
  /** Evaluations in a row that meet the tier, this one included where it does. */
  run: number;
  name: string;
}

const versionsOf = ({ earlier = [], ...newest }: Program): ProgramVersion[] => [newest, ...earlier];

export const casesOf = (program: Program): BoundaryCase[] =>
  versionsOf(program).flatMap((version) =>
    setsOf(version).flatMap((set) =>
      set.tiers
        .flatMap((tier) =>
          version.kind === "rate" ? boundariesOf(tier, version) : pointsBoundary(tier),
        )
        .flatMap((boundary) => {
          const { periods = 1 } = boundary.tier;
          const make = (isMet: boolean, run: number, what: string): BoundaryCase => {
            const { tier, piece, gate } = boundary;
            const place = [
              program.id,
              version.version,
              set.id,
              tier.id,
              ...(piece === null ? [] : [`from ${piece}`]),
            ];
            return {
              program,
              version,
              set,
              boundary,
              isMet,
              run,
              name: [...place, gate, what].join(" "),
            };
          };
          const sides = [make(true, periods, "met"), make(false, periods, "missed")];
          return periods === 1 ? sides : [...sides, make(true, periods - 1, "met too seldom")];
        }),
    ),
  );

export const pointOf = ({ boundary, isMet }: BoundaryCase): Point =>
  isMet ? boundary.met : boundary.unmet;

/** The tier by the oracle; points of earlier evaluations come first. */
export function tierBy(
  { version, set }: BoundaryCase,
  points: readonly Point[],
  peer: Fraction | null,
): string {
  const rule: Pick<RateRule, "unit" | "floor"> =
    version.kind === "rate" ? version : { unit: "events" };
  const last = points.at(-1) as Point;
  if (!isScored(rule, figuresAt(rule, last))) return "not_scored";
  const met = points.map((point) =>
    metTiers(set.tiers, figuresAt(rule, point), { peer, points: point.points }),
  );
  const runs = (tier: string) =>
    met.length - 1 - met.findLastIndex((tiers) => tiers.every(({ id }) => id !== tier));
  return met.at(-1)?.findLast(({ id, periods = 1 }) => runs(id) >= periods)?.id ?? "within";
}

/** The day of evaluation: the last of a version that is over, else one in 2026. */
export function evaluationOf({ program, version }: BoundaryCase): number {
  const { from, until } = version.effective;
  const latest =
    until ?? (from !== null && from > "2026-05-01" ? dayAfter(from, 70) : "2026-06-25");
  return evaluatedOn(calendar(program), numberOf(latest), "current");
}

/** Figures at the evaluations of a case, the last one's last. */
export function pointsOf(each: BoundaryCase): Point[] {
  const before = Array.from({ length: each.run - 1 }, () => each.boundary.met);
  return [...before, pointOf(each)];
}

/** The last day that a side of every window looks at. */
function dayOf(rule: RateRule, side: "numerator" | "denominator", evaluation: number): string {
  const spans = basicWindows(rule.window).map((window) =>
    byMonths(spanOn(window, evaluation), rule[side].month_offset),
  );
  return dayFrom(Math.min(...spans.map(({ to }) => to)) - 1);
}

/** A seller with the figures of a case, and its peers where it is compared with some. */
export function sellersOf(each: BoundaryCase, rule: RateProgram): WrittenSeller[] {
  const { program, set, name } = each;
  const points = pointsOf(each);
  const last = evaluationOf(each);
  const evaluations = evaluationsBetween(calendar(program), last - 400, last + 1);
  const days = evaluations.slice(-points.length);
  const at = (evaluation: number, point: Point): Written => ({
    rule,
    point,
    days: {
      numerator: dayOf(rule, "numerator", evaluation),
      denominator: dayOf(rule, "denominator", evaluation),
    },
  });
  const figures = points.map((point, index) => at(days[index] as number, point));
  const seller = { id: name, region: set.region, category: rule.peers ? name : null, figures };
  const companions = companyOf(each, rule).map((point, index) => ({
    ...seller,
    id: `${name} peer ${index}`,
    figures: [at(last, point)],
  }));
  return [seller, ...companions];
}

/** What peers have, so that all together have the average that the boundary was found with. */
export function companyOf({ boundary }: BoundaryCase, rule: RateProgram): Point[] {
  const { met, peer } = boundary;
  if (!peer || !rule.peers) return [];
  const others = rule.peers.min_sellers - 1;
  const all = peer.under * 10 * Math.max(met.denominator, met.numerator);
  const none = { ...met, numerator: 0, buyers: 0 };
  const most = {
    numerator: (all * peer.over) / peer.under - met.numerator,
    denominator: all - met.denominator - (others - 1),
  };
  return [
    { ...none, ...most },
    ...Array.from({ length: others - 1 }, () => ({ ...none, denominator: 1 })),
  ];
}

/** The average of a case's own figures and its peers'. */
export function averageOf(each: BoundaryCase, rule: RateProgram): Fraction | null {
  const company = companyOf(each, rule);
  if (company.length === 0) return null;
  const all = [pointOf(each), ...company];
  const sum = (side: "numerator" | "denominator") =>
    all.reduce((total, point) => total + point[side], 0);
  return { over: sum("numerator"), under: sum("denominator") };
}
