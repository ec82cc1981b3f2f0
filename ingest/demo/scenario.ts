import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { CARD_NETWORKS } from "../feeds/orders.js";

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const range = z.tuple([positive, positive]);
const words = z.array(z.string().min(1)).min(1);

const lag = z.strictObject({
  median: positive,
  sigma: positive,
  tail: share.optional(),
  tail_from: positive.optional(),
  tail_to: positive.optional(),
});

const perNetwork = <T extends z.ZodType>(value: T) => z.record(z.enum(CARD_NETWORKS), value);

const category = z.strictObject({
  share,
  price: positive,
  spread: positive,
  dispute_rate: share,
  not_received: share,
  handling: positive,
  transit: z.number().min(0),
  yearly_peak: z.int().min(1).max(12),
  digital: z.boolean().default(false),
});

export const SELLER_KINDS = ["honest", "careless", "failing", "fraudulent", "targeted"] as const;
export const BAD_BUYER_KINDS = ["abusive", "ring", "carder"] as const;

const archetype = z.strictObject({
  share,
  volume: positive,
  volume_sigma: positive,
  dispute_factor: positive,
  slow: share,
  cancels: share,
  silent: share,
  proof: share,
  frozen: share,
  mix: z.record(z.enum(BAD_BUYER_KINDS), share),
  ramp: range.optional(),
  life: range.optional(),
  attack: range.optional(),
});

const buyerKind = z.strictObject({
  share,
  dispute: share,
  fraud: share,
  twice: share,
  cancel: share,
});

const pool = z.strictObject({
  size: z.int().positive(),
  devices: z.int().positive(),
  cards: z.int().positive(),
  addresses: z.int().positive(),
});

/** The demo marketplace as data: what `data/scenario.yaml` must look like. */
export const Scenario = z.strictObject({
  currency: z.literal("USD"),
  calendar: z.strictObject({
    weekday: z.array(positive).length(7),
    month: z.array(positive).length(12),
    month_end: z.strictObject({ days: z.int().min(0), factor: positive }),
    yearly_growth: positive,
  }),
  regions: z.record(z.string(), share),
  home_region_share: share,
  payment: z.strictObject({
    card_networks: z.record(z.enum(["none", ...CARD_NETWORKS]), share),
    card_present: share,
    never_paid: share,
    reason_codes: perNetwork(z.array(z.string()).length(6)),
  }),
  categories: z.record(z.string(), category),
  sellers: z.strictObject({
    quality_sigma: positive,
    archetypes: z.record(z.enum(SELLER_KINDS), archetype),
    bust_outs: z.strictObject({
      share,
      orders: z.int().positive(),
      max_share_of_volume: share,
      days: z.int().positive(),
      lead: z.int().positive(),
      network: z.enum(CARD_NETWORKS),
      network_share: share,
    }),
  }),
  buyers: z.strictObject({
    per_order: positive,
    skew: z.number().min(1),
    fussiness_sigma: positive,
    shared_household: share,
    kinds: z.record(z.enum(BAD_BUYER_KINDS), buyerKind),
    ring: pool,
    carder: pool,
    honest_fraud: share,
  }),
  cases: z.strictObject({
    direct_chargeback: share,
    after_case: z.strictObject({ lost: share, won: share }),
    late_factor: positive,
    undelivered: share,
    reopened: share,
    insured: share,
    reported: share,
    opened: lag,
    answered: lag,
    escalated: lag,
    ruled: lag,
  }),
  refunds: z.strictObject({
    goodwill: share,
    other_method: share,
    failed: share,
    cancelled: share,
    settled: lag,
  }),
  chargebacks: z.strictObject({
    inquiry: share,
    fraud_report: share,
    prevented: share,
    second_stage: share,
    unknown_order: share,
    frozen: share,
    fraud: lag,
    bust_out: lag,
    service: lag,
    after_case: lag,
    evidence_days: perNetwork(positive),
  }),
  freezes: z.strictObject({
    risk_address: share,
    risk_address_carder: share,
    appealed: z.strictObject({ good: share, bad: share }),
    granted: z.strictObject({ good: share, bad: share }),
  }),
  noise: z.strictObject({
    earlier: share,
    swapped: share,
    corrected: share,
    duplicate: share,
    held: share,
    tombstone: share,
  }),
  ratings: z.strictObject({
    share,
    delighted: share,
    poor: z.strictObject({ usual: share, worst: share, late: share, disputed: share }),
    questions: share,
  }),
  names: z.strictObject({
    given: words,
    family: words,
    place: words,
    goods: z.record(z.string(), words),
  }),
});

export type Scenario = z.output<typeof Scenario>;
export type Category = Scenario["categories"][string];
export type SellerKind = (typeof SELLER_KINDS)[number];
export type BadBuyerKind = (typeof BAD_BUYER_KINDS)[number];
export type CardNetwork = (typeof CARD_NETWORKS)[number];

const defaultFile = new URL("../../data/scenario.yaml", import.meta.url);

/** Reads and checks a scenario; defaults to `data/scenario.yaml`. */
export function loadScenario(file: URL | string = defaultFile): Scenario {
  return Scenario.parse(parse(readFileSync(file, "utf8")));
}
