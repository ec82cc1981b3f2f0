import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkProgram } from "../../../../analytics/4_standings/programs.js";
import { GOOD, notesIn, problemsIn, spoilt } from "./yaml.js";

const FIELDS =
  "kind, id, version, name, owner, region, summary, confidence, effective, sources, leaves_out, evaluation, tiers, applies_to, regional, peers, exit, fees, unit, reporting_currency, numerator, denominator, scope, window, floor, near_multiple";

describe("a good file", () => {
  it("has nothing to explain", () => {
    expect(checkProgram(GOOD)).toMatchObject({ program: { id: "shop-rate" }, problems: [] });
    expect(notesIn(GOOD)).toEqual([]);
  });
});

describe("a single field", () => {
  it.each([
    [
      "is of another type",
      'version: "1"',
      "version: 1",
      '2 version: is the number 1, and text is needed -> put it in quotes: version: "1"',
    ],
    [
      "is a list where text is needed",
      "name: The shop's rate",
      "name: [a]",
      "3 name: is a list, and text is needed -> as in name: Our dispute rate",
    ],
    [
      "is missing",
      "owner: The shop\n",
      "",
      "1 owner: is missing -> add it, as in owner: Our marketplace",
    ],
    [
      "is empty",
      "tiers:\n",
      "exit:\ntiers:\n",
      "14 exit: is empty, and a group of fields is needed -> as in exit: { … }",
    ],
    [
      "is a word that is not allowed",
      "unit: orders",
      "unit: order",
      "10 unit: is “order”, which is not known here -> did you mean orders? it is one of orders, events, items, amount",
    ],
    [
      "is a choice that is missing",
      "by: event_date, exempt",
      "exempt",
      "11 numerator.by: is missing -> it is one of order_date, event_date",
    ],
    [
      "is no day",
      '"2026-01-01"',
      '"2026-02-30"',
      '8 effective.from: is “2026-02-30”, no day that exists -> as in from: "2026-04-01"',
    ],
    [
      "is no id",
      "id: shop-rate",
      "id: Shop Rate",
      "1 id: is “Shop Rate”, and only lower-case letters, digits and - are allowed, a letter first -> as in id: shop-rate",
    ],
    [
      "is an empty list",
      "[cases_opened]",
      "[]",
      "11 numerator.measures: has too few entries -> list at least 1",
    ],
    [
      "is out of bounds",
      "days: 30",
      "days: 0",
      "13 window.days: is 0, and must be at least 1 -> as in days: 30",
    ],
    [
      "is a fraction where whole ones are needed",
      "days: 30",
      "days: 0.5",
      "13 window.days: is the number 0.5, and a whole number is needed -> as in days: 30",
    ],
    [
      "is a number in quotes",
      "days: 30",
      'days: "30"',
      "13 window.days: is “30”, and a number is needed -> take the quotes away: days: 30",
    ],
    [
      "is a threshold with a percent sign",
      "rate: 0.02",
      'rate: "2 %"',
      "18 tiers.0.gates.rate: is “2 %”, which is no threshold -> write 2 % as rate: 0.02",
    ],
    [
      "is a threshold below nothing",
      "rate: 0.02",
      "rate: -1",
      "18 tiers.0.gates.rate: is -1, and must be at least 0 -> as in rate: 0.015",
    ],
    [
      "is a threshold that compares in no known way",
      "rate: 0.02",
      "rate: { abov: 0.02 }",
      "18 tiers.0.gates.rate.abov: is no way to compare -> did you mean above? give a number (rate: 0.015, from there on), or { above: }, { below: } or { at_most: } with one",
    ],
    [
      "is not known and much like another",
      "count: 10",
      "cuont: 10",
      "22 tiers.1.gates.cuont: there is no such field here -> did you mean count? there are rate, count, amount, distinct_buyers, denominator, denominator_count, rate_low, peer_multiple, points",
    ],
    [
      "is not known at all",
      "tiers:\n",
      "colour: red\ntiers:\n",
      `14 colour: there is no such field here -> take it out; there are ${FIELDS}`,
    ],
    [
      "is that of another kind",
      "tiers:\n",
      "score: {}\ntiers:\n",
      "14 score: there is no such field here -> it is a field of kind score: say so with kind, or take it out",
    ],
    [
      "is no gate",
      "gates: { rate: 0.02 }",
      "gates: {}",
      "18 tiers.0.gates: a tier needs a gate, or everybody is in it",
    ],
    [
      "stands beside what it replaces",
      "gates: { rate: 0.02 }",
      "gates: { rate: 0.02 }\n    pieces: [{ from: 0, gates: { rate: 0.02 } }]",
      "18 tiers.0.gates: a tier has either gates or pieces",
    ],
  ])("%s", (_, text, replacement, problem) => {
    expect(problemsIn(spoilt(text, replacement))).toEqual([problem]);
  });

  it("names the kind that was meant, and looks at its fields too", () => {
    expect(
      problemsIn(spoilt("{ kind: rolling_days, days: 30 }", "{ kind: rolling_day, day: 30 }")),
    ).toEqual([
      "13 window.kind: is “rolling_day”, which is not known here -> did you mean rolling_days? it is one of rolling_days, calendar_month, full_months, full_weeks, adaptive, best_of, worst_of",
      "13 window.days: is missing -> add it, as in days: 30",
      "13 window.day: there is no such field here -> did you mean days? there are kind, days, lag_days",
    ]);
    expect(problemsIn(`kind: rat\n${GOOD}`)).toEqual([
      "1 kind: is “rat”, which is not known here -> did you mean rate? it is one of rate, points, score",
    ]);
    expect(
      problemsIn(spoilt("tiers:\n", "evaluation: { every: month, on: monday }\ntiers:\n")),
    ).toEqual([
      "14 evaluation.on: there is no such field here -> take it out; there are every, day",
    ]);
  });
});

