import { describe, expect, it } from "vitest";
import { parseProgram } from "../../analytics/4_standings/programs.js";
import { ExchangeRateError } from "../../analytics/errors.js";
import { standingOf, standings, withDatabase } from "../support/database.js";
import { ingestRows, type FeedRow } from "../support/files.js";
import { chargebackOf, order } from "../support/rows.js";

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
numerator: { measures: [chargebacks_first], by: event_date }
denominator: { measures: [orders_settled], less: [refunds_settled], by: event_date }
window: { kind: rolling_days, days: 30 }
tiers: [{ id: high, name: high, severity: above, gates: { rate: 0.01 } }]
`,
  "value.yaml",
);

const AS_OF = "2026-01-22";

/** One unit of `pair`'s first currency in its second, as in `EUR/USD`. */
function rate(date: string, pair: string, value: string, more: FeedRow<"exchange_rates"> = {}) {
  const [currency, base] = pair.split("/");
  return { date, currency, base, rate: value, ...more };
}

const sale = (order_id: string, day: string, amount: string, currency: string) =>
  order({ order_id, ordered_at: `${day}T12:00:00Z`, amount, currency, seller_id: "anna" });

/* 2026-01-09 is a Friday. */
const EUR = [rate("2026-01-09", "EUR/USD", "1.1"), rate("2026-01-12", "EUR/USD", "1.2")];
const YEN = rate("2026-01-12", "USD/JPY", "150");
const DINAR = rate("2026-01-12", "KWD/EUR", "3");

describe("money of several currencies, worked by hand", () => {
  it("is converted by the day's rate, by Friday's on a Sunday, by the inverse and through a base", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          sale("usd", "2026-01-10", "10.00", "USD"), // 1000
          sale("eur", "2026-01-11", "10.01", "EUR"), // 1001 x 1.1 = 1101.1
          sale("jpy", "2026-01-12", "1000", "JPY"), // 1000 x 100 / 150 = 666.666…
          sale("kwd", "2026-01-19", "1.001", "KWD"), // 1001 x 3 x 1.2 / 10 = 360.36
        ],
        chargebacks: [
          // 45 x 1.1 = 49.5
          chargebackOf("usd", { received_at: "2026-01-10", amount: "0.45", currency: "EUR" }),
        ],
        refunds: [
          {
            refund_id: "r",
            order_id: "eur",
            requested_at: "2026-01-13",
            status: "succeeded",
            amount: "0.10",
            currency: "EUR", // 10 x 1.2 = 12
          },
        ],
        exchange_rates: [...EUR, YEN, DINAR],
      });
      // 1000 + 1101.1 + 666.666… + 360.36 - 12 = 3116.1266…
      expect(await standingOf(database, VALUE, AS_OF, "anna")).toMatchObject({
        denominator: 3116,
        numerator: 50,
        raw_numerator: 50,
        rate: 50 / 3116,
        tier: "high",
        remarks: ["history_too_short"],
      });
    }));

  it("without a rate is an error that names the first day that needs one, and the currency", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [
          sale("a", "2026-01-21", "5", "JPY"),
          sale("b", "2026-01-20", "5", "JPY"), // 8 days after its rate
          sale("c", "2026-01-19", "5", "JPY"), // 7 days after it
          sale("d", "2026-01-20", "5", "KWD"),
          sale("e", "2025-12-01", "5", "EUR"), // in no window
          sale("f", "2026-01-19", "0", "GBP"), // nothing is nothing at any rate
        ],
        exchange_rates: [YEN, DINAR, ...EUR],
      });
      await expect(standings(database, VALUE, AS_OF)).rejects.toThrow(ExchangeRateError);
      await expect(standings(database, VALUE, AS_OF)).rejects.toThrow(
        "reports in USD, and there is no exchange rate for JPY on 2026-01-20 nor in the 7 days before",
      );
      // The day of judgement excludes itself: nothing before the 20th lacks a rate.
      expect(await standingOf(database, VALUE, "2026-01-20", "anna")).toMatchObject({
        denominator: 3,
      });
    }));

  it("is what it was at a batch before a rate was corrected or taken back, bit by bit", () =>
    withDatabase(async (database) => {
      const at = (knownBatch: number) => standings(database, VALUE, AS_OF, { knownBatch });
      await ingestRows(database, {
        orders: [sale("eur", "2026-01-13", "33.33", "EUR")],
        exchange_rates: EUR,
      });
      const first = await at(1);
      expect(first).toMatchObject([{ denominator: 4000 }]); // 3333 x 1.2 = 3999.6
      await ingestRows(database, {
        exchange_rates: [rate("2026-01-12", "EUR/USD", "1.3", { updated_at: "2026-02-01" })],
      });
      const second = await at(2);
      expect(second).toMatchObject([{ denominator: 4333 }]); // 4332.9
      const gone = { deleted: true, updated_at: "2026-02-02" };
      await ingestRows(database, {
        exchange_rates: EUR.map((row) => ({ ...row, rate: undefined, ...gone })),
      });
      await expect(at(3)).rejects.toThrow("EUR on 2026-01-13");
      expect(await at(1)).toEqual(first);
      expect(await at(2)).toEqual(second);
    }));
});
