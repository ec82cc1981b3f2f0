import type { z } from "zod";
import type { Backtest, BacktestJob } from "../server/contract/backtests.js";
import type * as contract from "../server/contract/backtests.js";
import { ApiError } from "./api.js";
import { strings } from "./strings.js";

export type { Backtest, BacktestJob };
export type BacktestRequest = z.input<typeof contract.BacktestRequest>;

const PATH = "/v1/backtests";
export const backtestPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

async function call(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(strings.error.unreachable, strings.error.unreachableDetail, 0, { cause });
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new ApiError(
    problem.title ?? strings.error.refused(response.status),
    problem.detail ?? strings.error.noDetail,
    response.status,
  );
}

const asked = { accept: "application/json" };

export const getBacktests = async (signal?: AbortSignal) =>
  (await (await call(PATH, { headers: asked, signal: signal ?? null })).json()) as {
    items: BacktestJob[];
  };

export const getBacktest = async (id: string, signal?: AbortSignal) =>
  (await (
    await call(backtestPath(id), { headers: asked, signal: signal ?? null })
  ).json()) as Backtest;

export const startBacktest = async (body: BacktestRequest) =>
  (await (
    await call(PATH, {
      method: "POST",
      headers: { ...asked, "content-type": "application/json" },
      body: JSON.stringify(body),
    })
  ).json()) as BacktestJob;

/** Stops it where it runs; one that is gone already is as good as deleted. */
export async function deleteBacktest(id: string): Promise<void> {
  await call(backtestPath(id), { method: "DELETE" }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  });
}
