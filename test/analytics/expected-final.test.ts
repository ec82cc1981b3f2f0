import { describe, expect, it } from "vitest";
import { findProgram } from "../../analytics/4_standings/programs.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { standings, withDatabase } from "../support/database.js";
import { ingestRows, type FeedRow, type FeedRows } from "../support/files.js";
import { random } from "../support/marketplace.js";
import { caseOf, dayAfter, order, times } from "../support/rows.js";

const ODR = findProgram("order-defect-rate");
/** The same programme without its lag: the youngest orders are a day old. */
const YOUNG = { ...ODR, window: { kind: "rolling_days", days: 60, lag_days: 0 } } as const;
const FIRST = "2025-01-01";
const DAYS = 365;
const AS_OF = dayAfter(FIRST, DAYS);
/** Days from order to dispute: at least a week, then with a mean of 24 more. */
const lagOf = (share: number) => 7 + Math.floor(-24 * Math.log(1 - share));
const RATES = { careful: 0.02, careless: 0.1 } as const;
const SELLERS = Object.keys(RATES) as (keyof typeof RATES)[];

/** A year of 40 orders a day; who is disputed and when follows the rates and the curve exactly. */
function year(): Required<Pick<FeedRows, "orders" | "cases">> {
  const next = random(7);
  const orders: FeedRow<"orders">[] = [];
  const cases: FeedRow<"cases">[] = [];
  for (const seller_id of SELLERS)
    for (let index = 0; index < DAYS * 20; index += 1) {
      const order_id = `${seller_id}${index}`;
      const ordered_at = dayAfter(FIRST, Math.floor(index / 20));
      orders.push(order({ order_id, seller_id, ordered_at }));
      const isDisputed = next() < RATES[seller_id];
      const lag = lagOf(next());
      if (isDisputed) cases.push(caseOf(order_id, { opened_at: dayAfter(ordered_at, lag) }));
    }
  return { orders, cases };
}

const bySeller = (rows: readonly Standing[]) =>
  Object.fromEntries(rows.map((row) => [row.seller_id, row])) as Record<
    keyof typeof RATES,
    Standing
  >;

describe("expected final rate", () => {
  const rows = year();
  const known = { ...rows, cases: rows.cases.filter((row) => (row.opened_at ?? "") < AS_OF) };

  it.each([
    ["30 days back, as shipped", ODR, 0.9, 0.1],
    ["up to yesterday", YOUNG, 0.65, 0.15],
  ])("of orders %s is near the true one, where the observed is low", (_, program, seen, near) =>
    withDatabase(async (database) => {
      await ingestRows(database, known);
      const now = bySeller(await standings(database, program, AS_OF));
      // Dispute days of the future, told now: what the same orders will have come to in the end.
      const later = dayAfter(AS_OF, 300);
      await ingestRows(database, { cases: rows.cases });
      const end = now.careless.window_end;
      const moved = {
        ...program,
        window: { kind: "rolling_days" as const, days: 60, lag_days: daysUntil(end, later) },
      };
      const final = bySeller(await standings(database, moved, later));
      for (const seller of SELLERS) {
        const truth = final[seller].rate ?? 0;
        expect(final[seller].denominator).toBe(now[seller].denominator);
        expect(now[seller].rate).toBeLessThan(truth * seen);
        expect(now[seller].expected_final_rate).toBeGreaterThan(now[seller].rate ?? 1);
      }
      const truth = final.careless.rate ?? 0;
      const expected = now.careless.expected_final_rate ?? 0;
      expect(Math.abs(expected / truth - 1)).toBeLessThan(near);
      expect(final.careless.expected_final_rate).toBeCloseTo(truth, 3);
    }),
  );

  it("is the observed rate where only events in the window count", () =>
    withDatabase(async (database) => {
      await ingestRows(database, known);
      for (const program of ["marketplace-dispute-rate", "mastercard-ecm"])
        for (const row of await standings(database, program, AS_OF))
          expect(row.expected_final_rate).toBe(row.rate);
    }));

  it("is learned from disputes as they stand, not as they were first told", async () => {
    const shape = (early: boolean) =>
      withDatabase(async (database) => {
        const wrong = known.cases.map((row) =>
          early ? { ...row, opened_at: dayAfter(row.opened_at ?? "", -6) } : row,
        );
        await ingestRows(database, { orders: rows.orders, cases: wrong });
        await ingestRows(database, {
          cases: known.cases.map((row) => ({ ...row, updated_at: "2026-06-01" })),
        });
        return (await standings(database, YOUNG, AS_OF)).map((row) => row.expected_final_rate);
      });
    expect(await shape(true)).toEqual(await shape(false));
  });

  it("is the observed rate, or none, where too little history tells", () =>
    withDatabase(async (database) => {
      await ingestRows(database, {
        orders: times(10, (index) => order({ order_id: `o${index}`, ordered_at: "2026-01-10" })),
        cases: [caseOf("o1", { opened_at: "2026-01-11" })],
      });
      const [row] = await standings(database, YOUNG, "2026-01-13");
      expect(row).toMatchObject({ rate: 0.1, expected_final_rate: 0.1 });
      const [before] = await standings(database, YOUNG, "2026-01-05");
      expect(before).toMatchObject({ rate: null, expected_final_rate: null });
    }));
});

const daysUntil = (from: string, until: string) =>
  Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
