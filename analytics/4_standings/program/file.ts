import { LineCounter, parseDocument, type Document, type YAMLError } from "yaml";
import { ProgramShape, type Program, type ProgramVersion } from "../program.js";
import { notesOf, problemsOf } from "./checks.js";
import { closest } from "./closest.js";
import { isObject, validParts, chosen, type ProgramDraft } from "./draft.js";
import { explainAll, MISSING } from "./explain.js";
import { merge } from "./merge.js";
import { placeOf } from "./place.js";
import type { Problem } from "./problem.js";
import { versionNotes, versionProblems } from "./versions.js";

type Raw = Record<string, unknown>;
type Path = readonly (string | number)[];

/** What keeps a file from being a programme: where, why, and what to do about it. */
export interface ProgramProblem {
  /** Dotted, such as `tiers.0.gates.rate`; empty for the whole file. */
  path: string;
  /** Line in the file, where it is known. */
  line: number | null;
  message: string;
  /** What to change; empty where the message says it all. */
  remedy: string;
}

/** The programme if there is one, every problem if there is none, and what to know in either case. */
export interface CheckedProgram {
  program?: Program;
  problems: ProgramProblem[];
  notes: ProgramProblem[];
  /** Finds in the file what was found out about its newest version elsewhere. */
  place: (problem: Problem) => ProgramProblem;
}

/** Finds the programme, or one version of it, that another extends; undefined where there is none. */
export type FindBase = (id: string, version: string | undefined) => ProgramVersion | undefined;

export interface Bases {
  find: FindBase;
  ids: () => Iterable<string>;
}

/** One version as the file gives it, merged with what it builds on. */
export interface ReadVersion {
  raw: unknown;
  draft: ProgramDraft;
  version: ProgramVersion | null;
  /** Where in the file it may stand, the most particular place first. */
  roots: readonly Path[];
  /** False where what it extends is not known. */
  isWhole: boolean;
}

/** The programme in the text of a YAML file, with all its versions, or everything that is wrong. */
export function checkProgramText(text: string, bases: Bases): CheckedProgram {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors.map((error) => syntax(error));
  const placeIn =
    (raw: unknown, roots: readonly Path[]) =>
    (problem: Problem): ProgramProblem => {
      const { message, remedy, path } = problem;
      return { ...placeOf(document, lines, { roots, merged: raw, path }), message, remedy };
    };
  const refuse = (problems: readonly ProgramProblem[]): CheckedProgram => ({
    problems: inOrder(problems),
    notes: [],
    place: placeIn({}, [[]]),
  });
  if (document.errors.some(({ code }) => code !== "DUPLICATE_KEY")) return refuse(broken);
  const content = contentOf(document);
  if (content instanceof ReferenceError)
    return refuse([{ path: "", line: null, message: content.message, remedy: REMEDY }]);
  const inFile: Problem[] = [];
  const read = readVersions(content, bases, inFile);
  const problems = [
    ...broken,
    ...[...inFile, ...versionProblems(read)].map(placeIn(content, [[]])),
    ...read.flatMap(({ raw, draft, roots, isWhole }) =>
      [...explainAll(ProgramShape, raw), ...problemsOf(draft)]
        .filter(({ path, message }) => isWhole || path.length > 1 || message !== MISSING)
        .map(placeIn(raw, roots)),
    ),
  ];
  const versions = read.flatMap(({ version, ...rest }) => (version ? [{ version, ...rest }] : []));
  const [newest, ...earlier] = versions.toSorted((a, b) => (fromOf(a) < fromOf(b) ? 1 : -1));
  if (problems.length > 0 || !newest) return refuse(problems);
  return {
    program: { ...newest.version, earlier: earlier.map(({ version }) => version) },
    problems: [],
    notes: inOrder([
      ...versionNotes(read).map(placeIn(content, [[]])),
      ...versions.flatMap(({ raw, draft, roots }) => notesOf(draft).map(placeIn(raw, roots))),
    ]),
    place: placeIn(newest.raw, newest.roots),
  };
}

const fromOf = ({ version }: { version: ProgramVersion }) => version.effective.from ?? "";

const REMEDY = "see to indentation, brackets and quotes here";

