import type { ComponentChildren } from "preact";
import type { AtPace, Outlook, Projection } from "../../analytics/4_standings/projection.js";
import { amountOf, points } from "../figures.js";
import { chance, wayOut } from "../findings-outlook.js";
import { capital, date, money, percent, windowOf } from "../format.js";
import { useNames } from "../shared.js";
import { outlookStrings as strings } from "../strings-outlook.js";
import { strings as common } from "../strings.js";

/** What is certain now and at the next evaluation, and what today's pace leads to. */
export function OutlookSection({ projection }: { projection: Projection }) {
  const { current, to_date, at_pace, at_pace_reason } = projection;
  const isDaily = current.evaluated_on === to_date.evaluated_on;
  const isRate = projection.kind === "rate";
  return (
    <div class="outlook">
      <section aria-labelledby="outlook">
        <h2 id="outlook">{strings.outlook}</h2>
        <p class="measure">{isDaily ? strings.outlookMeasureDaily : strings.outlookMeasure}</p>
        <NowAndNext projection={projection} isDaily={isDaily} />
        {at_pace && (
          <p class="measure">
            {strings.further(points(at_pace.further), at_pace.days_ahead, at_pace.pace_days)}.{" "}
            {strings.method}
          </p>
        )}
        {isRate && at_pace_reason && to_date.tiers.length > 0 && (
          <p class="measure">{strings.noEstimate(strings.noPace[at_pace_reason])}</p>
        )}
        {!isRate && wayOut(projection) !== "" && <p class="out">{wayOut(projection)}</p>}
        {to_date.remarks.includes("history_too_short") && (
          <p class="measure">{strings.historyTooShort}</p>
        )}
      </section>
      {isRate && to_date.tiers.length > 0 && <Way projection={projection} />}
    </div>
  );
}

type Cells = [last: ComponentChildren, next: ComponentChildren, pace: ComponentChildren];

/** Where months have no consequence, the first one is no news. */
const countsMonths = ({ current, to_date }: Projection) =>
  Math.max(current.months_in_program, to_date.months_in_program) >
  ((current.fee_currency ?? to_date.fee_currency) === null ? 1 : 0);

/** One evaluation a column: the last one, the next one as of now, and the estimate. */
function NowAndNext({ projection, isDaily }: { projection: Projection; isDaily: boolean }) {
  const names = useNames();
  const { current, to_date, at_pace: pace } = projection;
  const row = (head: string, cells: Cells) => {
    const [last, next, estimate] = cells;
    return (
      <tr>
        <th scope="row">{head}</th>
        <td>{last}</td>
        {!isDaily && <td>{next}</td>}
        {pace && <td>{estimate}</td>}
      </tr>
    );
  };
  const tier = (id: string) =>
    id === "within" || id === "not_scored"
      ? common.severity[id]
      : capital(names.tier(projection.program, id) ?? id);
  const { rows } = strings;
  return (
    <table class="plain ahead">
      <caption class="unseen">{strings.outlook}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{strings.columns.last}</th>
          {!isDaily && <th scope="col">{strings.columns.next}</th>}
          {pace && (
            <th scope="col">
              {strings.columns.pace} <em class="estimate">{strings.estimate}</em>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {row(rows.day, [
          date(current.evaluated_on),
          date(to_date.evaluated_on),
          date(pace?.evaluated_on ?? null),
        ])}
        {row(rows.window, [
          windowOf(current.window_start, current.window_end),
          windowOf(to_date.window_start, to_date.window_end),
          pace && windowOf(pace.window_start, pace.window_end),
        ])}
        {projection.kind === "rate" ? (
          <>
            {row(rows.figures, [
              figures(projection, current),
              figures(projection, to_date),
              pace && <Estimated projection={projection} pace={pace} />,
            ])}
            {row(rows.rate, [
              percent(current.rate),
              percent(to_date.rate),
              pace && (
                <>
                  {percent(pace.rate)}
                  <Between low={percent(pace.rate_low)} high={percent(pace.rate_high)} />
                </>
              ),
            ])}
          </>
        ) : (
          row(rows.points, [points(current.points), points(to_date.points), null])
        )}
        {row(rows.standing, [tier(current.tier), tier(to_date.tier), pace && tier(pace.tier)])}
        {countsMonths(projection) &&
          row(rows.months, [
            strings.months(current.months_in_program),
            strings.months(to_date.months_in_program),
            null,
          ])}
        {(current.fee_currency ?? to_date.fee_currency) !== null &&
          row(rows.fees, [<Fees of={current} />, <Fees of={to_date} />, null])}
      </tbody>
    </table>
  );
}

type Counted = Pick<Projection, "unit" | "currency">;

const figures = (
  row: Counted,
  { numerator, denominator }: Pick<Outlook, "numerator" | "denominator">,
) => common.chart.part(amountOf(row, numerator), amountOf(row, denominator));

const Estimated = ({ projection, pace }: { projection: Counted; pace: AtPace }) => (
  <>
    {figures(projection, pace)}
    <Between
      low={amountOf(projection, pace.numerator_low)}
      high={amountOf(projection, pace.numerator_high)}
    />
  </>
);

const Between = ({ low, high }: { low: string; high: string }) => (
  <span class="between" title={strings.interval}>
    {strings.within(low, high)}
  </span>
);

/** What a month costs, line by line. */
function Fees({ of: { fees, fee_currency: currency, fee_total } }: { of: Outlook }) {
  if (fees.length === 0 || currency === null) return <>{strings.noFees}</>;
  return (
    <>
      {money(fee_total, currency)}
      <span class="between">
        {fees.map(({ name, amount }) => strings.fee(name, money(amount, currency))).join(", ")}
      </span>
    </>
  );
}

/** How far each tier is, there and back, and how likely it is met. */
function Way({ projection }: { projection: Projection }) {
  const { to_date, at_pace, unit } = projection;
  const probability = (tier: string) =>
    at_pace?.tiers.find((each) => each.tier === tier)?.probability ?? null;
  const { columns: head, about } = strings;
  const out = wayOut(projection);
  return (
    <section aria-labelledby="way">
      <h2 id="way">{strings.way}</h2>
      <p class="measure">{unit === "amount" ? strings.wayMeasureMoney : strings.wayMeasure}</p>
      <table class="plain ahead">
        <caption class="unseen">{strings.way}</caption>
        <thead>
          <tr>
            <th scope="col">{head.tier}</th>
            <Head text={head.headroom} about={about.headroom} />
            <Head text={head.clean} about={about.clean} />
            {at_pace && (
              <Head text={head.chance} about={about.chance}>
                {" "}
                <em class="estimate">{strings.estimate}</em>
              </Head>
            )}
          </tr>
        </thead>
        <tbody>
          {to_date.tiers.map((tier) => {
            const likely = probability(tier.tier);
            return (
              <tr key={tier.tier}>
                <td>{capital(tier.name)}</td>
                <td class="number">{amountOf(projection, tier.headroom)}</td>
                <td class="number">{tier.met ? amountOf(projection, tier.clean_orders) : "–"}</td>
                {at_pace && <td class="number">{likely === null ? "–" : chance(likely)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      {out !== "" && <p class="out">{out}</p>}
    </section>
  );
}

interface HeadProps {
  text: string;
  about: string;
  children?: ComponentChildren;
}

const Head = ({ text, about, children }: HeadProps) => (
  <th scope="col" class="number">
    <span tabIndex={0} data-about={about} aria-description={about}>
      {text}
    </span>
    {children}
  </th>
);
