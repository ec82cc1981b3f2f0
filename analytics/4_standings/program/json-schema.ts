import { z } from "zod";
import { ProgramShape } from "../program.js";
import { isObject } from "./draft.js";
import { REPLACED } from "./merge.js";

type Json = Record<string, unknown>;

const DEFS = "#/$defs/";
const LOOSE = "partial_";

/** JSON Schema of a programme's file, for editors: whole, in versions, or extending another. */
export function programJsonSchema(): Json {
  const made = z.toJSONSchema(ProgramShape, { io: "input", reused: "ref" }) as Json;
  const whole = made["$defs"] as Record<string, Json>;
  const kinds = (made["oneOf"] as Json[]).map((kind) => withoutKind(kind, whole));
  const loose = Object.fromEntries(
    Object.entries(whole).map(([name, schema]) => [LOOSE + name, loosened(schema) as Json]),
  );
  const [rate = {}, points = {}, score = {}] = kinds;
  const kind = {
    enum: ["rate", "points", "score"],
    description: "What the programme computes; rate where nothing is said.",
  };
  const named = { rate, points, score };
  for (const each of Object.values(named)) (each["properties"] as Json)["kind"] = kind;
  const is = (name: string) => ({ properties: { kind: { const: name } }, required: ["kind"] });
  const fields = {
    ...Object.assign({}, ...kinds.map((each) => looseProperties(each))),
    kind,
  } as Json;
  const version = {
    type: "object",
    properties: fields,
    additionalProperties: false,
    description: "What this version changes; null takes a field away.",
  };
  return {
    $schema: made["$schema"],
    title: "A programme of Plimsoll",
    type: "object",
    if: { anyOf: [{ required: ["versions"] }, { required: ["extends"] }] },
    then: { $ref: `${DEFS}partial` },
    else: {
      if: is("points"),
      then: { $ref: `${DEFS}points` },
      else: { if: is("score"), then: { $ref: `${DEFS}score` }, else: { $ref: `${DEFS}rate` } },
    },
    $defs: {
      ...named,
      version,
      partial: {
        type: "object",
        properties: {
          extends: {
            type: "string",
            description:
              "A shipped programme's id, or id@version, of which this file changes parts.",
          },
          ...fields,
          versions: {
            type: "array",
            minItems: 1,
            items: { $ref: `${DEFS}version` },
            description: "What each version changes of the fields that all share.",
          },
        },
        additionalProperties: false,
        description: "Fields that all versions share; null takes one away.",
      },
      ...whole,
      ...loose,
    },
  };
}

/** One kind's fields, in the order in which files give them. */
function withoutKind(kind: Json, defs: Record<string, Json>): Json {
  const name = (kind["$ref"] as string | undefined)?.slice(DEFS.length) ?? "";
  const schema = name === "" ? kind : (defs[name] ?? {});
  const { kind: _, ...properties } = schema["properties"] as Json;
  const required = (schema["required"] as string[]).filter((field) => field !== "kind");
  return { ...schema, properties, required };
}

const looseProperties = (kind: Json): Json =>
  Object.fromEntries(
    Object.entries(kind["properties"] as Json).map(([name, schema]) => [name, field(name, schema)]),
  );

/** Nothing is required where the rest comes from elsewhere; what is replaced as a whole stays whole. */
function loosened(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(loosened);
  if (!isObject(schema)) return schema;
  const { required: _, ...rest } = schema;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => {
      if (name === "$ref") return [name, DEFS + LOOSE + String(value).slice(DEFS.length)];
      if (name === "properties" && isObject(value))
        return [
          name,
          Object.fromEntries(
            Object.entries(value).map(([each, inner]) => [each, field(each, inner)]),
          ),
        ];
      return [
        name,
        ["items", "anyOf", "oneOf", "allOf", "additionalProperties"].includes(name)
          ? loosened(value)
          : value,
      ];
    }),
  );
}

const field = (name: string, schema: unknown) => ({
  anyOf: [REPLACED.has(name) ? schema : loosened(schema), { type: "null" }],
});
