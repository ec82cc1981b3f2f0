import type { Session } from "../engine/duckdb.js";
import { lookAhead, type Ahead, type Carried } from "./ahead.js";
import { atPace } from "./at-pace.js";
import { evaluateAll } from "./evaluate.js";
import type { EvaluationKind, ProgramEvaluation } from "./evaluation.js";
import { LedgerView } from "./ledger-view.js";
import { outlookOf } from "./outlook.js";
import { lookAheadAtPoints } from "./points-ahead.js";
import type { Program } from "./program.js";
import type { AtPace, NoPace, Projection } from "./projection.js";
import { readSellers } from "./standings.js";

export interface ProjectionQuery {
  sellerId: string;
  asOf: string;
  knownBatch: number;
}

/** Where one seller is heading in one programme; null for a seller that was not known. */
export async function readProjection(
  session: Session,
  program: Program,
  { sellerId, asOf, knownBatch }: ProjectionQuery,
): Promise<Projection | null> {
  const [seller] = await readSellers(session, knownBatch, sellerId);
  if (!seller) return null;
  const key = seller.seller_key;
  const ledger = await LedgerView.open(session, knownBatch);
  const evaluation = async (kind: EvaluationKind) => {
    const [only] = await evaluateAll(ledger, [program], { asOf, kind, sellerKeys: [key] });
    return only as ProgramEvaluation;
  };
  const current = await evaluation("current");
  const next = await evaluation("projected");
  const verdict = current.verdict(key);
  const carried: Carried = { key, period: verdict.period, peerRate: verdict.peerRate };
  const isPriceless = verdict.remarks.includes("no_exchange_rate");
  const pace: AtPace | NoPace = isPriceless
    ? "no_exchange_rate"
    : await atPace(ledger, program, { asOf, carried, verdict });
  const isEstimated = typeof pace === "object";
  return {
    seller_id: sellerId,
    program: program.id,
    kind: program.kind,
    unit: program.kind === "rate" ? program.unit : "points",
    currency: program.kind === "rate" ? (program.reporting_currency ?? null) : null,
    confidence: program.confidence,
    as_of: asOf,
    current: outlookOf(current, verdict),
    to_date: outlookOf(next, next.verdict(key)),
    ...clearance(await aheadOf(ledger, current, asOf, carried)),
    clear_basis: "exact",
    at_pace: isEstimated ? pace : null,
    at_pace_reason: isEstimated ? null : pace,
  };
}

type Clearance = Pick<Projection, "clear_on" | "clear_reason" | "relapse_on">;

/** The evaluations to come; null for a seller that is outside, undefined where they tell nothing. */
async function aheadOf(
  ledger: LedgerView,
  current: ProgramEvaluation,
  asOf: string,
  carried: Carried,
): Promise<readonly Ahead[] | null | undefined> {
  const { program, version } = current;
  const { tier, tiers, period } = current.verdict(carried.key);
  if (period.months === 0 && !tiers.some(({ id }) => id === tier)) return null;
  if (version?.kind === "rate") return lookAhead(ledger, program, asOf, carried);
  if (version?.kind === "points")
    return lookAheadAtPoints(ledger, program, version, asOf, carried.key);
  return undefined;
}

/** The first evaluation outside, and the first one after it that is not. Pure. */
export function clearance(ahead: readonly Ahead[] | null | undefined): Clearance {
  const none = (clear_reason: Projection["clear_reason"]) => ({
    clear_on: null,
    clear_reason,
    relapse_on: null,
  });
  if (ahead === null) return none("outside");
  if (ahead === undefined) return none("not_meaningful");
  const at = ahead.findIndex(({ isIn }) => !isIn);
  const clear = ahead[at];
  if (!clear) return none("not_within_a_year");
  const relapse = ahead.slice(at).find(({ isIn }) => isIn);
  return { clear_on: clear.day, clear_reason: null, relapse_on: relapse?.day ?? null };
}
