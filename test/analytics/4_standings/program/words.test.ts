import { describe, expect, it } from "vitest";
import { measures } from "../../../../analytics/2_ledger/measures.js";
import { vocabularyOf } from "../../../../analytics/2_ledger/vocabulary.js";
import { wordsOf } from "../../../../analytics/4_standings/program/words.js";
import {
  findProgram,
  parseProgram,
  shippedPrograms,
} from "../../../../analytics/4_standings/programs.js";
import { versionsOf } from "../../../../analytics/4_standings/program.js";
import { sentencesOf } from "../../../../server/program-profile.js";
import { GOOD, spoilt } from "./yaml.js";

const words = (text: string) => wordsOf(parseProgram(text, "words.yaml"));
const asks = (text: string) => words(text).lines[0]?.tiers[0]?.asks;
/** The first tier, by itself. */
const tier = (gates: string) =>
  asks(spoilt("gates: { rate: 0.02 }", gates).replace(/ {2}- id: worse\n(.*\n)*/, ""));

describe("a rate in words", () => {
  it("is Mastercard's", () => {
    const found = wordsOf(findProgram("mastercard-ecm"));
    expect(found.formula).toEqual([
      "First chargebacks, divided by orders paid.",
      "Both by the day on which it happened.",
      "Left out of the numerator as soon as it is known: resolved before it became a dispute. The raw figure keeps it.",
      "The denominator is that of 1 month before.",
      "Only cards of Mastercard.",
    ]);
    expect([found.window, found.evaluation]).toEqual([
      "Over the last full calendar month.",
      "Judged on the 1st of each month; a standing holds until the next one.",
    ]);
    expect(found.lines.map(({ who, tiers }) => [who, tiers.map((each) => each.asks)])).toEqual([
      [
        "All sellers",
        [
          "At least 1.5 % of orders paid and at least 100 chargebacks.",
          "At least 3 % of orders paid and at least 300 chargebacks.",
        ],
      ],
    ]);
    expect(found.notes).toEqual([
      "A seller is shown as near from 75 % of the first tier’s figures on.",
      "Left only after 3 months in a row without any tier.",
    ]);
    expect(found.fees).toEqual([
      "Excessive (ECM), each month: USD 1,000 from month 2, USD 5,000 from month 4, USD 25,000 from month 7, USD 50,000 from month 12 and USD 100,000 from month 19.",
      "High excessive (HECM), each month: USD 1,000 from month 2, USD 2,000 from month 3, USD 10,000 from month 4, USD 50,000 from month 7, USD 100,000 from month 12 and USD 200,000 from month 19.",
      "Issuer recovery: USD 5 each beyond the first 300, from month 4.",
      "From processors (B). The first month is free.",
    ]);
  });

  it("is Visa's, with lines by region", () => {
    const found = wordsOf(findProgram("visa-vamp"));
    expect(found.formula.slice(0, 1)).toEqual([
      "Fraud reports of banks and first chargebacks, divided by orders paid.",
    ]);
    expect(found.formula.slice(3)).toEqual([
      "An order with several of them counts several times.",
      "Only cards of Visa.",
      "Only where the card was not present or that is not known.",
      "Money is compared in USD.",
    ]);
    expect(found.lines.map(({ who }) => who)).toEqual([
      "Sellers of US, CA, EU, AP and AU, and those whose region is not known",
      "Sellers of LAC",
      "Sellers of CEMEA",
    ]);
    expect(found.lines[2]?.tiers[0]?.asks).toBe(
      "At least 2.2 % of orders paid, at least 150 fraud reports and chargebacks, and at least USD 75,000 in them.",
    );
    expect(found.notes.at(-1)).toBe(
      "Sellers of any other region are not scored: there are no figures for them.",
    );
    expect(found.fees[1]).toBe(
      "Free in the first 3 months, if the seller was in no tier in the 12 months before.",
    );
  });

  it("counts money, reasons and sales less refunds", () => {
    expect(wordsOf(findProgram("paypal-dispute-ratio"))).toMatchObject({
      formula: [
        "The money in cases submitted to the platform's ruling and first chargebacks, divided by the money in orders paid less refunds whose money went back to the buyer.",
        "Both by the day on which it happened.",
        "In the numerator only those for non-delivery, for goods not received or for goods not as described count.",
        "Left out of the numerator as soon as it is known: resolved before it became a dispute. The raw figure keeps it.",
        "Money is compared in USD.",
      ],
      window: "Over the last 3 full calendar months.",
    });
  });

  it.each([
    [
      "gates: { rate: { above: 0.02 }, distinct_buyers: 5 }",
      "More than 2 % of orders paid and orders with a case from at least 5 different buyers.",
    ],
    [
      "gates: { count: 3, distinct_buyers: { above: 2 } }",
      "At least 3 orders with a case and from more than 2 different buyers.",
    ],
    [
      "gates: { rate: { below: 0.8 }, denominator: 30 }",
      "Less than 80 % of orders paid and at least 30 orders paid.",
    ],
    ["gates: { count: { below: 3 } }", "Fewer than 3 orders with a case."],
    [
      "gates: { rate_low: 0.015, denominator_count: { at_most: 9 } }",
      "At most 9 orders paid and at least 1.5 % at the lower end of the 95 % interval.",
    ],
    ["gates: { rate: 0.02 }\n    periods: 3", "At least 2 % of orders paid, in 3 days in a row."],
    [
      "pieces: [{ from: 0, gates: { count: { above: 3 } } }, { from: 300, gates: { rate: 0.01 } }]",
      "Below 300 orders paid: more than 3 orders with a case. From 300 orders paid: at least 1 % of orders paid.",
    ],
  ])("asks by %s", (gates, sentence) => {
    expect(tier(gates)).toBe(sentence);
  });

  it.each([
    [
      "{ kind: rolling_days, days: 60, lag_days: 30 }",
      "Over the 60 days that ended 30 days before the day of judgement.",
      "Judged every day.",
    ],
    [
      "{ kind: full_weeks, weeks: 1 }",
      "Over the last full week, Monday to Sunday.",
      "Judged on Mondays; a standing holds until the next one.",
    ],
    [
      "{ kind: best_of, windows: [{ kind: full_months, months: 6 }, { kind: full_months, months: 12 }] }",
      "Over whichever is best for the seller: the last 6 full calendar months or the last 12 full calendar months.",
      "Judged on the 1st of each month; a standing holds until the next one.",
    ],
    [
      "{ kind: adaptive, probe: { kind: full_months, months: 3 }, at_least: 400, then: { kind: full_months, months: 3 }, otherwise: { kind: full_months, months: 12 } }",
      "Over the last 3 full calendar months for sellers with at least 400 orders paid in the last 3 full calendar months; for the others the last 12 full calendar months.",
      "Judged on the 1st of each month; a standing holds until the next one.",
    ],
  ])("looks over %s", (window, sentence, evaluation) => {
    const found = words(spoilt("{ kind: rolling_days, days: 30 }", window));
    expect([found.window, found.evaluation]).toEqual([sentence, evaluation]);
  });

  it("says who is not judged, who peers are, and what a scope leaves out", () => {
    const found = words(
      spoilt(
        "tiers:\n",
        "floor: { denominator: 50 }\nscope: { except_regions: [DE], category: [toys] }\nevaluation: { every: month, day: 20 }\npeers: { by: category }\napplies_to: { regions: [US] }\nexit: { clean_periods: 2 }\ntiers:\n",
      ),
    );
    expect(found.formula.slice(-2)).toEqual(["Not orders of DE.", "Only orders in toys."]);
    expect(found.evaluation).toMatch(/^Judged on the 20th of each month/);
    expect(found.notes).toEqual([
      "With fewer than 50 orders paid a seller is not scored, which is not the same as good.",
      "Sellers of other regions, and those whose region is not known, are not scored: there are no figures for them.",
      "Peers are the sellers of the same category; with fewer than 5 there is no average.",
      "Left only after 2 months in a row without any tier.",
    ]);
  });
});

