import { measures } from "../../../2_ledger/measures.js";
import type { ProgramDraft } from "../draft.js";
import type { Problem } from "../problem.js";
import { placedRules } from "./rules.js";
import { tierSets } from "./tiers.js";

/** What a programme may not ask, as nobody keeps count of it: it would never be met, and say nothing. */
export const uncountedProblems = (program: ProgramDraft): Problem[] => [
  ...(program.kind === "points" || program.kind === "score" ? periodProblems(program) : []),
  ...orderProblems(program),
];

/** Points and scores are judged as they stand. */
const periodProblems = (program: ProgramDraft): Problem[] =>
  tierSets(program).flatMap(({ path, tiers }) =>
    tiers.flatMap((tier, index) =>
      tier?.periods === undefined
        ? []
        : [
            {
              path: [...path, index, "periods"],
              message: `only rates are judged by several evaluations in a row, not ${program.kind}`,
              remedy: "take it out",
            },
          ],
    ),
  );

/** Plain orders are summed up without their buyers, and for no reason. */
function orderProblems(program: ProgramDraft): Problem[] {
  return placedRules(program).flatMap(({ path, rule, gates }) =>
    (["numerator", "denominator"] as const).flatMap((side) => {
      const { measures: names = [], reasons } = rule[side] ?? {};
      const volume = names.find((name) => name && measures.get(name)?.posts === "volumes");
      if (volume === undefined) return [];
      const asksBuyers = side === "numerator" && gates.some((each) => each.distinct_buyers);
      return [
        ...(reasons
          ? [
              {
                path: [...path, side, "reasons"],
                message: `${volume} has no reasons`,
                remedy: "take them out, or name a measure that has",
              },
            ]
          : []),
        ...(asksBuyers
          ? [
              {
                path: [...path, side, "measures"],
                message: `the buyers behind ${volume} are not counted, and a gate asks for distinct_buyers`,
                remedy: "take the gate out, or name a measure of defects",
              },
            ]
          : []),
      ];
    }),
  );
}
