import { createRoute, z } from "@hono/zod-openapi";
import { ledgerTimeZone } from "../../analytics/2_ledger/time-zone.js";
import type { Deps } from "../deps.js";
import { answers, problemOf, router } from "../openapi.js";
import { ApiError } from "../problem.js";

const live = createRoute({
  method: "get",
  path: "/healthz",
  summary: "The process runs",
  responses: answers(z.strictObject({ status: z.literal("ok") }), "It does."),
});

const ready = createRoute({
  method: "get",
  path: "/readyz",
  summary: "The database answers",
  responses: {
    ...answers(
      z.strictObject({
        status: z.literal("ready"),
        batch_id: z.int(),
        time_zone: z.string().describe("In whose days the ledger counts, as an IANA name."),
      }),
      "It does.",
    ),
    503: problemOf("It does not."),
  },
});

export function healthRoutes({ database, snapshots }: Deps) {
  return router()
    .openapi(live, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(ready, async (c) => {
      const [batchId, timeZone] = await Promise.all([
        snapshots.newestBatch(),
        database.read(ledgerTimeZone),
      ]).catch((cause: unknown) => {
        throw new ApiError(503, "not ready", `the database does not answer: ${String(cause)}`);
      });
      return c.json({ status: "ready" as const, batch_id: batchId, time_zone: timeZone }, 200);
    });
}
