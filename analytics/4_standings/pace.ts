import { addDays, daysBetween } from "../dates.js";
import { RateFigures, type Figures, type Look } from "../3_rates/figures.js";
import { scoredMetric } from "../3_rates/scores.js";
import { FurtherEvents } from "../3_rates/further.js";
import type { Side, SideFigures } from "../3_rates/side.js";
import { boundsOf, windowOn, type Window } from "../3_rates/window.js";
import type { LedgerView } from "./ledger-view.js";
import type { RateRule, Term } from "./program/rate.js";
import { basicWindows } from "./program/window.js";
import { MomentFigures, type Moment } from "./rate-figures.js";

/** Today's pace is that of so many days, or of what there is. */
const PACE_DAYS = 28;

/** What is asked of a pace: how far back it is known and how far ahead it is kept up. */
export interface PaceQuery {
  key: number;
  asOf: string;
  /** The day of evaluation to come. */
  until: string;
  /** Days on which the seller is known, up to today. */
  knownDays: number;
  knownBatch: number;
}

/** One side of a rate in one window: what stays in it, and what today's pace adds. */
interface SideAhead {
  stays: SideFigures;
  /** What was seen of it in so many days. */
  seen: SideFigures;
  watched: number;
  /** Days of the window that are still to come. */
  ahead: number;
}

/** A rate at an evaluation to come, in each window that the programme may choose. */
export class PaceAhead {
  readonly #rule: RateRule;
  readonly #moment: Moment;
  readonly windows: readonly Window[];
  readonly #sides: readonly { numerator: SideAhead; denominator: SideAhead }[];

  constructor(
    rule: RateRule,
    moment: Moment,
    windows: readonly Window[],
    sides: readonly { numerator: SideAhead; denominator: SideAhead }[],
  ) {
    this.#rule = rule;
    this.#moment = moment;
    this.windows = windows;
    this.#sides = sides;
  }

  /** How many defects may still come into a window. */
  further(index: number): FurtherEvents {
    const { seen, watched, ahead } = this.#at(index).numerator;
    return new FurtherEvents({ seen: seen.count, watched, ahead });
  }

  /** What stays in a window for certain. */
  stays(index: number): Figures {
    const { numerator, denominator } = this.#at(index);
    return { numerator: numerator.stays, denominator: denominator.stays };
  }

  /** Days of the window that are still to come, by their side, and those that the pace is of. */
  days(index: number) {
    const { numerator, denominator } = this.#at(index);
    return { ahead: Math.max(numerator.ahead, denominator.ahead), watched: numerator.watched };
  }

