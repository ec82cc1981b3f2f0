import type {
  BacktestResult,
  BacktestSeller,
  BacktestSide,
  Money,
} from "../../analytics/4_standings/backtest/contract.js";
import { money } from "./money.js";
import { backtestTexts as texts } from "./strings-backtest.js";
import { table, type Cell } from "./tables.js";

/** The result for a person: both side by side, how they agree, and about whom they do not. */
export function backtestText(result: BacktestResult, limit: number): string {
  const { a, b } = result;
  return [
    sideText("A", a),
    sideText("B", b),
    table(texts.head(a.program, b.program), summary(a, b)),
    overlapText(result),
    sellersText(result, limit),
  ].join("\n");
}

const sideText = (letter: string, { program, name, versions }: BacktestSide): string =>
  texts.side(
    letter,
    program,
    name,
    versions.map(({ version, from, until }) => `${version}: ${from} – ${until}`).join(", "),
  );

function summary(a: BacktestSide, b: BacktestSide): Cell[][] {
  const { rows } = texts;
  const row = (name: string, of: (side: BacktestSide) => Shown): Cell[] => [
    name,
    show(of(a)),
    show(of(b)),
  ];
  const worst = [...new Map([...a.tiers, ...b.tiers].map(({ tier, name }) => [tier, name]))];
  return [
    row(rows.sellers, ({ sellers }) => sellers),
    ...worst.map(([id, name]) =>
      row(texts.tier(name), ({ tiers }) => tiers.find(({ tier }) => tier === id)?.sellers ?? "–"),
    ),
    row(rows.days, ({ seller_days: days }) => days),
    row(rows.rawDays, ({ raw_days: days }) => days),
    row(rows.spells, ({ spells }) => spells),
    row(rows.rawSpells, ({ raw_spells: spells }) => spells),
    row(rows.flaps, ({ flaps }) => flaps),
    row(rows.rawFlaps, ({ raw_flaps: flaps }) => flaps),
    row(rows.length, ({ median_spell_days: days }) => days),
    row(rows.open, ({ open_at_end: open }) => open),
    row(rows.revenue, ({ revenue }) => moneyText(revenue)),
    row(rows.atStake, ({ at_stake: sums }) => moneyText(sums)),
    ...(a.truth && b.truth
      ? [
          row(
            rows.truth,
            ({ truth }) => truth && texts.triple(truth.right, truth.wrong, truth.missed),
          ),
          row(rows.precision, ({ truth }) => percent(truth?.precision ?? null)),
          row(rows.recall, ({ truth }) => percent(truth?.recall ?? null)),
        ]
      : []),
    row(rows.rulings, ({ rulings: { right, wrong } }) => texts.pair(right, wrong)),
    row(rows.rulingsPrecision, ({ rulings: { precision } }) => percent(precision)),
  ];
}

type Shown = string | number | null;

/** All of a column to the right: some of it is text. */
const show = (cell: Shown): string =>
  cell === null ? "–" : typeof cell === "number" ? cell.toLocaleString("en") : cell;

const percent = (share: number | null): string | null =>
  share === null ? null : `${(share * 100).toFixed(1)} %`;

/** One sum per currency. */
const moneyText = (sums: readonly Money[]): string =>
  sums.length === 0
    ? texts.none
    : sums.map(({ currency, amount }) => money(amount, currency)).join("\n");

function overlapText({ overlap }: BacktestResult): string {
  const { both, only_a, only_b, neither, agreement } = overlap;
  const leads = texts.leads(overlap.median_a_lead_days, overlap.median_b_lead_days);
  return [
    texts.overlap(both, only_a, only_b, neither),
    ...(agreement === null ? [] : [texts.agreement(percent(agreement) ?? "")]),
    ...(both === 0
      ? []
      : [
          texts.first(
            overlap.a_first,
            overlap.b_first,
            overlap.same_day,
            leads === "" ? "" : ` (${leads})`,
          ),
        ]),
  ].join("\n");
}

/** Days on which only one had the seller flagged. */
const difference = (row: BacktestSeller): number =>
  row.a_days_flagged + row.b_days_flagged - 2 * row.both_days;

function sellersText({ items }: BacktestResult, limit: number): string {
  const differ = items
    .filter((row) => difference(row) > 0)
    .sort((one, other) => difference(other) - difference(one));
  if (differ.length === 0) return texts.same;
  const shown = differ.slice(0, limit);
  if (shown.length === 0) return "";
  return `${texts.differ(shown.length, differ.length)}\n${table(
    texts.sellerHead,
    shown.map((row) => [
      row.seller_id,
      row.a_first_flagged,
      row.a_days_flagged,
      row.a_flaps,
      row.a_worst_tier,
      row.b_first_flagged,
      row.b_days_flagged,
      row.b_flaps,
      row.b_worst_tier,
      `${row.ruled_for_buyer}/${row.ruled_for_seller}`,
      row.truth,
    ]),
  )}`;
}
