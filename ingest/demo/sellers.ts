import type { Row } from "../feeds/index.js";
import { allot, lastFullMonthStart, startOfData } from "./calendar.js";
import { DAY, formatTime } from "./clock.js";
import { shopNamer } from "./names.js";
import type { Plan } from "./options.js";
import { Random, STREAM } from "./random.js";
import { SELLER_KINDS, type Category, type Scenario, type SellerKind } from "./scenario.js";
import { weightedKeys } from "./weighted.js";

/** Days are counted from the start of the data; an interval holds its first day, not its last. */
export interface DayRange {
  from: number;
  to: number;
}

export interface Seller {
  index: number;
  id: string;
  kind: SellerKind;
  name: string;
  category: string;
  goods: Category;
  region: string;
  openedAt: number;
  active: DayRange;
  volume: number;
  quality: number;
  /** When a failing shop begins to fail and when it is at its worst; at once for other kinds. */
  decline: DayRange;
  attack: DayRange | undefined;
  bustOut: DayRange | undefined;
}

const NO_DECLINE = { from: -Infinity, to: -Infinity };

/** All sellers of the plan, with kinds dealt out in the scenario's shares. */
export function createSellers(plan: Plan, scenario: Scenario): Seller[] {
  const name = shopNamer(plan.seed, scenario);
  const categoryOf = weightedKeys(
    Object.fromEntries(Object.entries(scenario.categories).map(([key, c]) => [key, c.share])),
  );
  const regionOf = weightedKeys(scenario.regions);
  const sellers = dealKinds(plan, scenario).map((kind, index): Seller => {
    const random = new Random(plan.seed, STREAM.seller, index);
    const category = categoryOf(random);
    const archetype = scenario.sellers.archetypes[kind];
    const active = activeDays(random, plan, archetype.life);
    const age = active.from > 0 ? 0 : random.between(30, 2500);
    return {
      index,
      id: `S${String(index + 1).padStart(5, "0")}`,
      kind,
      name: name(index, category),
      category,
      goods: scenario.categories[category] as Category,
      region: regionOf(random),
      openedAt: Math.floor(startOfData(plan) + (Math.max(active.from, 0) - age) * DAY + 9 * 3600),
      active,
      volume: archetype.volume * random.factor(archetype.volume_sigma),
      quality: random.factor(scenario.sellers.quality_sigma),
      decline: archetype.ramp ? declineDays(random, plan, archetype.ramp) : NO_DECLINE,
      attack: archetype.attack ? attackDays(random, plan, archetype.attack) : undefined,
      bustOut: undefined,
    };
  });
  planBustOuts(sellers, plan, scenario);
  return sellers;
}

function dealKinds(plan: Plan, { sellers }: Scenario): SellerKind[] {
  const shares = SELLER_KINDS.map((kind) => sellers.archetypes[kind].share);
  const counts = allot(plan.sellers, Float64Array.from(shares));
  const kinds = SELLER_KINDS.flatMap((kind, i) => Array<SellerKind>(counts[i] ?? 0).fill(kind));
  const random = new Random(plan.seed, STREAM.seller, -1);
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [kinds[i], kinds[j]] = [kinds[j] as SellerKind, kinds[i] as SellerKind];
  }
  return kinds;
}

function activeDays(random: Random, { days }: Plan, life?: [number, number]): DayRange {
  if (life) {
    const length = random.between(...life);
    const from = random.between(-0.3, 1) * Math.max(days - length * 0.6, 0);
    return { from, to: from + length };
  }
  const from = random.chance(0.22) ? random.between(0, days * 0.8) : -1;
  return { from, to: random.chance(0.04) ? random.between(from + 60, days + 60) : Infinity };
}

function declineDays(random: Random, { days }: Plan, ramp: [number, number]): DayRange {
  const length = random.between(...ramp);
  const from = days - length * random.between(0.6, 1.4);
  return { from, to: from + length };
}

function attackDays(random: Random, { days }: Plan, attack: [number, number]): DayRange {
  const length = random.between(...attack);
  const from = Math.max(0, days - length * random.between(0.4, 1.3));
  return { from, to: from + length };
}

function planBustOuts(sellers: Seller[], plan: Plan, { sellers: { bust_outs } }: Scenario): void {
  const random = new Random(plan.seed, STREAM.seller, -2);
  const wanted = Math.max(1, Math.round(bust_outs.share * sellers.length));
  const chosen = sellers.filter((seller) => seller.kind === "fraudulent").slice(0, wanted);
  for (const [i, seller] of chosen.entries()) {
    const latest = plan.days - bust_outs.days;
    const from = i === 0 ? lastFullMonthStart(plan) - bust_outs.lead : random.between(0, latest);
    const first = Math.max(0, Math.floor(from));
    seller.bustOut = { from: first, to: Math.min(plan.days, first + bust_outs.days) };
    seller.decline = { from: first, to: first };
    seller.active = { from: -1, to: Infinity };
    seller.openedAt = Math.floor(startOfData(plan) - random.between(30, 400) * DAY);
    seller.quality = 1;
  }
}

/** The seller's row of the `sellers` feed. */
export function sellerRow(seller: Seller): Row<"sellers"> {
  const openedAt = formatTime(seller.openedAt);
  return {
    seller_id: seller.id,
    name: seller.name,
    category: seller.category,
    region: seller.region,
    opened_at: openedAt,
    updated_at: openedAt,
  };
}
