import type { ProgramWords } from "../../analytics/4_standings/program/words.js";
import type { ProgramProfile } from "../contract/programs.js";
import { programTexts as texts } from "./strings-programs.js";

const WIDTH = 96;

/** A programme as a page of text. */
export function profileText(profile: ProgramProfile): string {
  const { name, version, owner, region, summary, words, versions, leaves_out, sources } = profile;
  const { headings } = texts;
  return [
    `${name} (${version})`,
    texts.owned(owner, region),
    "",
    ...wrap(summary, ""),
    ...wrap(words.confidence, ""),
    ...wordsText(words, profile.kind === "score" ? headings.parts : headings.rules),
    ...section(
      headings.versions,
      versions.flatMap((each) => [
        `${each.version}: ${texts.span(each.from ?? texts.since, each.until)}${each.in_force ? `, ${texts.inForce}` : ""}`,
        ...each.changes.map((change) => `  ${change}`),
      ]),
    ),
    ...section(headings.leavesOut, leaves_out),
    ...section(
      headings.sources,
      sources.map(
        ({ address, confidence, retrieved, note }) =>
          texts.source(address, confidence, retrieved) + (note === undefined ? "" : `: ${note}`),
      ),
    ),
  ].join("\n");
}

/** What a programme asks, in words. */
export function wordsText(words: ProgramWords, rules: string = texts.headings.rules): string[] {
  const { headings } = texts;
  const isOneSet = words.lines.length === 1;
  return [
    ...section(headings.formula, words.formula),
    ...section(headings.window, [
      ...(words.window === null ? [] : [words.window]),
      words.evaluation,
    ]),
    ...section(
      rules,
      words.rules.flatMap(({ name, formula, window, gives }) => [
        `${name}:`,
        ...[...formula, window, ...gives].map((text) => `  ${text}`),
      ]),
    ),
    ...section(
      headings.lines,
      words.lines.flatMap(({ who, tiers, note }) => [
        ...(isOneSet ? [] : [`${who}:`]),
        ...tiers.flatMap(({ name, severity, asks, leave, consequence }) => [
          `${isOneSet ? "" : "  "}${name} (${severity}): ${[asks, leave].filter(Boolean).join(" ")}`,
          ...(consequence === null ? [] : [`${isOneSet ? "" : "  "}  ${consequence}`]),
        ]),
        ...(note === null ? [] : [`  ${note}`]),
      ]),
    ),
    ...section(headings.notes, words.notes),
    ...section(headings.fees, words.fees),
  ];
}

export const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", heading, ...lines.flatMap((line) => wrap(line, "  "))];

/** Breaks a line between words; what it goes on with is indented as deep. */
function wrap(text: string, indent: string): string[] {
  const own = indent + (/^ */.exec(text)?.[0] ?? "");
  const lines: string[] = [];
  let line = own;
  for (const word of text.trim().split(/ (?!%)/)) {
    if (line.length + word.length + 1 > WIDTH && line.trim() !== "") {
      lines.push(line);
      line = own;
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}
