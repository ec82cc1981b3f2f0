import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findProgram } from "../../analytics/4_standings/programs.js";
import { SellersPage } from "../../server/contract/api.js";
import { ProgramPage } from "../../server/contract/programs.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";
import { Database } from "../../analytics/engine/duckdb.js";
import { fillFleet, PROGRAMS, testServer } from "./support.js";

const SELLERS = 24;
const programs = new Map(
  [...PROGRAMS, "visa-vamp", "visa-vdmp"].map((id) => [id, findProgram(id)]),
);
const database = await Database.open({ path: ":memory:", threads: 1, memoryLimit: "400MB" });
const server = await testServer({
  database,
  programs,
  snapshots: new Snapshots(database, programs, () => "2026-04-01"),
});
await fillFleet(server, SELLERS);
const { get, refused } = server;

const page = (id: string, query = "") => get(`/v1/programs/${id}${query}`, ProgramPage);
const total = async (query: string) => (await get(`/v1/sellers?${query}`, SellersPage)).total;

describe("/v1/programs/{id}", () => {
  it("says a programme in words, and counts sellers as /v1/sellers lists them", async () => {
    const found = await page("marketplace-dispute-rate");
    expect(found.as_of).toBe("2026-01-26");
    expect(found.words.lines[0]?.tiers.map(({ tier, asks }) => [tier, asks])).toEqual([
      ["above_line", "At least 5 % of orders."],
      ["serious", "At least 10 % of orders."],
    ]);
    const { id } = found;
    expect(found.tiers.map(({ tier }) => tier)).toEqual([
      "not_scored",
      "within",
      "above_line",
      "serious",
    ]);
    for (const { tier, sellers } of found.tiers)
      expect([tier, await total(`program=${id}&tier=${tier}`)]).toEqual([tier, sellers]);
    expect(found.near).toBe(await total(`program=${id}&severity=near`));
    expect(found.scored).toBe(SELLERS - (found.tiers[0]?.sellers ?? 0));
    expect(found.tiers.slice(2).every(({ sellers }) => sellers > 0)).toBe(true);
    expect(found.lines_sellers).toEqual([{ lines: "general", sellers: SELLERS }]);
  });

  it("gives the version that judges on a day, among all of them", async () => {
    const before = await page("visa-vamp", "?as_of=2026-04-01");
    expect([before.version, before.line_rate, before.evaluated_on]).toEqual([
      "2025-10",
      0.022,
      "2026-04-01",
    ]);
    const after = await page("visa-vamp", "?as_of=2026-05-02");
    expect([after.version, after.line_rate, after.evaluated_on]).toEqual([
      "2026-04",
      0.015,
      "2026-05-01",
    ]);
    expect(after.versions.map(({ version, from, until }) => [version, from, until])).toEqual([
      ["2026-04", "2026-04-01", null],
      ["2025-10", "2025-10-01", "2026-04-01"],
      ["2025-06", "2025-06-01", "2025-10-01"],
    ]);
    expect(after.sources[0]).toMatchObject({ confidence: "A*", retrieved: "2026-11-21" });
    expect(after.leaves_out.length).toBeGreaterThan(3);
  });

  it("shows one that is not in force, of which nobody is judged", async () => {
    const found = await page("visa-vdmp");
    expect(found).toMatchObject({ version: "2025-03", in_force: false, scored: 0 });
    expect(found.versions.map(({ in_force }) => in_force)).toEqual([false]);
    expect((await page("visa-vdmp", "?as_of=2025-03-15")).in_force).toBe(true);
  });

  it("refuses a programme that there is not, and a parameter that it has not", async () => {
    expect((await refused(404, "/v1/programs/vamp")).detail).toMatch(
      /^there is no programme vamp; there are marketplace-dispute-rate, /,
    );
    expect((await refused(400, "/v1/programs/visa-vamp?day=2026-01-01")).parameter).toBe("day");
  });
});

it("publishes the JSON Schema of programme files", async () => {
  const schema = await get("/v1/programs/schema.json", z.looseObject({ title: z.string() }));
  expect(schema.title).toBe("A programme of Plimsoll");
  const { valid } = new Validator(schema as object, "2020-12").validate({ id: "x" });
  expect(valid).toBe(false);
});
