import type { ComponentChildren } from "preact";
import type {
  BacktestResult,
  BacktestSide,
  Money,
} from "../../analytics/4_standings/backtest/contract.js";
import { namesOf } from "../findings-backtest.js";
import { count, percent, roundMoney } from "../format.js";
import { backtest as texts } from "../strings-backtest.js";

interface Row {
  name: string;
  about?: string;
  cell: (side: BacktestSide) => ComponentChildren;
}

/** Both programmes side by side. */
export function BacktestSummary({ result }: { result: BacktestResult }) {
  const names = namesOf(result);
  return (
    <section class="side-by-side">
      <h2>{texts.summary}</h2>
      <p class="measure">{texts.summaryMeasure}</p>
      <table class="plain">
        <caption class="unseen">{texts.summaryMeasure}</caption>
        <thead>
          <tr>
            <th scope="col" />
            {(["a", "b"] as const).map((side) => (
              <th key={side} scope="col" class="number">
                <span class={`letter ${side}`}>{texts.by[side]}</span> {names[side]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(result).map(({ name, about, cell }) => (
            <tr key={name}>
              <th scope="row">
                {about ? (
                  <span tabIndex={0} data-about={about} aria-description={about}>
                    {name}
                  </span>
                ) : (
                  name
                )}
              </th>
              <td class="number">{cell(result.a)}</td>
              <td class="number">{cell(result.b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function rowsOf(result: BacktestResult): Row[] {
  const { rows, about } = texts;
  const tiers = [
    ...new Map([...result.a.tiers, ...result.b.tiers].map(({ tier, name }) => [tier, name])),
  ];
  const withRaw = (value: number, raw: number) => (
    <>
      {count(value)} <span class="quiet">{texts.byAlone(count(raw))}</span>
    </>
  );
  const hasTruth = result.a.truth !== null;
  return [
    { name: rows.sellers, cell: ({ sellers }) => <strong>{count(sellers)}</strong> },
    ...tiers.map(([id, name]) => ({
      name: rows.tier(name),
      cell: ({ tiers: own }: BacktestSide) => {
        const tier = own.find((each) => each.tier === id);
        return tier ? count(tier.sellers) : <span class="quiet">{texts.none}</span>;
      },
    })),
    { name: rows.days, about: about.raw, cell: (side) => withRaw(side.seller_days, side.raw_days) },
    { name: rows.spells, about: about.raw, cell: (side) => withRaw(side.spells, side.raw_spells) },
    { name: rows.flaps, about: about.flaps, cell: (side) => withRaw(side.flaps, side.raw_flaps) },
    {
      name: rows.length,
      cell: ({ median_spell_days: days }) => (days === null ? texts.none : String(days)),
    },
    { name: rows.open, cell: ({ open_at_end: open }) => count(open) },
    {
      name: rows.revenue,
      about: about.revenue,
      cell: ({ revenue }) => <Moneys of={revenue} all={result.revenue} />,
    },
    { name: rows.atStake, about: about.atStake, cell: ({ at_stake }) => <Moneys of={at_stake} /> },
    ...(hasTruth
      ? ([
          {
            name: rows.right,
            about: about.truth,
            cell: ({ truth }) => count(truth?.right ?? null),
          },
          {
            name: rows.wrong,
            about: about.truth,
            cell: ({ truth }) => count(truth?.wrong ?? null),
          },
          {
            name: rows.missed,
            about: about.truth,
            cell: ({ truth }) => count(truth?.missed ?? null),
          },
          { name: rows.precision, cell: ({ truth }) => percent(truth?.precision ?? null) },
          { name: rows.recall, cell: ({ truth }) => percent(truth?.recall ?? null) },
        ] satisfies Row[])
      : []),
    { name: rows.ruledRight, about: about.rulings, cell: ({ rulings }) => count(rulings.right) },
    { name: rows.ruledWrong, about: about.rulings, cell: ({ rulings }) => count(rulings.wrong) },
  ];
}

/** One sum per currency, and its share of all in that currency. */
function Moneys({ of, all }: { of: readonly Money[]; all?: readonly Money[] }) {
  if (of.length === 0) return <span class="quiet">{texts.none}</span>;
  return (
    <>
      {of.map(({ currency, amount }) => {
        const whole = all?.find((each) => each.currency === currency)?.amount;
        return (
          <div key={currency}>
            {roundMoney(amount, currency)}
            {whole ? <span class="quiet"> {texts.shareOf(amount / whole)}</span> : null}
          </div>
        );
      })}
    </>
  );
}
