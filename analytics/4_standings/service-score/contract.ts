import { z } from "zod";
import { CONFIDENCES } from "../program.js";
import { REMARKS, SEVERITIES } from "../standing.js";

const date = z.iso.date();
const points = (description: string) => z.number().nullable().describe(description);
const words = (description: string) => z.string().describe(description);

/** A level, or the lack of one. */
const levelShape = {
  tier: z.string().describe("`not_scored`, `within` for the best level, or a tier's id."),
  name: words("What the level is called."),
  severity: z.enum(SEVERITIES),
};

export const LevelBand = z.strictObject({
  ...levelShape,
  from: z.number().describe("Lowest score that has this level."),
  until: z.number().describe("First score of the level above; for the best level the maximum."),
  consequence: z.string().nullable(),
});
export type LevelBand = z.infer<typeof LevelBand>;

export const PART_STATES = ["scored", "no_data", "below_floor", "no_peers"] as const;

export const ServiceScorePart = z.strictObject({
  part: z.string(),
  name: z.string(),
  state: z
    .enum(PART_STATES)
    .describe("Only a `scored` part gives points; the weight of the others is shared among those."),
  reason: z.string().nullable().describe("Why it is not scored, in words; null where it is."),
  weight: z.number().describe("Points that a spotless part gives, as the programme says."),
  effective_weight: points(
    "The same in this score, with its share of the weight of parts that are not scored.",
  ),
  points: points("Points of `weight`; negative where the programme takes more than a part gives."),
  effective_points: points(
    "What the part adds to this score; their sum is the score, before it is held between 0 and maximum.",
  ),
  effective_at_average: points(
    "What the part would add at exactly its peers' average; null where it is not compared with it.",
  ),
  against: z.enum(["peer_average", "fixed"]).describe("What rate is compared with."),
  higher_is_better: z.boolean(),
  counts: z
    .enum(["orders", "events", "items", "amount", "metric"])
    .describe("What numerator and denominator count; metric: of the scores feed, such as stars."),
  rate: z.number().nullable().describe("numerator / denominator: the seller's own."),
  peer_rate: z.number().nullable().describe("Average of the seller's peers, itself included."),
  peer_sellers: z.int().nullable().describe("Scored peers behind that average, itself included."),
  multiple: z.number().nullable().describe("rate / peer_rate; null where peers have none at all."),
  numerator: z.number(),
  denominator: z.number(),
  floor: z.int().nullable().describe("Denominator from which the part is scored."),
  window_start: date,
  window_end: date.describe("First day after the window."),
  next_step: words("What the seller can do about it."),
  remarks: z.array(z.enum(REMARKS)),
});
export type ServiceScorePart = z.infer<typeof ServiceScorePart>;

/** The trend: one day's score. */
export const ServiceScoreDay = z.strictObject({
  as_of: date,
  score: points("Score of the day; null where the seller was not scored."),
  tier: levelShape.tier,
});
export type ServiceScoreDay = z.infer<typeof ServiceScoreDay>;

export const ServiceScoreMonth = z.strictObject({
  set_on: date.describe("Day on which the level is set."),
  month: date.describe("First day of the month whose daily scores are averaged."),
  average: points("Average of its daily scores; null without any."),
  scored_days: z.int(),
  days: z.int().describe("Days of the month."),
  ...levelShape,
});
export type ServiceScoreMonth = z.infer<typeof ServiceScoreMonth>;

