import type { Figures } from "../3_rates/figures.js";
import { areGatesMet, entriesOf, gatesFor, isTierMet, type Context } from "./judge.js";
import type { Unit } from "./program/rate.js";
import { boundOf } from "./program/threshold.js";
import type { Tier } from "./program/tier.js";

/** Beyond any marketplace, and every sum up to here is exact. */
const MOST = 2 ** 50;

/** Half-open: from n to before n. */
type Span = readonly [from: number, until: number];

/**
 * The fewest further orders, none with a defect, after which the seller is in none of these tiers: 0
 * where it is in none already, null where no number of orders helps. Exact for any gates and pieces;
 * in minor units of sales for programmes over amounts. Peers' average and the window stay as they are.
 */
export function cleanOrdersToLeave(
  tiers: readonly Tier[],
  unit: Unit,
  figures: Figures,
  context: Context = {},
): number | null {
  const after = (more: number) => withOrders(unit, figures, more);
  const stops = [0, ...turningPoints(tiers, figures), MOST];
  const spans = stops
    .slice(1)
    .flatMap((until, index) =>
      tiers.map((tier) => metWithin([stops[index] as number, until], tier, after, context)),
    );
  const fewest = spans.reduce((at) => spans.find((span) => holds(span, at))?.[1] ?? at, 0);
  return fewest < MOST ? fewest : null;
}

const holds = ([from, until]: Span, at: number) => from <= at && at < until;

/** The figures as they would be with further orders and no further defect. */
function withOrders(unit: Unit, { numerator, denominator }: Figures, more: number): Figures {
  const judged = denominator.judged + more;
  const counted = unit === "amount" ? { amount: judged } : { count: judged };
  return { numerator, denominator: { ...denominator, judged, ...counted } };
}

/**
 * Numbers of further orders at which anything but a rate changes: a piece begins, a volume is reached,
 * the interval passes from one formula to the other. Between two of them each gate turns at most once.
 */
function turningPoints(tiers: readonly Tier[], { numerator, denominator }: Figures): number[] {
  const volumes = tiers.flatMap(({ gates, pieces = [] }) => [
    ...pieces.map(({ from }) => from),
    ...[gates, ...pieces.map((piece) => piece.gates)].flatMap((each) =>
      [each?.denominator, each?.denominator_count].flatMap((threshold) => {
        const bound = threshold === undefined ? 0 : Math.floor(boundOf(threshold).bound);
        return threshold === undefined ? [] : [bound, bound + 1];
      }),
    ),
  ]);
  const points = [...volumes, 1, Math.ceil(numerator.judged)].map(
    (volume) => volume - denominator.judged,
  );
  return [...new Set(points.filter((more) => more > 0 && more < MOST))].sort((a, b) => a - b);
}

/** Where in a span a tier is met: each of its gates turns there at most once. */
function metWithin(
  span: Span,
  tier: Tier,
  after: (more: number) => Figures,
  context: Context,
): Span {
  if (!isLongEnough(tier, after(span[0]), context)) return [span[0], span[0]];
  return entriesOf(gatesFor(tier, after(span[0])))
    .map(([gate, threshold]) => {
      const alone = { gates: { [gate]: threshold } } as Tier;
      return gateMetWithin(span, (more) => areGatesMet(alone, after(more), context));
    })
    .reduce(([from, until], each) => [Math.max(from, each[0]), Math.min(until, each[1])], span);
}

/** Orders do not change for how many evaluations in a row a tier's gates have been met. */
const isLongEnough = (tier: Tier, figures: Figures, context: Context) =>
  isTierMet({ ...tier, gates: undefined, pieces: [] }, figures, context);

function gateMetWithin([from, until]: Span, isMet: (more: number) => boolean): Span {
  const last = until - 1;
  if (isMet(from) && isMet(last)) return [from, until];
  if (isMet(from)) return [from, turn(from, last, (more) => !isMet(more))];
  return isMet(last) ? [turn(from, last, isMet), until] : [from, from];
}

/** The first number at which a condition holds that fails at the first and holds at the last. */
function turn(from: number, last: number, holdsAt: (more: number) => boolean): number {
  let [before, after] = [from, last];
  while (after - before > 1) {
    const middle = before + Math.floor((after - before) / 2);
    if (holdsAt(middle)) after = middle;
    else before = middle;
  }
  return after;
}
