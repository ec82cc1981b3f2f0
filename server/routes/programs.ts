import { createRoute, z } from "@hono/zod-openapi";
import { Program } from "../../analytics/4_standings/program.js";
import { programJsonSchema } from "../../analytics/4_standings/program/json-schema.js";
import { ProgramPage } from "../contract/programs.js";
import type { StandingView } from "../contract/api.js";
import type { Deps } from "../deps.js";
import { answers, query, router } from "../openapi.js";
import { MOMENT, momentOf } from "../parameters.js";
import { notFound } from "../problem.js";
import { profileOf } from "../program-profile.js";
import { sellersOf } from "../program-sellers.js";
import type { Snapshot } from "../snapshot/snapshot.js";

const listPrograms = createRoute({
  method: "get",
  path: "/v1/programs",
  summary: "The programmes that judge: formula, lines, sources and confidence",
  request: { query: query({}) },
  responses: answers(
    z.strictObject({ items: z.array(Program) }),
    "Every programme, as its YAML says.",
  ),
});

const getSchema = createRoute({
  method: "get",
  path: "/v1/programs/schema.json",
  summary: "JSON Schema of programme files, for editors",
  request: { query: query({}) },
  responses: answers(z.looseObject({}), "The JSON Schema, draft 2020-12."),
});

const getProgram = createRoute({
  method: "get",
  path: "/v1/programs/{id}",
  summary: "One programme in words, with its versions, sources and sellers by tier",
  request: {
    params: z.object({ id: z.string().min(1).describe("The programme's id.") }),
    query: query(MOMENT),
  },
  responses: answers(ProgramPage, "The version that judges; its counts tie with /v1/sellers."),
});

export function programsRoute({ programs, snapshots, now }: Deps) {
  return router()
    .openapi(listPrograms, (c) => c.json({ items: [...programs.values()] }, 200))
    .openapi(getSchema, (c) => c.json(programJsonSchema(), 200))
    .openapi(getProgram, async (c) => {
      const { id } = c.req.valid("param");
      const program = programs.get(id);
      if (!program) throw notFound("programme", id, `there are ${[...programs.keys()].join(", ")}`);
      const snapshot = await snapshots.get(momentOf(c.req.valid("query"), now()));
      return c.json(pageOf(program, snapshot), 200);
    });
}

function pageOf(program: Program, snapshot: Snapshot): ProgramPage {
  const { version, evaluatedOn, state } = sellersOf(program, snapshot);
  const views = [...(snapshot.byProgram.get(program.id)?.values() ?? [])];
  return {
    ...profileOf(program, version, snapshot.asOf),
    as_of: snapshot.asOf,
    batch_id: snapshot.batchId,
    ...state,
    evaluated_on: evaluatedOn,
    scored: views.filter(({ tier }) => tier !== "not_scored").length,
    lines_sellers: byLines(views),
  };
}

function byLines(views: readonly StandingView[]) {
  const sellers = new Map<string | null, number>();
  for (const { lines } of views) sellers.set(lines, (sellers.get(lines) ?? 0) + 1);
  return [...sellers].map(([lines, count]) => ({ lines, sellers: count }));
}
