import { createRoute, z } from "@hono/zod-openapi";
import { addDays, daysBetween, daysFrom } from "../../analytics/dates.js";
import { readDefects, type Defect } from "../../analytics/4_standings/defects.js";
import { readHistory } from "../../analytics/4_standings/history.js";
import { countOrders } from "../../analytics/4_standings/identities.js";
import type { Session } from "../../analytics/engine/duckdb.js";
import { momentOf as evaluationMoment } from "../../analytics/4_standings/evaluation.js";
import { ratesOf, type Program } from "../../analytics/4_standings/program.js";
import { DefectsPage, History, Seller, StandingsList, type StandingView } from "../contract/api.js";
import type { Deps } from "../deps.js";
import { answers, listAnswers, query, router } from "../openapi.js";
import {
  badParameter,
  Cursor,
  Day,
  limit,
  MOMENT,
  momentOf,
  pageOf,
  placeOf,
  programOf,
} from "../parameters.js";
import { notFound } from "../problem.js";
import { replyList } from "../reply.js";
import type { Snapshot } from "../snapshot/snapshot.js";

const HISTORY_DAYS = 120;
const MOST_HISTORY_DAYS = 800;

const params = z.object({ id: z.string().min(1).describe("The seller's id.") });

const getSeller = createRoute({
  method: "get",
  path: "/v1/sellers/{id}",
  summary: "A seller, and where it stands in every programme",
  request: { params, query: query(MOMENT) },
  responses: answers(Seller, "The seller."),
});

const getStandings = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/standings",
  summary: "A seller's standing in every programme, worst first",
  request: { params, query: query(MOMENT) },
  responses: listAnswers(StandingsList, "The standings."),
});

const getHistory = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/history",
  summary: "A seller's rate on each day, with its lines",
  request: {
    params,
    query: query({
      program: z.string().describe("Programme id."),
      from: Day.optional().describe(`First day; defaults to ${HISTORY_DAYS} days before the last.`),
      to: Day.optional().describe("Last day, included; defaults to the day of judgement."),
      ...MOMENT,
    }),
  },
  responses: listAnswers(History, "A row a day."),
});

const getDefects = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/defects",
  summary: "The orders behind a rate: what counted, what is exempt and why",
  request: {
    params,
    query: query({
      program: z.string().describe("Programme id."),
      ...MOMENT,
      limit: limit(1000, 100),
      cursor: Cursor,
    }),
  },
  responses: listAnswers(DefectsPage, "Postings, newest first."),
});

export function sellerRoutes({ snapshots, programs, now }: Deps) {
  return router()
    .openapi(getSeller, async (c) => {
      const { id } = c.req.valid("param");
      const moment = momentOf(c.req.valid("query"), now());
      const seller = await snapshots.read(moment, async (snapshot, session) => {
        const { asOf: until, batchId: knownBatch } = snapshot;
        const standings = standingsOf(snapshot, id);
        const from = addDays(until, -60);
        const orders = await countOrders(session, { sellerId: id, from, until, knownBatch });
        return sellerView(snapshot, id, standings, orders);
      });
      return c.json(seller, 200);
    })
    .openapi(getStandings, async (c) => {
      const snapshot = await snapshots.get(momentOf(c.req.valid("query"), now()));
      const items = [...standingsOf(snapshot, c.req.valid("param").id)];
      const page = { as_of: snapshot.asOf, batch_id: snapshot.batchId, items };
      return replyList(c, StandingsList, page);
    })
    .openapi(getHistory, async (c) => {
      const { id } = c.req.valid("param");
      const { from, to, ...asked } = c.req.valid("query");
      const program = programOf(programs, asked.program);
      const moment = momentOf(asked, now());
      const history = await snapshots.read(moment, async (snapshot, session) => {
        const standing = standingsOf(snapshot, id).find((each) => each.program === program.id);
        const { batchId: knownBatch, kind } = snapshot;
        const days = daysOf(from, to ?? snapshot.asOf);
        const query = { sellerId: id, days, knownBatch, kind };
        const items = await readHistory(session, program, query);
        return {
          seller_id: id,
          program: program.id,
          lines: standing ? linesFor(program, standing) : [],
          items,
        };
      });
      return replyList(c, History, history);
    })
    .openapi(getDefects, async (c) => {
      const { id } = c.req.valid("param");
      const asked = c.req.valid("query");
      const program = programOf(programs, asked.program);
      const place = placeOf(c.req.path, asked, now());
      const page = await snapshots.read(place.moment, (snapshot, session) =>
        defectsPage(session, snapshot, { id, program, place, size: asked.limit }),
      );
      return replyList(c, DefectsPage, page);
    });
}

/** The seller's standings; a seller that the ledger does not know is refused. */
function standingsOf(snapshot: Snapshot, id: string): readonly StandingView[] {
  const standings = snapshot.bySeller.get(id);
  if (!standings) throw notFound("seller", id, "see /v1/sellers for those that have orders");
  return standings;
}

function sellerView(
  { asOf, batchId, identities }: Snapshot,
  id: string,
  standings: readonly StandingView[],
  orders: number,
): Seller {
  const identity = identities.get(id);
  return {
    seller_id: id,
    name: identity?.name ?? null,
    category: identity?.category ?? null,
    region: identity?.region ?? null,
    opened_at: identity?.opened_at ?? null,
    first_order_date: identity?.first_order_date ?? null,
    as_of: asOf,
    batch_id: batchId,
    orders_60d: orders,
    standings: [...standings],
  };
}

function daysOf(from: string | undefined, to: string): string[] {
  const first = from ?? addDays(to, -HISTORY_DAYS);
  const length = daysBetween(first, to) + 1;
  if (length < 1) throw badParameter("from", `${first} lies after ${to}`);
  if (length > MOST_HISTORY_DAYS)
    throw badParameter("from", `at most ${MOST_HISTORY_DAYS} days at a time`);
  return daysFrom(first, addDays(to, 1));
}

/** The tiers' rates, or points, as they hold for the seller: those of its region, version and volume. */
function linesFor({ kind, tiers }: Program, { gates }: StandingView) {
  const drawn = kind === "rate" ? "rate" : "points";
  return tiers.flatMap(({ id: tier, name, severity }) => {
    const own = gates.find((each) => each.tier === tier && each.gate === drawn);
    return own ? [{ tier, name, severity, rate: own.threshold }] : [];
  });
}

async function defectsPage(
  session: Session,
  snapshot: Snapshot,
  asked: { id: string; program: Program; place: ReturnType<typeof placeOf>; size: number },
) {
  const { id, program, place, size } = asked;
  const { asOf, batchId, kind } = snapshot;
  const standing = standingsOf(snapshot, id).find((each) => each.program === program.id);
  const window = { start: standing?.window_start ?? asOf, end: standing?.window_end ?? asOf };
  const { cutoff } = evaluationMoment(program, { asOf, kind }, batchId);
  const defects: Defect[] = [];
  for (const rate of ratesOf(program))
    defects.push(
      ...(await readDefects(session, rate, { sellerId: id, window, cutoff, knownBatch: batchId })),
    );
  return {
    seller_id: id,
    program: program.id,
    as_of: asOf,
    window_start: window.start,
    window_end: window.end,
    total: defects.length,
    ...pageOf(defects, size, place, snapshot),
  };
}
