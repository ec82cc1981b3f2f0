import { createRoute, z } from "@hono/zod-openapi";
import { PeerMemory } from "../../analytics/4_standings/part-figures.js";
import type { Program, ScoreProgram } from "../../analytics/4_standings/program.js";
import { readServiceScore } from "../../analytics/4_standings/service-score.js";
import { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import type { Deps } from "../deps.js";
import { listAnswers, query, router } from "../openapi.js";
import { badParameter, KNOWN, momentOf, programOf } from "../parameters.js";
import { notFound } from "../problem.js";
import { replyList } from "../reply.js";

const getScore = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/score",
  summary: "A seller's service score: its parts, its level, its trend and what to do next",
  description:
    "The score is of the day; the level is set once a month from the daily scores of the month before. A seller with too little to compare is `not_scored`, which is neither good nor bad. As Arrow or CSV the trend, a row a day.",
  request: {
    params: z.object({ id: z.string().min(1).describe("The seller's id.") }),
    query: query({
      program: z
        .string()
        .default("service-score")
        .describe("Id of a programme of kind score; defaults to service-score."),
      ...KNOWN,
    }),
  },
  responses: listAnswers(ServiceScore, "The score."),
});

export function scoreRoute({ snapshots, programs, now }: Deps) {
  const memory = new PeerMemory();
  return router().openapi(getScore, async (c) => {
    const { id } = c.req.valid("param");
    const asked = c.req.valid("query");
    const program = scoreProgramOf(programs, asked.program);
    const score = await snapshots.at(momentOf(asked, now()), ({ asOf, batchId }, session) =>
      readServiceScore(session, program, { sellerId: id, asOf, knownBatch: batchId, memory }),
    );
    if (!score) throw notFound("seller", id, "see /v1/sellers for those that have orders");
    return replyList(c, ServiceScore, score);
  });
}

function scoreProgramOf(
  programs: ReadonlyMap<string, Program>,
  id: string,
): Program & ScoreProgram {
  const program = programOf(programs, id);
  if (program.kind === "score") return program;
  const scores = [...programs.values()].filter(({ kind }) => kind === "score");
  const names = scores.map((each) => each.id).join(", ");
  throw badParameter(
    "program",
    `${id} is no score; ${names ? `there are ${names}` : "there is none"}`,
  );
}
