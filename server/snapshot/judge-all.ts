import { setImmediate } from "node:timers/promises";
import type { FigureMemory } from "../../analytics/3_rates/memory.js";
import type { Session } from "../../analytics/engine/duckdb.js";
import { evaluateAll } from "../../analytics/4_standings/evaluate.js";
import type { EvaluationKind, ProgramEvaluation } from "../../analytics/4_standings/evaluation.js";
import { LedgerView } from "../../analytics/4_standings/ledger-view.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { readMatured, readSellers, standingOf } from "../../analytics/4_standings/standings.js";
import type { StandingView } from "../contract/api.js";
import { byTrouble, viewOf } from "../views.js";
import { LazyMap } from "./lazy-map.js";

/** Sellers of one programme, counted. */
export interface ProgramCounts {
  windowStart: string;
  windowEnd: string;
  tiers: ReadonlyMap<string, number>;
  /** Within the lines, but shown as near the first of them. */
  near: number;
}

export interface Judged {
  /** By programme, then by seller; views are made when asked for: millions would not fit. */
  byProgram: ReadonlyMap<string, ReadonlyMap<string, StandingView>>;
  /** Each seller's standings, worst first. */
  bySeller: ReadonlyMap<string, readonly StandingView[]>;
  /** Each seller's worst standing. */
  worst: ReadonlyMap<string, StandingView>;
  counts: ReadonlyMap<string, ProgramCounts>;
  /** Sellers whose whole interval lies on or above a line. */
  surelyAbove: number;
  /** Names of the remembered sums that it was made of. */
  asked: ReadonlySet<string>;
}

/** Judges every seller in every programme, a programme at a time, so that others can be answered between. */
export async function judgeAll(
  session: Session,
  programs: ReadonlyMap<string, Program>,
  {
    asOf,
    batchId,
    kind,
    memory,
  }: { asOf: string; batchId: number; kind: EvaluationKind; memory: Promise<FigureMemory> },
): Promise<Judged> {
  const sellers = await readSellers(session, batchId);
  const ledger = await LedgerView.open(session, batchId, memory);
  const keys = new Map(sellers.map(({ seller_id, seller_key }) => [seller_id, seller_key]));
  const ids = new Set(keys.keys());
  const views = new Map<string, (id: string) => StandingView>();
  const counts = new Map<string, ProgramCounts>();
  const worst = new Map<string, StandingView>();
  const surely = new Set<string>();
  for (const evaluation of await evaluateAll(ledger, programs.values(), { asOf, kind })) {
    const { program } = evaluation;
    const matured = await readMatured(ledger, evaluation);
    const view = (id: string) =>
      viewOf(program, standingOf(evaluation, id, keys.get(id) as number, { asOf, matured }));
    views.set(program.id, view);
    counts.set(program.id, count(evaluation, keys, view, worst, surely));
    await setImmediate();
  }
  return {
    byProgram: new Map([...views].map(([id, view]) => [id, new LazyMap(ids, view)])),
    bySeller: new LazyMap(ids, (id) => [...views.values()].map((view) => view(id)).sort(byTrouble)),
    worst: new Map([...worst].sort(([a], [b]) => (a < b ? -1 : 1))),
    counts,
    surelyAbove: surely.size,
    asked: ledger.reader.asked,
  };
}

/** Counts one programme's sellers, and notes for whom it is the worst so far. */
function count(
  evaluation: ProgramEvaluation,
  keys: ReadonlyMap<string, number>,
  view: (id: string) => StandingView,
  worst: Map<string, StandingView>,
  surely: Set<string>,
): ProgramCounts {
  const tiers = new Map<string, number>();
  let near = 0;
  for (const [id, key] of keys) {
    const tier = evaluation.tierOf(key);
    tiers.set(tier, (tiers.get(tier) ?? 0) + 1);
    const before = worst.get(id);
    // Who has nothing to show can be nobody's worst, once there is anything.
    if (before && tier === "not_scored") continue;
    if (before && (before.multiple ?? -1) >= 0 && evaluation.isQuiet(key)) continue;
    const own = view(id);
    if (own.tier === "within" && own.severity === "near") near += 1;
    if (own.surely_above) surely.add(id);
    if (!before || byTrouble(before, own) > 0) worst.set(id, own);
  }
  const [first] = keys.keys();
  const any = first === undefined ? undefined : view(first);
  const { day } = evaluation.moment;
  return { windowStart: any?.window_start ?? day, windowEnd: any?.window_end ?? day, tiers, near };
}