export const ServiceScoreLevel = z.strictObject({
  day: z.int().describe("Day of the month on which the level is set."),
  min_days: z.int().describe("Scored days without which a month sets no level."),
  current: ServiceScoreMonth,
  since: date.describe("Since when it has been this level, month after month."),
  since_or_earlier: z.boolean().describe("It may be older: `since` is the first month looked at."),
  history: z.array(ServiceScoreMonth).describe("The last six times, newest first."),
  next: ServiceScoreMonth.extend({
    average: points("Average of the days of that month until as_of, this day included."),
    days_left: z.int().describe("Days of that month after as_of."),
    better: z
      .strictObject({
        ...levelShape,
        needed: z.number().describe("Average that each of the days left would need to reach it."),
      })
      .nullable()
      .describe("The next better level; null where the month can no longer reach it."),
  }).describe("What will be set next, from what is known so far."),
  says: z.array(z.string()).describe("The same in sentences."),
});
export type ServiceScoreLevel = z.infer<typeof ServiceScoreLevel>;

export const ServiceScoreStep = z.strictObject({
  part: z.string(),
  name: z.string(),
  next_step: words("What to do, as the programme says."),
  gain: z.number().describe("What the score would rise by with all of this part's points."),
  score_at_full: z.number().describe("The score with all of this part's points."),
  score_at_average: points(
    "The score with this part at its peers' average; null where it is no worse, or is not compared.",
  ),
  fewer_for_full: z
    .int()
    .nullable()
    .describe(
      "How many fewer of what counted, with as many orders, would give all points; null where they are no events that can be counted. The peers' average is recomputed without them.",
    ),
  fewer_for_level: z
    .int()
    .nullable()
    .describe("How many fewer would reach next_level today; null where this part alone cannot."),
  says: z.array(z.string()).describe("The same in sentences."),
});
export type ServiceScoreStep = z.infer<typeof ServiceScoreStep>;

export const PREPARATION_STATES = ["weak", "fine", "unknown"] as const;

export const ServiceScorePreparation = z.strictObject({
  preparation: z.string(),
  name: z.string(),
  state: z
    .enum(PREPARATION_STATES)
    .describe("weak: the seller's own numbers say so; unknown: there are too few of them."),
  numerator: z.number(),
  denominator: z.number(),
  rate: z.number().nullable(),
  peer_rate: z.number().nullable(),
  says: words("What the numbers say."),
  next_step: words("What to do about it."),
});
export type ServiceScorePreparation = z.infer<typeof ServiceScorePreparation>;

/** One seller's score in one programme, as of a day and as known at a batch. */
export const ServiceScore = z.strictObject({
  seller_id: z.string(),
  name: z.string().nullable(),
  category: z.string().nullable(),
  region: z.string().nullable(),
  program: z.string(),
  program_version: z
    .string()
    .describe("The version that judged; empty where none was in force on as_of."),
  confidence: z.enum(CONFIDENCES).describe("How well the programme's figures are known."),
  as_of: date.describe("The day of the score; what happened on it or later does not count."),
  batch_id: z.int().describe("Newest ledger batch behind the figures."),
  maximum: z.number(),
  state: z
    .enum(["scored", "not_scored"])
    .describe("`not_scored` is not good and not bad: there is too little to tell (R23)."),
  reason: z.string().nullable().describe("Why there is no score, in words; null where there is."),
  score: points("From 0 to maximum; null where the seller is not scored."),
  level_now: z
    .strictObject(levelShape)
    .describe("The level that this day's score alone would have; `level` is the one that holds."),
  levels: z
    .array(LevelBand)
    .describe("Best first; empty where the programme's tiers are no bands below one another."),
  next_level: LevelBand.pick({ tier: true, name: true, from: true })
    .nullable()
    .describe("The level above level_now; null at the best, or without a score."),
  parts: z.array(ServiceScorePart).describe("As the programme lists them."),
  level: ServiceScoreLevel.nullable().describe("Null where the programme sets none by the month."),
  next_steps: z.array(ServiceScoreStep).describe("Most to win back first."),
  preparations: z
    .array(ServiceScorePreparation)
    .describe("What shops prepare by (R19), and what this one's numbers say of it."),
  items: z.array(ServiceScoreDay).describe("The trend: a row a day, oldest first."),
});
export type ServiceScore = z.infer<typeof ServiceScore>;
