import type { Program } from "../../analytics/4_standings/program.js";
import type {
  ServiceScore,
  ServiceScorePart,
} from "../../analytics/4_standings/service-score/contract.js";
import { scoreText } from "../../analytics/4_standings/service-score/words.js";
import { figuresOfRate } from "./money.js";
import { scoreTexts as texts } from "./strings-score.js";
import { table } from "./tables.js";

/** A service score for a person: the parts as a table, all else in sentences. Pure. */
export function serviceScoreText(program: Program, score: ServiceScore): string {
  const seller = score.name === null ? score.seller_id : `${score.name} (${score.seller_id})`;
  const blocks = [
    [
      texts.title(seller, program.name, score.as_of),
      verdictOf(score),
      ...(score.level?.says ?? []),
    ],
    score.parts.length > 0 ? [partsTable(program, score.parts)] : [],
    stepsOf(score),
    preparationsOf(score),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const verdictOf = ({ score, maximum, level_now, reason }: ServiceScore): string =>
  score === null
    ? texts.unscored(reason ?? "")
    : texts.scored(scoreText(score), maximum, level_now.name);

const rounded = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits));

function partsTable(program: Program, parts: readonly ServiceScorePart[]): string {
  const rules = program.kind === "score" ? program.score.parts : [];
  return table(
    texts.columns,
    parts.map((part) => {
      const rule = rules.find(({ id }) => id === part.part);
      const { amount } = figuresOfRate(rule ?? { unit: "orders" });
      return [
        part.name,
        rounded(part.effective_points ?? part.points, 1),
        rounded(part.effective_weight ?? part.weight, 1),
        rounded(part.rate, 4),
        rounded(part.peer_rate, 4),
        rounded(part.multiple, 2),
        amount(rounded(part.numerator, 2)),
        amount(part.denominator),
        part.reason,
      ];
    }),
  );
}

function stepsOf({ state, next_steps: steps }: ServiceScore): string[] {
  if (state === "not_scored") return [];
  if (steps.length === 0) return [texts.nothingNext];
  return [
    texts.next,
    ...steps.flatMap(({ name, gain, next_step, says }, index) => [
      texts.step(index + 1, name, scoreText(gain)),
      texts.stepLine(next_step),
      ...says.map(texts.stepLine),
    ]),
  ];
}

function preparationsOf({ preparations }: ServiceScore): string[] {
  if (preparations.length === 0) return [];
  return [
    texts.preparations,
    ...preparations.map(({ state, name, says }) =>
      texts.preparationLine(texts.preparation[state], name, says),
    ),
  ];
}

/** The daily scores, oldest first. */
export const trendText = ({ items, levels }: ServiceScore): string =>
  table(
    texts.trendColumns,
    items.map(({ as_of, score, tier }) => [
      as_of,
      score === null ? null : scoreText(score),
      levels.find((level) => level.tier === tier)?.name ?? tier.replaceAll("_", " "),
    ]),
  );
