import { expect, it } from "vitest";
import { checkProgram, findProgram } from "../../analytics/4_standings/programs.js";
import { templateOf } from "../../dashboard/backtest-template.js";

it("offers a programme's own lines as YAML to begin with, and that is a programme", () => {
  for (const id of ["marketplace-dispute-rate", "mastercard-ecm", "stripe-dispute-activity"]) {
    const text = templateOf(id, findProgram(id));
    const { program, problems } = checkProgram(text);
    expect(problems).toEqual([]);
    expect(program).toMatchObject({ id: `${id}-changed`, tiers: findProgram(id).tiers });
  }
});
