import type { SellerRow } from "../../server/contract/api.js";
import type { Column } from "../components/data-table.js";
import { GaugeCell } from "../components/gauge-cell.js";
import { Standing } from "../components/standing.js";
import { count, money, multiple, percent } from "../format.js";
import { sellerHref } from "../route.js";
import type { useNames } from "../shared.js";
import { strings } from "../strings.js";

export const GAUGE_WIDTH = 168;

/** The columns of the seller table. */
export function sellerColumns(names: ReturnType<typeof useNames>): Column<SellerRow>[] {
  const c = strings.columns;
  const amount = (row: SellerRow, value: number | null) => {
    const currency = names.currency(row.program);
    return currency && value !== null ? money(value, currency) : count(value);
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
          <span class="quiet">
            {[row.name === null ? null : row.seller_id, row.category].filter(Boolean).join(" · ")}
          </span>
        </a>
      ),
    },
    {
      key: "program",
      head: c.programme,
      sort: "program",
      narrow: "bare",
      cell: (row) => row.program_name,
    },
    {
      key: "denominator",
      head: c.denominator,
      sort: "denominator",
      isNumber: true,
      narrow: "hidden",
      cell: (row) => amount(row, row.denominator),
    },
    {
      key: "numerator",
      head: c.numerator,
      sort: "numerator",
      isNumber: true,
      narrow: "hidden",
      cell: (row) => amount(row, row.numerator),
    },
    { key: "rate", head: c.rate, sort: "rate", isNumber: true, cell: (row) => percent(row.rate) },
    {
      key: "line",
      head: c.line,
      isNumber: true,
      cell: (row) => <span class="quiet">{percent(row.line_rate)}</span>,
    },
    {
      key: "multiple",
      head: c.multiple,
      sort: "multiple",
      narrow: "bare",
      cell: (row) => (
        <span class="against">
          <GaugeCell row={row} width={GAUGE_WIDTH} />
          <span class="number">{multiple(row.multiple)}</span>
        </span>
      ),
    },
    {
      key: "headroom",
      head: c.headroom,
      sort: "headroom",
      isNumber: true,
      narrow: "hidden",
      cell: (row) => amount(row, row.headroom),
    },
    {
      key: "standing",
      head: c.standing,
      narrow: "bare",
      cell: (row) => <Standing row={row} tierName={names.tier(row.program, row.tier)} />,
    },
  ];
}
