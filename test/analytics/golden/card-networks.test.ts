import { beforeAll, describe, expect, it } from "vitest";
import type { Standing } from "../../../analytics/4_standings/standing.js";
import type { FeedRow } from "../../support/files.js";
import { Market } from "../../support/market.js";

/*
 * Published examples of card networks, as files through the command line. Numbers are those of the
 * table of golden vectors, with their sources there; 2, 4 and 5 are in gates.test.ts.
 */

/** What a row is asked for, by the name of its vector. */
const asked: Record<string, [program: string, asOf: string, seller: string]> = {};
const found = new Map<string, Standing>();
const row = (name: string) => found.get(name);

const ask = (name: string, program: string, asOf: string, seller = name) =>
  void (asked[name] = [program, asOf, seller]);

const market = new Market();

/** Mastercard sales in a month, and chargebacks of them in the next. */
function mastercard(seller: string, month: number, sales: number, chargebacks: number): void {
  const ids = market.sell(seller, sales, {
    ordered_at: `2026-0${month}-15T12:00:00Z`,
    card_network: "mastercard",
  });
  const received_at = `2026-0${month + 1}-15T12:00:00Z`;
  market.chargeBack(ids.slice(0, chargebacks), { received_at });
}

for (const month of [1, 2, 3]) {
  mastercard("fourth month of ECM", month, 1_000, 100);
  mastercard("fourth month of HECM", month, 1_000, 300);
}
mastercard("fourth month of ECM", 4, 25_000, 500);
mastercard("fourth month of HECM", 4, 10_000, 500);
ask("ECM, first month", "mastercard-ecm", "2026-03-01", "fourth month of ECM");
ask("ECM, third month", "mastercard-ecm", "2026-05-31", "fourth month of ECM");
ask("fourth month of ECM", "mastercard-ecm", "2026-06-01");
ask("fourth month of HECM", "mastercard-ecm", "2026-06-01");

const MARCH = "2026-03-31T23:59:59Z";
const APRIL = "2026-04-01T00:00:00Z";

/** Visa sales of a month; fraud reports and disputes of these sales in the same month. */
function visa(
  seller: string,
  day: string,
  { sales, reported, disputed }: { sales: number; reported: number; disputed: number },
  more: FeedRow<"orders"> = { card_present: false },
): void {
  const ids = market.sell(seller, sales, {
    ordered_at: day,
    card_network: "visa",
    region: "US",
    ...more,
  });
  market.chargeBack(ids.slice(0, reported), { kind: "fraud_report", received_at: day });
  market.chargeBack(ids.slice(0, disputed), { received_at: day });
}

visa("double counted", MARCH, { sales: 1_000, reported: 10, disputed: 10 });
// None of these is a sale without the card, or an event that still stands.
const [present = "", prevented = ""] = [
  ...market.sell("double counted", 1, {
    ordered_at: MARCH,
    card_network: "visa",
    card_present: true,
    region: "US",
  }),
  ...market.sell("double counted", 1, {
    ordered_at: "2026-02-28",
    card_network: "visa",
    card_present: false,
    region: "US",
  }),
];
market.chargeBack([present], { received_at: MARCH });
market.chargeBack([prevented], { received_at: MARCH, outcome: "prevented" });
ask("double counted", "visa-vamp", "2026-04-01");

// Of half of them nothing is said of the card: sales of a marketplace are online.
visa("few events", APRIL, { sales: 2_500, reported: 60, disputed: 0 });
visa("few events", APRIL, { sales: 2_500, reported: 0, disputed: 25 }, {});
ask("few events", "visa-vamp", "2026-05-01");

for (const day of [MARCH, APRIL])
  visa("150 bps", day, { sales: 100_000, reported: 900, disputed: 600 });
ask("150 bps in March", "visa-vamp", "2026-04-30", "150 bps");
ask("150 bps in April", "visa-vamp", "2026-05-01", "150 bps");

/** American Express charges of a month, some paid back, and chargebacks, some won. */
function amex(month: number, [charges, credits]: [number, number], [lost, won]: [number, number]) {
  const day = `2026-0${month}-10T12:00:00Z`;
  const ids = market.sell("three months", charges, { ordered_at: day, card_network: "amex" });
  market.refund(ids.slice(0, credits), { requested_at: day, amount: "20.00" });
  const disputed = ids.slice(credits, credits + lost + won);
  market.chargeBack(disputed.slice(0, lost), { received_at: day });
  market.chargeBack(disputed.slice(lost), { received_at: day, outcome: "won", closed_at: day });
}

