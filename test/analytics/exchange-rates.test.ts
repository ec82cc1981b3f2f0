import { describe, expect, it, vi } from "vitest";
import { readAlerts, refreshAlerts } from "../../analytics/4_standings/alerts.js";
import { evaluateAll } from "../../analytics/4_standings/evaluate.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { findProgram, parseProgram } from "../../analytics/4_standings/programs.js";
import { Session, type Database } from "../../analytics/engine/duckdb.js";
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

const BY_COUNT = `
id: by-count
version: "1"
name: By count
owner: test
region: global
summary: Chargebacks over orders.
confidence: verified
effective: { from: "2020-01-01" }
sources: []
unit: events
reporting_currency: USD
numerator: { measures: [chargebacks_first], by: event_date }
denominator: { measures: [orders_settled], by: event_date }
window: { kind: calendar_month }
`;

const POINTS = parseProgram(
  `
kind: points
id: by-points
version: "1"
name: By points
owner: test
region: global
summary: A point for a chargeback of any worth.
confidence: verified
effective: { from: "2020-01-01" }
sources: []
evaluation: { every: month }
points:
  direction: accumulate
  start: 0
  reset: { kind: never }
  rules:
    - id: chargebacks
      name: chargebacks
      unit: events
      reporting_currency: USD
      numerator: { measures: [chargebacks_first], by: event_date }
      denominator: { measures: [orders_settled], by: event_date }
      window: { kind: calendar_month }
      awards: [{ name: one, points: 1, gates: { amount: 900 } }]
tiers: [{ id: high, name: high, severity: above, gates: { points: 1 } }]
`,
  "points.yaml",
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

describe("without exchange rates", () => {
  const sellers = ["US", "CEMEA"].map((region) => ({
    seller_id: region.toLowerCase(),
    region,
    updated_at: "2026-01-01",
  }));
  /** A seller's order of January, charged back in February. */
  const visa = (seller_id: string, currency: string) => {
    const order_id = `${seller_id} ${currency}`;
    const shared = { amount: "9.00", currency, card_network: "visa" as const };
    return {
      orders: [order({ order_id, seller_id, ordered_at: "2026-02-02", ...shared })],
      chargebacks: [chargebackOf(order_id, { received_at: "2026-02-10", ...shared })],
    };
  };
  const both = (...rows: ReturnType<typeof visa>[]) => ({
    sellers,
    orders: rows.flatMap(({ orders }) => orders),
    chargebacks: rows.flatMap(({ chargebacks }) => chargebacks),
  });
  const judged = async (database: Database, program: Program | string) =>
    (await standings(database, program, "2026-03-01")).map(({ seller_id, tier, remarks }) => [
      seller_id,
      tier,
      remarks.includes("no_exchange_rate"),
    ]);

  it("VAMP judges all but sellers of CEMEA, where a minimum is in money (and those with rates)", () =>
    withDatabase(async (database) => {
      await ingestRows(database, both(visa("us", "EUR"), visa("cemea", "EUR")));
      const gates = { tier: "not_scored", headroom: null, clean_orders: null };
      const [cemea] = await standings(database, "visa-vamp", "2026-03-01");
      expect(cemea).toMatchObject({ seller_id: "cemea", numerator: 1, ...gates });
      expect(cemea?.gates.find(({ gate }) => gate === "amount")).toMatchObject({
        value: null,
        met: false,
      });
      expect(await judged(database, "visa-vamp")).toEqual([
        ["cemea", "not_scored", true],
        ["us", "within", false],
      ]);
      await ingestRows(database, { exchange_rates: [rate("2026-02-06", "EUR/USD", "1.5")] });
      expect(await judged(database, "visa-vamp")).toEqual([
        ["cemea", "within", false],
        ["us", "within", false],
      ]);
      const [priced] = await standings(database, "visa-vamp", "2026-03-01");
      expect(priced?.gates.find(({ gate }) => gate === "amount")).toMatchObject({ value: 1350 });
    }));

  it("only sellers whose own defects lack one are not judged where every line compares money", () =>
    withDatabase(async (database) => {
      await ingestRows(database, both(visa("us", "USD"), visa("cemea", "EUR")));
      const program = parseProgram(
        `${BY_COUNT}tiers: [{ id: high, name: high, severity: above, gates: { count: 1, amount: 900 } }]`,
        "count.yaml",
      );
      expect(await judged(database, program)).toEqual([
        ["cemea", "not_scored", true],
        ["us", "high", false],
      ]);
    }));

  it("a rule that compares no money asks for none", () =>
    withDatabase(async (database) => {
      await ingestRows(database, both(visa("us", "USD"), visa("cemea", "EUR")));
      const program = parseProgram(
        `${BY_COUNT}tiers: [{ id: high, name: high, severity: above, gates: { count: 1 } }]`,
        "count.yaml",
      );
      for (const each of [program, "mastercard-ecm", "stripe-dispute-rate"])
        for (const [, , lacks] of await judged(database, each)) expect(lacks).toBe(false);
      expect((await judged(database, program)).map(([, tier]) => tier)).toEqual(["high", "high"]);
    }));

  it("points that hang on money are not known, for those whose money it is", () =>
    withDatabase(async (database) => {
      await ingestRows(database, both(visa("us", "USD"), visa("cemea", "EUR")));
      expect(await judged(database, POINTS)).toEqual([
        ["cemea", "not_scored", true],
        ["us", "high", false],
      ]);
    }));

  it("a month that nobody could judge is no clean one: the stay is held, until a rate comes", () =>
    withDatabase(async (database) => {
      const later = { received_at: "2026-03-10", amount: "9.00", currency: "EUR" };
      const { chargebacks, ...rest } = both(visa("us", "USD"));
      const second = chargebackOf("us USD", { chargeback_id: "second", ...later });
      await ingestRows(database, { ...rest, chargebacks: [...chargebacks, second] });
      const program = parseProgram(
        `${BY_COUNT}exit: { clean_periods: 2 }
tiers: [{ id: high, name: high, severity: above, gates: { amount: 900 } }]`,
        "stay.yaml",
      );
      const on = (day: string) => standingOf(database, program, day, "us");
      expect(await on("2026-03-01")).toMatchObject({ tier: "high", months_in_program: 1 });
      expect(await on("2026-04-01")).toMatchObject({ tier: "not_scored", months_in_program: 1 });
      expect(await on("2026-05-01")).toMatchObject({ tier: "not_scored", months_in_program: 2 });
      await ingestRows(database, { exchange_rates: [rate("2026-03-10", "USD/EUR", "0.9")] });
      expect(await on("2026-04-01")).toMatchObject({ tier: "high", months_in_program: 2 });
    }));

  it("nobody is let out of a tier because a rate is missing: alerts wait for it", () =>
    withDatabase(async (database) => {
      const later = { received_at: "2026-03-10", amount: "9.00", currency: "EUR" };
      const { chargebacks, ...rest } = both(visa("us", "USD"));
      const second = chargebackOf("us USD", { chargeback_id: "second", ...later });
      await ingestRows(database, { ...rest, chargebacks: [...chargebacks, second] });
      const program = parseProgram(
        `${BY_COUNT}tiers: [{ id: high, name: high, severity: above, gates: { amount: 900 } }]`,
        "alerts.yaml",
      );
      const changes = (asOf: string, knownBatch: number) =>
        database.write(async (session) => {
          const refresh = { asOf, knownBatch, recordedAt: new Date(0) };
          await refreshAlerts(session, [program], refresh);
          const rows = await readAlerts(session, { limit: 9, offset: 0, asOf, knownBatch });
          return rows.map(({ as_of, from_tier, to_tier }) => [as_of, from_tier, to_tier]);
        });
      const entry = ["2026-03-01", "within", "high"];
      expect(await changes("2026-03-02", 1)).toEqual([entry]);
      expect(await changes("2026-04-02", 1)).toEqual([entry]);
      await ingestRows(database, { exchange_rates: [rate("2026-03-10", "EUR/USD", "0.5")] });
      expect(await changes("2026-04-03", 2)).toEqual([["2026-04-02", "high", "within"], entry]);
    }));

  it("of many programmes one that divides money judges nobody and says so", () =>
    withDatabase(async (database) => {
      await ingestRows(database, both(visa("us", "USD"), visa("cemea", "EUR")));
      const remarks = await database.read(async (session) => {
        const ledger = await LedgerView.open(session, 1);
        const found = await evaluateAll(ledger, [VALUE, findProgram("mastercard-ecm")], {
          asOf: "2026-03-01",
        });
        return found.map((evaluation) => evaluation.verdict(1).remarks);
      });
      expect(remarks[0]).toEqual(["no_exchange_rate"]);
      expect(remarks[1]).not.toContain("no_exchange_rate");
    }));
});

describe("with one currency in scope, the one that counts", () => {
  it("no rate is read and nothing joined", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: [sale("usd", "2026-01-10", "10.00", "USD")],
        exchange_rates: EUR,
      });
      const read = vi.spyOn(Session.prototype, "columns");
      await standings(database, VALUE, AS_OF);
      const statements = read.mock.calls.map(([sql]) => sql).join("\n");
      read.mockRestore();
      expect(statements).toContain("ledger.volumes");
      expect(statements).not.toMatch(/exchange_rates|\$factor/);
    }));
});
