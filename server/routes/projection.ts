import { createRoute, z } from "@hono/zod-openapi";
import { readProjection } from "../../analytics/4_standings/project.js";
import { Projection } from "../../analytics/4_standings/projection.js";
import type { Deps } from "../deps.js";
import { answers, query, router } from "../openapi.js";
import { KNOWN, momentOf, programOf } from "../parameters.js";
import { notFound } from "../problem.js";

const getProjection = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/projection",
  summary:
    "Where a seller is heading in a programme: headroom to every tier and the way back, exactly; today's pace, as an estimate",
  request: {
    params: z.object({ id: z.string().min(1).describe("The seller's id.") }),
    query: query({ program: z.string().describe("Programme id."), ...KNOWN }),
  },
  responses: answers(Projection, "The projection; each of its parts says on what basis."),
});

export function projectionRoute({ snapshots, programs, now }: Deps) {
  return router().openapi(getProjection, async (c) => {
    const { id: sellerId } = c.req.valid("param");
    const asked = c.req.valid("query");
    const program = programOf(programs, asked.program);
    const projection = await snapshots.read(momentOf(asked, now()), (snapshot, session) => {
      const { asOf, batchId: knownBatch } = snapshot;
      return readProjection(session, program, { sellerId, asOf, knownBatch });
    });
    if (!projection)
      throw notFound("seller", sellerId, "see /v1/sellers for those that have orders");
    return c.json(projection, 200);
  });
}
