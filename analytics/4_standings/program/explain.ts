import { z } from "zod";
import { closest } from "./closest.js";
import { bare, chosen, isObject } from "./draft.js";
import { exampleOf, expectedOf, whatIs } from "./explain/values.js";
import type { Problem } from "./problem.js";

type Issue = z.core.$ZodIssue;
type Path = (string | number)[];

export const MISSING = "is missing";

/** What Zod found, in plain words with a remedy each; nothing stops at the first. Pure. */
export function explainAll(schema: z.ZodType, input: unknown): Problem[] {
  const problems: Problem[] = [];
  let value = structuredClone(input);
  for (let pass = 0; pass < 4; pass += 1) {
    const parsed = schema.safeParse(value);
    if (parsed.success) break;
    const { issues } = parsed.error;
    const misnamed = issues.filter(isMisnamedKind);
    const kinds = new Set(misnamed.map(({ path }) => JSON.stringify(path)));
    const found = issues.flatMap((issue) => explain(schema, value, issue));
    problems.push(...found.filter((each) => pass === 0 || !isKnown(problems, each)));
    // A kind that is only misspelt still has fields that can be looked at.
    const mended = misnamed.map((issue) => mend(value, issue));
    if (kinds.size === 0 || !mended.includes(true)) break;
    value = structuredClone(value);
  }
  return problems;
}

type KindIssue = Extract<Issue, { code: "invalid_union" }> & {
  discriminator: string;
  options?: unknown[];
};

const isMisnamedKind = (issue: Issue): issue is KindIssue =>
  issue.code === "invalid_union" && "discriminator" in issue && issue.discriminator !== undefined;

const isKnown = (problems: readonly Problem[], { path, message }: Problem) =>
  problems.some((each) => each.message === message && each.path.join() === path.join());

const optionsOf = ({ options = [] }: KindIssue): string[] =>
  options.filter((option) => typeof option === "string");

function mend(value: unknown, issue: KindIssue): boolean {
  const path = issue.path as Path;
  const holder = valueAt(value, path.slice(0, -1));
  const given = valueAt(value, path);
  const meant = typeof given === "string" ? closest(given, optionsOf(issue)) : undefined;
  if (meant === undefined || !isObject(holder)) return false;
  holder[String(path.at(-1))] = meant;
  return true;
}

function explain(schema: z.ZodType, input: unknown, issue: Issue): Problem[] {
  const path = issue.path as Path;
  const value = valueAt(input, path);
  const name = String(path.at(-1) ?? "");
  const problem = (message: string, remedy: string): Problem[] => [{ path, message, remedy }];
  if (isMisnamedKind(issue)) return [choice(path, value, optionsOf(issue))];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField(schema, input, path, key));
    case "invalid_value":
      return [choice(path, value, issue.values.map(String))];
    case "invalid_union":
      return [threshold(path, value)];
    case "invalid_type":
      if (value === undefined) return [missing(schema, input, path, issue.expected)];
      return problem(
        `is ${whatIs(value)}, and ${expectedOf(issue.expected)} is needed`,
        remedyFor(name, value, issue.expected),
      );
    case "invalid_format":
      return problem(...misformed(issue, name, value));
    case "too_small":
    case "too_big":
      return problem(...outOfBounds(issue, name, value));
    default:
      return [splitRemedy(path, issue.message)];
  }
}

/** Messages of refinements say the remedy after a colon. */
export function splitRemedy(path: Path, text: string): Problem {
  const at = text.indexOf(": ");
  return at < 0
    ? { path, message: text, remedy: "" }
    : { path, message: text.slice(0, at), remedy: text.slice(at + 2) };
}

function choice(path: Path, value: unknown, options: readonly string[]): Problem {
  const meant = typeof value === "string" ? closest(value, options) : undefined;
  const list = options.length === 1 ? `write ${options[0]}` : `it is one of ${options.join(", ")}`;
  return {
    path,
    message: value === undefined ? MISSING : `is ${whatIs(value)}, which is not known here`,
    remedy: meant === undefined ? list : `did you mean ${meant}? ${list}`,
  };
}

function missing(schema: z.ZodType, input: unknown, path: Path, expected: string): Problem {
  const name = String(path.at(-1));
  const { meaning } = fieldAt(schema, input, path);
  return {
    path,
    message: MISSING,
    remedy: `add it, as in ${name}: ${exampleOf(name, expected)}${meaning ? ` (${meaning.replace(/\.$/, "")})` : ""}`,
  };
}

function unknownField(schema: z.ZodType, input: unknown, path: Path, key: string): Problem {
  const { schema: owner } = fieldAt(schema, input, path);
  const fields = owner instanceof z.ZodObject ? Object.keys(owner.shape as object) : [];
  const meant = closest(key, fields);
  const there = fields.length > 0 ? `there are ${fields.join(", ")}` : "take it out";
  const kinds = path.length === 0 ? kindsWith(schema, key) : [];
  return {
    path: [...path, key],
    message: "there is no such field here",
    remedy:
      kinds.length > 0
        ? `it is a field of kind ${kinds.join(" and ")}: say so with kind, or take it out`
        : meant === undefined
          ? `take it out; ${there}`
          : `did you mean ${meant}? ${there}`,
  };
}

