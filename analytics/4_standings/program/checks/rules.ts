import { measures } from "../../../2_ledger/measures.js";
import { vocabularyOf } from "../../../2_ledger/vocabulary.js";
import { closest } from "../closest.js";
import type { DraftOf, ProgramDraft } from "../draft.js";
import type { Problem } from "../problem.js";
import type { RateRule, Term } from "../rate.js";
import type { Gates } from "../tier.js";
import { basicWindows, isOfMonths } from "../window.js";
import { allTiers, gatesIn } from "./tiers.js";

type Path = (string | number)[];
type Rule = DraftOf<RateRule>;
interface Placed {
  path: Path;
  rule: Rule;
  gates: DraftOf<Gates>[];
}

const SIDES = ["numerator", "denominator"] as const;
const SCORES = "scores.";

/** Every rate of a programme, with the gates that judge it. */
export function placedRules(program: ProgramDraft): Placed[] {
  switch (program.kind) {
    case "points":
      return (program.points?.rules ?? []).flatMap((rule, index) =>
        rule
          ? [
              {
                path: ["points", "rules", index],
                rule,
                gates: (rule.awards ?? []).flatMap((award) => award?.gates ?? []),
              },
            ]
          : [],
      );
    case "score":
      return (program.score?.parts ?? []).flatMap((rule, index) =>
        rule ? [{ path: ["score", "parts", index], rule, gates: [] }] : [],
      );
    default:
      return [{ path: [], rule: program as Rule, gates: gatesIn(allTiers(program)) }];
  }
}

export const ruleProblems = (program: ProgramDraft): Problem[] =>
  placedRules(program).flatMap((placed) => [...fieldProblems(placed), ...measureProblems(placed)]);

function fieldProblems({ path, rule, gates }: Placed): Problem[] {
  const problems: Problem[] = [];
  const add = (at: Path, message: string, remedy: string) =>
    problems.push({ path: [...path, ...at], message, remedy });
  const comparesMoney = rule.unit === "amount" || gates.some(({ amount }) => amount !== undefined);
  if (comparesMoney && !rule.reporting_currency)
    add(
      ["reporting_currency"],
      "amounts are compared, and their currency is not said",
      "add it, as in reporting_currency: USD",
    );
  for (const side of SIDES) {
    const term = rule[side];
    const isMovable = !rule.window || basicWindows(rule.window).every(isOfMonths);
    if (term?.month_offset && !isMovable)
      add(
        [side, "month_offset"],
        "only windows of whole months can be moved by months",
        "take it out, or use window calendar_month or full_months",
      );
    if ((term?.less?.length ?? 0) > 0 && rule.unit === "orders")
      add([side, "less"], "distinct orders cannot be subtracted", "use unit events or amount");
  }
  return problems;
}

/** Measures must exist, and what a side unites must be told apart by order. */
function measureProblems({ path, rule }: Placed): Problem[] {
  return SIDES.flatMap((side) => {
    const names = present(rule[side]?.measures);
    const less = present(rule[side]?.less);
    const at = (field: string): Path => [...path, side, field];
    if (names.some((name) => name.startsWith(SCORES)))
      return names.length + less.length === 1
        ? []
        : [
            {
              path: at("measures"),
              message: "a metric of the scores feed stands alone on its side",
              remedy: "name only that one",
            },
          ];
    return [
      ...unknownMeasures(names, at("measures")),
      ...unknownMeasures(less, at("less")),
      ...unitable(rule, names, at("measures")),
      ...(less.some(isVolume)
        ? [
            {
              path: at("less"),
              message: "volumes of orders cannot be subtracted",
              remedy: "put the smaller volume in measures",
            },
          ]
        : []),
    ];
  });
}

const present = (names: readonly (string | undefined)[] | undefined): string[] =>
  (names ?? []).filter((name) => name !== undefined);

const isVolume = (name: string) => measures.get(name)?.posts === "volumes";

function unknownMeasures(names: readonly string[], path: Path): Problem[] {
  return names.flatMap((name, index) => {
    if (measures.has(name)) return [];
    const meant = closest(name, measures.keys());
    const there = `there are ${[...measures.keys()].join(", ")}, or scores.<metric>`;
    return [
      {
        path: [...path, index],
        message: `no measure is called ${name}`,
        remedy: meant === undefined ? there : `did you mean ${meant}? ${there}`,
      },
    ];
  });
}

function unitable({ unit }: Rule, names: readonly string[], path: Path): Problem[] {
  const volumes = names.filter(isVolume);
  const apart = names.filter((name) => measures.get(name)?.posts === "occurrences");
  const problems: Problem[] = [];
  if (volumes.length > 1)
    problems.push({
      path,
      message: `${volumes.join(" and ")} are both volumes of orders and cannot be united`,
      remedy: "name one",
    });
  if (volumes.length > 0 && apart.length > 0 && unit === "orders")
    problems.push({
      path,
      message: `${apart.join(", ")} cannot be united with ${volumes[0]} order by order`,
      remedy: "name one of them, or use unit events",
    });
  return problems;
}

/** Exemptions and reasons that no posting of the side's measures ever has. */
export function vocabularyNotes(program: ProgramDraft): Problem[] {
  return placedRules(program).flatMap(({ path, rule }) =>
    SIDES.flatMap((side) => {
      const term = rule[side];
      return term
        ? (["exempt", "reasons"] as const).flatMap((field) =>
            unheard(term, field, [...path, side, field]),
          )
        : [];
    }),
  );
}

function unheard(term: DraftOf<Term>, field: "exempt" | "reasons", path: Path): Problem[] {
  const words = [...present(term.measures), ...present(term.less)].map(vocabularyOf);
  const lists = words.map(({ liabilities, reasons }) =>
    field === "reasons" ? reasons : liabilities && reasons && [...liabilities, ...reasons],
  );
  if (lists.some((list) => list === null)) return [];
  const known = new Set(lists.flatMap((list) => list ?? []));
  known.delete("liable");
  return present(term[field]).flatMap((word, index) => {
    if (known.has(word)) return [];
    const meant = closest(word, known);
    const there =
      known.size > 0 ? `they have ${[...known].join(", ")}` : "they have none, so take it out";
    return [
      {
        path: [...path, index],
        message: `${word} never befalls a posting of these measures`,
        remedy: meant === undefined ? there : `did you mean ${meant}? ${there}`,
      },
    ];
  });
}
