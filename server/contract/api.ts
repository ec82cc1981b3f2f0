import { z } from "zod";
import { CONFIDENCES } from "../../analytics/4_standings/program.js";
import { SEVERITIES, Standing } from "../../analytics/4_standings/standing.js";

const date = z.iso.date();
const severity = z.enum(SEVERITIES);

/** A standing with what a screen needs to draw it against its line. */
export const StandingView = Standing.extend({
  program_name: z.string(),
  kind: z.enum(["rate", "points", "score"]).describe("What the programme computes."),
  unit: z
    .enum(["orders", "events", "items", "amount", "points"])
    .describe("What numerator and denominator count."),
  currency: z.string().nullable().describe("Reporting currency of programmes that compare money."),
  severity: severity.describe(
    "near: below the first tier's rate but above the programme's near_multiple of it, or above the rate with another gate unmet and near set.",
  ),
  line_rate: z
    .number()
    .nullable()
    .describe("Rate of the first tier; null where the tier has no rate gate."),
  multiple: z.number().nullable().describe("rate / line_rate."),
  surely_above: z
    .boolean()
    .describe("In a tier, and the whole 95 % interval lies on or above line_rate."),
  floor: z
    .number()
    .nullable()
    .describe("The programme's denominator floor, or the first tier's count gate, or null."),
  floor_value: z
    .number()
    .nullable()
    .describe("What is compared with the floor: denominator or numerator."),
});
export type StandingView = z.infer<typeof StandingView>;

export const SellerIdentity = z.strictObject({
  seller_id: z.string(),
  name: z.string().nullable(),
  category: z.string().nullable().describe("From the sellers feed, or that of most of its orders."),
  region: z.string().nullable(),
  opened_at: z.string().nullable(),
});

/** A row of GET /v1/sellers: the seller in the asked programme, or in its worst one. */
export const SellerRow = SellerIdentity.extend(
  StandingView.omit({ seller_id: true, gates: true }).shape,
);
export type SellerRow = z.infer<typeof SellerRow>;

export const SellersPage = z.strictObject({
  as_of: date,
  batch_id: z.int().describe("Newest ledger batch behind the figures."),
  total: z.int().describe("Sellers that match the filter."),
  items: z.array(SellerRow),
  next_cursor: z.string().nullable(),
});

export const Seller = SellerIdentity.extend({
  as_of: date,
  batch_id: z.int(),
  first_order_date: date.nullable(),
  orders_60d: z.int().describe("Orders placed in the 60 days before as_of."),
  standings: z.array(StandingView).describe("Worst first."),
});
export type Seller = z.infer<typeof Seller>;

export const StandingsList = z.strictObject({
  as_of: date,
  batch_id: z.int(),
  items: z.array(StandingView),
});

/** GET /v1/sellers/{id}/history?program=&from=&to= : one row a day. */
export const HistoryPoint = z.strictObject({
  as_of: date,
  numerator: z.number(),
  denominator: z.number(),
  rate: z.number().nullable(),
  rate_low: z.number().nullable(),
  rate_high: z.number().nullable(),
  points: z.number().nullable().describe("Points or score; null for rates."),
  tier: z.string(),
  orders: z.int().describe("Orders placed on the day before as_of."),
  defects: z
    .int()
    .describe("Numerator postings (judged) whose event date is the day before as_of."),
});
export type HistoryPoint = z.infer<typeof HistoryPoint>;
export const History = z.strictObject({
  seller_id: z.string(),
  program: z.string(),
  lines: z
    .array(z.strictObject({ tier: z.string(), name: z.string(), severity, rate: z.number() }))
    .describe("Rates, or points, of the tiers that hold for the seller on the day of judgement."),
  items: z.array(HistoryPoint),
});

/** GET /v1/sellers/{id}/defects?program=&as_of= : what counted, and what did not and why. */
export const Defect = z.strictObject({
  order_id: z.string(),
  buyer_id: z.string(),
  measure: z.string(),
  defect_id: z.string().nullable().describe("The case's or chargeback's id."),
  order_date: date,
  event_date: date,
  amount: z.int().describe("Minor units."),
  currency: z.string(),
  liability: z
    .string()
    .describe(
      "`liable`, or why it may be exempt: withdrawn, ruled_for_seller, platform_borne, won, prevented …",
    ),
  reason: z
    .string()
    .nullable()
    .describe(
      "What kind of thing it is: a case's reason, a chargeback's category (fraud may be exempt), who cancelled or refunded.",
    ),
  liable_until: date
    .nullable()
    .describe("The day on which it became known why it may be exempt: until then it counted."),
  counted: z.boolean().describe("Whether this programme counts it."),
  exempt_as: z
    .string()
    .nullable()
    .describe("The liability or reason for which it does not; null where it counts."),
});
export type Defect = z.infer<typeof Defect>;
export const DefectsPage = z.strictObject({
  seller_id: z.string(),
  program: z.string(),
  as_of: date,
  window_start: date,
  window_end: date,
  total: z.int(),
  items: z.array(Defect),
  next_cursor: z.string().nullable(),
});

/** A seller changed tier in a programme. */
export const Alert = z.strictObject({
  alert_id: z.string(),
  seller_id: z.string(),
  seller_name: z.string().nullable(),
  program: z.string(),
  program_version: z.string(),
  from_tier: z.string(),
  to_tier: z.string(),
  severity: severity.describe("Of the tier that was entered."),
  as_of: date.describe("The day on which the change shows."),
  numerator: z.int(),
  denominator: z.int(),
  rate: z.number().nullable(),
  batch_id: z.int(),
  recorded_at: z.string().describe("When it was found, ISO 8601 UTC."),
});
export type Alert = z.infer<typeof Alert>;
export const AlertsPage = z.strictObject({
  as_of: date,
  items: z.array(Alert),
  next_cursor: z.string().nullable(),
});

/** GET /v1/overview: the fleet at a glance; counts tie with GET /v1/sellers. */
export const Overview = z.strictObject({
  as_of: date,
  batch_id: z.int(),
  recorded_at: z.string().nullable().describe("When the newest batch was committed."),
  sellers: z.int(),
  orders_30d: z.int(),
  unattributed: z
    .int()
    .describe("Cases, refunds, chargebacks and freezes whose order has not come."),
  quarantined: z.int(),
  surely_above: z
    .int()
    .describe("Sellers in a tier of some programme with the whole interval above the line."),
  programs: z.array(
    z.strictObject({
      program: z.string(),
      program_version: z.string(),
      name: z.string(),
      owner: z.string(),
      kind: z.enum(["rate", "points", "score"]),
      in_force: z.boolean().describe("Whether any version judges on as_of; else nobody is judged."),
      summary: z.string(),
      confidence: z.enum(CONFIDENCES),
      window_start: date,
      window_end: date,
      line_rate: z.number().nullable(),
      near: z.int().describe("Sellers within the lines, but shown as near the first of them."),
      tiers: z
        .array(z.strictObject({ tier: z.string(), name: z.string(), severity, sellers: z.int() }))
        .describe("not_scored and within first, then the programme's tiers."),
    }),
  ),
  feeds: z.array(
    z.strictObject({
      feed: z.string(),
      facts: z.int(),
      latest_event_at: z.string().nullable(),
      recorded_at: z.string().nullable(),
    }),
  ),
});
export type Overview = z.infer<typeof Overview>;

/** Every refusal: RFC 9457. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("What to change."),
  parameter: z.string().optional().describe("The parameter at fault."),
});
