import type { PointsProgram, ProgramVersion, ScoreProgram } from "../../program.js";
import type { LevelRule, ScorePart } from "../score.js";
import { floorOf, rateFormula, windowOf } from "./formula.js";
import { gatesInWords } from "./gates.js";
import { capital, listed, number, ordinal, percent, several } from "./text.js";

/** A rule of a points programme or a part of a score. */
export interface RuleWords {
  id: string;
  name: string;
  formula: string[];
  window: string;
  /** What it gives: awards, or points of the score. */
  gives: string[];
}

type Reset = PointsProgram["points"]["reset"];

const FORGOTTEN: Record<Exclude<Reset["kind"], "days">, string> = {
  never: "They are never forgotten.",
  quarter: "They are forgotten on the first day of each quarter.",
  year: "They are forgotten on the first day of each year.",
};

/** How points add up. */
export function pointsInWords({ start, direction, reset }: PointsProgram["points"]): string[] {
  return [
    direction === "accumulate"
      ? `Penalty points add up${start === 0 ? "" : ` from ${number(start)}`}, evaluation by evaluation.`
      : `A seller begins with ${number(start)} points; each evaluation takes penalty points away, never below 0.`,
    reset.kind === "days"
      ? `Each penalty is forgotten after ${several(reset.days, "day")}.`
      : FORGOTTEN[reset.kind],
  ];
}

/** How a score is made of its parts. */
export function scoreInWords(score: ScoreProgram["score"]): string[] {
  const { maximum, parts, min_parts, level } = score;
  const least =
    min_parts > 1 ? ` With fewer than ${number(min_parts)} scored parts there is no score.` : "";
  return [
    `The sum of ${several(parts.length, "part")}, from 0 to ${number(maximum)}.`,
    `The weight of a part that cannot be scored is shared among the others.${least}`,
    ...(level ? [levelInWords(level)] : []),
  ];
}

const levelInWords = ({ day, min_days }: LevelRule): string =>
  `A level is set on the ${ordinal(day)} of each month from the average of the daily scores of the month before, of which at least ${several(min_days, "day")} must have a score.`;

/** Rules or parts one by one; a rate programme has none. */
export function rulesInWords(version: ProgramVersion): RuleWords[] {
  switch (version.kind) {
    case "rate":
      return [];
    case "points":
      return version.points.rules.map((rule) => ({
        id: rule.id,
        name: rule.name,
        formula: [...rateFormula(rule), ...floorOf(rule)],
        window: windowOf(rule),
        gives: [
          ...rule.awards.map(
            ({ name, gates, points }) =>
              `${capital(name)}: ${several(points, "point")} for ${gatesInWords(gates, { rule })}.`,
          ),
          ...(rule.awards.length > 1 ? ["Only the last of these that is met counts."] : []),
        ],
      }));
    case "score":
      return version.score.parts.map((part) => ({
        id: part.id,
        name: part.name,
        formula: [...rateFormula(part), ...floorOf(part)],
        window: windowOf(part),
        gives: curveInWords(part),
      }));
  }
}

function curveInWords({ weight, against, curve, higher_is_better }: ScorePart): string[] {
  const isPeer = against === "peer_average";
  const at = (x: number) =>
    !isPeer ? rateOf(x) : x === 1 ? "their average" : `${number(x)} times their average`;
  const points = (share: number) => number(Number((weight * share).toPrecision(12)));
  const lines = curve.map(([x, share]) => `${points(share)} at ${at(x)}`);
  const what = isPeer ? "the rate as a multiple of the peers’ average" : "the rate";
  const better = higher_is_better ? "Higher is better." : "Lower is better.";
  return [
    `At most ${several(weight, "point")}, by ${what}: ${listed(lines)}; in between along a straight line, beyond its ends as at them.`,
    better,
  ];
}

const rateOf = (x: number) => (x > 1 ? number(x) : percent(x));
