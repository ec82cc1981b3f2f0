import fc from "fast-check";
import type { FeedRow, FeedRows } from "./files.js";
import { keyOf, versionTime, type Feed } from "./oracle.js";

/*
 * Random small marketplaces: every version of every fact, and ways in which they may arrive.
 * Versions of one id never tie in time: ties are ordered by a hash that only the product knows.
 */

export const FIRST_DAY = "2026-01-01";
const DAYS = 150;
const STYLES = ["Z", "", "+05:30", "-0800", " "] as const;

/** A whole minute of the marketplace's time, written in one of the ways that ISO 8601 allows. */
function stamp(day: number, minute: number, style: (typeof STYLES)[number], second = 0): string {
  const utc = Date.parse(FIRST_DAY) + day * 86_400_000 + minute * 60_000 + second * 1000;
  const offset = style === "+05:30" ? 330 : style === "-0800" ? -480 : 0;
  const text = new Date(utc + offset * 60_000).toISOString().slice(0, 19);
  return style === " " ? text.replace("T", " ") : `${text}${style}`;
}

const style = fc.constantFrom(...STYLES);
const minuteOfDay = fc.oneof(fc.constantFrom(0, 1, 1439), fc.nat(1439));
const moment = (from: number, until: number) =>
  fc.tuple(fc.integer({ min: from, max: until }), minuteOfDay, style).map((at) => stamp(...at));
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) =>
  fc.option(arbitrary, { nil: undefined, freq });

const money = (currency: string) => {
  const digits = { JPY: 0, BHD: 3 }[currency] ?? 2;
  return fc.nat(999_999).map((minor) => {
    const text = String(minor).padStart(digits + 1, "0");
    return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  });
};
const currency = fc.constantFrom("USD", "USD", "EUR", "JPY", "BHD");
const priced = <T>(fields: fc.Arbitrary<T>) =>
  currency.chain((code) =>
    fc.tuple(fields, money(code)).map(([rest, amount]) => ({ ...rest, amount, currency: code })),
  );

const enums = <const V extends readonly string[]>(...values: V) =>
  maybe(fc.constantFrom<V[number][]>(...values));

const orderFields = priced(
  fc.integer({ min: 0, max: DAYS - 30 }).chain((day) =>
    fc.record({
      seller_id: fc.constantFrom("anna", "bob", "chen"),
      buyer_id: fc.constantFrom("b1", "b2", "b3", "b4", "b5"),
      ordered_at: moment(day, day),
      paid_at: maybe(moment(day, day + 2)),
      ship_by: maybe(moment(day + 1, day + 12)),
      shipped_at: maybe(moment(day + 1, day + 20)),
      estimated_delivery_at: maybe(moment(day + 5, day + 25)),
      delivered_at: maybe(moment(day + 3, day + 40)),
      delivery_proof: enums("none", "tracking"),
      completed_at: maybe(moment(day + 3, day + 60), 4),
      cancelled_at: fc.option(moment(day, day + 15), { nil: undefined, freq: 1 }),
      cancelled_by: enums("buyer", "seller", "platform"),
      cancel_fault: enums("buyer", "seller", "none"),
      card_network: fc.constantFrom("mastercard", "mastercard", "visa", undefined),
      card_present: maybe(fc.boolean()),
      region: enums("eu", "us"),
      category: enums("toys", "a|b"),
      item_count: maybe(fc.constantFrom(0, 1, 2, 7, 2_147_483_647)),
    }),
  ),
);
const caseFields = fc.record({
  reason: fc.constantFrom("non_delivery", "not_as_described"),
  opened_at: moment(0, DAYS),
  response: enums("accepted", "rejected"),
  escalated_at: maybe(moment(0, DAYS)),
  outcome: enums(
    "withdrawn",
    "refunded_full",
    "refunded_partial",
    "auto_executed",
    "tracking_confirmed",
    "ruled_for_buyer",
    "ruled_for_seller",
  ),
  requested_amount: maybe(fc.nat(5000).map(String)),
  awarded_amount: maybe(fc.nat(5000).map(String)),
  borne_by: enums("seller", "platform"),
  closed_at: maybe(moment(0, DAYS)),
});
const chargebackFields = priced(
  fc.record({
    kind: fc.constantFrom("inquiry", "fraud_report", "chargeback", "chargeback", "chargeback"),
    received_at: moment(0, DAYS),
    card_network: enums("visa", "mastercard"),
    category: enums("fraud", "not_received", "other"),
    stage: enums("first", "pre_arbitration", "arbitration"),
    outcome: enums("won", "lost", "reversed", "prevented"),
    closed_at: maybe(moment(0, DAYS)),
  }),
);
const refundFields = priced(
  fc.record({
    requested_at: moment(0, DAYS),
    initiated_by: enums("buyer", "seller", "platform"),
    borne_by: enums("seller", "platform"),
    status: enums("pending", "succeeded", "failed"),
    settled_at: maybe(moment(0, DAYS)),
  }),
);
const freezeFields = fc.record({
  reason: fc.constantFrom("payment_refused", "risk_address", "dishonest_conduct"),
  frozen_at: moment(0, DAYS),
  released_at: maybe(moment(0, DAYS)),
});

