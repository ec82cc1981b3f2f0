import { createRoute } from "@hono/zod-openapi";
import { readAlerts, refreshAlerts, type AlertRow } from "../../analytics/4_standings/alerts.js";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { AlertsPage } from "../contract/api.js";
import type { Deps } from "../deps.js";
import { listAnswers, query, router } from "../openapi.js";
import { Cursor, encodeCursor, KNOWN, limit, placeOf } from "../parameters.js";
import { replyList } from "../reply.js";
import type { Snapshot } from "../snapshot/snapshot.js";

const listAlerts = createRoute({
  method: "get",
  path: "/v1/alerts",
  summary:
    "Changes of tier, newest first, up to as_of; a tier is left only below its exit rate. With known_at: those that had been found by then",
  request: { query: query({ ...KNOWN, limit: limit(1000, 100), cursor: Cursor }) },
  responses: listAnswers(AlertsPage, "A page of alerts."),
});

export function alertsRoute({ database, snapshots, programs, now }: Deps) {
  return router().openapi(listAlerts, async (c) => {
    const asked = c.req.valid("query");
    const { offset, moment, list } = placeOf(c.req.path, asked, now());
    const { limit: size } = asked;
    // What was told by then was told; nothing is found anew about the past.
    const isPast = moment.knownAt !== undefined;
    // Within the writer's turn, so that no batch lands between the snapshot and its alerts.
    if (!isPast)
      await database.write(async (session) => {
        const { asOf, batchId } = await snapshots.get();
        const refresh = { asOf, knownBatch: batchId, recordedAt: now() };
        await session.transaction(() => refreshAlerts(session, programs.values(), refresh));
      });
    const page = await snapshots.read(moment, async (snapshot, session) => {
      const { asOf, batchId: knownBatch } = snapshot;
      const query = { limit: size + 1, offset, asOf, knownBatch, knownAt: moment.knownAt };
      const rows = await readAlerts(session, query);
      return alertsPage(rows, { size, offset, list }, snapshot);
    });
    return replyList(c, AlertsPage, page);
  });
}

function alertsPage(
  rows: readonly AlertRow[],
  { size, offset, list }: { size: number; offset: number; list: string },
  snapshot: Snapshot,
) {
  const { asOf, identities, programs } = snapshot;
  const severityOf = (row: AlertRow): Severity =>
    programs.get(row.program)?.tiers.find(({ id }) => id === row.to_tier)?.severity ?? "within";
  return {
    as_of: asOf,
    items: rows.slice(0, size).map((row) => ({
      ...row,
      seller_name: identities.get(row.seller_id)?.name ?? null,
      severity: severityOf(row),
    })),
    next_cursor: rows.length > size ? encodeCursor(snapshot, list, offset + size) : null,
  };
}
