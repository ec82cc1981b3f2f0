import type { Plan } from "./options.js";
import { Random, scramble, STREAM } from "./random.js";
import { BAD_BUYER_KINDS, type BadBuyerKind, type Scenario } from "./scenario.js";
import { weightedKeys } from "./weighted.js";

export interface Buyer {
  index: number;
  id: string;
  kind: BadBuyerKind | "honest";
  /** Number of the group that shares devices, cards and addresses. */
  group: number | undefined;
  region: string;
  /** How readily the buyer complains; 1 on average. */
  fussiness: number;
}

const MOST_BUYERS = 2_000_000;
const PRIVATE_CARDS = 4;
const POOL = 0x8000_0000;

/** Buyers as functions of their index: nothing is stored, so there may be millions of them. */
export class Buyers {
  readonly #counts: Record<BadBuyerKind, number>;
  readonly #starts: Record<BadBuyerKind | "honest", number>;
  readonly #regionOf;
  readonly count: number;

  constructor(
    readonly plan: Plan,
    readonly scenario: Scenario,
  ) {
    const { per_order, kinds } = scenario.buyers;
    const wanted = plan.buyers ?? Math.round(plan.orders * per_order);
    this.count = Math.max(20, Math.min(wanted, MOST_BUYERS));
    const count = (kind: BadBuyerKind) => Math.max(1, Math.round(this.count * kinds[kind].share));
    this.#counts = { abusive: count("abusive"), ring: count("ring"), carder: count("carder") };
    const { abusive, ring, carder } = this.#counts;
    this.#starts = {
      abusive: 0,
      ring: abusive,
      carder: abusive + ring,
      honest: abusive + ring + carder,
    };
    this.#regionOf = weightedKeys(scenario.regions);
  }

  honest(random: Random): Buyer {
    const start = this.#starts.honest;
    const place = random.float() ** this.scenario.buyers.skew;
    return this.#buyer("honest", start + Math.floor(place * (this.count - start)), undefined);
  }

  /** A bad buyer; rings and carders mostly keep to the group that `lair` (a seller) belongs to. */
  bad(random: Random, kind: BadBuyerKind, lair: number): Buyer {
    const size = this.#counts[kind];
    if (kind === "abusive") return this.#bad(kind, Math.floor(random.float() ** 1.4 * size));
    const members = this.scenario.buyers[kind].size;
    const groups = Math.ceil(size / members);
    const group = random.chance(0.8) ? scramble(lair) % groups : random.below(groups);
    return this.#bad(kind, Math.min(group * members + random.below(members), size - 1));
  }

  *allBad(): Generator<Buyer> {
    for (const kind of BAD_BUYER_KINDS) {
      for (let n = 0; n < this.#counts[kind]; n++) yield this.#bad(kind, n);
    }
  }

  /** The card, device and address of one order; groups draw theirs from a shared pool. */
  identity(random: Random, buyer: Buyer): { card: string; device: string; address: string } {
    if (buyer.group !== undefined && (buyer.kind === "ring" || buyer.kind === "carder")) {
      const pool = this.scenario.buyers[buyer.kind];
      const base = POOL + (buyer.kind === "ring" ? 0 : 0x4000_0000) + buyer.group * 256;
      return {
        card: token("c", base + random.below(pool.cards)),
        device: token("d", base + random.below(pool.devices)),
        address: token("a", base + random.below(pool.addresses)),
      };
    }
    const base = buyer.index * PRIVATE_CARDS;
    const household = buyer.index >> 1;
    const shares = scramble(household) / POOL / 2 < this.scenario.buyers.shared_household;
    const address = shares ? household * 2 : buyer.index;
    return {
      card: token("c", base + (random.chance(0.85) ? 0 : random.below(PRIVATE_CARDS))),
      device: token("d", base + (random.chance(0.75) ? 0 : 1)),
      address: token("a", address * PRIVATE_CARDS + (random.chance(0.94) ? 0 : 1)),
    };
  }

  #bad(kind: BadBuyerKind, n: number): Buyer {
    const group = kind === "abusive" ? undefined : Math.floor(n / this.scenario.buyers[kind].size);
    return this.#buyer(kind, this.#starts[kind] + n, group);
  }

  #buyer(kind: Buyer["kind"], index: number, group: number | undefined): Buyer {
    const random = new Random(this.plan.seed, STREAM.buyer, index);
    return {
      index,
      id: token("B", index),
      kind,
      group,
      region: this.#regionOf(random),
      fussiness: random.factor(this.scenario.buyers.fussiness_sigma),
    };
  }
}

const hex = Array.from({ length: 0x1_0000 }, (_, n) => n.toString(16).padStart(4, "0"));

/** An id that does not tell the index, and no two indexes share; each prefix scrambles its own way. */
function token(prefix: string, index: number): string {
  const hash = scramble(index + prefix.charCodeAt(0) * 0x0101_4b1d);
  return prefix + hex[hash >>> 16] + hex[hash & 0xffff];
}
