import { measures, type Measure } from "../analytics/2_ledger/measures.js";
import { vocabularyOf } from "../analytics/2_ledger/vocabulary.js";
import { versionsOf, type Program } from "../analytics/4_standings/program.js";
import { CONFIDENCE_WORDS, wordsOf } from "../analytics/4_standings/program/words.js";
import type { ProgramWords } from "../analytics/4_standings/program/words.js";
import { changesBetween } from "./program-profile.js";
import { metricsTexts as texts } from "./strings-metrics.js";

/** The metric contract as Markdown: every measure and every programme, in words made from their files. */
export function metricsPage(programs: Iterable<Program>): string {
  const all = sorted(programs);
  const owners = [...new Set(all.map(({ owner }) => owner))];
  return [
    `# ${texts.title}`,
    texts.intro,
    `## ${texts.counting}`,
    bullets(texts.boundaries),
    `## ${texts.measures}`,
    texts.measuresIntro,
    measureTable([...measures.values()]),
    `## ${texts.programs}`,
    bullets(Object.values(CONFIDENCE_WORDS)),
    programTable(all),
    ...owners.flatMap((owner) => [
      `## ${owner}`,
      ...all.filter((each) => each.owner === owner).flatMap((each) => programSection(each)),
    ]),
    "",
  ].join("\n\n");
}

const sorted = (programs: Iterable<Program>): Program[] =>
  [...programs].sort((a, b) =>
    a.owner === b.owner
      ? compare(a.id, b.id)
      : compare(a.owner.toLowerCase(), b.owner.toLowerCase()),
  );

const compare = (a: string, b: string) => (a < b ? -1 : 1);

const bullets = (lines: readonly string[]): string =>
  lines.map((line) => `- ${escaped(line)}`).join("\n");

/** Stars and bars mean something to Markdown. */
const escaped = (text: string): string => text.replaceAll(/[*|<]/g, String.raw`\$&`);

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function measureTable(all: readonly Measure[]): string {
  return tableOf(
    texts.measureColumns,
    all.map(({ name, meaning, posts }) => {
      const { liabilities, reasons } = vocabularyOf(name);
      return [
        `[\`${name}\`](../analytics/2_ledger/${name}.sql)`,
        escaped(meaning),
        posts,
        codes((liabilities ?? []).filter((word) => word !== "liable")),
        codes(reasons ?? []),
      ];
    }),
  );
}

const codes = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(", ");

const anchor = (id: string) => `[\`${id}\`](#${id})`;

function programTable(programs: readonly Program[]): string {
  return tableOf(
    texts.programColumns,
    programs.map((program) => [
      anchor(program.id),
      escaped(program.owner),
      program.kind,
      program.confidence,
      escaped(wordsOf(program).lines[0]?.tiers[0]?.asks ?? ""),
    ]),
  );
}

function programSection(program: Program): string[] {
  const { id, name, region, summary, leaves_out, sources } = program;
  const words = wordsOf(program);
  return [
    `### ${id}`,
    `**${escaped(name)}**, ${escaped(region)}. ${escaped(summary)}`,
    escaped(words.confidence),
    bullets([
      ...words.formula,
      ...(words.window === null ? [] : [words.window]),
      words.evaluation,
      ...words.notes,
    ]),
    ...words.rules.map(({ name: rule, formula, window, gives }) =>
      [`${texts.rule(escaped(rule))}`, "", bullets([...formula, window, ...gives])].join("\n"),
    ),
    tableOf(texts.tierColumns, tierRows(words)),
    ...(words.fees.length > 0 ? [`${texts.fees}`, bullets(words.fees)] : []),
    `${texts.versions}`,
    bullets(versionLines(program)),
    ...(leaves_out.length > 0 ? [`${texts.leavesOut}`, bullets(leaves_out)] : []),
    `${texts.sources}`,
    bullets(
      sources.map(
        ({ address, retrieved, confidence, note }) =>
          texts.source(address, confidence, retrieved) + (note === undefined ? "" : `: ${note}`),
      ),
    ),
  ];
}

const tierRows = ({ lines }: ProgramWords): string[][] =>
  lines.flatMap(({ who, tiers, note }) =>
    tiers.map(({ name, severity, asks, leave, consequence }) => [
      escaped([who, note].filter(Boolean).join(": ")),
      escaped(name),
      severity,
      escaped([asks, leave].filter(Boolean).join(" ")),
      escaped(consequence ?? ""),
    ]),
  );

function versionLines(program: Program): string[] {
  const versions = versionsOf(program);
  return versions.map((version, index) => {
    const older = versions[index + 1];
    const { from, until } = version.effective;
    const changes = older ? changesBetween(older, version) : [];
    return [texts.version(version.version, from, until), ...changes].join(" ");
  });
}
