import { createRoute } from "@hono/zod-openapi";
import { readAlerts, refreshAlerts, type AlertRow } from "../../analytics/4_standings/alerts.js";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { AlertsPage } from "../contract/api.js";
import type { Deps } from "../deps.js";
import { listAnswers, query, router } from "../openapi.js";
import { Cursor, decodeCursor, encodeCursor, limit } from "../parameters.js";
import { replyList } from "../reply.js";
import type { Snapshot } from "../snapshot/snapshot.js";

const listAlerts = createRoute({
  method: "get",
  path: "/v1/alerts",
  summary: "Changes of tier, newest first; a tier is left only below its exit rate",
  request: { query: query({ limit: limit(1000, 100), cursor: Cursor }) },
  responses: listAnswers(AlertsPage, "A page of alerts."),
});

export function alertsRoute({ database, snapshots, programs, now }: Deps) {
  return router().openapi(listAlerts, async (c) => {
    const { limit: size, cursor } = c.req.valid("query");
    const { offset, ...moment } = decodeCursor({ cursor });
    // Within the writer's turn, so that no batch lands between the snapshot and its alerts.
    await database.write(async (session) => {
      const { asOf, batchId } = await snapshots.get();
      const refresh = { asOf, knownBatch: batchId, recordedAt: now() };
      await session.transaction(() => refreshAlerts(session, programs.values(), refresh));
    });
    const page = await snapshots.read(moment, async (snapshot, session) => {
      const known = { asOf: snapshot.asOf, knownBatch: snapshot.batchId };
      const rows = await readAlerts(session, size + 1, offset, known);
      return alertsPage(rows, { size, offset }, snapshot);
    });
    return replyList(c, AlertsPage, page);
  });
}

function alertsPage(
  rows: readonly AlertRow[],
  { size, offset }: { size: number; offset: number },
  { asOf, batchId, identities, programs }: Snapshot,
) {
  const severityOf = (row: AlertRow): Severity =>
    programs.get(row.program)?.tiers.find(({ id }) => id === row.to_tier)?.severity ?? "within";
  return {
    as_of: asOf,
    items: rows.slice(0, size).map((row) => ({
      ...row,
      seller_name: identities.get(row.seller_id)?.name ?? null,
      severity: severityOf(row),
    })),
    next_cursor: rows.length > size ? encodeCursor({ offset: offset + size, asOf, batchId }) : null,
  };
}
