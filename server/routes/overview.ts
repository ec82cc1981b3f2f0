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
import { sellersOf } from "../program-sellers.js";
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
  const { asOf, batchId } = snapshot;
  return {
    as_of: asOf,
    batch_id: batchId,
    sellers: snapshot.bySeller.size,
    surely_above: snapshot.surelyAbove,
    ...(await readLedgerState(session, asOf, batchId)),
    unattributed: await countUnattributed(session, batchId),
    feeds: await readFeedStates(session, batchId),
    programs: [...snapshot.programs.values()].map((program) => programState(program, snapshot)),
  };
}

function programState(program: Program, snapshot: Snapshot) {
  const { version, state } = sellersOf(program, snapshot);
  return {
    program: program.id,
    program_version: version.version,
    name: version.name,
    owner: version.owner,
    kind: version.kind,
    summary: version.summary,
    confidence: version.confidence,
    line_rate: lineRate(version),
    ...state,
  };
}
