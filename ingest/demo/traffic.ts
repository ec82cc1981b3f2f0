import { allot, dayWeights, startOfData, timeOfDay } from "./calendar.js";
import { DAY } from "./clock.js";
import type { Plan } from "./options.js";
import { Random, STREAM } from "./random.js";
import type { Scenario } from "./scenario.js";
import type { Seller } from "./sellers.js";
import { WeightedIndex } from "./weighted.js";

export interface Visit {
  number: number;
  day: number;
  orderedAt: number;
  /** Set where a bust-out brings the order; otherwise any shop may get it. */
  bustOut: Seller | undefined;
}

const PERIOD_DAYS = 10;

/** When orders are placed, in order of time: exactly `plan.orders` of them. */
export function* visits(
  plan: Plan,
  scenario: Scenario,
  sellers: readonly Seller[],
): Generator<Visit> {
  const weights = dayWeights(plan, scenario);
  const bursts = planBursts(plan, scenario, sellers);
  const burstTotal = bursts.reduce((sum, burst) => sum + burst.length, 0);
  const usual = allot(plan.orders - burstTotal, weights);
  const start = startOfData(plan);
  const random = new Random(plan.seed, STREAM.calendar);
  let number = 0;
  for (let day = 0; day < plan.days; day++) {
    const burst = bursts[day] ?? [];
    const count = (usual[day] ?? 0) + burst.length;
    for (let i = 0; i < count; i++) {
      const share = timeOfDay((i + random.float()) / count);
      const nth = Math.floor((i * burst.length) / count);
      const isBurst = Math.floor(((i + 1) * burst.length) / count) > nth;
      const orderedAt = start + day * DAY + Math.min(DAY - 1, Math.floor(share * DAY));
      yield { number: number++, day, orderedAt, bustOut: isBurst ? burst[nth] : undefined };
    }
  }
}

function planBursts(
  plan: Plan,
  { sellers: { bust_outs } }: Scenario,
  sellers: readonly Seller[],
): Seller[][] {
  const bursts = Array.from({ length: plan.days }, (): Seller[] => []);
  for (const seller of sellers) {
    if (!seller.bustOut) continue;
    const { from, to } = seller.bustOut;
    const most = (bust_outs.max_share_of_volume * plan.orders * (to - from)) / plan.days;
    const counts = allot(
      Math.floor(Math.min(bust_outs.orders, most)),
      new Float64Array(to - from).fill(1),
    );
    counts.forEach((count, i) => bursts[from + i]?.push(...Array<Seller>(count).fill(seller)));
  }
  return bursts;
}

/** Picks shops by size, season of their category, and whether they are open. */
export class ShopPicker {
  #period = -1;
  #open: number[] = [];
  #index: WeightedIndex | undefined;

  constructor(
    readonly plan: Plan,
    readonly sellers: readonly Seller[],
  ) {}

  pick(random: Random, day: number): Seller {
    const period = Math.floor(day / PERIOD_DAYS);
    if (period !== this.#period || !this.#index) this.#index = this.#rebuild(period);
    return this.sellers[this.#open[this.#index.pick(random)] ?? 0] as Seller;
  }

  #rebuild(period: number): WeightedIndex {
    this.#period = period;
    const first = period * PERIOD_DAYS;
    const month = new Date((startOfData(this.plan) + first * DAY) * 1000).getUTCMonth() + 1;
    const open = this.sellers.filter(({ active }) => active.from <= first && active.to > first);
    const chosen = open.length > 0 ? open : this.sellers;
    this.#open = chosen.map(({ index }) => index);
    return new WeightedIndex(chosen.map((seller) => seller.volume * season(seller, month)));
  }
}

function season({ goods }: Seller, month: number): number {
  return 1 + 0.35 * Math.cos((2 * Math.PI * (month - goods.yearly_peak)) / 12);
}