const head = GOOD.slice(GOOD.indexOf("version:"), GOOD.indexOf("unit:"));
const rate = GOOD.slice(GOOD.indexOf("unit:"), GOOD.indexOf("tiers:"));
const indented = rate.replaceAll(/^(?=.)/gm, "      ").trimStart();

describe("points and scores in words", () => {
  it("add up, and are forgotten", () => {
    const found = words(`id: points
kind: points
${head}tiers: [{ id: out, name: out, severity: severe, gates: { points: 48 } }]
points:
  direction: accumulate
  reset: { kind: days, days: 90 }
  rules:
    - id: late
      name: late cases
      ${indented}
      awards:
        - { name: some, gates: { rate: { above: 0.1 } }, points: 2 }
        - { name: many, gates: { rate: 0.2 }, points: 4 }
`);
    expect(found.formula).toEqual([
      "Penalty points add up, evaluation by evaluation.",
      "Each penalty is forgotten after 90 days.",
    ]);
    expect(found.rules[0]).toMatchObject({
      name: "late cases",
      window: "Over the last 30 days.",
      gives: [
        "Some: 2 points for more than 10 % of orders paid.",
        "Many: 4 points for at least 20 % of orders paid.",
        "Only the last of these that is met counts.",
      ],
    });
    expect(found.lines[0]?.tiers[0]?.asks).toBe("At least 48 points.");
  });

  it("sum parts along their curves", () => {
    const found = words(`id: score
kind: score
${head}peers: { by: category }
tiers: [{ id: weak, name: weak, severity: above, gates: { points: { below: 60 } } }]
score:
  parts:
    - id: cases
      name: cases
      ${indented}
      weight: 40
      against: peer_average
      curve: [[0, 1], [1, 0.8], [3, 0]]
      next_step: Ship.
`);
    expect(found.formula).toEqual([
      "The sum of 1 part, from 0 to 100.",
      "The weight of a part that cannot be scored is shared among the others.",
    ]);
    expect(found.rules[0]?.gives).toEqual([
      "At most 40 points, by the rate as a multiple of the peers’ average: 40 at 0 times their average, 32 at their average and 0 at 3 times their average; in between along a straight line, beyond its ends as at them.",
      "Lower is better.",
    ]);
    expect(found.lines[0]?.tiers[0]?.asks).toBe("A score of less than 60.");
  });
});