amex(1, [1_000, 0], [11, 0]);
amex(2, [1_000, 0], [20, 0]);
amex(3, [5_010, 10], [65, 5]);
amex(4, [1_000, 0], [10, 0]);
ask("amex, second month", "amex-excess-chargebacks", "2026-03-01", "three months");
ask("amex, third month", "amex-excess-chargebacks", "2026-04-01", "three months");
ask("amex, at 1 %", "amex-excess-chargebacks", "2026-05-01", "three months");

beforeAll(async () => {
  await market.open(async (report) => {
    for (const [name, question] of Object.entries(asked))
      found.set(name, await report(...question));
  });
}, 120_000);

describe("Mastercard", () => {
  it("golden vector 3: 500 chargebacks in the fourth month cost 200 x $5 of issuer recovery", () => {
    expect(row("fourth month of ECM")).toMatchObject({
      tier: "excessive",
      numerator: 500,
      denominator: 25_000,
      months_in_program: 4,
      fees: [
        { name: "monthly", amount: 500_000 },
        { name: "issuer recovery", amount: 100_000 },
      ],
      fee_total: 600_000,
      fee_currency: "USD",
    });
    expect(row("fourth month of HECM")).toMatchObject({
      tier: "high_excessive",
      months_in_program: 4,
      fees: [
        { name: "monthly", amount: 1_000_000 },
        { name: "issuer recovery", amount: 100_000 },
      ],
      fee_total: 1_100_000,
    });
  });

  it("takes nothing in the first month, and a fine without issuer recovery in the third", () => {
    expect(row("ECM, first month")).toMatchObject({
      tier: "excessive",
      months_in_program: 1,
      fees: [],
      fee_total: 0,
    });
    expect(row("ECM, third month")).toMatchObject({
      evaluated_on: "2026-05-01",
      months_in_program: 3,
      fees: [{ name: "monthly", amount: 100_000 }],
    });
  });
});

describe("Visa", () => {
  it("golden vector 6: 10 sales reported and disputed among 1,000 are 20 events, 200 bps", () => {
    expect(row("double counted")).toMatchObject({
      numerator: 20,
      denominator: 1_000,
      raw_numerator: 21,
      tier: "within",
      window_start: "2026-03-01",
      window_end: "2026-04-01",
    });
  });

  it("golden vector 7: 85 events among 5,000 are 170 bps and not excessive", () => {
    const few = row("few events");
    expect(few).toMatchObject({
      numerator: 85,
      denominator: 5_000,
      rate: 0.017,
      program_version: "2026-04",
      tier: "within",
      fee_total: 0,
    });
    expect(few?.gates).toEqual([
      expect.objectContaining({ gate: "rate", value: 0.017, threshold: 0.015, met: true }),
      expect.objectContaining({ gate: "count", value: 85, threshold: 1_500, met: false }),
    ]);
  });

  it("golden vector 8: 1,500 among 100,000 are within in March 2026 and excessive in April", () => {
    const shared = { numerator: 1_500, denominator: 100_000, rate: 0.015, lines: "general" };
    expect(row("150 bps in March")).toMatchObject({
      ...shared,
      program_version: "2025-10",
      evaluated_on: "2026-04-01",
      tier: "within",
      months_in_program: 0,
    });
    expect(row("150 bps in April")).toMatchObject({
      ...shared,
      program_version: "2026-04",
      evaluated_on: "2026-05-01",
      tier: "excessive",
      months_in_program: 1,
      // Three months of grace.
      fees: [],
      fee_currency: "USD",
    });
  });
});

describe("American Express", () => {
  it("golden vector 9: 65 of 5,000 in the third month above 1 % cost 15 x $25", () => {
    expect(row("amex, third month")).toMatchObject({
      numerator: 65,
      raw_numerator: 70,
      denominator: 5_000,
      tier: "excessive",
      fees: [{ name: "chargebacks above 1 %", amount: 37_500 }],
      fee_total: 37_500,
    });
    expect(row("amex, third month")?.gates).toContainEqual(
      expect.objectContaining({ tier: "excessive", gate: "periods", value: 3, met: true }),
    );
  });

  it("only warns in the second month, and at 1 % sharp in a fourth", () => {
    expect(row("amex, second month")).toMatchObject({ rate: 0.02, tier: "warning", fees: [] });
    expect(row("amex, at 1 %")).toMatchObject({ rate: 0.01, tier: "warning", fees: [] });
  });
});
