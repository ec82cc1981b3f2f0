import { copyFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { Database } from "../../../analytics/engine/duckdb.js";
import { ingestFiles } from "../../../ingest/ingest.js";
import { Projection } from "../../../analytics/4_standings/projection.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";
import { ingestShop } from "./shop.js";

const at = testDirectory();
const PROGRAM = "marketplace-dispute-rate";
let db: string;

beforeAll(async () => {
  db = await ingestShop(at);
});

const seller = (...options: string[]) => plimsoll("seller", "zed", "--db", db, ...options);

describe("seller --program", () => {
  it("says in words how far the lines are, the way back, the fees and today's pace", async () => {
    const { code, stdout } = await seller("--program", PROGRAM);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "zed in Cross-border dispute rate, as of 2026-02-16",
      "",
      "As last evaluated on 2026-02-16, window 2026-01-17 to before 2026-02-16:",
      "  serious: 12 of 60, 20 %; month 1 in the programme",
      "  Note: the data begin after the window does.",
      "  above the line: 10 fewer would have kept the seller out; 181 more orders without a defect bring the seller out of it",
      "  serious: 7 fewer would have kept the seller out; 61 more orders without a defect bring the seller out of it",
      "",
      "It looks every day, so the next evaluation is this one.",
      "  181 more orders without a defect bring it out of every tier, if no defect follows.",
      "",
      "If nothing more happened:",
      "  out on 2026-03-13",
      "",
      "Fees of this month, if it were evaluated now:",
      "  none",
      "",
      "At today's pace by 2026-03-18, window 2026-02-16 to before 2026-03-18 (estimate):",
      "  24 more defects in 30 days, as in the last 15; 0 of what is known now stay",
      "  serious: 24 of 120, 20 %; with 95 % probability 11 to 44",
      "  above the line is met with a probability of more than 99 %",
      "  serious is met with a probability of 96 %",
      "",
    ]);
  });

  it("gives the same as one row that its contract describes", async () => {
    const [row] = json<unknown[]>(await seller("--program", PROGRAM, "--format", "json"));
    const projection = Projection.parse(row);
    expect(projection).toMatchObject({ seller_id: "zed", clear_on: "2026-03-13" });
    const { stdout } = await seller("--program", PROGRAM, "--format", "csv");
    expect(stdout.split("\n")[0]).toBe(Object.keys(Projection.shape).join(","));
  });

  it("says why nothing is estimated, and what a programme that looks monthly makes of now", async () => {
    const { stdout } = await seller("--program", "mastercard-ecm", "--as-of", "2026-02-03");
    expect(stdout).toContain("At the next evaluation on 2026-03-01");
    expect(stdout).toContain("No estimate: too few days are known of this seller to tell a pace.");
  });

  it.each([
    [["nobody", "--program", PROGRAM], 1, "plimsoll: no order of a seller nobody is known"],
    [["zed", "--program", "none"], 1, /^plimsoll: no programme is called none; there are /],
    [
      ["zed", "--program", PROGRAM, "--evaluation", "current"],
      2,
      "plimsoll: --program shows the current and the projected evaluation: leave out --evaluation",
    ],
    [["zed", "--evaluation", "soon"], 2, /Allowed choices are current, projected/],
  ])("refuses %j", async (argv, code, message) => {
    const result = await plimsoll("seller", ...argv, "--db", db);
    expect(result.code).toBe(code);
    expect(result.stderr.split("\n").at(-1)).toMatch(message);
  });
});

describe("a decision on a past day", () => {
  const DAY = ["--as-of", "2026-02-16", "--known-at", "2026-11-21T12:00:00Z"];
  const QUESTIONS = [
    ["report", PROGRAM, "--format", "csv", ...DAY],
    ["report", "order-defect-rate", "--format", "json", ...DAY],
    ["report", "mastercard-ecm", "--format", "csv", "--evaluation", "projected", ...DAY],
    ["report", PROGRAM, "--format", "json", "--known-at", "2026-11-21T12:00:00Z"],
    ["seller", "zed", "--format", "csv", ...DAY],
    ["seller", "zed", "--format", "json", "--program", PROGRAM, ...DAY],
    ["alerts", "--format", "csv", "--known-at", "2026-11-21T12:00:00Z"],
  ];

  it("is reproduced to the byte after corrections, deletions, other currencies and older data", async () => {
    const grown = at("grown.duckdb");
    await plimsoll("alerts", "--db", db);
    copyFileSync(db, grown);
    const ask = async (path: string) => {
      const answers: string[] = [];
      for (const argv of QUESTIONS) answers.push((await plimsoll(...argv, "--db", path)).stdout);
      return answers;
    };
    const before = await ask(db);
    writeFileSync(
      at("late-orders.csv"),
      [
        "order_id,seller_id,buyer_id,ordered_at,amount,currency,completed_at,updated_at,deleted",
        "z20,amy,moved,2026-02-01T09:00:00Z,20.00,USD,2026-02-10T09:00:00Z,2026-05-01,",
        "z21,zed,gone,2026-02-01T09:00:00Z,20.00,USD,2026-02-10T09:00:00Z,2026-05-01,true",
        "old,zed,early,2024-02-01T09:00:00Z,20.00,EUR,2024-02-10T09:00:00Z,2026-05-01,",
        "new,eve,late,2026-06-01T09:00:00Z,20.00,JPY,2026-06-10T09:00:00Z,2026-06-11,",
        "",
      ].join("\n"),
    );
    writeFileSync(
      at("late-cases.csv"),
      [
        "case_id,order_id,reason,opened_at,updated_at,outcome,closed_at",
        "c0,z0,non_delivery,2026-02-11T09:00:00Z,2026-05-01,withdrawn,2026-02-14",
        "c99,a1,non_delivery,2026-02-12T09:00:00Z,2026-05-01,,",
        "c98,old,non_delivery,2024-02-12T09:00:00Z,2026-05-01,,",
        "",
      ].join("\n"),
    );
    await later(grown, at("late-orders.csv"), at("late-cases.csv"));
    const after = await ask(grown);
    expect(after).toEqual(before);
    expect(before.every((text) => text.length > 100)).toBe(true);
    // What is known now differs.
    const now = await plimsoll(
      "report",
      PROGRAM,
      "--format",
      "csv",
      "--db",
      grown,
      ...DAY.slice(0, 2),
    );
    expect(now.stdout).not.toBe(before[0]);
  });
});

/** Ingests files as a batch of the next year. */
async function later(path: string, ...files: string[]): Promise<void> {
  const database = await Database.open({ path });
  try {
    await ingestFiles(database, { files, recordedAt: new Date("2027-01-01T00:00:00Z") });
  } finally {
    await database.close();
  }
}
