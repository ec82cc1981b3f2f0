import type { Session } from "../../engine/duckdb.js";
import { ExchangeRateError } from "../../errors.js";
import type { Program, ProgramVersion } from "../program.js";
import type { BacktestResult, SideName } from "./contract.js";
import { BacktestFieldError } from "./field-error.js";
import { readAtStake, readRevenue } from "./money.js";
import { openRange, type Range, type RangeQuery } from "./range.js";
import { resultOf } from "./result.js";
import { scheduleOf, type Schedule } from "./schedule.js";
import { lastVersion, type Walked } from "./side.js";
import { SlidingReader } from "./sliding-reader.js";
import { Tracks } from "./tracks.js";
import type { TruthBySeller } from "./truth.js";
import { Turns } from "./turns.js";
import { Ledgers, type Walker } from "./walker.js";
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

/** Refuses what cannot be walked, before anything is read that takes time. */
export async function checkBacktest(session: Session, query: BacktestQuery): Promise<void> {
  const range = await openRange(session, query);
  for (const side of SIDES) planOf(side, query, range);
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
  const walks = SIDES.map((side): Walk => {
    const plan = planOf(side, query, range);
    const parts = { ledgers, reader, schedule: plan.schedule, turns };
    return { ...plan, walker: walkerOf(plan.program, parts), tracks: new Tracks() };
  });
  for (const [nth, work] of (["open", "load"] as const).entries())
    for (const [index, { program, walker }] of walks.entries()) {
      onProgress?.(0.01 + nth * 0.24 + index * 0.12, "reading");
      await named(program, walker[work]());
    }
  for (const [index, day] of range.days.entries()) {
    onProgress?.(0.5 + (0.4 * index) / range.days.length, "walking");
    for (const walk of walks) await walkDay(walk, index, day, turns);
  }
  onProgress?.(0.9, "summing");
  const walked: Walked[] = [];
  for (const { program, schedule, versions, tracks: found } of walks) {
    const { tracks } = found;
    const asked = { tracks, days: range.days, knownBatch: range.ledger.knownBatch };
    const revenue = await readRevenue(session, asked);
    const atStake = await readAtStake(session, lastVersion({ program, versions }), asked);
    walked.push({ program, schedule, versions, tracks, revenue, atStake });
    await turns.yield();
  }
  const result = await resultOf(session, query, range, walked as [Walked, Walked], turns);
  onProgress?.(1, "summing");
  return result;
}

const SIDES = ["a", "b"] as const;

interface Plan {
  program: Program;
  schedule: Schedule;
  /** The version that judges at each moment. */
  versions: (ProgramVersion | null)[];
}

interface Walk extends Plan {
  walker: Walker;
  tracks: Tracks;
}

/** When which version judges; refuses a programme that was not in force at all. */
function planOf(side: SideName, query: BacktestQuery, range: Range): Plan {
  const program = query[side];
  const schedule = scheduleOf(program, range.days, range.batchOf);
  const versions = versionsAt(program, schedule);
  if (versions.some((version) => version !== null)) return { program, schedule, versions };
  const spans = [program, ...(program.earlier ?? [])].map(({ effective: { from, until } }) =>
    until === null ? `from ${from ?? "ever"} on` : `from ${from ?? "ever"} to before ${until}`,
  );
  throw new BacktestFieldError(
    side,
    `${program.id} was not in force on any day from ${query.from} to before ${query.to}, only ${spans.join(" and ")}: choose another range, or change effective in a copy`,
  );
}

/** Between two moments nothing is judged anew. */
async function walkDay(
  { schedule, walker, tracks, program }: Walk,
  index: number,
  day: string,
  turns: Turns,
): Promise<void> {
  const moment = schedule.momentOfDay[index]!;
  if (moment === schedule.momentOfDay[index - 1]) return;
  const step = await named(program, walker.step(moment));
  await tracks.observe(step, index, day, turns);
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