describe("every shipped version", () => {
  const all = [...shippedPrograms.values()].flatMap(versionsOf);
  it.each(all.map((version) => [`${version.id} ${version.version}`, version] as const))(
    "%s is said in whole sentences, without a hole",
    (_, version) => {
      for (const sentence of sentencesOf(wordsOf(version))) {
        expect(sentence).not.toMatch(/undefined|NaN|null|\[object|  | ,| \.|\.\.$/);
        expect(sentence.length).toBeGreaterThan(6);
      }
    },
  );
});

describe("the vocabulary of measures", () => {
  it("is read from their SQL and the feeds", () => {
    expect(vocabularyOf("cases_lost")).toEqual({
      liabilities: ["buyer_fault", "platform_borne", "liable"],
      reasons: ["non_delivery", "not_as_described"],
    });
    expect(vocabularyOf("chargebacks_first")).toEqual({
      liabilities: ["prevented", "won", "liable"],
      reasons: ["fraud", "not_received", "not_as_described", "cancelled", "duplicate", "other"],
    });
    expect(vocabularyOf("orders_settled")).toEqual({ liabilities: ["liable"], reasons: [] });
    expect(vocabularyOf("nothing")).toEqual({ liabilities: null, reasons: null });
  });

  it("is known of every measure", () => {
    const silent = [...measures.keys()].filter(
      (name) => !vocabularyOf(name).liabilities?.includes("liable"),
    );
    expect(silent).toEqual([]);
  });
});
