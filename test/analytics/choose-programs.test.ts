import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { choosePrograms, shippedPrograms } from "../../analytics/4_standings/programs.js";

const directory = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
const own = (id: string) => {
  const path = join(directory, `${id}.yaml`);
  writeFileSync(
    path,
    `extends: order-defect-rate\nid: ${id}\nversion: "1"\ntiers:\n  - { id: at_risk, gates: { rate: 0.02 }, exit_rate: null }\n`,
  );
  return path;
};

describe("the programmes that judge", () => {
  it("are all that are shipped where nobody chooses", () => {
    expect([...choosePrograms(undefined).keys()]).toEqual([...shippedPrograms.keys()]);
  });

  it("are those of a list, in its order, own files among them", () => {
    const list = `visa-vamp, ${own("our-defect-rate")} ,mastercard-ecm`;
    expect([...choosePrograms(list).keys()]).toEqual([
      "visa-vamp",
      "our-defect-rate",
      "mastercard-ecm",
    ]);
    expect(choosePrograms(`all,${own("our-defect-rate")}`).size).toBe(shippedPrograms.size + 1);
  });

  it("are refused where two share an id, one is unknown, or none is left", () => {
    expect(() => choosePrograms(`all,${own("visa-vamp")}`)).toThrow(
      "two programmes are called visa-vamp: give one another id",
    );
    expect(() => choosePrograms("visa")).toThrow("no programme is called visa");
    expect(() => choosePrograms(" , ")).toThrow("no programme is chosen");
  });
});
