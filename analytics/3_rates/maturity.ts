import { readFileSync } from "node:fs";
import { addDays, daysBetween } from "../dates.js";
import type { Session } from "../engine/duckdb.js";
import type { RateRule } from "../4_standings/program/rate.js";
import { basicWindows, type BasicWindow } from "../4_standings/program/window.js";
import { chainLadder } from "./chain-ladder.js";
import { scoredMetric } from "./scores.js";
import { windowOn } from "./window.js";

const LAGS_SQL = readFileSync(new URL("lags.sql", import.meta.url), "utf8");
const EXPOSURE_SQL = readFileSync(new URL("exposure.sql", import.meta.url), "utf8");

/** Cohorts older than this no longer teach how fast defects come today. */
const HISTORY_DAYS = 371;

const BILLION = 1e9;

interface Lag {
  age_days: number;
  lag_days: number;
  defects: number;
}

/**
 * Share of the defects of an order that have come when it is `age` days old, 0 to 1, for ages
 * 0..maxAge: chain ladder over order weeks, pooled over the marketplace; between weeks a straight
 * line. Null where too little history tells.
 */
export function developedByAge(lags: readonly Lag[], maxAge: number): number[] | null {
  const oldest = lags.reduce((age, lag) => Math.max(age, lag.age_days), 0);
  const weeks = Math.floor(oldest / 7);
  if (weeks === 0) return null;
  const byWeek = Array.from({ length: weeks + 1 }, () =>
    Array.from({ length: weeks + 1 }, () => 0),
  );
  for (const { age_days, lag_days, defects } of lags) {
    const row = byWeek[Math.floor(age_days / 7)] as number[];
    const week = Math.floor(lag_days / 7);
    row[week] = (row[week] ?? 0) + defects;
  }
  const triangle = Array.from({ length: weeks }, (_, index) => {
    const age = weeks - index;
    let sum = 0;
    return (byWeek[age] as number[]).slice(0, age).map((defects) => (sum += defects));
  });
  const developed = chainLadder(triangle).developed;
  const shareAt = (week: number) =>
    week <= 0 ? 0 : (developed[Math.min(week, developed.length) - 1] ?? 0);
  return Array.from({ length: maxAge + 1 }, (_, age) => {
    const week = Math.floor(age / 7);
    const part = (age % 7) / 7;
    return Math.min(1, shareAt(week) + part * (shareAt(week + 1) - shareAt(week)));
  });
}

/**
 * Orders of each seller in the window, each weighted by how much of its defects has come by the
 * cutoff. Judged defects divided by this is the rate to expect in the end. Null for rates that count
 * events in a window (what comes later never enters it), and where the window is each seller's own.
 */
export async function maturedOrders(
  session: Session,
  rule: RateRule,
  segments: readonly number[] | null,
  { day, cutoff, knownBatch }: { day: string; cutoff: string; knownBatch: number },
): Promise<Map<number, number> | null> {
  const { numerator, denominator, window: kind } = rule;
  const windows = basicWindows(kind);
  const isPlain =
    windows.length === 1 && rule.unit !== "amount" && scoredMetric(numerator) === null;
  if (!isPlain || numerator.by !== "order_date" || denominator.by !== "order_date") return null;
  const window = windowOn(windows[0] as BasicWindow, day);
  const lags = await session.all<Lag>(LAGS_SQL, {
    measures: numerator.measures,
    reasons: numerator.reasons ?? null,
    exempt: numerator.exempt,
    known_batch: knownBatch,
    first_order: addDays(cutoff, -HISTORY_DAYS),
    as_of: cutoff,
  });
  const developed = developedByAge(lags, HISTORY_DAYS);
  if (!developed) return null;
  const ages = daysBetween(window.start, window.end);
  const first = daysBetween(window.start, cutoff);
  const shares = Array.from({ length: ages }, (_, index) =>
    Math.round((developed[first - index] ?? 1) * BILLION),
  );
  const rows = await session.all<{ seller_key: number; billionths: number }>(EXPOSURE_SQL, {
    developed: shares,
    measures: denominator.measures,
    known_batch: knownBatch,
    first_order: window.start,
    last_order: window.end,
    as_of: cutoff,
    segments,
  });
  return new Map(rows.map(({ seller_key, billionths }) => [seller_key, billionths / BILLION]));
}
