import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  ServiceScore,
  ServiceScoreDay,
  ServiceScorePart,
} from "../../../analytics/4_standings/service-score/contract.js";
import { writeFeeds } from "../../support/files.js";
import { AS_OF, others, shopFeeds } from "../../support/service-score.js";
import { testDirectory } from "./directory.js";
import { json, plimsoll } from "./plimsoll.js";

const at = testDirectory();
const db = at("score.duckdb");
const score = (...options: string[]) => plimsoll("score", ...options, "--db", db, "--as-of", AS_OF);

beforeAll(async () => {
  const feeds = shopFeeds({
    four: { notSold: 8 },
    two: { notSold: 4 },
    small: { orders: 3 },
    ...others(4),
  });
  const files = await writeFeeds(at("."), feeds);
  await plimsoll("ingest", ...files, "--db", db);
});

describe("plimsoll score", () => {
  it("R24: prints the parts, the level and what to do next, in words", async () => {
    const { code, stdout, stderr } = await score("two");
    expect(code).toBe(0);
    const [title, verdict, level] = stdout.split("\n");
    expect(title).toBe("two: Seller service score as of 2026-03-01");
    expect(verdict).toBe("87.5 of 100 points, which alone would be good.");
    expect(level).toBe(
      "No level was set on 3 February 2026: January had no day with a score, and it takes 10.",
    );
    expect(stdout).toMatch(/│ Deals not sold +│ +12\.5 │ +25 │ +0\.04 │ +0\.02 │ +2 │ +4 │ +100 │/);
    expect(stdout).toMatch(/│ Ratings: logistics .*No figures in 30 days\. +│/);
    expect(stdout).toContain("What to do next:\n1. Deals not sold (+12.5)");
    expect(stdout).toContain(
      "with 3 fewer of the 4 that counted.\n   1 fewer would reach excellent (90).",
    );
    expect(stdout).toContain("How the shop is prepared:\nunknown Shop policies are filled in");
    expect(stderr).toContain("service-score: its figures are unverified");
  });

  it("R23: says of a small seller that it is not scored, not that it is good", async () => {
    const { stdout } = await score("small");
    expect(stdout).toContain(
      "Not scored, which is neither good nor bad. None of the 6 parts can be scored; it takes at least 3.",
    );
    expect(stdout).toContain("3 of the 50 orders that it takes, in 30 days.");
    expect(stdout).not.toContain("excellent");
    expect(stdout).not.toContain("What to do next");
  });

  it("prints all of it as JSON, parts and trend as rows", async () => {
    const [whole] = ServiceScore.array().parse(json(await score("two", "--format", "json")));
    const parts = (await score("two", "--format", "csv")).stdout.trimEnd().split("\n");
    expect(parts[0]).toBe(Object.keys(ServiceScorePart.shape).join(","));
    expect(parts).toHaveLength(7);
    const trend = ServiceScoreDay.array().parse(
      json(await score("two", "--trend", "--format", "json")),
    );
    expect(trend).toEqual(whole?.items);
    const days = (await score("two", "--trend")).stdout;
    expect(days).toMatch(/│ 2026-02-15 │ +│ not scored │\n│ 2026-02-16 │ 87\.5 +│ good +│/);
  });

  it("takes a programme from a file, and none that is no score", async () => {
    const shown = await plimsoll("programs", "show", "service-score", "--format", "yaml");
    writeFileSync(at("mine.yaml"), shown.stdout.replace("id: service-score", "id: mine"));
    const [mine] = json<ServiceScore[]>(
      await score("two", "--program", at("mine.yaml"), "--format", "json"),
    );
    expect(mine).toMatchObject({ program: "mine", state: "scored" });
    const { code, stderr } = await score("two", "--program", "mastercard-ecm");
    expect([code, stderr]).toEqual([
      2,
      "plimsoll: mastercard-ecm is no score: name a programme of kind score, as service-score",
    ]);
  });

  it("fails for a seller that it does not know, and for a time before everything", async () => {
    const unknown = await score("nobody");
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      "plimsoll: no order of a seller nobody is known",
    ]);
    const early = await score("two", "--known-at", "2020-01-01");
    expect(early.code).toBe(1);
    expect(early.stderr).toContain("nothing had been recorded by 2020-01-01");
  });

  it("teaches by example", async () => {
    const { code, stdout } = await plimsoll("score", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: plimsoll score [options] <seller>");
    expect(stdout).toContain("Examples:\n  plimsoll score S-1042");
    expect(stdout).toContain("neither good nor bad");
  });
});
