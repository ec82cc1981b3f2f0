import type { SellerRow } from "../../server/contract/api.js";
import { Confidence } from "../components/confidence.js";
import type { Column } from "../components/data-table.js";
import { GaugeCell } from "../components/gauge-cell.js";
import { Standing } from "../components/standing.js";
import { points } from "../figures.js";
import { count, multiple, percent, roundMoney } from "../format.js";
import { sellerHref } from "../route.js";
import type { useNames } from "../shared.js";
import { strings } from "../strings.js";

export const GAUGE_WIDTH = 160;

/**
 * The columns of the seller table. With one programme chosen headroom takes the place of its column;
 * one of points or a score has these in place of rates.
 */
export function sellerColumns(
  names: ReturnType<typeof useNames>,
  only: SellerRow["kind"] | null,
): Column<SellerRow>[] {
  const all = rateColumns(names, only !== null);
  if (only === null || only === "rate") return all;
  return [
    ...all.filter(({ key }) => key === "name" || key === "seller_id"),
    {
      key: "points",
      head: strings.programs.kinds[only],
      isNumber: true,
      cell: (row) => points(row.points),
    },
    ...all.filter(({ key }) => key === "standing"),
  ];
}

function rateColumns(
  names: ReturnType<typeof useNames>,
  isOneProgram: boolean,
): Column<SellerRow>[] {
  const c = strings.columns;
  const amount = (row: SellerRow, value: number | null) => {
    const currency = names.currency(row.program);
    return currency && value !== null ? roundMoney(value, currency) : count(value);
  };
  const program: Column<SellerRow> = {
    key: "program",
    head: c.programme,
    sort: "program",
    narrow: "bare",
    cell: (row) => (
      <span class="judged">
        <span class="short" title={`${row.program_name}, ${row.confidence}`}>
          {row.program_name}
        </span>
        <Confidence of={row.confidence} isQuiet />
      </span>
    ),
  };
  const headroom: Column<SellerRow> = {
    key: "headroom",
    about: strings.about.headroom,
    from: 1400,
    head: c.headroom,
    sort: "headroom",
    isNumber: true,
    narrow: "hidden",
    cell: (row) => amount(row, row.headroom),
  };
  return [
    {
      key: "name",
      head: c.seller,
      sort: "name",
      narrow: "first",
      cell: (row) => (
        <a class="name" href={sellerHref(row.seller_id, row.program)} tabIndex={-1}>
          <bdi>{row.name ?? row.seller_id}</bdi>
        </a>
      ),
    },
    {
      key: "seller_id",
      head: c.seller_id,
      sort: "seller_id",
      from: 1400,
      narrow: "bare",
      cell: (row) => <bdi class="short quiet">{row.name === null ? "" : row.seller_id}</bdi>,
    },
    ...(isOneProgram ? [] : [program]),
    {
      key: "denominator",
      about: strings.about.denominator,
      from: 1200,
      head: c.denominator,
      sort: "denominator",
      isNumber: true,
      narrow: "hidden",
      cell: (row) => amount(row, row.denominator),
    },
    {
      key: "numerator",
      about: strings.about.numerator,
      from: 1200,
      head: c.numerator,
      sort: "numerator",
      isNumber: true,
      narrow: "hidden",
      cell: (row) => amount(row, row.numerator),
    },
    {
      key: "rate",
      about: strings.about.rate,
      head: c.rate,
      sort: "rate",
      isNumber: true,
      cell: (row) => percent(row.rate),
    },
    {
      key: "line",
      about: strings.about.line,
      from: 1200,
      head: c.line,
      isNumber: true,
      cell: (row) => <span class="quiet">{percent(row.line_rate)}</span>,
    },
    {
      key: "multiple",
      about: strings.about.multiple,
      head: c.multiple,
      sort: "multiple",
      narrow: "bare",
      cell: (row) => (
        <span class="against">
          {row.multiple !== null && <GaugeCell row={row} width={GAUGE_WIDTH} />}
          <span class="number">{multiple(row.multiple)}</span>
        </span>
      ),
    },
    ...(isOneProgram ? [headroom] : []),
    {
      key: "standing",
      about: strings.about.standing,
      head: c.standing,
      sort: "severity",
      narrow: "end",
      cell: (row) => <Standing row={row} tierName={names.tier(row.program, row.tier)} />,
    },
  ];
}
