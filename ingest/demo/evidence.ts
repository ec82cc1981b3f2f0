import type { Row } from "../feeds/index.js";
import type { Case } from "./case.js";
import type { Chargeback } from "./chargeback.js";
import { DAY, formatTime, HOUR, NEVER, type Known } from "./clock.js";
import { severity } from "./conduct.js";
import type { Order } from "./order.js";
import type { Random } from "./random.js";

/** One piece of evidence; it never changes once it is handed in. */
export interface Evidence {
  id: string;
  order: Order;
  kind: string;
  submittedAt: number;
  submittedBy: Row<"evidence">["submitted_by"];
  caseId: string | undefined;
  chargebackId: string | undefined;
}

type About = Pick<Evidence, "order" | "caseId" | "chargebackId">;

const DELIVERY = ["tracking", "delivery_scan", "shipping_receipt", "correspondence"];
const DIGITAL_DELIVERY = ["access_log", "correspondence", "signed_agreement"];
const DESCRIPTION = ["original_description", "correspondence", "return_rules"];
const SHORT_LOADED = [
  "photo_item_weight",
  "photo_package_weight",
  "shipping_receipt",
  "carrier_weight_certificate",
];

/** What both sides hand in for a case. */
export function caseEvidence(random: Random, dispute: Case, nextId: () => string): Evidence[] {
  const about = { order: dispute.order, caseId: dispute.id, chargebackId: undefined };
  const given: Evidence[] = [];
  if (dispute.reason === "not_as_described" && random.chance(0.7)) {
    const submittedAt = dispute.openedAt + HOUR * random.between(0, 20);
    given.push({ ...about, id: nextId(), kind: "photo", submittedAt, submittedBy: "buyer" });
  }
  if (dispute.respondedAt === NEVER) return given;
  const wanted =
    dispute.detail === "short_loaded" ? SHORT_LOADED : wantedFor(dispute.order, dispute.reason);
  return given.concat(fromSeller(random, about, wanted, dispute.respondedAt, nextId));
}

/** What the seller hands in for a chargeback. */
export function chargebackEvidence(
  random: Random,
  chargeback: Chargeback,
  nextId: () => string,
): Evidence[] {
  if (chargeback.evidenceAt === NEVER || chargeback.orderId !== chargeback.order.id) return [];
  const { order, id, evidenceAt, category } = chargeback;
  const about = { order, caseId: undefined, chargebackId: id };
  return fromSeller(random, about, wantedFor(order, category), evidenceAt, nextId);
}

function wantedFor(order: Order, about: string): readonly string[] {
  if (about === "not_as_described") return DESCRIPTION;
  return order.seller.goods.digital ? DIGITAL_DELIVERY : DELIVERY;
}

function fromSeller(
  random: Random,
  about: About,
  wanted: readonly string[],
  from: number,
  nextId: () => string,
): Evidence[] {
  const { order } = about;
  const care = 0.88 - 0.5 * severity(order.seller, order.day);
  const unproven = order.deliveredAt === NEVER || order.proof === "none";
  return wanted
    .filter((kind) => random.chance(care) && !(unproven && kind === "delivery_scan"))
    .map((kind) => ({
      ...about,
      id: nextId(),
      kind,
      submittedAt: from + DAY * random.between(0, 0.5),
      submittedBy: kind === "delivery_scan" ? "carrier" : "seller",
    }));
}

/** The row of a piece of evidence. */
export function evidenceRow(evidence: Evidence, known: Known): Row<"evidence"> {
  return {
    evidence_id: evidence.id,
    order_id: evidence.order.id,
    kind: evidence.kind,
    submitted_at: known.at(evidence.submittedAt) as string,
    submitted_by: evidence.submittedBy,
    case_id: evidence.caseId,
    chargeback_id: evidence.chargebackId,
    updated_at: formatTime(known.latest),
  };
}
