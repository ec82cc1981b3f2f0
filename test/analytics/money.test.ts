import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Database } from "../../analytics/engine/duckdb.js";
import { ExchangeRateError } from "../../analytics/errors.js";
import { parseProgram } from "../../analytics/4_standings/programs.js";
import { standings, withDatabase } from "../support/database.js";
import { ingestRows, type FeedRow, type FeedRows } from "../support/files.js";
import { arrange, arrival } from "../support/marketplace.js";
import { currentRows } from "../support/oracle.js";
import { dayAfter } from "../support/rows.js";

const VALUE = parseProgram(
  `
id: value-rate
version: "1"
name: Value rate
owner: test
region: global
summary: Money charged back over money paid.
confidence: verified
effective: { from: "2020-01-01" }
sources: []
unit: amount
reporting_currency: USD
numerator: { measures: [chargebacks_first], by: event_date, exempt: [won] }
denominator: { measures: [orders_settled], less: [refunds_settled], by: event_date }
window: { kind: rolling_days, days: 9 }
tiers: [{ id: high, name: high, severity: above, gates: { rate: 0.01 } }]
`,
  "value.yaml",
);
const FIRST = "2026-01-01";
const AS_OF = "2026-01-16";
const DECIMALS: Record<string, number> = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };
const CURRENCIES = Object.keys(DECIMALS);

/* What must come out, by another road: whole numbers, and every rate looked at for every amount. */

type Rate = FeedRow<"exchange_rates">;
type Fraction = [top: bigint, bottom: bigint];
const TWELVE = 10n ** 12n;
const EIGHTEEN = 10n ** 18n;

const twelfths = (text: string): bigint => {
  const [whole = "", decimals = ""] = text.split(".");
  return BigInt(whole + decimals.padEnd(12, "0"));
};

function quoted(rates: readonly Rate[], from: string, to: string, day: string): bigint | null {
  const fresh = rates.filter(
    ({ currency, base, date = "" }) =>
      currency === from && base === to && date <= day && day <= dayAfter(date, 7),
  );
  const newest = fresh
    .map(({ date = "" }) => date)
    .sort()
    .at(-1);
  const rate = fresh.find(({ date }) => date === newest)?.rate;
  return rate === undefined ? null : twelfths(String(rate));
}

function pair(rates: readonly Rate[], from: string, to: string, day: string): Fraction | null {
  const direct = quoted(rates, from, to, day);
  if (direct !== null) return [direct, TWELVE];
  const inverse = quoted(rates, to, from, day);
  return inverse === null ? null : [TWELVE, inverse];
}

/** Minor units of USD in 10^18ths; null where no road leads there. */
function worth(rates: readonly Rate[], currency: string, day: string): bigint | null {
  if (currency === "USD") return EIGHTEEN;
  const through = CURRENCIES.filter((third) => third !== currency && third !== "USD").sort();
  let road = pair(rates, currency, "USD", day);
  for (const third of through) {
    const [one, two] = [pair(rates, currency, third, day), pair(rates, third, "USD", day)];
    if (one && two) road ??= [one[0] * two[0], one[1] * two[1]];
  }
  if (!road) return null;
  const top = road[0] * 100n * EIGHTEEN;
  const bottom = road[1] * 10n ** BigInt(DECIMALS[currency]!);
  return (top + bottom / 2n) / bottom;
}

interface Amount {
  day: string;
  currency: string;
  minor: bigint;
  isExempt?: boolean;
}

/** Sums in minor units; or what the first amount lacks that has no rate. */
function summed(amounts: readonly Amount[], rates: readonly Rate[]) {
  const live = amounts.filter(({ day }) => day >= dayAfter(AS_OF, -9) && day < AS_OF);
  const gaps = live
    .filter(({ minor, currency, day }) => minor !== 0n && worth(rates, currency, day) === null)
    .map(({ currency, day }) => `${day} ${currency}`);
  const sum = (some: readonly Amount[]) => {
    const exact = some.reduce(
      (all, { minor, currency, day }) => all + minor * (worth(rates, currency, day) ?? 0n),
      0n,
    );
    const up = (exact < 0n ? -exact : exact) + EIGHTEEN / 2n;
    return (exact < 0n ? -1 : 1) * Number(up / EIGHTEEN);
  };
  return { gaps, raw: sum(live), judged: sum(live.filter(({ isExempt }) => !isExempt)) };
}

