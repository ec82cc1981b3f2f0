import { readFileSync } from "node:fs";
import { measures } from "../../2_ledger/measures.js";
import { scoredMetric } from "../../3_rates/scores.js";
import {
  readSegments,
  requireOneCurrency,
  segmentsInScope,
  type Segment,
} from "../../3_rates/scope.js";
import { dayOfNumber } from "../../dates.js";
import type { Session } from "../../engine/duckdb.js";
import type { RateRule, Term } from "../program/rate.js";
import { basicWindows, type BasicWindow } from "../program/window.js";
import type { Schedule } from "./schedule.js";
import { Spans, Touched } from "./slide.js";
import { SlidingEntries } from "./sliding-entries.js";
import { SlidingSide } from "./sliding-side.js";
import { SlidingVolumes } from "./sliding-volumes.js";
import type { Turns } from "./turns.js";

const sql = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const VOLUMES_SQL = sql("slid_volumes.sql");
const ENTRIES_SQL = sql("slid_entries.sql");
const SCORES_SQL = sql("slid_scores.sql");

/** Scores are kept to four digits. */
const SCORE_SCALE = 10_000;

export interface SideRequest {
  rule: RateRule;
  side: "numerator" | "denominator";
  window: BasicWindow;
  schedule: Schedule;
}

/** Both sides of a rate, in each of its windows. */
export const requestsOf = (rule: RateRule, schedule: Schedule) =>
  basicWindows(rule.window).map((window) => ({
    numerator: { rule, side: "numerator" as const, window, schedule },
    denominator: { rule, side: "denominator" as const, window, schedule },
  }));

/** Sides that slide; those that two programmes share are read once, for the sellers of both. */
export class SlidingReader {
  readonly #session: Session;
  readonly #measures: ReadonlyMap<string, number>;
  readonly #segments: readonly Segment[];
  readonly #mostKey: number;
  readonly #turns: Turns;
  readonly #sides = new Map<string, { request: SideRequest; side: Promise<SlidingSide> | null }>();
  /** Sellers wanted of a side; null: all. */
  readonly #wanted = new Map<string, Set<number> | null>();

  private constructor(
    session: Session,
    ids: ReadonlyMap<string, number>,
    segments: readonly Segment[],
    mostKey: number,
    turns: Turns,
  ) {
    this.#session = session;
    this.#measures = ids;
    this.#segments = segments;
    this.#mostKey = mostKey;
    this.#turns = turns;
  }

  static async open(session: Session, knownBatch: number, turns: Turns): Promise<SlidingReader> {
    const rows = await session.all<{ measure: string; measure_id: number }>(
      "select measure, measure_id from ledger.measures",
    );
    const { most } = await session.one<{ most: number }>(
      "select coalesce(max(seller_key), 0) as most from ledger.sellers",
    );
    const ids = new Map(rows.map(({ measure, measure_id }) => [measure, measure_id]));
    return new SlidingReader(session, ids, await readSegments(session, knownBatch), most, turns);
  }

  /** About how many sellers there are. */
  get sellers(): number {
    return this.#mostKey;
  }

  /** Whether all money of a rate is of the currency that counts, so that it can be added up. */
  isPlain({ reporting_currency: reporting }: RateRule): boolean {
    return (
      reporting === undefined || this.#segments.every(({ currency }) => currency === reporting)
    );
  }

  /** Says before reading whose figures will be asked for; null: everybody's. */
  want(request: SideRequest, sellers: ReadonlySet<number> | null): void {
    const key = keyOf(request);
    const known = this.#wanted.get(key);
    if (known === null || sellers === null) this.#wanted.set(key, null);
    else this.#wanted.set(key, new Set([...(known ?? []), ...sellers]));
  }

  side(request: SideRequest): Promise<SlidingSide> {
    const key = keyOf(request);
    const known = this.#sides.get(key)?.side;
    if (known) return known;
    const side = this.#read(request, this.#wanted.get(key) ?? null);
    this.#sides.set(key, { request, side });
    return side;
  }

  async #read(
    { rule, side, window, schedule }: SideRequest,
    sellers: ReadonlySet<number> | null,
  ): Promise<SlidingSide> {
    const term = rule[side];
    const metric = scoredMetric(term);
    const byDay: Term = metric === null ? term : { ...term, by: "event_date" };
    const spans = new Spans(byDay, window, schedule.moments);
    const { bounds } = spans;
    const shared = {
      // As text: binding tens of thousands one by one takes longer than parsing them.
      seller_keys: sellers === null ? null : JSON.stringify([...sellers]),
      one_batch: spans.knowsOneBatch,
      known_batch: bounds.batch,
      first_day: dayOfNumber(bounds.firstDay),
      last_day: dayOfNumber(bounds.lastDay),
    };
    const touched = new Touched(this.#mostKey);
    const empty = { volumes: null, entries: null };
    if (sellers?.size === 0) return new SlidingSide(empty, rule.unit, touched);
    if (metric !== null) {
      const parameters = { ...shared, metric, is_numerator: side === "numerator" };
      const volumes = new SlidingVolumes(spans, this.#mostKey, false);
      await this.#fill(volumes, SCORES_SQL, parameters);
      return new SlidingSide({ volumes, entries: null }, "events", touched, SCORE_SCALE);
    }
    requireOneCurrency(rule, this.#segments);
    const posted = {
      ...shared,
      segments: segmentsInScope(rule, this.#segments),
      by_order: term.by === "order_date",
      last_known: dayOfNumber(bounds.lastKnown),
    };
    const volume = term.measures.find((name) => measures.get(name)?.posts === "volumes");
    const hasAmounts = rule.unit === "amount" || side === "numerator";
    const volumes =
      volume === undefined ? null : new SlidingVolumes(spans, this.#mostKey, hasAmounts);
    if (volumes)
      await this.#fill(volumes, VOLUMES_SQL, {
        ...posted,
        items: rule.unit === "items",
        volume_measure: this.#idsOf([volume as string])[0] ?? null,
      });
    const entries = new SlidingEntries(spans, this.#mostKey);
    await this.#fill(entries, ENTRIES_SQL, {
      ...posted,
      entry_measures: this.#idsOf([...term.measures, ...term.less]),
      less_measures: this.#idsOf(term.less),
      reasons: term.reasons ?? null,
      exempt: term.exempt,
    });
    return new SlidingSide({ volumes, entries }, rule.unit, touched);
  }

  async #fill(
    slide: SlidingVolumes | SlidingEntries,
    statement: string,
    parameters: Parameters<Session["chunks"]>[1],
  ): Promise<void> {
    for await (const chunk of this.#session.chunks(statement, parameters)) {
      slide.take(chunk);
      await this.#turns.yield();
    }
    await slide.seal(this.#turns);
  }

  #idsOf(names: readonly string[]): number[] {
    return names.flatMap((name) => this.#measures.get(name) ?? []);
  }
}

function keyOf({ rule, side, window, schedule }: SideRequest): string {
  const { measures: names, less, by, month_offset, reasons, exempt } = rule[side];
  const term = [names, less, by, month_offset, reasons, exempt];
  return JSON.stringify([side, rule.unit, rule.scope, term, window, schedule.key]);
}
