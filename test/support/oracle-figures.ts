import type { RateRule, Term } from "../../analytics/4_standings/program/rate.js";
import type { BasicWindow, ProgramWindow } from "../../analytics/4_standings/program/window.js";
import { byMonths, dayFrom, spanOn, type Span } from "./oracle-calendar.js";
import { isScored } from "./oracle-judge.js";
import { isExempt, type Posting } from "./oracle.js";
import type { World } from "./oracle-world.js";

/*
 * The two sides of a rate for one seller, from arrays of postings. Figures of scores are in
 * ten-thousandths until the end, so that sums are exact.
 */

export interface OracleSide {
  raw: number;
  judged: number;
  count: number;
  amount: number;
  buyers: number;
}

export interface OracleFigures {
  numerator: OracleSide;
  denominator: OracleSide;
}

/** A stretch in which a seller is looked at, and what was found there. */
export interface Looked {
  span: Span;
  figures: OracleFigures;
}

const distinct = (values: readonly string[]) => new Set(values).size;
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

export function isInScope(posting: Posting, { scope }: RateRule): boolean {
  const has = <T>(allowed: readonly T[] | undefined, value: T) =>
    allowed === undefined || allowed.includes(value);
  return (
    has<string | undefined>(scope.card_network, posting.network) &&
    has<boolean | null>(scope.card_present, posting.present ?? null) &&
    has<string | undefined>(scope.region, posting.region) &&
    !scope.except_regions?.includes(posting.region ?? "") &&
    has<string | undefined>(scope.category, posting.category)
  );
}

/** What is added counts +1, what is subtracted -1. */
const signOf = (posting: Posting, term: Term) => (term.less.includes(posting.measure) ? -1 : 1);

function inUnit(rule: RateRule, term: Term, postings: readonly Posting[]): number {
  const signed = (of: (posting: Posting) => number) =>
    total(postings.map((posting) => signOf(posting, term) * of(posting)));
  switch (rule.unit) {
    case "orders":
      return distinct(postings.map(({ order }) => order));
    case "events":
      return signed(() => 1);
    case "items":
      return signed(({ items }) => items);
    case "amount":
      return signed(({ amount }) => amount);
  }
}

function buyersOf(term: Term, postings: readonly Posting[]): number {
  const nets = new Map<string, number>();
  for (const posting of postings) {
    const key = JSON.stringify([posting.buyer, posting.order]);
    nets.set(key, (nets.get(key) ?? 0) + signOf(posting, term));
  }
  const left = [...nets].filter(([, net]) => net > 0);
  return distinct(left.map(([key]) => (JSON.parse(key) as [string])[0]));
}

function sideIn(
  rule: RateRule,
  term: Term,
  own: World,
  { span, cutoff, isNumerator }: { span: Span; cutoff: number; isNumerator: boolean },
): OracleSide {
  const { from, to } = byMonths(span, term.month_offset);
  const [first, end, limit] = [dayFrom(from), dayFrom(to), dayFrom(cutoff)];
  const isIn = (day: string) => first <= day && day < end;
  const metric = /^scores\.(.*)/.exec(term.measures[0] ?? "")?.[1];
  if (metric !== undefined) {
    const days = own.scores.filter(
      ({ metric: name, day }) => name === metric && isIn(day) && day < limit,
    );
    const sum = total(days.map((day) => day[isNumerator ? "numerator" : "denominator"])) / 10_000;
    return { raw: sum, judged: sum, count: sum, amount: 0, buyers: 0 };
  }
  const raised = own.postings.filter(
    (posting) =>
      [...term.measures, ...term.less].includes(posting.measure) &&
      (term.reasons === undefined || term.reasons.includes(posting.reason ?? "")) &&
      isInScope(posting, rule) &&
      isIn(term.by === "order_date" ? posting.orderDate : posting.eventDate) &&
      posting.eventDate < limit,
  );
  const judged = raised.filter((posting) => !isExempt(posting, term.exempt, limit));
  const added = judged.filter((posting) => signOf(posting, term) > 0);
  return {
    raw: inUnit(rule, term, raised),
    judged: inUnit(rule, term, judged),
    count:
      rule.unit === "amount"
        ? distinct(added.map(({ order }) => order))
        : inUnit(rule, term, judged),
    amount: total(judged.map((posting) => signOf(posting, term) * posting.amount)),
    buyers: buyersOf(term, judged),
  };
}

function lookIn(rule: RateRule, own: World, window: BasicWindow, moment: Moment): Looked {
  const span = spanOn(window, moment.day);
  const { cutoff } = moment;
  return {
    span,
    figures: {
      numerator: sideIn(rule, rule.numerator, own, { span, cutoff, isNumerator: true }),
      denominator: sideIn(rule, rule.denominator, own, { span, cutoff, isNumerator: false }),
    },
  };
}

/** A day of evaluation, and the first day that is not known on it. */
export interface Moment {
  day: number;
  cutoff: number;
}

/** How bad figures are, the window with the most or the least of it is chosen. */
export type Badness = (figures: OracleFigures) => number;

const rateOf = ({ numerator, denominator }: OracleFigures) =>
  denominator.judged > 0 ? Math.max(0, numerator.judged) / denominator.judged : 0;

/** A rate for one seller at one moment, in the window that is the seller's own. */
export function look(rule: RateRule, own: World, moment: Moment, badness: Badness): Looked {
  const { window }: { window: ProgramWindow } = rule;
  const into = (basic: BasicWindow) => lookIn(rule, own, basic, moment);
  if (window.kind === "adaptive") {
    const isMany = into(window.probe).figures.denominator.judged >= window.at_least;
    return into(isMany ? window.then : window.otherwise);
  }
  if (window.kind !== "best_of" && window.kind !== "worst_of") return into(window);
  const all = window.windows.map(into);
  const scored = all.filter(({ figures }) => isScored(rule, figures));
  const looked = scored.length > 0 ? scored : all;
  const worstFirst = looked.toSorted(
    ({ figures: a }, { figures: b }) => badness(b) - badness(a) || rateOf(b) - rateOf(a),
  );
  const bestFirst = looked.toSorted(
    ({ figures: a }, { figures: b }) => badness(a) - badness(b) || rateOf(a) - rateOf(b),
  );
  return (window.kind === "best_of" ? bestFirst : worstFirst)[0] as Looked;
}
