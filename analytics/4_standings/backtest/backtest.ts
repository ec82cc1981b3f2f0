import type { Session } from "../../engine/duckdb.js";
import { ExchangeRateError, ProgramError } from "../../errors.js";
import type { Program } from "../program.js";
import type { BacktestResult } from "./contract.js";
import { readAtStake, readRevenue } from "./money.js";
import { openRange, type RangeQuery } from "./range.js";
import { resultOf } from "./result.js";
import { scheduleOf } from "./schedule.js";
import { lastVersion, type Walked } from "./side.js";
import { SlidingReader } from "./sliding-reader.js";
import { Tracks } from "./tracks.js";
import type { TruthBySeller } from "./truth.js";
import { Turns } from "./turns.js";
import { Ledgers } from "./walker.js";
import { versionsAt, walkerOf } from "./walkers.js";

export interface BacktestQuery extends RangeQuery {
  a: Program;
  b: Program;
  /** What is known to be right, by seller_id. */
  truth?: TruthBySeller | undefined;
}

export const STAGES = ["reading", "walking", "summing"] as const;
export type Stage = (typeof STAGES)[number];

export interface BacktestHooks {
  /** From 0 to 1, and what is being done. */
  onProgress?: ((done: number, stage: Stage) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Walks two programmes over the range; see contract.ts for what comes of it. */
export async function runBacktest(
  session: Session,
  query: BacktestQuery,
  { onProgress, signal }: BacktestHooks = {},
): Promise<BacktestResult> {
  const turns = new Turns(signal);
  const range = await openRange(session, query);
  const reader = await SlidingReader.open(session, range.ledger.knownBatch, turns);
  const ledgers = new Ledgers(session, range.ledger);
  const runs = (["a", "b"] as const).map((name) => {
    const program = query[name];
    const schedule = scheduleOf(program, range.days, range.batchOf);
    const versions = versionsAt(program, schedule);
    requireForce(program, versions, query);
    const walker = walkerOf(program, { ledgers, reader, schedule, turns });
    return { program, schedule, versions, walker, tracks: new Tracks() };
  });
  const read = async (work: "open" | "load", from: number) => {
    for (const [index, { program, walker }] of runs.entries()) {
      onProgress?.(from + index * 0.12, "reading");
      await named(program, walker[work]());
    }
  };
  await read("open", 0.01);
  await read("load", 0.25);
  for (const [index, day] of range.days.entries()) {
    onProgress?.(0.5 + (0.4 * index) / range.days.length, "walking");
    for (const { schedule, walker, tracks, program } of runs) {
      const moment = schedule.momentOfDay[index]!;
      if (moment === schedule.momentOfDay[index - 1]) continue;
      const step = await named(program, walker.step(moment));
      await tracks.observe(step, index, day, turns);
    }
  }
  onProgress?.(0.9, "summing");
  const sums = runs.map(({ tracks, program, schedule, versions }) => ({
    program,
    schedule,
    versions,
    tracks: tracks.tracks,
  }));
  const walked: Walked[] = [];
  for (const each of sums) {
    const asked = { tracks: each.tracks, days: range.days, knownBatch: range.ledger.knownBatch };
    const revenue = await readRevenue(session, asked);
    const atStake = await readAtStake(session, lastVersion(each), asked);
    walked.push({ ...each, revenue, atStake });
    await turns.yield();
  }
  const result = await resultOf(session, query, range, walked as [Walked, Walked]);
  onProgress?.(1, "summing");
  return result;
}

function requireForce(program: Program, versions: readonly unknown[], { from, to }: RangeQuery) {
  if (versions.some((version) => version !== null)) return;
  const spans = [program, ...(program.earlier ?? [])].map(({ effective }) =>
    effective.until === null
      ? `from ${effective.from ?? "ever"} on`
      : `from ${effective.from ?? "ever"} to before ${effective.until}`,
  );
  throw new ProgramError(
    `${program.id} was not in force on any day from ${from} to before ${to}, only ${spans.join(" and ")}: choose another range, or change effective in a copy`,
  );
}

/** An error of exchange rates says of which programme. */
async function named<T>(program: Program, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (!(cause instanceof ExchangeRateError)) throw cause;
    throw new ExchangeRateError(`${program.id}: ${cause.message}`, { cause });
  }
}
