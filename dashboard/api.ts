import type { Program } from "../analytics/4_standings/program.js";
import type { Projection } from "../analytics/4_standings/projection.js";
import type { ServiceScore } from "../analytics/4_standings/service-score/contract.js";
import type { Overview, Seller, SellerRow } from "../server/contract/api.js";
import { evaluation, knownAt } from "./moment.js";
import type { ProgramPage } from "../server/contract/programs.js";
import { strings } from "./strings.js";
import type { AlertsPage, DefectsPage, History, SellersPage } from "./types.js";

export type Params = Record<string, string | number | null | undefined>;

/** What the server refused, or could not be asked; `detail` says what to change. */
export class ApiError extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(`${title}: ${detail}`, options);
    this.name = "ApiError";
  }
}

/** A path with the parameters that have a value. */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** What is asked as of a day is asked as known at the moment that the address names. */
const asKnown = (params: Params): Params =>
  "as_of" in params ? { known_at: knownAt(), ...params } : params;

/** The same where the server can be asked for an evaluation: the last one, or the next. */
const asJudged = (params: Params): Params =>
  "as_of" in params ? { evaluation: evaluation(), ...params } : params;

async function get<T>(path: string, asked: Params, signal?: AbortSignal): Promise<T> {
  const params = asKnown(asked);
  const headers = { accept: "application/json" };
  const response = await fetch(address(path, params), { headers, signal: signal ?? null }).catch(
    (cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw new ApiError(strings.error.unreachable, strings.error.unreachableDetail, 0, { cause });
    },
  );
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new ApiError(
    problem.title ?? strings.error.refused(response.status),
    problem.detail ?? strings.error.noDetail,
    response.status,
  );
}

const sellerPath = (id: string, part = "") => `/v1/sellers/${encodeURIComponent(id)}${part}`;

export const getOverview = (params: Params, signal?: AbortSignal) =>
  get<Overview>("/v1/overview", asJudged(params), signal);

export const getPrograms = (signal?: AbortSignal) =>
  get<{ items: Program[] }>("/v1/programs", {}, signal);

export const getProgram = (id: string, params: Params, signal?: AbortSignal) =>
  get<ProgramPage>(`/v1/programs/${encodeURIComponent(id)}`, asJudged(params), signal);

export const getSellers = (params: Params, signal?: AbortSignal) =>
  get<SellersPage>("/v1/sellers", asJudged(params), signal);

export const getSeller = (id: string, params: Params, signal?: AbortSignal) =>
  get<Seller>(sellerPath(id), asJudged(params), signal);

export const getScore = (id: string, params: Params, signal?: AbortSignal) =>
  get<ServiceScore>(sellerPath(id, "/score"), params, signal);

export const getHistory = (id: string, params: Params, signal?: AbortSignal) =>
  get<History>(sellerPath(id, "/history"), asJudged(params), signal);

export const getProjection = (id: string, params: Params, signal?: AbortSignal) =>
  get<Projection>(sellerPath(id, "/projection"), params, signal);

export const getDefects = (id: string, params: Params, signal?: AbortSignal) =>
  get<DefectsPage>(sellerPath(id, "/defects"), asJudged(params), signal);

export const getAlerts = (params: Params, signal?: AbortSignal) =>
  get<AlertsPage>("/v1/alerts", params, signal);

export interface Fleet {
  total: number;
  rows: SellerRow[];
}

/** Sellers in pages of 1,000, highest above their line first, up to `most` (default 20,000). */
export async function getFleet(
  params: Params,
  signal?: AbortSignal,
  most = 20_000,
): Promise<Fleet> {
  const rows: SellerRow[] = [];
  let cursor: string | null = null;
  let total = 0;
  do {
    const page: SellersPage = await getSellers(
      { ...params, sort: "multiple", order: "desc", limit: 1000, cursor },
      signal,
    );
    rows.push(...page.items);
    total = page.total;
    cursor = page.next_cursor;
  } while (cursor !== null && rows.length < most);
  return { total, rows };
}
