import type { Row } from "../feeds/index.js";
import { startOfData } from "./calendar.js";
import { DAY, formatDate, formatTime, startOfDay } from "./clock.js";
import { habit, severity } from "./conduct.js";
import type { Plan } from "./options.js";
import { Random, STREAM } from "./random.js";
import type { Scenario } from "./scenario.js";
import type { Story } from "./story.js";

/** What is counted, in the order of the rows: the sum of stars, of low reviews or of answers, over how many. */
const METRICS = [
  "dsr_description",
  "dsr_communication",
  "dsr_logistics",
  "low_reviews",
  "first_response_48h",
] as const;
const [DESCRIPTION, COMMUNICATION, LOGISTICS, LOW_REVIEWS, FIRST_RESPONSE] = [0, 1, 2, 3, 4];
/** Numerator and denominator of each metric, one after another. */
type Tally = Uint32Array;

/** A review of so many stars or fewer is a low one. */
const LOW = 3;
/** Weeks after which an order is rated no more. */
const LATEST = 16;

/** What buyers rate and ask, added up by shop and week: the demo's scores. Weeks begin on Mondays. */
export class Ratings {
  /** By week, then by the seller's index. */
  readonly #weeks = new Map<number, Map<number, Tally>>();
  readonly #end: number;

  constructor(
    readonly plan: Plan,
    readonly scenario: Scenario,
  ) {
    this.#end = startOfDay(plan.until) - 1;
  }

  add(number: number, { order, dispute }: Story): void {
    const { ratings } = this.scenario;
    const { seller, day } = order;
    const random = new Random(this.plan.seed, STREAM.rating, number);
    const silent = habit(this.scenario, seller, day, "silent");
    if (random.chance(ratings.questions))
      this.#count(seller.index, order.orderedAt, FIRST_RESPONSE, +!random.chance(silent));
    const at = dispute ? dispute.closing.at : order.completedAt;
    if (at > order.orderedAt + (LATEST - 1) * 7 * DAY || !random.chance(ratings.share)) return;
    const { usual, worst, late, disputed } = ratings.poor;
    const conduct = usual + (worst - usual) * severity(seller, day);
    const isUnlike = dispute?.reason === "not_as_described";
    const isUnanswered = dispute !== undefined && dispute.respondedAt > this.#end;
    const isLate = Math.min(order.shippedAt, order.deliveredAt) > order.shipBy;
    const stars = (poor: number) => this.#stars(random, poor);
    const description = stars(isUnlike ? disputed : conduct);
    this.#count(seller.index, at, DESCRIPTION, description);
    this.#count(seller.index, at, LOW_REVIEWS, +(description <= LOW));
    this.#count(seller.index, at, COMMUNICATION, stars(isUnanswered ? disputed : conduct));
    this.#count(seller.index, at, LOGISTICS, stars(isLate ? late : usual));
  }

  /** Rows of the weeks that no order placed on `day` or later can rate any more; told once. */
  *over(day: number, sellerIds: readonly string[]): Generator<Row<"scores">> {
    const first = weekOf(startOfData(this.plan) + day * DAY);
    yield* this.#take((week) => week < first, sellerIds);
  }

  /** Rows of all the weeks that are left. */
  *rest(sellerIds: readonly string[]): Generator<Row<"scores">> {
    yield* this.#take(() => true, sellerIds);
  }

  *#take(isWanted: (week: number) => boolean, sellerIds: readonly string[]) {
    for (const week of [...this.#weeks.keys()].filter(isWanted).sort((a, b) => a - b)) {
      const shops = [...(this.#weeks.get(week) ?? [])].sort(([a], [b]) => a - b);
      for (const [index, tally] of shops) yield* this.#rows(sellerIds[index] ?? "", week, tally);
      this.#weeks.delete(week);
    }
  }

  /** What was said in a week is told at its end. */
  *#rows(seller_id: string, week: number, tally: Tally): Generator<Row<"scores">> {
    const end = Math.min(lastSecondOf(week), this.#end);
    const [date, updated_at] = [formatDate(end), formatTime(end)];
    for (const [nth, metric] of METRICS.entries()) {
      const [numerator = 0, denominator = 0] = tally.subarray(2 * nth, 2 * nth + 2);
      if (denominator > 0) yield { seller_id, metric, date, numerator, denominator, updated_at };
    }
  }

  #count(seller: number, at: number, nth: number, value: number): void {
    if (at > this.#end) return;
    const week = weekOf(at);
    const shops = this.#weeks.get(week) ?? new Map<number, Tally>();
    this.#weeks.set(week, shops);
    const tally: Tally = shops.get(seller) ?? new Uint32Array(2 * METRICS.length);
    shops.set(seller, tally);
    tally[2 * nth]! += value;
    tally[2 * nth + 1]! += 1;
  }

  #stars(random: Random, poor: number): number {
    if (random.chance(poor)) return 1 + random.below(LOW);
    return random.chance(this.scenario.ratings.delighted) ? 5 : 4;
  }
}

/** 1970-01-01 was a Thursday. */
const weekOf = (seconds: number) => Math.floor((Math.floor(seconds / DAY) + 3) / 7);
const lastSecondOf = (week: number) => ((week + 1) * 7 - 3) * DAY - 1;
