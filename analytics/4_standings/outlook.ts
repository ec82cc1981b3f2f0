import { cleanOrdersToLeave } from "./clean-orders.js";
import type { ProgramEvaluation, Verdict } from "./evaluation.js";
import { headroomTo } from "./headroom.js";
import { areGatesMet, isJudgeable, ratio, type Context } from "./judge.js";
import type { ProgramVersion } from "./program.js";
import type { Tier } from "./program/tier.js";
import type { Outlook, TierDistance } from "./projection.js";

/** One seller at one evaluation, with the way to every tier and back. */
export function outlookOf({ kind, moment, version }: ProgramEvaluation, verdict: Verdict): Outlook {
  const { figures, window, fees } = verdict;
  return {
    evaluation: kind,
    evaluated_on: moment.day,
    program_version: version?.version ?? "",
    window_start: window.start,
    window_end: window.end,
    numerator: figures.numerator.judged,
    denominator: figures.denominator.judged,
    rate: ratio(figures.numerator.judged, figures.denominator.judged),
    points: verdict.points,
    tier: verdict.tier,
    months_in_program: verdict.period.months,
    clean_orders: verdict.cleanOrders,
    tiers: verdict.tiers.map((tier) => distanceTo(tier, version, verdict)),
    fees,
    fee_total: fees.reduce((sum, { amount }) => sum + amount, 0),
    fee_currency: version?.fees?.currency ?? null,
    remarks: verdict.remarks,
    basis: "exact",
  };
}

function distanceTo(tier: Tier, version: ProgramVersion | null, verdict: Verdict): TierDistance {
  const { figures, gates } = verdict;
  const { id, name, severity } = tier;
  const own = gates.filter((gate) => gate.tier === id);
  const about = { tier: id, name, severity, basis: "exact" } as const;
  const lines =
    version?.kind === "rate"
      ? { unit: version.unit, floor: version.floor, tiers: verdict.tiers }
      : null;
  if (!lines)
    return {
      ...about,
      met: verdict.tier !== "not_scored" && own.every(({ met }) => met),
      headroom: null,
      clean_orders: null,
    };
  if (!isJudgeable(lines, figures))
    return { ...about, met: false, headroom: null, clean_orders: null };
  const context: Context = {
    peerRate: verdict.peerRate,
    inARow: () => own.find(({ gate }) => gate === "periods")?.value ?? Infinity,
  };
  const met = areGatesMet(tier, figures, context) && own.every((gate) => gate.met);
  return {
    ...about,
    met,
    headroom: headroomTo(tier, lines, figures),
    clean_orders: met ? cleanOrdersToLeave([tier], lines.unit, figures, context) : 0,
  };
}
