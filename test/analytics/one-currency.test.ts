import { describe, expect, it } from "vitest";
import { parseProgram } from "../../analytics/4_standings/programs.js";
import { readStandings } from "../../analytics/4_standings/standings.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { prepareDatabase } from "../../ingest/prepare.js";
import { ingestRows } from "../../ingest/rows.js";

const byValue = `
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
denominator: { measures: [orders_settled], by: event_date }
window: { kind: rolling_days, days: 30 }
tiers: [{ id: high, name: high, severity: above, gates: { rate: 0.01 } }]
`;

const order = (id: string, currency: string) =>
  JSON.stringify({
    order_id: id,
    seller_id: "s",
    buyer_id: "b",
    ordered_at: "2026-01-05",
    amount: "10.00",
    currency,
  });

async function standingsOf(...currencies: string[]) {
  const database = await Database.open({ path: ":memory:" });
  try {
    await database.write(prepareDatabase);
    const documents = currencies.map((currency, index) => order(`o${index}`, currency));
    await ingestRows(database, {
      feed: "orders",
      documents,
      recordedAt: new Date(0),
      name: "test",
    });
    const program = parseProgram(byValue, "value.yaml");
    return await database.read((session) =>
      readStandings(session, program, { asOf: "2026-01-10", knownBatch: 1 }),
    );
  } finally {
    await database.close();
  }
}

describe("a programme over amounts", () => {
  it("adds minor units of its reporting currency", async () => {
    expect(await standingsOf("USD", "USD")).toMatchObject([{ denominator: 2000, numerator: 0 }]);
  });

  it("refuses to add another currency to it without a rate", async () => {
    await expect(standingsOf("USD", "JPY")).rejects.toThrow(
      "no exchange rate for JPY on 2026-01-05",
    );
  });

  it("states its reporting currency", () => {
    expect(() =>
      parseProgram(byValue.replace("reporting_currency: USD\n", ""), "value.yaml"),
    ).toThrow("value.yaml: reporting_currency:");
  });
});
