import { createRoute } from "@hono/zod-openapi";
import type { Session } from "../../analytics/engine/duckdb.js";
import {
  countUnattributed,
  readFeedStates,
  readLedgerState,
} from "../../analytics/4_standings/overview.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { Overview } from "../contract/api.js";
import type { Deps } from "../deps.js";
import { answers, query, router } from "../openapi.js";
import { MOMENT, momentOf } from "../parameters.js";
import type { Snapshot } from "../snapshot/snapshot.js";
import { lineRate } from "../views.js";

const getOverview = createRoute({
  method: "get",
  path: "/v1/overview",
  summary: "The fleet at a glance: sellers by tier and programme, freshness of the feeds",
  request: { query: query(MOMENT) },
  responses: answers(Overview, "The overview; its counts tie with /v1/sellers."),
});

export function overviewRoute({ snapshots, now }: Deps) {
  return router().openapi(getOverview, async (c) => {
    const moment = momentOf(c.req.valid("query"), now());
    return c.json(await snapshots.read(moment, readOverview), 200);
  });
}

async function readOverview(snapshot: Snapshot, session: Session) {
  const standings = [...snapshot.bySeller.values()];
  const { asOf, batchId } = snapshot;
  return {
    as_of: asOf,
    batch_id: batchId,
    sellers: standings.length,
    surely_above: standings.filter((views) => views.some((view) => view.surely_above)).length,
    ...(await readLedgerState(session, asOf, batchId)),
    unattributed: await countUnattributed(session, batchId),
    feeds: await readFeedStates(session, batchId),
    programs: [...snapshot.programs.values()].map((program) => programState(program, snapshot)),
  };
}

function programState(program: Program, snapshot: Snapshot) {
  const [any] = snapshot.byProgram.get(program.id)?.values() ?? [];
  const counts = new Map<string, number>();
  for (const { tier } of snapshot.byProgram.get(program.id)?.values() ?? [])
    counts.set(tier, (counts.get(tier) ?? 0) + 1);
  const tiers = [
    { id: "not_scored", name: "not scored", severity: "not_scored" as const },
    { id: "within", name: "within the line", severity: "within" as const },
    ...program.tiers,
  ];
  return {
    program: program.id,
    program_version: program.version,
    name: program.name,
    summary: program.summary,
    confidence: program.confidence,
    window_start: any?.window_start ?? snapshot.asOf,
    window_end: any?.window_end ?? snapshot.asOf,
    line_rate: lineRate(program),
    tiers: tiers.map(({ id, name, severity }) => ({
      tier: id,
      name,
      severity,
      sellers: counts.get(id) ?? 0,
    })),
  };
}