describe("fields together", () => {
  it.each([
    [
      "an unknown measure",
      "[cases_opened]",
      "[case_opened]",
      /^11 numerator\.measures\.0: no measure is called case_opened -> did you mean cases_opened\? there are cases_escalated, .*, or scores\.<metric>$/,
    ],
    [
      "a metric beside a measure",
      "[cases_opened]",
      "[scores.stars, cases_opened]",
      /^11 numerator\.measures: a metric of the scores feed stands alone/,
    ],
    [
      "two volumes of orders",
      "[orders_settled]",
      "[orders_settled, orders_placed]",
      /^12 denominator\.measures: orders_settled and orders_placed are both volumes/,
    ],
    [
      "a subtraction of distinct orders",
      "by: event_date }\nwindow",
      "by: event_date, less: [refunds_settled] }\nwindow",
      /^12 denominator\.less: distinct orders cannot be subtracted -> use unit events or amount$/,
    ],
    [
      "an offset of a rolling window",
      "by: event_date }\nwindow",
      "by: event_date, month_offset: -1 }\nwindow",
      /^12 denominator\.month_offset: only windows of whole months/,
    ],
    [
      "money without a currency",
      "unit: orders",
      "unit: amount",
      /^1 reporting_currency: amounts are compared, and their currency is not said -> add it, as in reporting_currency: USD$/,
    ],
    [
      "an end before its beginning",
      '"2026-01-01" }',
      '"2026-01-01", until: "2025-01-01" }',
      /^8 effective\.until: ends on 2025-01-01, before it begins on 2026-01-01/,
    ],
    [
      "percent written as a number",
      "rate: 0.05",
      "rate: 5",
      /^22 tiers\.1\.gates\.rate: is 5, which is 500 % -> rates are shares of 1: did you mean 0\.05, that is 5 %\?$/,
    ],
    [
      "percent in a comparison",
      "rate: 0.05",
      "rate: { above: 1.5 }",
      /did you mean \{ above: 0\.015 \}, that is 1\.5 %\?$/,
    ],
    [
      "a share where whole ones are counted",
      "count: 10",
      "count: 0.5",
      /^22 tiers\.1\.gates\.count: is 0\.5, and there are only whole ones -> a share is a rate: did you mean rate\?$/,
    ],
    [
      "a tier that asks less than a milder one",
      "rate: 0.05, count: 10",
      "rate: 0.01, count: 10",
      /^22 tiers\.1\.gates\.rate: worse comes after high, but asks less of rate -> put the tiers in order of severity/,
    ],
    [
      "a tier that leaves a milder one empty",
      "gates: { rate: 0.05, count: 10 }",
      "gates: { rate: 0.02 }",
      /^22 tiers\.1\.gates: whoever is in high is in worse too, so high stays empty -> ask more of worse$/,
    ],
    [
      "tiers in the wrong order of severity",
      "severity: severe",
      "severity: near",
      /^21 tiers\.1\.severity: worse comes after high, but is less severe/,
    ],
    [
      "two tiers of one id",
      "id: worse",
      "id: high",
      /^19 tiers\.1\.id: two tiers are called high -> rename one$/,
    ],
    [
      "an exit above the entry",
      "gates: { rate: 0.02 }",
      "gates: { rate: 0.02 }\n    exit_rate: 0.03",
      /^19 tiers\.0\.exit_rate: is 0\.03, not below the 0\.02 at which the tier is entered/,
    ],
    [
      "pieces in the wrong order",
      "gates: { rate: 0.02 }",
      "pieces: [{ from: 0, gates: { count: 3 } }, { from: 0, gates: { rate: 0.02 } }]",
      /^18 tiers\.0\.pieces\.1\.from: begins at 0, after a piece that begins at 0/,
    ],
    [
      "pieces that begin late",
      "gates: { rate: 0.02 }",
      "pieces: [{ from: 5, gates: { count: 3 } }]",
      /^18 tiers\.0\.pieces\.0\.from: the first piece begins at 5 -> begin at 0$/,
    ],
    [
      "peers that are not said",
      "rate: 0.05, count: 10",
      "peer_multiple: 2",
      /^22 tiers\.1\.gates\.peer_multiple: there are no peers to compare with -> say who they are, as in peers: \{ by: category \}$/,
    ],
    [
      "points in a rate",
      "rate: 0.05, count: 10",
      "points: 5",
      /^22 tiers\.1\.gates\.points: a programme of kind rate has no points/,
    ],
    [
      "a fee of no tier",
      "tiers:\n",
      "fees: { currency: USD, ladder: { bad: [{ from_month: 1, amount: 1 }] } }\ntiers:\n",
      /^14 fees\.ladder\.bad: bad is no tier of the programme -> there are high, worse$/,
    ],
    [
      "a region named twice",
      "tiers:\n",
      "applies_to: { regions: [US], when_unknown: true }\nregional: [{ id: us, regions: [US], tiers: [{ id: high, name: high, severity: above, gates: { rate: 0.01 } }] }]\ntiers:\n",
      /^15 regional\.0\.regions\.0: US is named twice, and a seller must have one set of lines/,
    ],
    [
      "a regional tier that there is not",
      "tiers:\n",
      "regional: [{ id: us, regions: [US], tiers: [{ id: hihg, name: high, severity: above, gates: { rate: 0.01 } }] }]\ntiers:\n",
      /^14 regional\.0\.tiers\.0\.id: hihg is no tier of the programme -> there are high, worse$/,
    ],
  ])("tell %s", (_, text, replacement, problem) => {
    const problems = problemsIn(spoilt(text, replacement));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it("are looked at also where others are wrong, from the top of the file to its end", () => {
    const text = GOOD.replace("unit: orders", "unit: order")
      .replace("[cases_opened]", "[case_opened]")
      .replace("rate: 0.05", "rate: 5")
      .replace("severity: above", "severity: bad")
      .replace("days: 30", "days: thirty");
    expect(problemsIn(text).map((problem) => problem.split(":")[0])).toEqual([
      "10 unit",
      "11 numerator.measures.0",
      "13 window.days",
      "17 tiers.0.severity",
      "22 tiers.1.gates.rate",
    ]);
  });
});

describe("what need not be wrong is noted", () => {
  it("where a region has no figures", () => {
    const text = spoilt("tiers:\n", "applies_to: { regions: [US] }\ntiers:\n");
    expect(problemsIn(text)).toEqual([]);
    expect(notesIn(text)).toEqual([
      "14 applies_to: there are figures for sellers of US only: others, and those whose region is not known, are not scored",
    ]);
  });

  it("where an exemption or a reason never befalls the measure", () => {
    expect(notesIn(spoilt("exempt: [withdrawn]", "exempt: [withdrawed]"))).toEqual([
      "11 numerator.exempt.0: withdrawed never befalls a posting of these measures",
    ]);
    expect(notesIn(spoilt("exempt: [withdrawn]", "reasons: [fraud]"))).toEqual([
      "11 numerator.reasons.0: fraud never befalls a posting of these measures",
    ]);
  });

  it("but of nothing that is shipped, except regions without figures", () => {
    const folder = fileURLToPath(new URL("../../../../data/programs/", import.meta.url));
    const notes = readdirSync(folder)
      .filter((file) => file.endsWith(".yaml"))
      .flatMap((file) => notesIn(readFileSync(folder + file, "utf8")));
    expect(notes.filter((note) => !note.includes(" applies_to: "))).toEqual([]);
  });
});

describe("a file", () => {
  it.each([
    ["a: [1", /^1 : is no YAML: flow sequence .* -> see to indentation, brackets and quotes here$/],
    ["\ta: 1", /^1 : is no YAML: tabs are not allowed as indentation -> indent with spaces$/],
    ["- a", /^1 : is no programme -> a programme is a group of fields/],
    ["", /^- : is no programme/],
    ["a: *b", /^- : Unresolved alias/],
    [`${GOOD}versions: []`, /^23 versions: has no version/],
  ])("that is %j is refused", (text, problem) => {
    expect(problemsIn(text)[0]).toMatch(problem);
  });

  it("that gives a field twice says so, and is looked at all the same", () => {
    const problems = problemsIn(`${GOOD}unit: order\n`);
    expect(problems.map((problem) => problem.slice(0, 34))).toEqual([
      "10 unit: is “order”, which is not ",
      "23 : is no YAML: map keys must be ",
    ]);
  });
});