/** What the file says; an anchor that is not there is told like any other fault. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

function syntax({ message, linePos, code }: YAMLError): ProgramProblem {
  const [first = message] = message.split("\n");
  return {
    path: "",
    line: linePos?.[0].line ?? null,
    message: `is no YAML: ${first.replace(/ at line \d+, column \d+:?$/, "").replace(/^./, (letter) => letter.toLowerCase())}`,
    remedy:
      code === "DUPLICATE_KEY"
        ? "a field is given twice; keep one"
        : code === "TAB_AS_INDENT"
          ? "indent with spaces"
          : REMEDY,
  };
}

/** Each once, from the top of the file to its end. */
function inOrder(problems: readonly ProgramProblem[]): ProgramProblem[] {
  const byText = new Map(
    problems.map((each) => [`${each.path} ${each.line} ${each.message}`, each]),
  );
  return [...byText.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function readVersions(content: unknown, bases: Bases, problems: Problem[]): ReadVersion[] {
  if (!isObject(content)) {
    problems.push({
      path: [],
      message: "is no programme",
      remedy: "a programme is a group of fields: id, version, name …",
    });
    return [];
  }
  const { extends: extended, versions, ...own } = content;
  const base: Extended =
    extended === undefined
      ? { raw: own, problems: [], isWhole: true }
      : extend(extended, own, versions !== undefined, bases);
  problems.push(...base.problems);
  if (versions === undefined) return [readVersion(base.raw, [[]], base.isWhole)];
  if (!Array.isArray(versions) || versions.length === 0) {
    problems.push({
      path: ["versions"],
      message: "has no version",
      remedy:
        'list at least one, as in versions: [{ version: "2026-04", effective: { from: "2026-04-01" } }]',
    });
    return [];
  }
  return versions.map((change: unknown, index) =>
    readVersion(merge(base.raw, change ?? {}), [["versions", index], []], base.isWhole),
  );
}

/** What all versions share; without its base a programme lacks fields through no fault of its own. */
interface Extended {
  raw: unknown;
  problems: Problem[];
  isWhole: boolean;
}

function extend(extended: unknown, own: Raw, hasVersions: boolean, bases: Bases): Extended {
  const [id = "", version] = String(extended).split("@");
  const problems: Problem[] = [];
  const found = bases.find(id, version);
  const ids = [...bases.ids()];
  const meant = closest(id, ids);
  if (!found && ids.includes(id))
    problems.push({
      path: ["extends"],
      message: `${id} has no version ${version}`,
      remedy: `plimsoll programs show ${id} lists its versions`,
    });
  else if (!found)
    problems.push({
      path: ["extends"],
      message: `no programme is called ${id}`,
      remedy: `${meant === undefined ? "" : `did you mean ${meant}? `}there are ${ids.join(", ")}; id@version names an earlier version`,
    });
  for (const field of hasVersions ? ["id"] : ["id", "version"])
    if (own[field] === undefined)
      problems.push({
        path: [field],
        message: `is missing, and a programme that extends another has its own`,
        remedy: field === "id" ? `add it, as in id: my-${id}` : 'add it, as in version: "2026-11"',
      });
  // What is wrong in the file itself is told also where the base is only misspelt.
  const base = found ?? bases.find(meant ?? id, undefined);
  // Changed lines are nobody's published ones any more, unless the file says so.
  const raw = base ? merge({ ...base, confidence: "unverified" }, own) : own;
  return { raw, problems, isWhole: base !== undefined };
}

function readVersion(raw: unknown, roots: readonly Path[], isWhole: boolean): ReadVersion {
  const withKind = isObject(raw) && !("kind" in raw) ? { kind: "rate", ...raw } : raw;
  const parsed = ProgramShape.safeParse(withKind);
  if (parsed.success)
    return { raw: withKind, draft: parsed.data, version: parsed.data, roots, isWhole };
  const kind = isObject(withKind) ? withKind["kind"] : undefined;
  const meant =
    typeof kind === "string" ? (closest(kind, ["rate", "points", "score"]) ?? "rate") : "rate";
  const known = { ...(withKind as Raw), kind: meant };
  const shape = chosen(ProgramShape, known) ?? ProgramShape;
  const draft = validParts(shape, known) as ProgramDraft;
  return {
    raw: withKind,
    draft: { ...draft, kind: meant } as ProgramDraft,
    version: null,
    roots,
    isWhole,
  };
}
