import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Database } from "../../../analytics/engine/duckdb.js";
import { ensureSchema } from "../../../analytics/schema.js";
import { Standing } from "../../../analytics/4_standings/standing.js";
import { ingestFiles } from "../../../ingest/ingest.js";
import { plimsoll } from "../../support/cli.js";
import { standings } from "../../support/database.js";
import { inTemporaryDirectory, writeFeeds, type FeedRow } from "../../support/files.js";
import { caseOf, chargebackOf, order, times } from "../../support/rows.js";

/*
 * Published examples and both sides of every gate, as CSV files, all in one marketplace: a seller
 * each. Numbers in names are those of the table of golden vectors, with their sources there.
 */

const AS_OF = "2026-03-01";

interface Expected {
  program: string;
  seller: string;
  numerator: number;
  denominator: number;
  tier: string;
  more?: Partial<Standing>;
}

const orders: FeedRow<"orders">[] = [];
const cases: FeedRow<"cases">[] = [];
const chargebacks: FeedRow<"chargebacks">[] = [];
const expected: Expected[] = [];

/** Orders of a seller; answers their ids. */
function sell(seller: string, count: number, fields: FeedRow<"orders">): string[] {
  const made = times(count, (index) =>
    order({ seller_id: seller, ...fields, order_id: `o${orders.length + index}` }),
  );
  orders.push(...made);
  return made.map(({ order_id }) => order_id);
}

const JANUARY = { ordered_at: "2026-01-31T23:59:59Z", card_network: "mastercard" } as const;

/** A shop with Mastercard sales in January and chargebacks in February. */
function ecm(name: string, sales: number, disputed: number, tier: string): string[] {
  const seller = `ecm ${name}`;
  const ids = sell(seller, sales, JANUARY);
  for (const id of ids.slice(0, disputed))
    chargebacks.push(chargebackOf(id, { received_at: "2026-02-01T00:00:00Z" }));
  expected.push({
    program: "mastercard-ecm",
    seller,
    numerator: disputed,
    denominator: sales,
    tier,
  });
  return ids;
}

const [, , ...vector2] = ecm("golden vector 2: 247 bps", 7_500, 185, "excessive");
ecm("golden vector 4: 400 at 200 bps", 20_000, 400, "excessive");
ecm("golden vector 5: 99 at 900 bps", 1_100, 99, "within");
ecm("100 at 150.02 bps", 6_666, 100, "excessive");
ecm("100 at 149.99 bps", 6_667, 100, "within");
ecm("300 at 300 bps", 10_000, 300, "high_excessive");
ecm("300 at 299.97 bps", 10_001, 300, "excessive");
ecm("299 at 332 bps", 9_000, 299, "excessive");
// None of these is a first Mastercard chargeback of February, or a Mastercard sale of January.
sell("ecm golden vector 2: 247 bps", 5, { ...JANUARY, ordered_at: "2026-02-01T00:00:00Z" });
sell("ecm golden vector 2: 247 bps", 5, { ...JANUARY, ordered_at: "2025-12-31T23:59:59Z" });
const [visa = ""] = sell("ecm golden vector 2: 247 bps", 5, { ...JANUARY, card_network: "visa" });
const [first = "", second = "", third = "", fourth = "", fifth = ""] = vector2.slice(-5);
chargebacks.push(
  chargebackOf(visa, { received_at: "2026-02-10" }),
  chargebackOf(first, { received_at: "2026-02-10", kind: "inquiry" }),
  chargebackOf(second, { received_at: "2026-02-10", kind: "fraud_report" }),
  chargebackOf(third, { received_at: "2026-01-31T23:59:59Z" }),
  chargebackOf(third, { chargeback_id: "again", stage: "arbitration", received_at: "2026-02-10" }),
  chargebackOf(fourth, { received_at: "2026-03-01T00:00:00Z" }),
  chargebackOf(fifth, { received_at: "2026-02-10", outcome: "prevented" }),
);

const IN_WINDOW = "2026-02-10T10:00:00Z";

/** A shop of `base` orders in 30 days: disputed ones, the others confirmed. */
function marketplace(name: string, disputed: number, base: number, tier: string): string {
  const seller = `marketplace ${name}`;
  sell(seller, base - disputed, { ordered_at: "2026-01-05", completed_at: IN_WINDOW });
  for (const id of sell(seller, disputed, { ordered_at: "2026-01-05" }))
    cases.push(caseOf(id, { opened_at: IN_WINDOW }));
  expected.push({
    program: "marketplace-dispute-rate",
    seller,
    numerator: disputed,
    denominator: base,
    tier,
  });
  return seller;
}

const VECTOR_14 = "marketplace golden vector 14";
sell(VECTOR_14, 60, { completed_at: "2026-01-30T00:00:00Z", completed_by: "buyer" });
sell(VECTOR_14, 30, { completed_at: "2026-02-28T23:59:59Z", completed_by: "timeout" });
sell(VECTOR_14, 3, { completed_at: "2026-01-29T23:59:59Z", completed_by: "timeout" });
sell(VECTOR_14, 3, { completed_at: "2026-03-01T00:00:00Z", completed_by: "timeout" });
sell(VECTOR_14, 10, {}).forEach((id, index) =>
  cases.push(
    caseOf(id, {
      opened_at: index % 2 ? "2026-01-30T00:00:00Z" : "2026-02-28T23:59:59Z",
      outcome: index < 2 ? "withdrawn" : undefined,
    }),
  ),
);
expected.push({
  program: "marketplace-dispute-rate",
  seller: VECTOR_14,
  numerator: 8,
  denominator: 100,
  tier: "above_line",
  more: { rate: 0.08, raw_numerator: 10, raw_rate: 0.1, headroom: -4 },
});
marketplace("below the floor", 25, 49, "not_scored");
marketplace("at the floor", 25, 50, "serious");
marketplace("5 %", 5, 100, "above_line");
marketplace("below 5 %", 5, 101, "within");
marketplace("10 %", 10, 100, "serious");
marketplace("below 10 %", 10, 101, "above_line");

