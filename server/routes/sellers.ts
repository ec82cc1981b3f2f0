import { createRoute, z } from "@hono/zod-openapi";
import { SEVERITIES } from "../../analytics/4_standings/standing.js";
import { SellersPage, type SellerRow, type StandingView } from "../contract/api.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Deps } from "../deps.js";
import { listAnswers, query, router } from "../openapi.js";
import { badParameter, Cursor, limit, MOMENT, pageOf, placeOf, programOf } from "../parameters.js";
import { replyList } from "../reply.js";
import type { Snapshot } from "../snapshot/snapshot.js";
import { byTrouble } from "../views.js";

const SORTS = [
  "seller_id",
  "name",
  "category",
  "program",
  "numerator",
  "denominator",
  "rate",
  "expected_final_rate",
  "multiple",
  "headroom",
  "months_in_program",
  "severity",
] as const;

const listSellers = createRoute({
  method: "get",
  path: "/v1/sellers",
  summary: "Sellers in one programme, or each in its worst one",
  request: {
    query: query({
      program: z
        .string()
        .optional()
        .describe("Programme id; each seller's worst programme when absent."),
      tier: z.string().optional().describe("Only sellers in this tier."),
      severity: z.enum(SEVERITIES).optional(),
      q: z.string().max(200).optional().describe("Part of the seller's id or name."),
      sort: z.enum(SORTS).optional().describe("Worst first when absent."),
      order: z.enum(["asc", "desc"]).default("desc"),
      limit: limit(1000, 100),
      cursor: Cursor,
      ...MOMENT,
    }),
  },
  responses: listAnswers(SellersPage, "A page of sellers."),
});

type Query = z.infer<(typeof listSellers)["request"]["query"]>;
type SortKey = (typeof SORTS)[number];

export function sellersRoute({ snapshots, programs, now }: Deps) {
  return router().openapi(listSellers, async (c) => {
    const asked = c.req.valid("query");
    checkFilter(programs, asked);
    const place = placeOf(c.req.path, asked, now());
    const snapshot = await snapshots.get(place.moment);
    const rows = sorted(matching(snapshot, asked), asked.sort, asked.order);
    const page = pageOf(rows, asked.limit, place, snapshot);
    const beside = { as_of: snapshot.asOf, batch_id: snapshot.batchId, total: rows.length };
    return replyList(c, SellersPage, { ...beside, ...page });
  });
}

/** A programme or tier that does not exist would match nobody, which reads like good news. */
function checkFilter(programs: ReadonlyMap<string, Program>, { program, tier }: Query): void {
  const judging = program === undefined ? [...programs.values()] : [programOf(programs, program)];
  const tiers = judging.flatMap((each) => each.tiers.map(({ id }) => id));
  const known = new Set(["not_scored", "within", ...tiers]);
  if (tier !== undefined && !known.has(tier))
    throw badParameter("tier", `there is no ${tier}; there are ${[...known].join(", ")}`);
}

function matching(snapshot: Snapshot, { program, tier, severity, q }: Query): SellerRow[] {
  const needle = q?.toLowerCase();
  const rows: SellerRow[] = [];
  const views = program === undefined ? snapshot.worst : snapshot.byProgram.get(program);
  for (const view of views?.values() ?? []) {
    if (tier !== undefined && view.tier !== tier) continue;
    if (severity !== undefined && view.severity !== severity) continue;
    const row = toRow(snapshot, view);
    if (
      needle &&
      !row.seller_id.toLowerCase().includes(needle) &&
      !row.name?.toLowerCase().includes(needle)
    )
      continue;
    rows.push(row);
  }
  return rows;
}

function toRow(snapshot: Snapshot, { gates: _, ...view }: StandingView): SellerRow {
  const identity = snapshot.identities.get(view.seller_id);
  return {
    name: identity?.name ?? null,
    category: identity?.category ?? null,
    region: identity?.region ?? null,
    opened_at: identity?.opened_at ?? null,
    ...view,
  };
}

/** Rows without a value come last in either direction; equal rows by seller, so that pages are stable. */
function sorted(rows: SellerRow[], sort: SortKey | undefined, order: "asc" | "desc"): SellerRow[] {
  const sign = order === "asc" ? 1 : -1;
  const byId = (a: SellerRow, b: SellerRow) => (a.seller_id < b.seller_id ? -1 : 1);
  const trouble = (a: SellerRow, b: SellerRow) =>
    byTrouble(a as unknown as StandingView, b as unknown as StandingView);
  if (sort === undefined) return rows.sort((a, b) => trouble(a, b) || byId(a, b));
  if (sort === "severity") return rows.sort((a, b) => -sign * trouble(a, b) || byId(a, b));
  return rows.sort((a, b) => {
    const [left, right] = [a[sort], b[sort]];
    if (left === right) return byId(a, b);
    if (left === null || right === null) return left === null ? 1 : -1;
    return sign * (left < right ? -1 : 1);
  });
}
