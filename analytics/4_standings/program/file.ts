import { LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { measures } from "../../2_ledger/measures.js";
import { Program, ratesOf, type ProgramVersion } from "../program.js";
import { merge } from "./merge.js";
import type { RateRule } from "./rate.js";

type Raw = Record<string, unknown>;
type Path = readonly (string | number)[];

/** What keeps a file from being a programme: where, why, and what to do about it. */
export interface ProgramProblem {
  /** Dotted, such as `tiers.0.gates.rate`; empty for the whole file. */
  path: string;
  /** Line in the file, where it is known. */
  line: number | null;
  message: string;
}

export type CheckedProgram =
  { program: Program; problems: [] } | { program?: undefined; problems: ProgramProblem[] };

/** Finds the programme, or one version of it, that another extends; undefined where there is none. */
export type FindBase = (id: string, version: string | undefined) => ProgramVersion | undefined;

/** The programme in the text of a YAML file, with all its versions, or everything that is wrong. */
export function checkProgramText(text: string, findBase: FindBase): CheckedProgram {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ message, linePos }) => ({
        path: "",
        line: linePos?.[0].line ?? null,
        message: message.split("\n")[0] ?? message,
      })),
    };
  const found: { path: Path; message: string }[] = [];
  const versions = readVersions(document.toJS(), findBase, found);
  if (versions) found.push(...overlaps(versions));
  if (found.length > 0 || !versions || !versions[0])
    return { problems: found.map((problem) => withLine(problem, document, lines)) };
  const [newest, ...earlier] = newestFirst(versions);
  return { program: { ...(newest as ProgramVersion), earlier }, problems: [] };
}

function readVersions(
  raw: unknown,
  findBase: FindBase,
  problems: { path: Path; message: string }[],
): ProgramVersion[] | null {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    problems.push({ path: [], message: "a programme is a list of fields: id, version, name …" });
    return null;
  }
  const { extends: extended, versions, ...own } = raw as Raw;
  const base = extended === undefined ? own : extend(extended, own, findBase, problems);
  if (!base) return null;
  if (versions === undefined) {
    const only = readVersion(base, [], problems);
    return only && [only];
  }
  if (!Array.isArray(versions) || versions.length === 0) {
    problems.push({ path: ["versions"], message: "list at least one version" });
    return null;
  }
  const read = versions.map((change, index) =>
    readVersion(merge(base, change), ["versions", index], problems),
  );
  return read.every((version) => version !== null) ? read : null;
}

function extend(
  extended: unknown,
  own: Raw,
  findBase: FindBase,
  problems: { path: Path; message: string }[],
): unknown {
  const [id = "", version] = String(extended).split("@");
  const base = findBase(id, version);
  if (!base) {
    problems.push({
      path: ["extends"],
      message: `no programme is called ${String(extended)}: name one that \`plimsoll programs list\` shows, or id@version`,
    });
    return null;
  }
  for (const field of ["id", "version"])
    if (own[field] === undefined)
      problems.push({ path: [field], message: `${field} must be the programme's own: add it` });
  // Changed lines are nobody's published ones any more, unless the file says so.
  return merge({ ...base, confidence: "unverified" }, own);
}

function readVersion(
  raw: unknown,
  prefix: Path,
  problems: { path: Path; message: string }[],
): ProgramVersion | null {
  const withKind =
    typeof raw === "object" && raw !== null && !("kind" in raw) ? { kind: "rate", ...raw } : raw;
  const parsed = Program.safeParse(withKind);
  const add = (path: Path, message: string) =>
    problems.push({ path: [...prefix, ...path], message });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) add(issue.path as (string | number)[], explain(issue));
    return null;
  }
  const unusable = ratesOf(parsed.data).flatMap((rate) => measureProblems(rate));
  for (const { path, message } of unusable) add(path, message);
  return unusable.length > 0 ? null : parsed.data;
}

const explain = (issue: z.core.$ZodIssue): string => issue.message;

/** Measures must exist, and what a side unites must be told apart by order. */
function measureProblems(rate: RateRule): { path: Path; message: string }[] {
  return (["numerator", "denominator"] as const).flatMap((side) => {
    const { measures: names, less } = rate[side];
    const scored = names.filter((name) => name.startsWith("scores."));
    if (scored.length > 0)
      return names.length + less.length === 1
        ? []
        : [{ path: [side, "measures"], message: "a metric of scores stands alone on its side" }];
    const posts = (name: string) => measures.get(name)?.posts;
    const unknown = [...names, ...less].filter((name) => !measures.has(name));
    const volumes = names.filter((name) => posts(name) === "volumes");
    const apart = names.filter((name) => posts(name) === "occurrences");
    const problems = unknown.map(
      (name) =>
        `no measure is called ${name}; there are ${[...measures.keys()].join(", ")}, or scores.<metric>`,
    );
    if (volumes.length > 1)
      problems.push(
        `${volumes.join(" and ")} are both volumes of orders and cannot be united: name one`,
      );
    if (volumes.length > 0 && apart.length > 0 && rate.unit === "orders")
      problems.push(
        `${apart.join(", ")} cannot be united with ${volumes[0]} order by order: name one of them, or use unit events`,
      );
    if (less.some((name) => posts(name) === "volumes"))
      problems.push("volumes of orders cannot be subtracted: put the smaller volume in measures");
    return problems.map((message) => ({ path: [side, "measures"], message }));
  });
}

const newestFirst = (versions: readonly ProgramVersion[]) =>
  versions.toSorted((a, b) => ((a.effective.from ?? "") < (b.effective.from ?? "") ? 1 : -1));

function overlaps(versions: readonly ProgramVersion[]): { path: Path; message: string }[] {
  const sorted = newestFirst(versions);
  const names = versions.map(({ version }) => version);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => ({ path: ["versions"], message: `two versions are called ${name}` })),
    ...sorted.slice(1).flatMap((older, index) => {
      const newer = sorted[index] as ProgramVersion;
      const { until } = older.effective;
      const { from } = newer.effective;
      if (until !== null && from !== null && until <= from) return [];
      return [
        {
          path: ["versions", versions.indexOf(older), "effective"],
          message: `${older.version} and ${newer.version} are in force at once: end ${older.version} with until: ${from ?? "a date"} and begin ${newer.version} there`,
        },
      ];
    }),
  ];
}

function withLine(
  { path, message }: { path: Path; message: string },
  document: Document,
  lines: LineCounter,
): ProgramProblem {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range)
      return { path: path.join("."), line: lines.linePos(node.range[0]).line, message };
  }
  return { path: path.join("."), line: null, message };
}
