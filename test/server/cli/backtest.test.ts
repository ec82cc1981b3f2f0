import { writeFileSync } from "node:fs";
import { tableFromIPC } from "apache-arrow";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import {
  BacktestResult,
  BacktestSeller,
} from "../../../analytics/4_standings/backtest/contract.js";
import { writeFeeds } from "../../support/files.js";
import { CASES, HAND_PROGRAMS, ORDERS } from "../../support/hand-market.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll, plimsollProcess } from "./plimsoll.js";

const at = testDirectory();
const [patient, strict] = ["patient.yaml", "strict.yaml"].map(at) as [string, string];
const RANGE = ["--from", "2026-01-11", "--to", "2026-01-26"];
let db: string;

beforeAll(async () => {
  db = at("hand.duckdb");
  const files = await writeFeeds(at("."), { orders: ORDERS!, cases: CASES });
  await plimsoll("ingest", ...files, "--db", db);
  writeFileSync(patient, HAND_PROGRAMS.patient);
  writeFileSync(strict, HAND_PROGRAMS.strict);
});

const backtest = (...more: string[]) =>
  plimsoll("backtest", "--db", db, "--program", patient, "--against", strict, ...RANGE, ...more);

describe("backtest", () => {
  it("prints all of it as JSON, and says on stderr by which knowledge", async () => {
    const result = await backtest("--format", "json");
    const { items, by_day, a, b } = BacktestResult.parse(json(result));
    expect(by_day).toHaveLength(15);
    expect([a.program, b.program]).toEqual(["patient", "strict"]);
    expect(items.map((row) => [row.seller_id, row.a_days_flagged, row.b_days_flagged])).toEqual([
      ["anna", 10, 5],
    ]);
    expect(result.stderr).toContain(
      "as of each day only what had happened before it counts, whenever it was recorded (the first batch is of 2026-11-21); choose with --knowledge",
    );
    expect(result.stderr).toContain(
      "patient: until 2026-01-12 its windows begin before the ledger",
    );
    expect((await backtest("--knowledge", "recorded")).stderr).toContain(
      "as of each day only batches recorded by its end count",
    );
  });

  it("prints a row per seller as CSV and Arrow, money and spells as JSON text", async () => {
    const [row] = parse((await backtest("--format", "csv")).stdout, { columns: true }) as Record<
      string,
      string
    >[];
    expect(Object.keys(row!)).toEqual(Object.keys(BacktestSeller.shape));
    expect(row).toMatchObject({ seller_id: "anna", a_first_flagged: "2026-01-13", b_spells: "1" });
    expect(JSON.parse(row!["a_revenue"]!)).toEqual([{ currency: "USD", amount: 20_000 }]);
    const { bytes } = await backtest("--format", "arrow");
    expect(tableFromIPC(bytes).get(0)?.toJSON()).toMatchObject({ a_days_flagged: 10n });
  });

  it("draws both side by side, and the sellers about whom they differ", async () => {
    writeFileSync(at("truth.csv"), "seller_id,kind,is_risky\nanna,bad,true\nbob,bad,true\n");
    const { stdout } = await backtest("--truth", at("truth.csv"));
    expect(stdout).toContain("A: patient, Cross-border dispute rate (1: 2026-01-11 – 2026-01-26)");
    expect(stdout).toMatch(/sellers flagged +│ 1 +│ 1 /);
    expect(stdout).toMatch(/defects that came while flagged +│ USD 5.00 +│ none/);
    expect(stdout).toMatch(/right, wrong, missed +│ 1, 0, 1 +│ 1, 0, 1/);
    expect(stdout).toContain("Flagged by both 1, only by A 0, only by B 0, by neither 1.");
    expect(stdout).toContain(
      "Of the days on which either had a seller flagged, both had on 50.0 %.",
    );
    expect(stdout).toMatch(/anna +│ 2026-01-13 │ +10 │/);
    const none = await plimsoll(
      "backtest",
      "--db",
      db,
      "--program",
      patient,
      "--against",
      patient,
      ...RANGE,
    );
    expect(none.stdout).toContain("They differ about no seller.");
  });

  it("shows its progress on stderr, where no terminal is in plain lines", async () => {
    const argv = ["backtest", "--db", db, "--program", patient, "--against", strict, ...RANGE];
    const { code, stderr } = await plimsollProcess(argv);
    expect(code).toBe(0);
    const lines = stderr.split("\n");
    expect(lines.slice(0, 3)).toEqual(["reading the ledger", "walking the days", "adding up"]);
  });
});

describe("a backtest that cannot be", () => {
  const failing = async (...argv: string[]) => {
    const { code, stdout, stderr } = await plimsoll("backtest", "--db", db, ...argv);
    expect(stdout).toBe("");
    return [code, stderr] as const;
  };

  it("names every problem of a file", async () => {
    writeFileSync(
      at("wrong.yaml"),
      "extends: marketplace-dispute-rate\nid: wrong\nfloor: { denominator: 0 }\nwindow: { kind: fortnight }\n",
    );
    const [code, said] = await failing(
      "--program",
      patient,
      "--against",
      at("wrong.yaml"),
      ...RANGE,
    );
    expect(code).toBe(1);
    for (const place of ["version", "floor.denominator", "window"])
      expect(said).toContain(`${place}`);
    expect(said.split("wrong.yaml").length).toBeGreaterThan(3);
  });

  it.each([
    [
      ["--program", "nobody", "--against", "order-defect-rate", ...RANGE],
      1,
      /no programme is called nobody/,
    ],
    [["--program", "order-defect-rate", ...RANGE], 2, /--against/],
    [
      [
        "--program",
        "order-defect-rate",
        "--against",
        "order-defect-rate",
        "--from",
        "2025-06-01",
        "--to",
        "2025-07-01",
      ],
      1,
      /history, which begins on 2026-01-02/,
    ],
    [
      [
        "--program",
        "order-defect-rate",
        "--against",
        "order-defect-rate",
        "--from",
        "2026-01-20",
        "--to",
        "2026-01-20",
      ],
      1,
      /is not after/,
    ],
    [
      [
        "--program",
        "order-defect-rate",
        "--against",
        "order-defect-rate",
        "--from",
        "2026-01-32",
        "--to",
        "2026-02-20",
      ],
      2,
      /day that exists/,
    ],
    [
      [
        "--program",
        "order-defect-rate",
        "--against",
        "order-defect-rate",
        ...RANGE,
        "--known-at",
        "2026-01-01",
      ],
      1,
      /nothing had been recorded/,
    ],
    [
      [
        "--program",
        "order-defect-rate",
        "--against",
        "order-defect-rate",
        ...RANGE,
        "--truth",
        "none.csv",
      ],
      1,
      /none.csv: cannot be read/,
    ],
  ])("is refused: %o", async (argv, code, said) => {
    const [exit, stderr] = await failing(...argv);
    expect([exit, stderr]).toEqual([code, expect.stringMatching(said)]);
  });

  it("says what a truth file lacks", async () => {
    writeFileSync(at("lacking.csv"), "seller,is_risky\nanna,true\n");
    writeFileSync(at("odd.csv"), "seller_id,is_risky\nanna,true\nbob,perhaps\n");
    expect((await backtest("--truth", at("lacking.csv"))).stderr).toContain("lacks seller_id");
    expect((await backtest("--truth", at("odd.csv"))).stderr).toContain(
      "row 3: is_risky is perhaps",
    );
  });
});
