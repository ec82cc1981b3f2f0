import { createRoute, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { feedNames, isFeedName } from "../../ingest/feeds/index.js";
import { ingestRows } from "../../ingest/rows.js";
import { IngestAnswer } from "../contract/ingest.js";
import type { Deps } from "../deps.js";
import { answers, router } from "../openapi.js";
import { ApiError, notFound, problem } from "../problem.js";

const MOST_BYTES = 32 * 1024 * 1024;

const postRows = createRoute({
  method: "post",
  path: "/v1/ingest/{feed}",
  summary: "Rows of a feed, as a JSON array or as NDJSON; answered when they are durable",
  request: {
    params: z.object({ feed: z.string().describe(`One of ${feedNames.join(", ")}.`) }),
  },
  responses: answers(IngestAnswer, "What became of each row."),
});

export function ingestRoute({ database, now, onBatch }: Deps) {
  const app = router();
  app.use(
    "/v1/ingest/*",
    bodyLimit({
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
    }),
  );
  return app.openapi(postRows, async (c) => {
    const { feed } = c.req.valid("param");
    if (!isFeedName(feed)) throw notFound("feed", feed, `there are ${feedNames.join(", ")}`);
    const documents = readDocuments(c.req.header("content-type") ?? "", await c.req.text());
    const answer = await ingestRows(database, {
      feed,
      documents,
      recordedAt: now(),
      name: `POST /v1/ingest/${feed}`,
    });
    onBatch?.();
    const { feeds, ...rest } = answer;
    return c.json(
      { feed, ...rest, counts: feeds[feed] as NonNullable<(typeof feeds)[typeof feed]> },
      200,
    );
  });
}

/** The JSON text of each row. */
function readDocuments(contentType: string, body: string): string[] {
  const documents = /ndjson|jsonl|jsonlines/i.test(contentType)
    ? lines(body)
    : elements(contentType, body);
  if (documents.length === 0)
    throw new ApiError(
      400,
      "no rows",
      "the body has no rows: send a JSON array of objects, or one JSON object a line",
    );
  return documents;
}

const lines = (body: string) => body.split("\n").filter((line) => line.trim() !== "");

function elements(contentType: string, body: string): string[] {
  if (!/json/i.test(contentType))
    throw new ApiError(
      415,
      "unsupported media type",
      "send application/json (an array) or application/x-ndjson (an object a line)",
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    const looksLikeLines = body.trimStart().startsWith("{") && body.includes("\n");
    const hint = looksLikeLines
      ? "; for one object a line send content-type application/x-ndjson"
      : "";
    throw new ApiError(400, "not JSON", `the body is not JSON: ${(cause as Error).message}${hint}`);
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).map((row) => JSON.stringify(row));
}
