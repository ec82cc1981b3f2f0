import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Validator, type Schema } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { programJsonSchema } from "../../../../analytics/4_standings/program/json-schema.js";
import { inForceOn, versionsOf } from "../../../../analytics/4_standings/program.js";
import { findProgram, parseProgram } from "../../../../analytics/4_standings/programs.js";
import { GOOD, notesIn, problemsIn } from "./yaml.js";

const validator = new Validator(programJsonSchema() as Schema, "2020-12");
const isValid = (text: string) => validator.validate(parse(text)).valid;

const shared = GOOD.replace('version: "1"\n', "").replace(
  'effective: { from: "2026-01-01" }\n',
  "",
);
const versions = (...lines: string[]) =>
  `${shared}versions:\n${lines.map((line) => `  - ${line}\n`).join("")}`;

describe("versions of a file", () => {
  it("share fields, and change some", () => {
    const program = parseProgram(
      versions(
        '{ version: "a", effective: { from: null, until: "2026-01-01" } }',
        '{ version: "b", effective: { from: "2026-01-01" }, tiers: [{ id: high, gates: { rate: 0.03 } }], window: { kind: calendar_month } }',
      ),
      "versions.yaml",
    );
    expect(versionsOf(program).map(({ version, tiers }) => [version, tiers[0]?.gates])).toEqual([
      ["b", { rate: 0.03 }],
      ["a", { rate: 0.02 }],
    ]);
    expect(inForceOn(program, "2025-12-31")).toMatchObject({ window: { days: 30 } });
    expect(inForceOn(program, "2026-01-01")).toMatchObject({ window: { kind: "calendar_month" } });
  });

  it("that are in force at once are refused, with the date that would part them", () => {
    expect(
      problemsIn(
        versions(
          '{ version: "a", effective: { from: "2025-01-01" } }',
          '{ version: "b", effective: { from: "2026-01-01" } }',
        ),
      ),
    ).toEqual([
      '22 versions.0.effective: a and b are in force at once -> end a where b begins: until: "2026-01-01"',
    ]);
    expect(
      problemsIn(
        versions(
          '{ version: "a", effective: { from: "2025-01-01", until: "2026-02-01" } }',
          '{ version: "a", effective: { from: "2026-01-01" } }',
        ),
      ),
    ).toEqual([
      expect.stringMatching(/^22 versions\.0\.effective: a and a are in force at once/),
      "23 versions.1.version: two versions are called a -> rename one",
    ]);
  });

  it("say where they are wrong, each fault once and in its own place", () => {
    const text = versions(
      '{ version: "a", effective: { from: "2025-01-01", until: "2026-01-01" } }',
      '{ version: "b", effective: { from: "2026-01-01" }, tiers: [{ id: worse, gates: { rate: 0.01 } }] }',
    ).replace("unit: orders", "unit: order");
    expect(problemsIn(text)).toEqual([
      expect.stringMatching(/^8 unit: is “order”/),
      expect.stringMatching(
        /^23 versions\.1\.tiers\.0\.gates\.rate: worse comes after high, but asks less/,
      ),
    ]);
  });

  it("may leave days between them, which is noted", () => {
    expect(
      notesIn(
        versions(
          '{ version: "a", effective: { from: "2025-01-01", until: "2025-12-01" } }',
          '{ version: "b", effective: { from: "2026-01-01" } }',
        ),
      ),
    ).toEqual([
      "22 versions.0.effective: from 2025-12-01 to 2026-01-01 no version is in force, and nobody is judged",
    ]);
  });
});

const extending = (lines: string) => `extends: mastercard-ecm\nid: my-ecm\nversion: "1"\n${lines}`;