/** Kinds of programmes that have a field which this one has not. */
function kindsWith(schema: z.ZodType, key: string): string[] {
  const union = bare(schema);
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [];
  return (union.options as z.ZodObject[])
    .filter((option) => key in option.shape)
    .flatMap((option) => {
      const kind = bare(option.shape["kind"] as z.ZodType);
      return kind instanceof z.ZodLiteral ? [...kind.values].map(String) : [];
    });
}

function threshold(path: Path, value: unknown): Problem {
  const name = String(path.at(-1));
  const forms = `give a number (${name}: ${exampleOf(name)}, from there on), or { above: }, { below: } or { at_most: } with one`;
  if (typeof value === "number")
    return { path, message: `is ${value}, and cannot be below 0`, remedy: forms };
  const asNumber = typeof value === "string" ? remedyFor(name, value, "number") : null;
  if (isObject(value)) {
    const [key = ""] = Object.keys(value);
    const meant = closest(key, ["above", "below", "at_most"]);
    if (meant !== undefined && meant !== key)
      return {
        path: [...path, key],
        message: "is no way to compare",
        remedy: `did you mean ${meant}? ${forms}`,
      };
  }
  return {
    path,
    message: `is ${whatIs(value)}, which is no threshold`,
    remedy: asNumber ?? forms,
  };
}

function remedyFor(name: string, value: unknown, expected: string): string {
  const example = `as in ${name}: ${exampleOf(name, expected)}`;
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean"))
    return `put it in quotes: ${name}: "${value}"`;
  if (typeof value !== "string" || !["number", "int"].includes(expected)) return example;
  const [, figure, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(value) ?? [];
  if (figure === undefined) return example;
  if (!percent) return `take the quotes away: ${name}: ${figure}`;
  return `write ${value.trim()} as ${name}: ${Number((Number(figure) / 100).toPrecision(12))}`;
}

function misformed(
  issue: Extract<Issue, { code: "invalid_format" }>,
  name: string,
  value: unknown,
): [string, string] {
  if (issue.format === "date")
    return [`is ${whatIs(value)}, no day that exists`, `as in ${name}: "2026-04-01"`];
  const joint = String(issue.pattern).includes("0-9-") ? "-" : "_";
  const fixed = String(value)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, joint)
    .replaceAll(/^[^a-z]+|[-_]+$/g, "");
  return [
    `is ${whatIs(value)}, and only lower-case letters, digits and ${joint} are allowed, a letter first`,
    `as in ${name}: ${fixed || exampleOf(name)}`,
  ];
}

function outOfBounds(
  issue: Extract<Issue, { code: "too_small" | "too_big" }>,
  name: string,
  value: unknown,
): [string, string] {
  const isLow = issue.code === "too_small";
  const bound = Number(isLow ? issue.minimum : issue.maximum);
  const least = `${isLow ? "at least" : "at most"} ${bound}`;
  if (issue.origin === "array")
    return [`has too ${isLow ? "few" : "many"} entries`, `list ${least}`];
  if (issue.origin === "string")
    return bound === 3
      ? [`is ${whatIs(value)}, no currency`, `give its code of three letters, such as USD`]
      : [`is empty`, `as in ${name}: ${exampleOf(name)}`];
  const open = issue.inclusive === false ? `${isLow ? "more" : "less"} than ${bound}` : least;
  return [
    `is ${String(value)}, and must be ${open}`,
    `as in ${name}: ${exampleOf(name, bound >= 1 ? "int" : "number")}`,
  ];
}

interface Field {
  schema: z.ZodType | undefined;
  meaning: string | undefined;
}

/** The schema of a place in a value, and what it means. */
function fieldAt(schema: z.ZodType, input: unknown, path: Path): Field {
  let value = input;
  let field: Field = { schema: chosen(schema, value), meaning: schema.description };
  for (const key of path) {
    value = isObject(value) || Array.isArray(value) ? (value as never)[key] : undefined;
    const next = inside(field.schema, key);
    const inner = next && chosen(next, value);
    field = { schema: inner, meaning: next?.description ?? inner?.description };
  }
  return field;
}

function inside(owner: z.ZodType | undefined, key: string | number): z.ZodType | undefined {
  if (owner instanceof z.ZodObject) return (owner.shape as Record<string, z.ZodType>)[key];
  if (owner instanceof z.ZodArray) return owner.element as z.ZodType;
  if (owner instanceof z.ZodRecord) return owner.valueType as z.ZodType;
  return undefined;
}

export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      at === null || typeof at !== "object" ? undefined : (at as Record<string, unknown>)[key],
    value,
  );
}