function expected(rows: FeedRows) {
  const orders = currentRows("orders", rows.orders ?? []);
  const rates = [
    ...new Map(
      (rows.exchange_rates ?? [])
        .toSorted((a, b) => a.updated_at!.localeCompare(b.updated_at!))
        .map((row) => [`${row.date} ${row.currency}/${row.base}`, row]),
    ).values(),
  ].filter(({ deleted }) => !deleted);
  const amount = (at: string, { currency, amount: text }: FeedRow<"orders">, sign = 1n): Amount => {
    const [whole = "", decimals = ""] = String(text).split(".");
    const minor = sign * BigInt(whole + decimals.padEnd(DECIMALS[currency!]!, "0"));
    return { day: at.slice(0, 10), currency: currency!, minor };
  };
  const bySeller = [...new Set((rows.orders ?? []).map(({ seller_id }) => seller_id!))].sort();
  const figures = bySeller.map((seller) => {
    const own = orders.filter(({ seller_id }) => seller_id === seller);
    const ofOwn = ({ order_id }: { order_id?: string | undefined }) =>
      own.some((order) => order.order_id === order_id);
    const sales = own.map((order) => amount(order.ordered_at!, order));
    const refunds = (rows.refunds ?? []).filter(ofOwn);
    const denominator = summed(
      [...sales, ...refunds.map((row) => amount(row.requested_at!, row as FeedRow<"orders">, -1n))],
      rates,
    );
    const numerator = summed(
      (rows.chargebacks ?? []).filter(ofOwn).map((row) => ({
        ...amount(row.received_at!, row as FeedRow<"orders">),
        isExempt: row.outcome === "won" && row.closed_at! < AS_OF,
      })),
      rates,
    );
    return { seller, numerator, denominator };
  });
  const gaps = figures.flatMap(({ numerator, denominator }) => [
    ...numerator.gaps,
    ...denominator.gaps,
  ]);
  if (gaps.length > 0) return gaps.sort()[0];
  return figures.map(({ seller, numerator, denominator }) => ({
    seller_id: seller,
    numerator: numerator.judged,
    raw_numerator: numerator.raw,
    denominator: denominator.judged,
  }));
}

/** The product's figures; or the day and currency that it names. */
async function found(database: Database, knownBatch?: number) {
  try {
    const rows = await standings(database, VALUE, AS_OF, knownBatch ? { knownBatch } : {});
    return rows.map(({ seller_id, numerator, raw_numerator, denominator }) => {
      return { seller_id, numerator, raw_numerator, denominator };
    });
  } catch (error) {
    if (!(error instanceof ExchangeRateError)) throw error;
    const [, currency, day] = /no exchange rate for (\w+) on (\S+)/.exec(error.message) ?? [];
    return `${day} ${currency}`;
  }
}

const day = fc.nat(16).map((days) => dayAfter(FIRST, days));
const currency = fc.constantFrom(...CURRENCIES);
const updated = fc.nat(1_000_000).map((n) => new Date(1.78e12 + n * 1000).toISOString());
const money = fc.tuple(currency, fc.nat(99_999)).map(([code, minor]) => ({
  currency: code,
  amount: (minor / 10 ** DECIMALS[code]!).toFixed(DECIMALS[code]!),
}));
const PAIRS = [
  "EUR/USD",
  "USD/EUR",
  "JPY/USD",
  "USD/JPY",
  "JPY/EUR",
  "KWD/EUR",
  "EUR/KWD",
  "USD/KWD",
];
const rate = fc
  .record({
    date: day,
    pair: fc.constantFrom(...PAIRS),
    rate: fc
      .tuple(fc.nat(200), fc.integer({ min: 1, max: 999_999_999_999 }))
      .map(([whole, decimals]) => `${whole}.${String(decimals).padStart(12, "0")}`),
    updated_at: updated,
    deleted: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map(({ pair: of, ...row }): Rate => {
    const [code, base] = of.split("/");
    return { ...row, currency: code, base };
  });

const distinct = <T extends { updated_at?: string | undefined }>(
  of: fc.Arbitrary<T>,
  most: number,
) =>
  fc.uniqueArray(of, { minLength: 1, maxLength: most, selector: ({ updated_at }) => updated_at });

const market: fc.Arbitrary<FeedRows> = fc.record({
  // Corrections may change money and currency, so that nothing of the old ones must be left.
  orders: distinct(
    fc
      .tuple(fc.nat(7), fc.constantFrom("anna", "bob"), day, money, updated)
      .map(([nth, seller_id, at, value, updated_at]) => ({
        order_id: `o${nth}`,
        seller_id,
        buyer_id: "b",
        ordered_at: `${at}T12:00:00Z`,
        updated_at,
        ...value,
      })),
    12,
  ),
  chargebacks: fc
    .array(fc.tuple(fc.nat(7), day, money, fc.option(day)), { maxLength: 3 })
    .map((rows) =>
      rows.map(([order, at, value, won], nth) => ({
        chargeback_id: `c${nth}`,
        order_id: `o${order}`,
        kind: "chargeback" as const,
        received_at: at,
        ...value,
        ...(won === null ? {} : { outcome: "won" as const, closed_at: won }),
      })),
    ),
  refunds: fc.array(fc.tuple(fc.nat(7), day, money), { maxLength: 3 }).map((rows) =>
    rows.map(([order, at, value], nth) => ({
      refund_id: `r${nth}`,
      order_id: `o${order}`,
      requested_at: at,
      status: "succeeded" as const,
      ...value,
    })),
  ),
  exchange_rates: distinct(rate, 40),
});

describe("any money of several currencies, in any order of arrival", () => {
  it("adds up as whole numbers do, or lacks the rate that they lack first", async () => {
    await fc.assert(
      fc.asyncProperty(market, arrival, (rows, how) =>
        withDatabase(async (database) => {
          const known: unknown[] = [];
          for (const batch of arrange(rows, how)) {
            await ingestRows(database, batch);
            known.push(await found(database));
          }
          expect(known.at(-1)).toEqual(expected(rows));
          // What was known at each batch is told again, bit by bit.
          for (const [index, then] of known.entries())
            expect(await found(database, index + 1)).toEqual(then);
        }),
      ),
      { numRuns: 20, interruptAfterTimeLimit: 12_000 },
    );
  });
});