describe("a file that extends another", () => {
  it("changes one threshold and keeps the rest, as nobody's published figures", () => {
    const own = parseProgram(
      extending("tiers: [{ id: excessive, gates: { rate: 0.01 } }]"),
      "mine.yaml",
    );
    const base = findProgram("mastercard-ecm");
    expect(own).toMatchObject({ id: "my-ecm", version: "1", confidence: "unverified" });
    expect(own.tiers[0]).toEqual({ ...base.tiers[0], gates: { rate: 0.01, count: 100 } });
    expect(own.tiers[1]).toEqual(base.tiers[1]);
    expect(own.fees).toEqual(base.fees);
  });

  it("takes away with null", () => {
    const own = parseProgram(
      extending("fees: null\ntiers: [{ id: excessive, gates: { count: null } }]"),
      "mine.yaml",
    );
    expect(own.fees).toBeUndefined();
    expect(own.tiers[0]?.gates).toEqual({ rate: 0.015 });
  });

  it("may name an earlier version", () => {
    const text = 'extends: visa-vamp@2025-10\nid: my-vamp\nversion: "1"\n';
    expect(parseProgram(text, "mine.yaml").tiers[0]?.gates).toEqual({ rate: 0.022, count: 1500 });
  });

  it("is what the README shows", () => {
    const readme = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8");
    const [, example = ""] = /```yaml\n(# yaml-language-server[^]*?)```/.exec(readme) ?? [];
    expect(parseProgram(example, "README.md")).toMatchObject({ id: "our-defect-rate" });
    expect(isValid(example)).toBe(true);
  });

  it("names a programme that there is, and a version that it has", () => {
    expect(problemsIn(extending("").replace("mastercard-ecm", "mastercard-ecn"))).toEqual([
      expect.stringMatching(
        /^1 extends: no programme is called mastercard-ecn -> did you mean mastercard-ecm\? there are amazon-.*; id@version names an earlier version$/,
      ),
    ]);
    expect(problemsIn(extending("").replace("mastercard-ecm", "mastercard-ecm@9"))).toEqual([
      "1 extends: mastercard-ecm has no version 9 -> plimsoll programs show mastercard-ecm lists its versions",
    ]);
  });

  it("has an id and a version of its own", () => {
    expect(problemsIn("extends: mastercard-ecm\n")).toEqual([
      "1 id: is missing, and a programme that extends another has its own -> add it, as in id: my-mastercard-ecm",
      '1 version: is missing, and a programme that extends another has its own -> add it, as in version: "2026-11"',
    ]);
  });

  it("is looked at also where the other is not known, without asking for what that would bring", () => {
    const text = "extends: nobody\nid: mine\nversion: 1\nunit: order\n";
    expect(problemsIn(text).map((problem) => problem.split(":")[0])).toEqual([
      "1 extends",
      "3 version",
      "4 unit",
    ]);
  });
});

describe("the JSON Schema", () => {
  it("accepts every shipped file", () => {
    const folder = fileURLToPath(new URL("../../../../data/programs/", import.meta.url));
    const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => !isValid(readFileSync(folder + file, "utf8")))).toEqual([]);
  });

  it("accepts versions and extensions, in which nothing is required and null takes away", () => {
    expect(isValid(GOOD)).toBe(true);
    expect(isValid(versions('{ version: "a", effective: { from: null } }'))).toBe(true);
    expect(
      isValid(extending("fees: null\ntiers: [{ id: excessive, gates: { count: null } }]")),
    ).toBe(true);
  });

  it.each([
    ["a missing field", GOOD.replace("owner: The shop\n", "")],
    ["an unknown field", `${GOOD}colour: red\n`],
    ["a wrong word", GOOD.replace("unit: orders", "unit: order")],
    ["a wrong type", GOOD.replace('"1"', "1")],
    ["a window without its days", GOOD.replace(", days: 30", "")],
    ["the fields of another kind", `kind: score\n${GOOD}`],
    ["an unknown field in a version", versions('{ version: "a", colour: red }')],
    ["half a window in an extension", extending("window: { days: 30 }")],
  ])("refuses %s", (_, text) => {
    expect(isValid(text)).toBe(false);
  });
});