/** One to three versions of one id; the first may do without updated_at, some are tombstones. */
function versionsOf<F extends Feed>(feed: F, fields: fc.Arbitrary<object>, orders: number) {
  const isChild = feed !== "orders";
  const version = fc.record({
    fields,
    order: fc.nat(isChild ? orders : 0),
    updated: moment(0, DAYS + 30),
    tombstone: fc.oneof(
      { weight: 8, arbitrary: fc.constant("no") },
      { weight: 1, arbitrary: fc.constantFrom("bare", "full") },
    ),
  });
  return fc
    .record({
      versions: fc.oneof(
        { weight: 3, arbitrary: fc.tuple(version) },
        { weight: 2, arbitrary: fc.array(version, { minLength: 2, maxLength: 3 }) },
      ),
      isFirstUndated: fc.boolean(),
      moves: fc.nat(3).map((value) => value === 0),
    })
    .map(({ versions, isFirstUndated, moves }) => (id: string): FeedRow<F>[] => {
      const rows = versions.map((drawn, index) => {
        const key = { [keyOf(feed)]: id };
        const order = { order_id: `o${(moves ? drawn : versions[0])?.order}` };
        const parent = isChild ? order : {};
        const seconds = String(index + 1).padStart(2, "0");
        const updated = {
          updated_at: drawn.updated.replace(/:00(?=\D*$|[+-]|Z|$)/, `:${seconds}`),
        };
        const dated = index === 0 && isFirstUndated && drawn.tombstone === "no" ? {} : updated;
        if (drawn.tombstone === "bare") return { ...key, ...dated, deleted: true };
        const deleted = drawn.tombstone === "full" ? { deleted: true } : {};
        return { ...key, ...parent, ...drawn.fields, ...dated, ...deleted };
      }) as FeedRow<F>[];
      const seen = new Set<number>();
      return rows.filter((row) => {
        const time = versionTime(feed, row);
        return !seen.has(time) && seen.add(time);
      });
    });
}

/** Every version of every fact of a marketplace, in no meaningful order. */
export const marketplace: fc.Arbitrary<FeedRows> = fc.integer({ min: 4, max: 39 }).chain((last) => {
  const list = <F extends Feed>(feed: F, fields: fc.Arbitrary<object>, max: number, min = 0) =>
    fc
      .array(versionsOf(feed, fields, last + 1), { minLength: min, maxLength: max })
      .map((made) => made.flatMap((versions, index) => versions(`${feed[0]}${index}`)));
  return fc.record({
    orders: list("orders", orderFields, last + 1, last + 1),
    cases: list("cases", caseFields, 15),
    chargebacks: list("chargebacks", chargebackFields, 15),
    refunds: list("refunds", refundFields, 10),
    freezes: list("freezes", freezeFields, 4),
  });
});

/** Numbers from 0 to 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Arrival {
  seed: number;
  batches: number;
  /** Share of rows that come twice. */
  repeats: number;
}

export const arrival: fc.Arbitrary<Arrival> = fc.record({
  seed: fc.nat(),
  batches: fc.integer({ min: 1, max: 4 }),
  repeats: fc.constantFrom(0, 0.3),
});

/** The same rows in another order, in batches, some twice; batches without rows are left out. */
export function arrange(rows: FeedRows, { seed, batches, repeats }: Arrival): FeedRows[] {
  const next = random(seed);
  const all = Object.entries(rows).flatMap(([feed, list]) =>
    (list as object[])
      .flatMap((row) => (next() < repeats ? [row, row] : [row]))
      .map((row) => ({
        feed,
        row,
        at: next(),
      })),
  );
  all.sort((a, b) => a.at - b.at);
  const result: Record<string, object[]>[] = Array.from({ length: batches }, () => ({}));
  for (const { feed, row } of all)
    ((result[Math.floor(next() * batches)] as Record<string, object[]>)[feed] ??= []).push(row);
  return result.filter((batch) => Object.keys(batch).length > 0) as FeedRows[];
}

/** Batches one after another, as one list of versions in order of arrival. */
export function together(batches: readonly FeedRows[]): FeedRows {
  const result: Record<string, object[]> = {};
  for (const batch of batches)
    for (const [feed, list] of Object.entries(batch))
      (result[feed] ??= []).push(...(list as object[]));
  return result as FeedRows;
}
