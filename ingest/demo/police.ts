import type { Chargeback } from "./chargeback.js";
import { DAY, HOUR, NEVER } from "./clock.js";
import { habit, severity } from "./conduct.js";
import type { Freeze } from "./freeze.js";
import { cancel } from "./fulfil.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";
import type { Scenario } from "./scenario.js";

/** Freezes a paid order at a risky address, before it ships, and mostly closes it within a day. */
export function freezeRiskyAddress(
  random: Random,
  { freezes }: Scenario,
  order: Order,
  nextId: () => string,
): Freeze | undefined {
  const carder = order.buyer.kind === "carder";
  const risk = carder ? freezes.risk_address_carder : freezes.risk_address;
  const { completedAt, cancelledAt, paidAt } = order;
  if (paidAt === NEVER || completedAt === NEVER || cancelledAt !== NEVER || !random.chance(risk)) {
    return undefined;
  }
  const frozenAt = paidAt + HOUR * random.between(0.1, 5);
  const closedAt = frozenAt + HOUR * random.between(2, 23.5);
  const released = random.chance(carder ? 0.1 : 0.5);
  if (!released) voidOrder(order, closedAt);
  return {
    ...frozen(order, "risk_address", frozenAt, nextId()),
    closedAt,
    closedAs: released ? "released" : "closed",
  };
}

function voidOrder(order: Order, at: number): void {
  cancel(order, at, "platform", "risk_address", "buyer", "forced");
  order.shippedAt = order.deliveredAt = order.completedAt = order.accessedAt = NEVER;
}

/** Freezes an order because its payment was charged back, until the bank has decided. */
export function freezeRefusedPayment(
  random: Random,
  { chargebacks }: Scenario,
  order: Order,
  filed: readonly Chargeback[],
  nextId: () => string,
): Freeze | undefined {
  const first = filed.find(({ kind }) => kind === "chargeback");
  if (!first || first.outcome === "prevented") return undefined;
  if (first.receivedAt > order.paidAt + 60 * DAY) return undefined;
  if (!random.chance(chargebacks.frozen)) return undefined;
  const kept = first.outcome === "won" || first.outcome === "reversed";
  const frozenAt = first.receivedAt + HOUR * random.between(0.02, 1);
  return {
    ...frozen(order, "payment_refused", frozenAt, nextId()),
    closedAt: first.closedAt + HOUR,
    closedAs: kept ? "released" : random.chance(0.6) ? "refunded" : "closed",
  };
}

/** Freezes an order on suspicion of counterfeits or false trade; the seller may appeal. */
export function freezeDishonestConduct(
  random: Random,
  scenario: Scenario,
  order: Order,
  nextId: () => string,
): Freeze | undefined {
  if (order.paidAt === NEVER || order.cancelledAt !== NEVER) return undefined;
  if (!random.chance(habit(scenario, order.seller, order.day, "frozen"))) return undefined;
  const { appealed, granted } = scenario.freezes;
  const side = severity(order.seller, order.day) > 0.3 ? "bad" : "good";
  const frozenAt = order.paidAt + DAY * random.between(0.1, 4);
  const freeze = frozen(order, "dishonest_conduct", frozenAt, nextId());
  freeze.closedAt = frozenAt + DAY * random.between(20, 45);
  freeze.closedAs = random.chance(0.7) ? "refunded" : "closed";
  if (random.chance(appealed[side])) {
    freeze.appealedAt = frozenAt + DAY * random.logNormal(1.5, 0.8);
    freeze.decidedAt = freeze.appealedAt + DAY * random.logNormal(4, 0.5);
    freeze.appealOutcome = random.chance(granted[side]) ? "granted" : "denied";
    freeze.closedAt = freeze.decidedAt + HOUR;
    if (freeze.appealOutcome === "granted") freeze.closedAs = "released";
  }
  return freeze;
}

function frozen(order: Order, reason: Freeze["reason"], frozenAt: number, id: string): Freeze {
  return {
    id,
    order,
    reason,
    frozenAt,
    appealedAt: NEVER,
    decidedAt: NEVER,
    appealOutcome: undefined,
    closedAt: NEVER,
    closedAs: undefined,
  };
}
