import type {
  AtPace,
  Outlook,
  Projection,
  TierDistance,
} from "../../analytics/4_standings/projection.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { currencyOf, money } from "./money.js";
import { projectionTexts as texts } from "./strings-projection.js";

/** How a programme's figures are written. */
interface Style {
  isMoney: boolean;
  amount: (value: number) => string;
  tier: (id: string) => string;
}

/** Where one seller is heading in one programme, in sentences. Pure. */
export function projectionText(program: Program, projection: Projection): string {
  const style = styleOf(program, projection);
  const { current, to_date, at_pace, at_pace_reason } = projection;
  const isSame = current.evaluated_on === to_date.evaluated_on;
  return [
    texts.title(projection.seller_id, program.name, projection.as_of),
    "",
    texts.current(current.evaluated_on, current.window_start, current.window_end),
    ...outlookLines(current, style),
    "",
    ...(isSame
      ? [texts.same]
      : [
          texts.toDate(to_date.evaluated_on, to_date.window_start, to_date.window_end),
          ...outlookLines(to_date, style),
        ]),
    ...cleanLines(to_date, style),
    "",
    texts.way,
    ...wayOut(projection),
    "",
    texts.fees,
    ...feeLines(to_date),
    "",
    ...(at_pace ? paceLines(at_pace, style) : []),
    ...(at_pace_reason ? [texts.noPace(texts.paceReason[at_pace_reason])] : []),
  ].join("\n");
}

function styleOf(program: Program, { unit, currency }: Projection): Style {
  const counted = unit === "points" ? null : currencyOf({ unit, reporting_currency: currency });
  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
  return {
    isMoney: counted !== null,
    amount: (value) => (counted === null ? whole.format(value) : money(value, counted)),
    tier: (id) => program.tiers.find((tier) => tier.id === id)?.name ?? id.replaceAll("_", " "),
  };
}

const percent = (share: number) =>
  `${new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }).format(share * 100)} %`;

function outlookLines(outlook: Outlook, style: Style): string[] {
  const { tier, numerator, denominator, rate, points, months_in_program } = outlook;
  const { amount } = style;
  const figures =
    points === null
      ? texts.of(amount(numerator), amount(denominator), rate === null ? null : percent(rate))
      : texts.points(amount(points));
  return [
    texts.stands(style.tier(tier), figures, months_in_program),
    ...outlook.remarks.map((remark) => texts.remark(texts.remarks[remark])),
    ...(points === null && tier !== "not_scored"
      ? outlook.tiers.map((each) => texts.distance(each.name, distance(each, style)))
      : []),
  ];
}

function distance({ met, headroom, clean_orders: clean }: TierDistance, style: Style): string {
  if (headroom === null) return met ? texts.noHeadroomIn : texts.noHeadroom;
  if (headroom < 0) {
    const tooMany = texts.tooMany(style.amount(-headroom));
    return clean ? `${tooMany}; ${texts.clean(style.amount(clean), style.isMoney)}` : tooMany;
  }
  if (headroom === 0) return texts.next;
  if (style.isMoney) return texts.headroomMoney(style.amount(headroom));
  return texts.headroom(style.amount(headroom), headroom === 1);
}

function cleanLines({ clean_orders: clean, tiers }: Outlook, style: Style): string[] {
  if (clean === 0 || !tiers.some(({ met }) => met)) return [];
  return [clean === null ? texts.cleanNone : texts.cleanAll(style.amount(clean), style.isMoney)];
}

function wayOut({ clear_on, clear_reason, relapse_on }: Projection): string[] {
  if (clear_reason !== null) return [texts.clearReason[clear_reason]];
  return [
    ...(clear_on === null ? [] : [texts.clearOn(clear_on)]),
    ...(relapse_on === null ? [] : [texts.relapse(relapse_on)]),
  ];
}

function feeLines({ fees, fee_total, fee_currency }: Outlook): string[] {
  if (fees.length === 0 || fee_currency === null) return [texts.noFees];
  return [
    ...fees.map(({ name, amount }) => texts.fee(name, money(amount, fee_currency))),
    ...(fees.length > 1 ? [texts.feeTotal(money(fee_total, fee_currency))] : []),
  ];
}

function paceLines(pace: AtPace, { amount, tier }: Style): string[] {
  const { numerator, numerator_low: low, numerator_high: high, denominator, rate } = pace;
  const figures = texts.of(
    amount(numerator),
    amount(denominator),
    rate === null ? null : percent(rate),
  );
  const further = new Intl.NumberFormat("en", { maximumFractionDigits: 1 }).format(pace.further);
  return [
    texts.pace(pace.evaluated_on, pace.window_start, pace.window_end),
    texts.paceIs(further, pace.days_ahead, pace.pace_days, amount(pace.stays)),
    texts.paceGives(tier(pace.tier), figures, amount(low), amount(high)),
    ...pace.tiers.map((each) => texts.chance(tier(each.tier), chanceOf(each.probability))),
  ];
}

/** Only what is certain is 0 or 100 %. */
function chanceOf(probability: number): string {
  if (probability > 0 && probability < 0.01) return "less than 1 %";
  if (probability > 0.99 && probability < 1) return "more than 99 %";
  return `${Math.round(probability * 100)} %`;
}