  /** Figures with so many further defects, and orders at their pace; each defect of another buyer. */
  with(index: number, further: number): Figures {
    const { numerator, denominator } = this.#at(index);
    const { seen, watched, ahead } = denominator;
    const orders = Math.round((seen.count * ahead) / watched);
    return {
      numerator: added(this.#rule, numerator, further, further * amountOf(numerator)),
      denominator: added(this.#rule, denominator, orders, (seen.amount * ahead) / watched),
    };
  }

  /** The whole at today's pace, to be judged like any other figures. */
  figures(key: number): MomentFigures {
    const found = this.windows.map((_, index) => {
      const { numerator, denominator } = this.with(index, Math.round(this.further(index).atPace));
      return new RateFigures(only(key, numerator), only(key, denominator));
    });
    return new MomentFigures(this.#rule, this.#moment, found);
  }

  #at(index: number) {
    const side = this.#sides[index];
    if (!side) throw new RangeError(`there is no window ${index}`);
    return side;
  }
}

const only = (key: number, figures: SideFigures): Side => ({
  at: () => figures,
  judgedOf: () => figures.judged,
  has: () => true,
  keys: () => [key],
});

function added({ unit }: RateRule, { stays, seen }: SideAhead, count: number, amount: number) {
  const money = Math.round(amount);
  const judged = unit === "amount" ? money : count;
  return {
    ...stays,
    raw: stays.raw + judged,
    judged: stays.judged + judged,
    count: stays.count + count,
    amount: stays.amount + money,
    buyers: stays.buyers + count,
    isUnpriced: isUnpriced(stays) || isUnpriced(seen),
  };
}

const isUnpriced = (figures: SideFigures) => figures.isUnpriced === true;

/** What one defect is worth: on average of those seen lately, or else of those in the window. */
function amountOf({ seen, stays }: SideAhead): number {
  const { count, amount } = seen.count > 0 ? seen : stays;
  return count > 0 ? amount / count : 0;
}

/** Reads what stays in the windows of an evaluation to come and how fast both sides grow. */
export async function readPace(
  ledger: LedgerView,
  rule: RateRule,
  query: PaceQuery,
): Promise<PaceAhead> {
  const { key, asOf, until, knownBatch } = query;
  const windows = basicWindows(rule.window).map((window) => windowOn(window, until));
  const sides: { numerator: SideAhead; denominator: SideAhead }[] = [];
  for (const window of windows) {
    const stays = await figuresOf(ledger, rule, key, [{ window, cutoff: asOf, knownBatch }]);
    const side = async (name: "numerator" | "denominator") => ({
      stays: (stays[0] as Figures)[name],
      ...(await grow(ledger, rule, name, window, query)),
    });
    sides.push({ numerator: await side("numerator"), denominator: await side("denominator") });
  }
  return new PaceAhead(rule, { day: until, cutoff: until, knownBatch }, windows, sides);
}

async function figuresOf(
  ledger: LedgerView,
  rule: RateRule,
  key: number,
  looks: readonly Look[],
): Promise<Figures[]> {
  const found = await ledger.reader.figures(rule, looks, {
    sellerKeys: [key],
    hasBuyers: true,
    hasAmounts: true,
  });
  return found.map((each) => each.at(key));
}

/** What a side gained lately, and over how many days it goes on gaining. */
async function grow(
  ledger: LedgerView,
  rule: RateRule,
  name: "numerator" | "denominator",
  window: Window,
  query: PaceQuery,
): Promise<Omit<SideAhead, "stays">> {
  const term = rule[name];
  const isByOrder = term.by === "order_date" && scoredMetric(term) === null;
  const bounds = boundsOf(
    { ...term, by: isByOrder ? "order_date" : "event_date" },
    window,
    query.until,
  );
  // The window has been moved by now.
  const still = { ...rule, [name]: { ...term, month_offset: 0 } as Term };
  const looks = isByOrder ? likeLooks(bounds.order, query) : recentLooks(bounds.event, query);
  const found = await figuresOf(ledger, still, query.key, looks.looks);
  const sums = found.map((each) => each[name]);
  const seen = isByOrder ? gained(sums) : (sums[0] as SideFigures);
  return { seen, watched: looks.watched, ahead: looks.ahead };
}

/** By the day of the event: the last days, and those of the window that are still to come. */
function recentLooks({ start, end }: Window, { asOf, until, knownDays, knownBatch }: PaceQuery) {
  const watched = Math.min(PACE_DAYS, knownDays);
  const from = start > asOf ? start : asOf;
  const to = end < until ? end : until;
  const window = { start: addDays(asOf, -watched), end: asOf };
  return {
    looks: [{ window, cutoff: asOf, knownBatch }],
    watched,
    ahead: Math.max(0, daysBetween(from, to)),
  };
}

/**
 * By the day of the order: what a window like this one gained in stretches like the one to come, as a
 * window that is open longer gains more: its defects follow orders old and new. Two looks a stretch.
 */
function likeLooks(window: Window, { asOf, until, knownDays, knownBatch }: PaceQuery) {
  const ahead = daysBetween(asOf, until);
  const stretches = Math.max(1, Math.floor(PACE_DAYS / ahead));
  const looks = Array.from({ length: stretches }, (_, nth) => {
    const back = ahead * (nth + 1);
    const like = { start: addDays(window.start, -back), end: addDays(window.end, -back) };
    return [addDays(asOf, ahead - back), addDays(asOf, -back)].map((cutoff) => ({
      window: like,
      cutoff,
      knownBatch,
    }));
  });
  return { looks: looks.flat(), watched: Math.min(stretches * ahead, knownDays), ahead };
}

const FIGURES = ["raw", "judged", "count", "amount", "buyers"] as const;

/** What came between the two looks of each stretch; what was exempted since takes away. */
function gained(pairs: readonly SideFigures[]): SideFigures {
  const sum = { raw: 0, judged: 0, count: 0, amount: 0, buyers: 0 };
  for (const name of FIGURES) {
    pairs.forEach((figures, index) => (sum[name] += (index % 2 === 0 ? 1 : -1) * figures[name]));
    sum[name] = Math.max(0, sum[name]);
  }
  return sum;
}
