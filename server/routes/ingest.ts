import { createRoute, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { feedNames, isFeedName } from "../../ingest/feeds/index.js";
import { ingestRows } from "../../ingest/rows.js";
import { IngestAnswer } from "../contract/ingest.js";
import type { Deps } from "../deps.js";
import { readDocuments } from "../documents.js";
import { answers, problemOf, query, router } from "../openapi.js";
import { ApiError, notFound, problem } from "../problem.js";

const MOST_BYTES = 32 * 1024 * 1024;

const postRows = createRoute({
  method: "post",
  path: "/v1/ingest/{feed}",
  summary: "Rows of a feed, as a JSON array or as NDJSON; answered when they are durable",
  request: {
    params: z.object({ feed: z.string().describe(`One of ${feedNames.join(", ")}.`) }),
    query: query({}),
    body: {
      required: true,
      // Plain schemas, so that the body is read as text: each row is checked for itself.
      content: {
        "application/json": { schema: { type: "array" as const, items: { type: "object" } } },
        "application/x-ndjson": { schema: { type: "string" as const } },
      },
    },
  },
  responses: {
    ...answers(IngestAnswer, "What became of each row."),
    413: problemOf(`The body is larger than ${MOST_BYTES / 1024 / 1024} MB.`),
    415: problemOf("The body is neither JSON nor NDJSON."),
  },
});

const bodyMax = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) =>
    problem(
      c,
      new ApiError(
        413,
        "too large",
        `send at most ${MOST_BYTES / 1024 / 1024} MB at a time, or ingest a file with the CLI`,
      ),
    ),
});

export function ingestRoute({ database, now }: Deps) {
  const app = router();
  app.use("/v1/ingest/*", bodyMax);
  return app.openapi(postRows, async (c) => {
    const { feed } = c.req.valid("param");
    if (!isFeedName(feed)) throw notFound("feed", feed, `there are ${feedNames.join(", ")}`);
    const type = c.req.header("content-type") ?? "";
    const documents = readDocuments(type, await c.req.arrayBuffer());
    const name = `POST /v1/ingest/${feed}`;
    const request = { feed, documents, recordedAt: now(), name };
    const { feeds, ...answer } = await ingestRows(database, request);
    return c.json({ feed, ...answer, counts: feeds[feed]! }, 200);
  });
}
