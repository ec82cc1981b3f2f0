import type { Case } from "./case.js";
import { CHARGEBACK_CATEGORIES, type Chargeback } from "./chargeback.js";
import { DAY, HOUR, NEVER } from "./clock.js";
import { severity, within } from "./conduct.js";
import { provenToAddress } from "./dispute.js";
import type { Fate } from "./fate.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";
import type { CardNetwork, Scenario } from "./scenario.js";

type Category = Chargeback["category"];
interface Claim {
  category: Category;
  receivedAt: number;
  /** How likely the seller is to win, given that it answers. */
  merit: number;
}

/** What the buyer's bank sends about an order: a chargeback, with what came before it. */
export function chargebacksOf(
  random: Random,
  scenario: Scenario,
  order: Order,
  fate: Fate,
  dispute: Case | undefined,
  nextId: () => string,
): Chargeback[] {
  const { network } = order;
  if (!network || order.paidAt === NEVER) return [];
  const claim = fate.fraud
    ? fraudClaim(random, scenario, order)
    : fate.fault && serviceClaim(random, scenario, order, fate, dispute);
  if (!claim) return [];
  const { chargebacks } = scenario;
  const chargeback = file(random, scenario, order, network, claim, nextId());
  const before = (kind: Chargeback["kind"], id: string): Chargeback => ({
    ...chargeback,
    id,
    kind,
    receivedAt: Math.max(order.paidAt + HOUR, claim.receivedAt - DAY * random.between(1, 9)),
    evidenceAt: NEVER,
    secondStageAt: NEVER,
    outcome: kind === "inquiry" ? "lost" : undefined,
    closedAt: kind === "inquiry" ? claim.receivedAt : NEVER,
  });
  const filed = [chargeback];
  if (claim.category === "fraud" && random.chance(chargebacks.fraud_report)) {
    filed.push(before("fraud_report", nextId()));
  }
  if (random.chance(chargebacks.inquiry)) filed.push(before("inquiry", nextId()));
  return filed;
}

function fraudClaim(random: Random, { chargebacks }: Scenario, order: Order): Claim {
  const lag = within(order.seller.bustOut, order.day) ? chargebacks.bust_out : chargebacks.fraud;
  const receivedAt = order.paidAt + DAY * (1 + random.lag(lag));
  return { category: "fraud", receivedAt, merit: provenToAddress(order) ? 0.25 : 0.06 };
}

function serviceClaim(
  random: Random,
  { cases, chargebacks, buyers }: Scenario,
  order: Order,
  fate: Fate,
  dispute: Case | undefined,
): Claim | undefined {
  const merit = fate.fault === "buyer" ? (provenToAddress(order) ? 0.75 : 0.45) : 0.12;
  if (!dispute) {
    const receivedAt = order.paidAt + DAY * (3 + random.lag(chargebacks.service));
    return { category: serviceCategory(random, fate), receivedAt, merit };
  }
  const won = dispute.closing.awardedCents > 0;
  const { kind } = order.buyer;
  const twice = kind === "honest" ? cases.after_case.won : buyers.kinds[kind].twice;
  if (!random.chance(won ? twice : cases.after_case.lost)) return undefined;
  const receivedAt = dispute.closing.at + DAY * (1 + random.lag(chargebacks.after_case));
  return { category: serviceCategory(random, fate), receivedAt, merit: won ? 0.85 : merit };
}

function serviceCategory(random: Random, fate: Fate): Category {
  if (random.chance(0.1)) return random.pick(["cancelled", "duplicate", "other"]);
  return fate.reason === "non_delivery" ? "not_received" : "not_as_described";
}

function file(
  random: Random,
  { chargebacks, payment }: Scenario,
  order: Order,
  network: CardNetwork,
  { category, receivedAt, merit }: Claim,
  id: string,
): Chargeback {
  const evidenceDays = chargebacks.evidence_days[network];
  const prevented = random.chance(chargebacks.prevented);
  const diligence = 0.82 - 0.5 * severity(order.seller, order.day);
  const answered = !prevented && random.chance(diligence);
  const evidenceAt = answered ? receivedAt + DAY * evidenceDays * random.between(0.05, 0.9) : NEVER;
  const ruledAt = answered
    ? evidenceAt + DAY * random.logNormal(32, 0.4)
    : receivedAt + DAY * evidenceDays;
  const second = answered && random.chance(chargebacks.second_stage);
  return {
    id,
    order,
    orderId: random.chance(chargebacks.unknown_order) ? `X${order.id}` : order.id,
    kind: "chargeback",
    category,
    reasonCode: payment.reason_codes[network][CHARGEBACK_CATEGORIES.indexOf(category)],
    receivedAt,
    cents: random.chance(0.95) ? order.cents : Math.ceil(order.cents * random.between(0.3, 0.95)),
    evidenceDueAt: receivedAt + DAY * evidenceDays,
    evidenceAt,
    secondStageAt: second ? ruledAt : NEVER,
    secondStage: random.chance(0.85) ? "pre_arbitration" : "arbitration",
    outcome: prevented ? "prevented" : ending(random, answered, merit),
    closedAt: prevented
      ? receivedAt + 2 * DAY
      : second
        ? ruledAt + DAY * random.logNormal(30, 0.3)
        : ruledAt,
  };
}

function ending(random: Random, answered: boolean, merit: number): Chargeback["outcome"] {
  if (!answered) return random.chance(0.45) ? "accepted" : "expired";
  if (!random.chance(merit)) return "lost";
  return random.chance(0.08) ? "reversed" : "won";
}
