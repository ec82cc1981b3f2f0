import type { Case, Closing, Outcome } from "./case.js";
import { DAY, HOUR, NEVER } from "./clock.js";
import { habit } from "./conduct.js";
import type { Fate } from "./fate.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";
import type { Scenario } from "./scenario.js";

type Ending = Pick<Closing, "at" | "outcome">;

/** The case that a disputed order leads to, from its opening to its end. */
export function openCase(
  random: Random,
  scenario: Scenario,
  order: Order,
  fate: Fate,
  id: string,
): Case {
  const { cases } = scenario;
  const from =
    fate.reason === "non_delivery"
      ? order.estimatedAt
      : Math.min(order.deliveredAt, order.estimatedAt);
  const openedAt = Math.max(from, order.paidAt) + DAY * random.lag(cases.opened);
  const full = random.chance(0.7);
  const dispute: Case = {
    id,
    order,
    reason: fate.reason,
    detail: fate.detail,
    openedAt,
    requestedCents: full ? order.cents : Math.ceil(order.cents * random.between(0.2, 0.95)),
    respondedAt: NEVER,
    response: undefined,
    reportsBuyer: false,
    escalatedAt: NEVER,
    escalatedBy: undefined,
    escalationReason: undefined,
    overturned: undefined,
    reopenedAt: NEVER,
    closing: { at: NEVER, outcome: "lapsed", awardedCents: 0, borneBy: "seller" },
  };
  const silent = random.chance(habit(scenario, order.seller, order.day, "silent"));
  const ending = silent
    ? endInSilence(random, scenario, dispute)
    : endByAnswer(random, scenario, dispute, fate);
  dispute.closing = close(random, scenario, dispute, ending);
  if (random.chance(cases.reopened)) reopen(random, scenario, dispute);
  return dispute;
}

function endInSilence(random: Random, scenario: Scenario, dispute: Case): Ending {
  if (random.chance(0.25)) return { at: dispute.openedAt + 5 * DAY, outcome: "auto_executed" };
  const early = random.chance(0.15);
  dispute.escalatedAt = dispute.openedAt + DAY * random.between(early ? 2 : 3, early ? 3 : 4.9);
  dispute.escalatedBy = early ? "platform" : "buyer";
  dispute.escalationReason = early ? "seller_inactivity" : "no_response";
  const at = dispute.escalatedAt + DAY * random.lag(scenario.cases.ruled);
  return { at, outcome: random.chance(0.93) ? "ruled_for_buyer" : "ruled_for_seller" };
}

function endByAnswer(random: Random, scenario: Scenario, dispute: Case, fate: Fate): Ending {
  const { cases } = scenario;
  const byBuyer = fate.fault === "buyer";
  const wait = DAY * Math.min(random.lag(cases.answered), 4.9);
  if (random.chance(byBuyer ? 0.05 : 0.06)) {
    return { at: dispute.openedAt + wait, outcome: "withdrawn" };
  }
  dispute.respondedAt = dispute.openedAt + wait;
  const soon = dispute.respondedAt + DAY * random.logNormal(0.9, 0.8);
  dispute.response = random.chance(byBuyer ? 0.3 : 0.62) ? "accepted" : "rejected";
  if (dispute.response === "accepted") return { at: soon, outcome: agreed(random, dispute) };
  dispute.reportsBuyer = random.chance(byBuyer ? cases.reported : 0.03);
  const proven = provenToAddress(dispute.order);
  if (fate.reason === "non_delivery" && proven && random.chance(0.4)) {
    return { at: Math.max(soon, dispute.order.deliveredAt), outcome: "tracking_confirmed" };
  }
  if (random.chance(0.2)) return { at: dispute.respondedAt + 14 * DAY, outcome: "lapsed" };
  dispute.escalatedAt = dispute.openedAt + DAY * Math.max(3, random.lag(cases.escalated));
  dispute.escalatedAt = Math.max(dispute.escalatedAt, dispute.respondedAt + HOUR);
  dispute.escalatedBy = "buyer";
  dispute.escalationReason = "rejected_by_seller";
  const buyerWins = byBuyer ? (proven ? 0.2 : 0.5) : 0.82;
  const outcome = random.chance(buyerWins) ? "ruled_for_buyer" : "ruled_for_seller";
  return { at: dispute.escalatedAt + DAY * random.lag(cases.ruled), outcome };
}

function agreed(random: Random, dispute: Case): Outcome {
  if (random.chance(0.015)) return "settled_off_platform";
  if (random.chance(0.12)) return "buyer_satisfied";
  return dispute.requestedCents === dispute.order.cents ? "refunded_full" : "refunded_partial";
}

/** True where the carrier shows delivery at the buyer's own address. */
export function provenToAddress({ proof }: Order): boolean {
  return proof === "tracking_to_address" || proof === "signature";
}

function close(
  random: Random,
  { cases }: Scenario,
  dispute: Case,
  { at, outcome }: Ending,
): Closing {
  const borneBy = random.chance(cases.insured) ? "platform" : "seller";
  return { at, outcome, awardedCents: award(random, dispute, outcome), borneBy };
}

function award(random: Random, dispute: Case, outcome: Outcome): number {
  switch (outcome) {
    case "refunded_full":
      return dispute.order.cents;
    case "refunded_partial":
      return Math.ceil(dispute.requestedCents * random.between(0.6, 1));
    case "ruled_for_buyer":
    case "auto_executed":
      return dispute.requestedCents;
    default:
      return 0;
  }
}

function reopen(random: Random, scenario: Scenario, dispute: Case): void {
  const first = dispute.closing;
  dispute.overturned = first;
  dispute.reopenedAt = first.at + DAY * random.logNormal(6, 0.6);
  const at = dispute.reopenedAt + DAY * random.lag(scenario.cases.ruled);
  const outcome = first.awardedCents > 0 ? "ruled_for_seller" : "ruled_for_buyer";
  dispute.closing = close(random, scenario, dispute, { at, outcome });
}

/** What a case does to an order that was not complete when it was opened. */
export function settleOrder(order: Order, { openedAt, closing }: Case): void {
  if (order.completedAt <= openedAt) return;
  const goesBack = closing.awardedCents >= order.cents;
  order.completedAt = goesBack || order.deliveredAt > closing.at ? NEVER : closing.at + 2 * HOUR;
  order.completedBy = "timeout";
  if (closing.outcome !== "ruled_for_buyer" || !goesBack) return;
  order.cancelledAt = closing.at + HOUR;
  order.cancelledBy = "platform";
  order.cancelReason = "ruled_for_buyer";
  order.cancelFault = "seller";
  order.cancelConsent = "forced";
}