/** A shop of `sold` orders in the 60 days that end 30 days ago; answers its orders. */
function defects(name: string, sold: number, numerator: number, tier: string): string[] {
  const seller = `defects ${name}`;
  const ids = [
    ...sell(seller, sold - 1, { ordered_at: "2025-12-01T00:00:00Z" }),
    ...sell(seller, 1, { ordered_at: "2026-01-29T23:59:59Z" }),
  ];
  sell(seller, 7, { ordered_at: "2025-11-30T23:59:59Z" });
  sell(seller, 7, { ordered_at: "2026-01-30T00:00:00Z" });
  expected.push({ program: "order-defect-rate", seller, numerator, denominator: sold, tier });
  return ids;
}

// One order with a case and two chargebacks is one defect.
const [union = ""] = defects("at 1 %", 100, 1, "at_risk");
cases.push(caseOf(union));
chargebacks.push(
  chargebackOf(union, { chargeback_id: "union 1", category: "not_received" }),
  chargebackOf(union, { chargeback_id: "union 2", category: "other" }),
);
const below = defects("below 1 %", 101, 1, "within");
cases.push(caseOf(below[0] ?? "", { opened_at: "2026-02-28T23:59:59Z" }));
cases.push(caseOf(below[1] ?? "", { opened_at: "2026-03-01T00:00:00Z" }));
const exempt = defects("exempt", 100, 0, "within");
cases.push(
  caseOf(exempt[0] ?? "", { outcome: "withdrawn" }),
  caseOf(exempt[1] ?? "", { outcome: "ruled_for_seller" }),
  caseOf(exempt[2] ?? "", { outcome: "tracking_confirmed", reason: "non_delivery" }),
);
chargebacks.push(chargebackOf(exempt[3] ?? "", { category: "fraud" }));
const tracked = defects("tracking does not tell what is in the box", 100, 1, "at_risk");
cases.push(caseOf(tracked[0] ?? "", { outcome: "tracking_confirmed", reason: "not_as_described" }));

const PROGRAMS = [...new Set(expected.map(({ program }) => program))];

describe.each(["product", "command line"])("golden vectors, by the %s", (road) => {
  const found = new Map<string, Standing>();

  beforeAll(async () => {
    await inTemporaryDirectory(async (directory) => {
      const files = await writeFeeds(directory, { orders, cases, chargebacks });
      const rows =
        road === "product" ? await byProduct(files) : await byCommandLine(files, directory);
      for (const row of rows) found.set(`${row.program} ${row.seller_id}`, row);
    });
  }, 120_000);
  afterAll(() => found.clear());

  it.each(expected)("$program: $seller is $tier", (vector) => {
    const { program, seller, numerator, denominator, tier, more } = vector;
    expect(found.get(`${program} ${seller}`)).toMatchObject({
      numerator,
      denominator,
      rate: numerator / denominator,
      tier,
      ...more,
    });
  });

  it("gives golden vector 2 as 246.67 basis points", () => {
    const rate = found.get("mastercard-ecm ecm golden vector 2: 247 bps")?.rate ?? 0;
    expect(rate * 10_000).toBeCloseTo(246.67, 2);
  });

  it("names the window: a month, 30 days, and 60 days that end 30 days ago", () => {
    const windowOf = (seller: string) => {
      const row = found.get(seller);
      return [row?.window_start, row?.window_end];
    };
    expect(windowOf("mastercard-ecm defects exempt")).toEqual(["2026-02-01", "2026-03-01"]);
    expect(windowOf("marketplace-dispute-rate defects exempt")).toEqual([
      "2026-01-30",
      "2026-03-01",
    ]);
    expect(windowOf("order-defect-rate defects exempt")).toEqual(["2025-12-01", "2026-01-30"]);
  });
});

async function byProduct(files: string[]): Promise<Standing[]> {
  const database = await Database.open({ path: ":memory:" });
  try {
    await database.write(ensureSchema);
    await ingestFiles(database, { files, recordedAt: new Date("2026-03-01T06:00:00Z") });
    const rows: Standing[] = [];
    for (const program of PROGRAMS) rows.push(...(await standings(database, program, AS_OF)));
    return rows;
  } finally {
    await database.close();
  }
}

async function byCommandLine(files: string[], directory: string): Promise<Standing[]> {
  const db = ["--db", join(directory, "golden.duckdb")];
  const ingested = await plimsoll("ingest", ...files, ...db);
  expect(ingested).toMatchObject({ code: 0 });
  const rows: Standing[] = [];
  for (const program of PROGRAMS) {
    const report = await plimsoll("report", program, "--as-of", AS_OF, "--format", "json", ...db);
    expect(report).toMatchObject({ code: 0 });
    rows.push(...z.array(Standing).parse(JSON.parse(report.stdout)));
  }
  return rows;
}
