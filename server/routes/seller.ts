import { createRoute, z } from "@hono/zod-openapi";
import { addDays, daysBetween, daysFrom } from "../../analytics/dates.js";
import { readDefects } from "../../analytics/4_standings/defects.js";
import { readHistory } from "../../analytics/4_standings/history.js";
import { countOrders } from "../../analytics/4_standings/identities.js";
import { windowOn } from "../../analytics/3_rates/window.js";
import {
  Defect,
  DefectsPage,
  History,
  HistoryPoint,
  Seller,
  StandingsList,
  StandingView,
} from "../contract/api.js";
import type { Deps } from "../deps.js";
import { answers, listAnswers, router } from "../openapi.js";
import { AsOf, Cursor, decodeCursor, limit, pageOf, programOf } from "../parameters.js";
import { ApiError, notFound } from "../problem.js";
import { replyList } from "../reply.js";
import type { Snapshot } from "../snapshot/snapshot.js";

const HISTORY_DAYS = 120;
const MOST_HISTORY_DAYS = 800;

const params = z.object({ id: z.string().min(1).describe("The seller's id.") });
const Day = z.iso.date("not a day that exists, as in 2026-01-31").optional();

const getSeller = createRoute({
  method: "get",
  path: "/v1/sellers/{id}",
  summary: "A seller, and where it stands in every programme",
  request: { params, query: z.object({ as_of: AsOf }) },
  responses: answers(Seller, "The seller."),
});

const getStandings = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/standings",
  summary: "A seller's standing in every programme, worst first",
  request: { params, query: z.object({ as_of: AsOf }) },
  responses: listAnswers(StandingsList, "The standings."),
});

const getHistory = createRoute({
  method: "get",
  path: "/v1/sellers/{id}/history",
  summary: "A seller's rate on each day, with its lines",
  request: {
    params,
    query: z.object({
      program: z.string().describe("Programme id."),
      from: Day.describe(`First day; defaults to ${HISTORY_DAYS} days before the last.`),
      to: Day.describe("Last day, included; defaults to the day of judgement."),
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
    query: z.object({
      program: z.string().describe("Programme id."),
      as_of: AsOf,
      limit: limit(1000, 100),
      cursor: Cursor,
    }),
  },
  responses: listAnswers(DefectsPage, "Postings, newest first."),
});

/** The seller's standings; a seller that the ledger does not know is refused. */
function standingsOf(snapshot: Snapshot, id: string): readonly StandingView[] {
  const standings = snapshot.bySeller.get(id);
  if (!standings) throw notFound("seller", id, "see /v1/sellers for those that have orders");
  return standings;
}

export function sellerRoutes(deps: Deps) {
  const { database, snapshots, programs } = deps;
  return router()
    .openapi(getSeller, async (c) => {
      const { id } = c.req.valid("param");
      const snapshot = await snapshots.get(c.req.valid("query").as_of);
      const standings = standingsOf(snapshot, id);
      const identity = snapshot.identities.get(id);
      const orders = await database.read((session) =>
        countOrders(session, id, addDays(snapshot.asOf, -60), snapshot.asOf),
      );
      return c.json(
        {
          seller_id: id,
          name: identity?.name ?? null,
          category: identity?.category ?? null,
          region: identity?.region ?? null,
          opened_at: identity?.opened_at ?? null,
          first_order_date: identity?.first_order_date ?? null,
          as_of: snapshot.asOf,
          batch_id: snapshot.batchId,
          orders_60d: orders,
          standings: [...standings],
        },
        200,
      );
    })
    .openapi(getStandings, async (c) => {
      const snapshot = await snapshots.get(c.req.valid("query").as_of);
      const items = [...standingsOf(snapshot, c.req.valid("param").id)];
      return replyList(
        c,
        { as_of: snapshot.asOf, batch_id: snapshot.batchId, items },
        StandingView,
      ) as never;
    })
    .openapi(getHistory, async (c) => {
      const { id } = c.req.valid("param");
      const query = c.req.valid("query");
      const program = programOf(programs, query.program);
      const snapshot = await snapshots.get();
      standingsOf(snapshot, id);
      const to = query.to ?? snapshot.asOf;
      const from = query.from ?? addDays(to, -HISTORY_DAYS);
      const length = daysBetween(from, to) + 1;
      if (length < 1) throw new ApiError(400, "bad parameter", "from: lies after to", "from");
      if (length > MOST_HISTORY_DAYS)
        throw new ApiError(
          400,
          "bad parameter",
          `from: at most ${MOST_HISTORY_DAYS} days at a time`,
          "from",
        );
      const days = daysFrom(from, addDays(to, 1));
      const items = await database.read((session) =>
        readHistory(session, program, { sellerId: id, days, knownBatch: snapshot.batchId }),
      );
      const lines = program.tiers.flatMap(({ id: tier, name, severity, gates: { rate } }) =>
        rate === undefined ? [] : [{ tier, name, severity, rate }],
      );
      return replyList(
        c,
        { seller_id: id, program: program.id, lines, items: items.map((point) => ({ ...point })) },
        HistoryPoint,
      ) as never;
    })
    .openapi(getDefects, async (c) => {
      const { id } = c.req.valid("param");
      const query = c.req.valid("query");
      const program = programOf(programs, query.program);
      const { offset, asOf: day } = decodeCursor(query.cursor);
      const snapshot = await snapshots.get(query.as_of ?? day);
      standingsOf(snapshot, id);
      const { asOf, batchId } = snapshot;
      const defects = await database.read((session) =>
        readDefects(session, program, { sellerId: id, asOf, knownBatch: batchId }),
      );
      const window = windowOn(program, asOf);
      const page = {
        seller_id: id,
        program: program.id,
        as_of: asOf,
        window_start: window.start,
        window_end: window.end,
        total: defects.length,
        ...pageOf(
          defects.map((defect) => ({ ...defect })),
          offset,
          query.limit,
          asOf,
        ),
      };
      return replyList(c, page, Defect) as never;
    });
}
