import {
  inForceOn,
  versionsOf,
  type Program,
  type ProgramVersion,
} from "../analytics/4_standings/program.js";
import { wordsOf, type ProgramWords } from "../analytics/4_standings/program/words.js";
import type { ProgramProfile, ProgramVersionRow } from "./contract/programs.js";
import { lineRate } from "./views.js";

/** What there is to know of one version of a programme, whatever the data say. Pure. */
export function profileOf(program: Program, version: ProgramVersion, day: string): ProgramProfile {
  const { id, name, owner, region, kind, summary, confidence, effective } = version;
  const inForce = inForceOn(program, day);
  return {
    id,
    name,
    owner,
    region,
    kind,
    summary,
    confidence,
    version: version.version,
    effective,
    line_rate: lineRate(version),
    words: wordsOf(version),
    versions: versionRows(program, inForce),
    sources: version.sources,
    leaves_out: version.leaves_out,
    program: version,
  };
}

/** Versions, newest first, each with what it says otherwise than the one before it. */
function versionRows(program: Program, inForce: ProgramVersion | null): ProgramVersionRow[] {
  const versions = versionsOf(program);
  return versions.map((each, index) => {
    const older = versions[index + 1];
    return {
      version: each.version,
      ...each.effective,
      in_force: each.version === inForce?.version,
      changes: older ? changesBetween(older, each) : [],
    };
  });
}

/** Sentences that a version says and the one before it did not; then those of the one before that it does not repeat. */
export function changesBetween(older: ProgramVersion, newer: ProgramVersion): string[] {
  const before = new Set(sentencesOf(wordsOf(older)));
  const after = sentencesOf(wordsOf(newer));
  const now = new Set(after);
  return [
    ...after.filter((each) => !before.has(each)),
    ...[...before].filter((each) => !now.has(each)).map((each) => `Before: ${each}`),
  ];
}

/** Everything that words say, each sentence with the tier or rule it belongs to. */
export function sentencesOf(words: ProgramWords): string[] {
  return rowsOf(words).map(({ about, text }) => (about === "" ? text : `${about}: ${text}`));
}

export interface WordsRow {
  part: string;
  /** The tier, the rule or the sellers of whom it speaks; empty where it speaks of all. */
  about: string;
  text: string;
}

/** Words as rows: one a sentence. */
export function rowsOf(words: ProgramWords): WordsRow[] {
  const rows = (part: string, texts: readonly (string | null)[], about = ""): WordsRow[] =>
    texts.flatMap((text) => (text === null ? [] : [{ part, about, text }]));
  const isOneSet = words.lines.length === 1;
  return [
    ...rows("formula", words.formula),
    ...rows("window", [words.window, words.evaluation]),
    ...words.rules.flatMap((rule) =>
      rows("rules", [...rule.formula, rule.window, ...rule.gives], rule.name),
    ),
    ...words.lines.flatMap((line) => [
      ...line.tiers.flatMap((tier) =>
        rows(
          "lines",
          [tier.asks, tier.leave, tier.consequence],
          isOneSet ? tier.name : `${line.who}, ${tier.name}`,
        ),
      ),
      ...rows("lines", [line.note], line.who),
    ]),
    ...rows("notes", words.notes),
    ...rows("fees", words.fees),
  ];
}
