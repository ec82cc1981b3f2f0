import { createRoute, z } from "@hono/zod-openapi";
import { readAlerts, refreshAlerts } from "../../analytics/4_standings/alerts.js";
import { Alert, AlertsPage } from "../contract/api.js";
import type { Deps } from "../deps.js";
import { listAnswers, router } from "../openapi.js";
import { Cursor, decodeCursor, encodeCursor, limit } from "../parameters.js";
import { replyList } from "../reply.js";

const listAlerts = createRoute({
  method: "get",
  path: "/v1/alerts",
  summary: "Changes of tier, newest first; a tier is left only below its exit rate",
  request: { query: z.object({ limit: limit(1000, 100), cursor: Cursor }) },
  responses: listAnswers(AlertsPage, "A page of alerts."),
});

export function alertsRoute({ database, snapshots, programs, now }: Deps) {
  return router().openapi(listAlerts, async (c) => {
    const query = c.req.valid("query");
    const { offset } = decodeCursor(query.cursor);
    const { asOf, batchId, identities } = await snapshots.get();
    await database.write((session) =>
      session.transaction(() =>
        refreshAlerts(session, programs.values(), { asOf, knownBatch: batchId, recordedAt: now() }),
      ),
    );
    const rows = await database.read((session) => readAlerts(session, query.limit + 1, offset));
    const items = rows.slice(0, query.limit).map((row) => ({
      ...row,
      seller_name: identities.get(row.seller_id)?.name ?? null,
      severity:
        programs.get(row.program)?.tiers.find(({ id }) => id === row.to_tier)?.severity ??
        ("within" as const),
    }));
    const next = rows.length > query.limit ? encodeCursor(offset + query.limit, asOf) : null;
    return replyList(c, { as_of: asOf, items, next_cursor: next }, Alert) as never;
  });
}
