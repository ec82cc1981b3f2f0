import { useMemo, useState } from "preact/hooks";
import type {
  BacktestResult,
  BacktestSeller,
  Money,
} from "../../analytics/4_standings/backtest/contract.js";
import { DataTable, type Column } from "../components/data-table.js";
import { Empty } from "../components/notice.js";
import { differenceOf } from "../findings-backtest.js";
import { count, date, roundMoney } from "../format.js";
import { sellerHref } from "../route.js";
import { backtest as texts } from "../strings-backtest.js";
import { downloadAnswer } from "../download-answer.js";

const PAGE = 50;
type Filter = keyof typeof texts.filter;
type Value = string | number | null;

/** Every seller that either flagged: when, for how long, and what it came to. */
export function BacktestSellers({ result, path }: { result: BacktestResult; path: string }) {
  const [filter, setFilter] = useState<Filter>("all");
  const [sort, setSort] = useState<{ key: string; order: "asc" | "desc" }>({
    key: "difference",
    order: "desc",
  });
  const [shown, setShown] = useState(PAGE);
  const columns = useMemo(() => columnsOf(result), [result]);
  const rows = useMemo(() => {
    const value = SORTS[sort.key] ?? SORTS["difference"]!;
    const turn = sort.order === "asc" ? 1 : -1;
    return result.items
      .filter((row) => isIn(row, filter))
      .sort((one, other) => turn * compare(value(one), value(other)));
  }, [result, filter, sort]);
  const onSort = (key: string) =>
    setSort({ key, order: sort.key === key && sort.order === "desc" ? "asc" : "desc" });
  return (
    <section>
      <div class="heading">
        <div>
          <h2>{texts.sellers}</h2>
          <p class="measure" role="status">
            {texts.shown(Math.min(shown, rows.length), rows.length)}
          </p>
        </div>
        <div class="filters">
          {(Object.keys(texts.filter) as Filter[]).map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={filter === each}
              onClick={() => setFilter(each)}
            >
              {texts.filter[each]}
            </button>
          ))}
        </div>
      </div>
      {rows.length === 0 ? (
        <Empty>{result.items.length === 0 ? texts.nobody : texts.noDifference}</Empty>
      ) : (
        <DataTable
          caption={texts.sellersCaption}
          columns={columns}
          rows={rows.slice(0, shown)}
          rowKey={(row) => row.seller_id}
          sort={{ ...sort, onSort }}
          open={(row) => sellerHref(row.seller_id)}
        />
      )}
      <div class="tools">
        {rows.length > shown && (
          <button type="button" onClick={() => setShown(shown + PAGE)}>
            {texts.more}
          </button>
        )}
        <button
          type="button"
          onClick={() => void downloadAnswer(path, "text/csv", "plimsoll-backtest.csv")}
        >
          {texts.csv}
        </button>
        <button
          type="button"
          onClick={() => void downloadAnswer(path, "application/json", "plimsoll-backtest.json")}
        >
          {texts.json}
        </button>
      </div>
    </section>
  );
}

function isIn(row: BacktestSeller, filter: Filter): boolean {
  if (filter === "all") return true;
  return filter === "differ" ? differenceOf(row) > 0 : row.flagged_by === filter;
}

/** Text from A, figures by size; what is not there comes last, or first where the order is turned. */
function compare(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null) return -1;
  if (other === null) return 1;
  return one < other ? -1 : 1;
}

const total = (money: readonly Money[]) => money.reduce((sum, { amount }) => sum + amount, 0);

const SORTS: Record<string, (row: BacktestSeller) => Value> = {
  name: (row) => row.seller_name ?? row.seller_id,
  difference: differenceOf,
  ruled: (row) => row.ruled_for_buyer,
  truth: (row) => row.truth,
  ...Object.fromEntries(
    (["a", "b"] as const).flatMap((side) => [
      [`${side} first`, (row: BacktestSeller) => row[`${side}_first_flagged`]],
      [`${side} days`, (row: BacktestSeller) => row[`${side}_days_flagged`]],
      [`${side} flaps`, (row: BacktestSeller) => row[`${side}_flaps`]],
      [`${side} revenue`, (row: BacktestSeller) => total(row[`${side}_revenue`])],
      [`${side} at stake`, (row: BacktestSeller) => total(row[`${side}_at_stake`])],
    ]),
  ),
};

function columnsOf(result: BacktestResult): Column<BacktestSeller>[] {
  const { columns: c, about } = texts;
  const hasTruth = result.a.truth !== null;
  return [
    {
      key: "name",
      head: c.seller,
      sort: "name",
      narrow: "first",
      cell: (row) => (
        <a class="name" href={sellerHref(row.seller_id)} tabIndex={-1}>
          <bdi>{row.seller_name ?? row.seller_id}</bdi>
        </a>
      ),
    },
    ...sideColumns("a"),
    ...sideColumns("b"),
    {
      key: "difference",
      about: about.difference,
      head: c.difference,
      sort: "difference",
      isNumber: true,
      cell: (row) => count(differenceOf(row)),
    },
    {
      key: "ruled",
      about: about.ruled,
      from: 1200,
      head: c.ruled,
      sort: "ruled",
      isNumber: true,
      cell: (row) => `${count(row.ruled_for_buyer)} / ${count(row.ruled_for_seller)}`,
    },
    ...(hasTruth
      ? [
          {
            key: "truth",
            head: c.truth,
            sort: "truth",
            cell: (row: BacktestSeller) => (row.truth ? texts.truthWord[row.truth] : texts.none),
          },
        ]
      : []),
  ];
}

function sideColumns(side: "a" | "b"): Column<BacktestSeller>[] {
  const { columns: c, about } = texts;
  const letter = texts.by[side];
  return [
    {
      key: `${side} first`,
      head: c.first(letter),
      sort: `${side} first`,
      cell: (row) => <span class="nowrap">{date(row[`${side}_first_flagged`])}</span>,
    },
    {
      key: `${side} days`,
      head: c.days(letter),
      sort: `${side} days`,
      isNumber: true,
      cell: (row) => count(row[`${side}_days_flagged`]),
    },
    {
      key: `${side} flaps`,
      about: about.flaps,
      from: 1200,
      head: c.flaps(letter),
      sort: `${side} flaps`,
      isNumber: true,
      narrow: "hidden",
      cell: (row) => count(row[`${side}_flaps`]),
    },
    {
      key: `${side} revenue`,
      from: 1200,
      head: c.revenue(letter),
      sort: `${side} revenue`,
      isNumber: true,
      narrow: "hidden",
      cell: (row) => moneyText(row[`${side}_revenue`]),
    },
    {
      key: `${side} at stake`,
      about: about.atStake,
      head: c.atStake(letter),
      sort: `${side} at stake`,
      isNumber: true,
      cell: (row) => moneyText(row[`${side}_at_stake`]),
    },
  ];
}

const moneyText = (money: readonly Money[]) =>
  money.length === 0
    ? texts.none
    : money.map(({ currency, amount }) => roundMoney(amount, currency)).join(", ");
