import { createRoute, z } from "@hono/zod-openapi";
import { Program } from "../../analytics/4_standings/program.js";
import type { Deps } from "../deps.js";
import { answers, query, router } from "../openapi.js";

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

export function programsRoute({ programs }: Deps) {
  return router().openapi(listPrograms, (c) => c.json({ items: [...programs.values()] }, 200));
}
