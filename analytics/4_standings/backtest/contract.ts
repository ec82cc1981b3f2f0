import { z } from "zod";
import { SEVERITIES } from "../standing.js";

/*
 * A backtest walks two programmes day by day over days that have passed, with only what was known
 * then. A seller is *flagged* while it is in any tier, as alerts count: entered at the gates, left
 * below the exit rate after enough clean evaluations. Its *raw* standing is that of each day alone.
 * What it came to (revenue, money at stake, right and wrong) is told with all that is known now.
 */

/** A return so soon after leaving is a flap: the programme could not make up its mind. */
export const FLAP_DAYS = 30;
/** Rulings from which a seller is called after the way in which most of them went. */
export const MIN_RULINGS = 3;
export const MAX_DAYS = 3660;

const day = z.iso.date("not a day that exists, as in 2026-01-31");
const count = (meaning: string) => z.int().describe(meaning);

export const KNOWLEDGE = ["recorded", "events"] as const;
export const Knowledge = z
  .enum(KNOWLEDGE)
  .describe(
    "recorded: as of each day only batches that had been recorded by its end; events: every batch, but nothing that happened on the day or later.",
  );
export type Knowledge = z.infer<typeof Knowledge>;

export const Money = z.strictObject({
  currency: z.string(),
  amount: z.int().describe("Minor units."),
});
export type Money = z.infer<typeof Money>;

export const Spell = z
  .strictObject({
    from: day.describe("First day in a tier; the first day of the range where it was in one then."),
    until: day.describe("First day outside; the end of the range where it had not left."),
    days: z.int(),
    tier: z.string().describe("The worst tier of the spell."),
    is_open: z
      .boolean()
      .describe("Whether the seller was still in a tier at the end of the range."),
  })
  .describe("A stay in the programme's tiers.");
export type Spell = z.infer<typeof Spell>;

const moneyList = (meaning: string) =>
  z.array(Money).describe(`${meaning}; one sum per currency, as currencies are never added up.`);

/** One programme's columns of a seller's row. */
const sideOf = <S extends "a" | "b">(side: S) => {
  const shape = {
    first_flagged: day.nullable().describe("First day in a tier; null if never."),
    days_flagged: count("Days in a tier, by the standing that counts."),
    raw_days: count("Days in a tier by each day alone, without hysteresis."),
    spells: count("Stays in a tier."),
    flaps: count(`Returns within ${FLAP_DAYS} days of leaving.`),
    worst_tier: z.string().nullable(),
    revenue: moneyList("Orders placed on the days in a tier"),
    at_stake: moneyList("Judged defects that came on the days in a tier"),
    spell_list: z.array(Spell),
  };
  type Shape = typeof shape;
  return Object.fromEntries(
    Object.entries(shape).map(([name, type]) => [`${side}_${name}`, type]),
  ) as { [K in keyof Shape as `${S}_${K}`]: Shape[K] };
};

export const BacktestSeller = z
  .strictObject({
    seller_id: z.string(),
    seller_name: z.string().nullable(),
    flagged_by: z.enum(["a", "b", "both"]),
    first: z.enum(["a", "b", "same"]).describe("Which programme flagged the seller first."),
    lead_days: z
      .int()
      .nullable()
      .describe("By how many days the first was earlier; null where only one flagged the seller."),
    both_days: count("Days on which both had the seller in a tier."),
    truth: z
      .enum(["risky", "honest"])
      .nullable()
      .describe("What the truth file says of the seller; null where it says nothing."),
    ruled_for_buyer: count("Cases that were ruled for the buyer in the range."),
    ruled_for_seller: count("Cases that were ruled for the seller in the range."),
    ...sideOf("a"),
    ...sideOf("b"),
  })
  .describe("A seller that either programme flagged.");
export type BacktestSeller = z.infer<typeof BacktestSeller>;

export const BacktestDay = z.strictObject({
  day,
  a: count("Sellers in a tier of A."),
  b: count("Sellers in a tier of B."),
  both: count("Sellers in a tier of both."),
  a_raw: count("Sellers in a tier of A by this day alone."),
  b_raw: count("Sellers in a tier of B by this day alone."),
});
export type BacktestDay = z.infer<typeof BacktestDay>;

const share = z.number().nullable();

