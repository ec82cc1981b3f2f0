import { describe, expect, it } from "vitest";
import { scoreInWords } from "../../../analytics/4_standings/program/words/parts.js";
import type { ServiceScore } from "../../../analytics/4_standings/service-score/contract.js";
import { withDatabase } from "../../support/database.js";
import { ingestRows, type FeedRow } from "../../support/files.js";
import { DAILY, dailyScores, same, serviceScore } from "../../support/service-score.js";

type Level = NonNullable<ServiceScore["level"]>;

/** The levels of anna as of some days, with a seller beside her so that batches are never empty. */
const levels = (rows: FeedRow<"scores">[], days: readonly string[], program = DAILY) =>
  withDatabase(async (database) => {
    await ingestRows(database, { scores: [...rows, ...dailyScores("2020-01-01", [50], "bob")] });
    const found: Level[] = [];
    for (const day of days) {
      const { level } = await serviceScore(database, "anna", day, { program });
      found.push(level as Level);
    }
    return found;
  });

const brief = ({ set_on, month, average, scored_days, days, tier }: Level["current"]) => [
  set_on,
  month,
  average,
  `${scored_days} of ${days}`,
  tier,
];

describe("a level", () => {
  const december = dailyScores("2025-12-01", same(85, 31));
  const january = dailyScores("2026-01-01", same(95, 31));
  const february = dailyScores("2026-02-01", same(40, 10));
  const rows = [...december, ...january, ...february];

  it("holds until the 2nd, is set on the 3rd from last month's daily scores, and stays", async () => {
    const [second, third, fourth] = await levels(rows, ["2026-02-02", "2026-02-03", "2026-02-04"]);
    const ofDecember = ["2026-01-03", "2025-12-01", 85, "31 of 31", "good"];
    const ofJanuary = ["2026-02-03", "2026-01-01", 95, "31 of 31", "within"];
    expect(brief(second!.current)).toEqual(ofDecember);
    expect(brief(third!.current)).toEqual(ofJanuary);
    expect(brief(fourth!.current)).toEqual(ofJanuary);
    expect(third!.history.map(brief).slice(0, 3)).toEqual([
      ofJanuary,
      ofDecember,
      ["2025-12-03", "2025-11-01", null, "0 of 30", "not_scored"],
    ]);
    expect(third!.history).toHaveLength(6);
  });

  it("is known a day before it is set, as the month is over", async () => {
    const [second] = await levels(rows, ["2026-02-02"]);
    expect(brief(second!.next)).toEqual(["2026-02-03", "2026-01-01", 95, "31 of 31", "within"]);
    expect(second!.next).toMatchObject({ days_left: 0, better: null });
    expect(second!.says).toEqual([
      "The level is good, set on 3 January 2026 from the average of December: 85 over 31 days.",
      "On 3 February 2026 it is set from the average of January: 95 over 31 days, which is excellent.",
    ]);
  });

  it("to come is told from the days so far, the day itself included", async () => {
    const [fourth] = await levels(rows, ["2026-02-04"]);
    expect(brief(fourth!.next)).toEqual(["2026-03-03", "2026-02-01", 40, "4 of 28", "not_scored"]);
    expect(fourth!.next.days_left).toBe(24);
    expect(fourth!.says.at(-1)).toBe(
      "On 3 March 2026 it is set from the average of February: 40 over 4 days so far; it takes 10 days with a score.",
    );
  });

  it("tells what every day left must reach for a better one, while it can", async () => {
    const scores = dailyScores("2026-02-01", same(70, 28));
    const [tenth, last] = await levels(scores, ["2026-02-18", "2026-02-19"]);
    // (28 days at 80 - 18 at 70) over 10 days; a day later it would take 101.
    expect(tenth!.next.better).toEqual({
      tier: "good",
      name: "good",
      severity: "near",
      needed: 98,
    });
    expect(tenth!.says.at(-1)).toBe("With 98 on average over the 10 days left it becomes good.");
    expect(last!.next.better).toBeNull();
  });

  it("counts the 29th of February in a leap year", async () => {
    const ninety = dailyScores("2028-02-01", [...same(90, 28), 61]);
    const [leap] = await levels(ninety, ["2028-03-03"]);
    expect(brief(leap!.current)).toEqual(["2028-03-03", "2028-02-01", 89, "29 of 29", "good"]);
    const [plain] = await levels(dailyScores("2027-02-01", [...same(90, 28), 61]), ["2027-03-03"]);
    expect(brief(plain!.current)).toEqual(["2027-03-03", "2027-02-01", 90, "28 of 28", "within"]);
  });

  it("leaves out days without a score, and is none with fewer than ten of them", async () => {
    const ten = dailyScores("2026-01-05", [...same(100, 5), null, null, ...same(80, 5)]);
    const [enough] = await levels(ten, ["2026-02-03"]);
    expect(brief(enough!.current)).toEqual(["2026-02-03", "2026-01-01", 90, "10 of 31", "within"]);
    const [few] = await levels(ten.slice(1), ["2026-02-03"]);
    expect(few!.current).toMatchObject({
      scored_days: 9,
      tier: "not_scored",
      severity: "not_scored",
      name: "not scored",
    });
    expect(few!.says[0]).toBe(
      "No level was set on 3 February 2026: January had 9 days with a score, and it takes 10.",
    );
  });

  it("tells since when it has been the same", async () => {
    const months = [
      ...dailyScores("2025-10-01", same(70, 31)),
      ...dailyScores("2025-11-01", same(95, 92)),
    ];
    const [since] = await levels(months, ["2026-02-10"]);
    expect([since!.since, since!.since_or_earlier]).toEqual(["2025-12-03", false]);
    expect(since!.says[1]).toBe("It has been excellent since 3 December 2025.");
    const always = dailyScores("2025-06-01", same(95, 260));
    const [long] = await levels(always, ["2026-02-10"]);
    expect([long!.since, long!.since_or_earlier]).toEqual(["2025-09-03", true]);
    expect(long!.says[1]).toBe("It has been excellent since 3 September 2025 or longer.");
  });

  it("is exactly on its line what the line says, whatever binary fractions make of it", async () => {
    const [exact] = await levels(dailyScores("2026-01-01", same(89.9999, 31)), ["2026-02-03"]);
    expect(exact!.current.tier).toBe("good");
    expect(exact!.says[0]).toContain("89.9 over 31 days");
    const thirds = [...same(90.1, 15), ...same(89.9, 15), 90];
    const [line] = await levels(dailyScores("2026-01-01", thirds), ["2026-02-03"]);
    expect([line!.current.average, line!.current.tier]).toEqual([90, "within"]);
  });

  it("is set on another day where the programme says so, and on none where it says nothing", async () => {
    const { level: _, ...plain } = DAILY.score;
    const late = { ...DAILY, score: { ...plain, level: { ...DAILY.score.level!, day: 20 } } };
    const [before, after] = await levels(rows, ["2026-01-19", "2026-02-20"], late);
    expect([before!.current.set_on, after!.current.set_on]).toEqual(["2025-12-20", "2026-02-20"]);
    expect(await levels(rows, ["2026-02-04"], { ...DAILY, score: plain })).toEqual([null]);
  });

  it("is said where the programme is explained", () => {
    expect(scoreInWords(DAILY.score).at(-1)).toBe(
      "A level is set on the 3rd of each month from the average of the daily scores of the month before, of which at least 10 days must have a score.",
    );
  });

  it("is judged by the version in force on the day that it was set", async () => {
    const { earlier: _, ...newest } = DAILY;
    const strict = newest.tiers.map((tier) =>
      tier.id === "good" ? { ...tier, gates: { points: { below: 96 } } } : tier,
    );
    const program = {
      ...newest,
      version: "2",
      effective: { from: "2026-02-02", until: null },
      tiers: strict,
      earlier: [{ ...newest, effective: { from: null, until: "2026-02-02" } }],
    };
    const november = dailyScores("2025-11-01", same(95, 30));
    const [then] = await levels([...rows, ...november], ["2026-02-03"], program);
    expect(then!.history.slice(0, 3).map(({ tier }) => tier)).toEqual(["good", "good", "within"]);
  });
});
