import type { Session } from "../../analytics/engine/duckdb.js";
import { measures } from "../../analytics/2_ledger/measures.js";
import type { RateRule, Term } from "../../analytics/4_standings/program/rate.js";
import type { Point } from "./boundaries.js";

/*
 * Postings written straight into a ledger, as no feed could be made to give figures at a line: plain
 * orders as one row with their number, defects one by one.
 */

/** Figures of a seller on one day of each side. */
export interface Written {
  rule: RateRule;
  point: Point;
  /** Days on which each side falls. */
  days: { numerator: string; denominator: string };
}

export interface WrittenSeller {
  id: string;
  region: string | null;
  category: string | null;
  figures: readonly Written[];
}

interface Entry {
  seller_key: number;
  measure: string;
  segment_id: number;
  day: string;
  orders: number;
  buyers: number;
  /** Of the first order; the others have none. */
  amount: number;
  reason: string | null;
  batch: string;
}

interface Volume {
  seller_key: number;
  measure: string;
  segment_id: number;
  day: string;
  count: number;
  amount: number;
}

interface Score {
  seller_key: number;
  metric: string;
  day: string;
  numerator: number;
  denominator: number;
}

const isVolume = (name: string) => measures.get(name)?.posts === "volumes";
const metricOf = ({ measures: [name = ""] }: Term) => /^scores\.(.*)/.exec(name)?.[1];

/** Writes sellers into an empty ledger, as its first batch. */
export class LedgerWriter {
  readonly #entries: Entry[] = [];
  readonly #volumes: Volume[] = [];
  readonly #scores: Score[] = [];
  readonly #segments = new Map<string, { segment_id: number; segment: string }>();
  readonly #sellers: { seller_key: number; seller: WrittenSeller }[] = [];

  add(seller: WrittenSeller): void {
    const seller_key = this.#sellers.length + 1;
    this.#sellers.push({ seller_key, seller });
    seller.figures.forEach((written, nth) => this.#write(seller_key, seller, written, `${nth}`));
  }

  #write(seller_key: number, seller: WrittenSeller, written: Written, batch: string): void {
    const { rule, point, days } = written;
    const { numerator, denominator } = rule;
    const segment_id = this.#segment(rule, seller.region);
    const [over, under] = [metricOf(numerator), metricOf(denominator)];
    if (over !== undefined && over === under) {
      const figures = { numerator: point.numerator, denominator: point.denominator };
      this.#scores.push({ seller_key, metric: over, day: days.numerator, ...figures });
      return;
    }
    const isMoney = rule.unit === "amount";
    const shared = { seller_key, segment_id };
    const raised = isMoney ? point.count : point.numerator;
    const defect = numerator.measures.find((name) => !isVolume(name)) ?? numerator.measures[0]!;
    if (over !== undefined)
      this.#scores.push({
        seller_key,
        metric: over,
        day: days.numerator,
        numerator: point.numerator,
        denominator: 0,
      });
    else if (raised > 0)
      this.#entries.push({
        ...shared,
        measure: defect,
        day: days.numerator,
        orders: raised,
        buyers: point.buyers,
        amount: isMoney ? point.numerator : point.amount,
        reason: numerator.reasons?.[0] ?? null,
        batch,
      });
    // An order that is counted on both sides is in the base already.
    const isUnited = denominator.measures.includes(defect);
    const base = denominator.measures.find(isVolume) ?? denominator.measures[0]!;
    const count = (isMoney ? point.denominatorCount : point.denominator) - (isUnited ? raised : 0);
    const amount = isMoney ? point.denominator - (isUnited ? point.numerator : 0) : 0;
    const day = days.denominator;
    if (isVolume(base)) this.#volumes.push({ ...shared, measure: base, day, count, amount });
    else if (count > 0)
      this.#entries.push({
        ...shared,
        measure: base,
        day,
        orders: count,
        buyers: count,
        amount,
        reason: denominator.reasons?.[0] ?? null,
        batch: `${batch} base`,
      });
  }

  /** A segment that the rule's scope lets in. */
  #segment({ scope, reporting_currency: currency = "USD" }: RateRule, region: string | null) {
    const segment = {
      segment: "",
      card_network: scope.card_network?.[0] ?? null,
      card_present: scope.card_present?.[0] ?? null,
      region: scope.region?.[0] ?? region,
      category: scope.category?.[0] ?? null,
      currency,
    };
    const key = JSON.stringify(segment);
    const known = this.#segments.get(key);
    if (known) return known.segment_id;
    const segment_id = this.#segments.size + 1;
    this.#segments.set(key, { segment_id, ...segment, segment: key });
    return segment_id;
  }

  async flush(session: Session): Promise<void> {
    const rows = (list: readonly object[], columns: string) =>
      `(select unnest(from_json('${JSON.stringify(list).replaceAll("'", "''")}', '[${columns}]'), recursive := true))`;
    await session.run(
      "insert into ingest.batches values (1, timestamp '2027-01-01 00:00:00', '{}')",
    );
    const names = [...measures.keys()].map((name, index) => `(${index + 1}, '${name}')`);
    await session.run(`insert into ledger.measures values ${names.join(", ")}`);
    const sellers = this.#sellers.map(({ seller_key, seller: { id, region, category } }) => ({
      seller_key,
      id,
      region,
      category,
    }));
    const sellerRows = rows(
      sellers,
      '{"seller_key":"INTEGER","id":"VARCHAR","region":"VARCHAR","category":"VARCHAR"}',
    );
    await session.run(`insert into ledger.sellers select seller_key, id, 1 from ${sellerRows}`);
    await session.run(`insert into facts.sellers (seller_id, region, category, recorded_from)
      select id, region, category, 1 from ${sellerRows}`);
    await session.run(
      `insert into ledger.segments select * from ${rows(
        [...this.#segments.values()],
        '{"segment_id":"INTEGER","segment":"VARCHAR","card_network":"VARCHAR","card_present":"BOOLEAN","region":"VARCHAR","category":"VARCHAR","currency":"VARCHAR"}',
      )}`,
    );
    await session.run(`insert into ledger.volumes
      select seller_key, measure_id, segment_id, day, day, count, amount, count, 1
      from ${rows(
        this.#volumes,
        '{"seller_key":"INTEGER","measure":"VARCHAR","segment_id":"INTEGER","day":"DATE","count":"INTEGER","amount":"BIGINT"}',
      )} join ledger.measures using (measure)`);
    await session.run(`insert into ledger.entries
      select seller_key, measure_id, segment_id, day, day, 1, case when nth = 0 then amount else 0 end, 1, 1,
        concat_ws('/', seller_key, batch, nth), concat('b', nth % greatest(buyers, 1)), concat_ws('/', seller_key, batch, nth, 'd'),
        'liable', reason, null
      from (select *, unnest(range(orders)) as nth from ${rows(
        this.#entries,
        '{"seller_key":"INTEGER","measure":"VARCHAR","segment_id":"INTEGER","day":"DATE","orders":"INTEGER","buyers":"INTEGER","amount":"BIGINT","reason":"VARCHAR","batch":"VARCHAR"}',
      )}) join ledger.measures using (measure)`);
    await session.run(
      `insert into ledger.scores select seller_key, metric, day, numerator, denominator, 1 from ${rows(
        this.#scores,
        '{"seller_key":"INTEGER","metric":"VARCHAR","day":"DATE","numerator":"DOUBLE","denominator":"DOUBLE"}',
      )}`,
    );
  }
}