export const Truth = z
  .strictObject({
    right: count("Flagged, and risky."),
    wrong: count("Flagged, and honest."),
    missed: count("Risky, and never flagged."),
    unknown: count("Flagged, and not in the truth file."),
    precision: share.describe("right / (right + wrong)"),
    recall: share.describe("right / (right + missed)"),
  })
  .describe("Against a truth file, as the generator writes one.");
export type Truth = z.infer<typeof Truth>;

export const Rulings = z
  .strictObject({
    right: count("Flagged, and most of its rulings in the range were for the buyer."),
    wrong: count("Flagged, and most of its rulings in the range were for the seller."),
    unknown: count(`Flagged with fewer than ${MIN_RULINGS} rulings, or as many each way.`),
    precision: share.describe("right / (right + wrong)"),
  })
  .describe(
    "An estimate: rulings are of cases that went that far. They cannot tell who was missed.",
  );
export type Rulings = z.infer<typeof Rulings>;

export const BacktestSide = z.strictObject({
  program: z.string(),
  name: z.string(),
  confidence: z.string(),
  versions: z
    .array(z.strictObject({ version: z.string(), from: day, until: day }))
    .describe("Versions that judged, with the days of the range that they judged."),
  windows_full_from: day
    .nullable()
    .describe(
      "First day whose window begins with the ledger or later; before it sellers are judged by part of a window. Null: none in the range.",
    ),
  evaluations: count("Times at which the programme judged in the range."),
  sellers: count("Sellers that were in a tier at all."),
  seller_days: count("Days in a tier, of all sellers together."),
  raw_days: count("The same by each day alone, without hysteresis."),
  spells: count("Stays in a tier."),
  raw_spells: count("The same by each day alone."),
  flaps: count(`Returns within ${FLAP_DAYS} days of leaving.`),
  raw_flaps: count("The same by each day alone."),
  median_spell_days: z.number().nullable().describe("Of the spells that ended in the range."),
  open_at_end: count("Sellers still in a tier at the end."),
  tiers: z
    .array(
      z.strictObject({
        tier: z.string(),
        name: z.string(),
        severity: z.enum(SEVERITIES),
        sellers: count("Sellers whose worst tier it was."),
      }),
    )
    .describe("From mildest to most severe."),
  revenue: moneyList("Orders placed with sellers on the days on which they were in a tier"),
  at_stake: moneyList("Judged defects that came on the days on which their seller was in a tier"),
  truth: Truth.nullable(),
  rulings: Rulings,
});
export type BacktestSide = z.infer<typeof BacktestSide>;

export const Overlap = z.strictObject({
  both: count("Sellers that both flagged, at whatever time."),
  only_a: count("Sellers that only A flagged."),
  only_b: count("Sellers that only B flagged."),
  neither: count("Sellers that neither flagged."),
  both_days: count("Seller-days on which both had the seller in a tier."),
  only_a_days: count("Seller-days on which only A had."),
  only_b_days: count("Seller-days on which only B had."),
  agreement: share.describe("Of the seller-days in a tier of either, the share in a tier of both."),
  a_first: count("Sellers flagged by both, by A first."),
  b_first: count("Sellers flagged by both, by B first."),
  same_day: count("Sellers flagged by both on the same day."),
  median_a_lead_days: z.number().nullable().describe("Where A was first: by how many days."),
  median_b_lead_days: z.number().nullable().describe("Where B was first: by how many days."),
});
export type Overlap = z.infer<typeof Overlap>;

export const BacktestResult = z.strictObject({
  from: day,
  to: day.describe("First day that is not judged."),
  days: z.int(),
  knowledge: Knowledge,
  knowledge_chosen: z
    .enum(["asked", "by_recording"])
    .describe(
      "by_recording: recorded where the first batch had been recorded by the first day, else events.",
    ),
  first_batch_recorded: z.string().describe("When the first batch was recorded, ISO 8601 UTC."),
  batch_id: z.int().describe("The newest batch that was known."),
  history_from: day.describe("First day on which anything happened."),
  sellers: count("Sellers that the ledger knows."),
  revenue: moneyList("Orders placed in the range, of all sellers"),
  a: BacktestSide,
  b: BacktestSide,
  overlap: Overlap,
  by_day: z.array(BacktestDay),
  items: z.array(BacktestSeller).describe("Sellers that either flagged, by id."),
});
export type BacktestResult = z.infer<typeof BacktestResult>;
export type SideName = "a" | "b";
