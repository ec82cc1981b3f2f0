import type { BadBuyerKind, Scenario } from "./scenario.js";
import type { DayRange, Seller } from "./sellers.js";

export function within(range: DayRange | undefined, day: number): boolean {
  return range !== undefined && day >= range.from && day < range.to;
}

/** How far a seller is from an honest shop towards its kind on a day: 0 to 1. */
export function severity({ kind, decline }: Seller, day: number): number {
  if (kind === "honest" || kind === "targeted") return 0;
  if (day >= decline.to) return 1;
  return day <= decline.from ? 0 : (day - decline.from) / (decline.to - decline.from);
}

/** A habit (slow, silent, cancels, proof, frozen) of a seller on a day, as a share of its orders. */
export function habit(
  { sellers: { archetypes } }: Scenario,
  seller: Seller,
  day: number,
  name: "slow" | "silent" | "cancels" | "proof" | "frozen",
): number {
  const honest = archetypes.honest[name];
  return honest + (archetypes[seller.kind][name] - honest) * severity(seller, day);
}

/** Share of a seller's orders on a day that end in a dispute through the seller's own fault. */
export function faultRate(
  { sellers: { archetypes } }: Scenario,
  seller: Seller,
  day: number,
): number {
  const honest = archetypes.honest.dispute_factor;
  const worst = archetypes[seller.kind].dispute_factor;
  const factor = honest * (worst / honest) ** severity(seller, day);
  return Math.min(0.85, seller.goods.dispute_rate * seller.quality * factor);
}

/** Share of a seller's orders on a day that one kind of bad buyer places. */
export function badBuyerShare(
  { sellers: { archetypes } }: Scenario,
  seller: Seller,
  day: number,
  kind: BadBuyerKind,
): number {
  const attacked = seller.attack === undefined || within(seller.attack, day);
  return archetypes[attacked ? seller.kind : "honest"].mix[kind];
}
