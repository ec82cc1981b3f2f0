import { useEffect, useState } from "preact/hooks";
import type { SellerRow } from "../../server/contract/api.js";
import { getSellers, type Params } from "../api.js";
import { DataTable } from "../components/data-table.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { standingWord } from "../components/standing.js";
import { downloadCsv } from "../export.js";
import { navigate, sellerHref, withQuery } from "../route.js";
import { useNames, useShared, type Shared } from "../shared.js";
import { strings } from "../strings.js";
import type { SellersPage as Page } from "../types.js";
import { useLoad } from "../use-load.js";
import { sellerColumns } from "./seller-columns.js";
import { Filters } from "./sellers-filters.js";
import { useTitle } from "./use-title.js";

/** Text sorts from A, figures from the highest. */
const ASCENDING = new Set(["name", "seller_id", "category", "program", "headroom"]);

/** All sellers, sorted and filtered as the address says. */
export function SellersPage({ query }: { query: URLSearchParams }) {
  useTitle(strings.sellers.title);
  const names = useNames();
  const { overview } = useShared();
  const program = query.get("program");
  const chosenKind =
    program === null
      ? null
      : (overview.value?.programs.find((each) => each.program === program)?.kind ?? "rate");
  const sort = query.get("sort") ?? "worst";
  const order: "asc" | "desc" = query.get("order") === "asc" ? "asc" : "desc";
  const list = useSellerList(query, sort, order, useShared().asOf);
  const onSort = (key: string) => {
    if (key === "worst") return navigate(withQuery({ sort: null, order: null }), { replace: true });
    const turned = order === "asc" ? "desc" : "asc";
    const next = key === sort ? turned : ASCENDING.has(key) ? "asc" : "desc";
    navigate(withQuery({ sort: key, order: next }), { replace: true });
  };
  return (
    <>
      <h1>{strings.sellers.title}</h1>
      <p class="sub" role="status">
        {list.page ? strings.sellers.showing(list.rows.length, list.page.total) : "…"}
      </p>
      <Filters query={query} sort={sort} order={order} onSort={onSort} />
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.page && !list.error && <Loading height={480} />}
      {list.page && list.rows.length === 0 && <Empty>{whyNone(query, overview)}</Empty>}
      {list.rows.length > 0 && (
        <div class={list.loading ? "waiting" : ""}>
          <DataTable
            caption={strings.sellers.caption}
            columns={sellerColumns(names, chosenKind)}
            rows={list.rows}
            rowKey={(row) => `${row.seller_id} ${row.program}`}
            sort={{ key: sort, order, onSort }}
            open={(row) => sellerHref(row.seller_id, row.program)}
          />
          <div class="tools">
            {list.more && (
              <button type="button" onClick={list.more}>
                {strings.sellers.more}
              </button>
            )}
            <button type="button" onClick={() => exportRows(list.rows, names)}>
              {strings.sellers.csv}
            </button>
            <span>{strings.sellers.scale}</span>
          </div>
        </div>
      )}
    </>
  );
}

function whyNone(query: URLSearchParams, overview: Shared["overview"]): string {
  const isFiltered = ["q", "program", "tier", "severity"].some((name) => query.has(name));
  return isFiltered || overview.value?.sellers !== 0
    ? strings.sellers.none
    : strings.today.noSellers;
}

/** The first page by the address, and further pages as they are asked for. */
function useSellerList(
  query: URLSearchParams,
  sort: string,
  order: "asc" | "desc",
  asOf: string | null,
) {
  const filter: Params = { ...(sort === "worst" ? {} : { sort, order }), limit: 100, as_of: asOf };
  for (const name of ["q", "program", "tier", "severity"]) filter[name] = query.get(name);
  const key = JSON.stringify(filter);
  const first = useLoad(key, (signal) => getSellers(filter, signal));
  const [further, setFurther] = useState<Page[]>([]);
  const [wanted, setWanted] = useState<string | null>(null);
  const next = useLoad(wanted, (signal) => getSellers({ ...filter, cursor: wanted }, signal));
  useEffect(() => {
    setFurther([]);
    setWanted(null);
  }, [first.value]);
  useEffect(() => {
    if (next.value && wanted !== null && !next.loading) {
      setFurther([...further, next.value]);
      setWanted(null);
    }
  }, [next.value]);
  const pages = first.value ? [first.value, ...further] : [];
  const cursor = pages.at(-1)?.next_cursor ?? null;
  return {
    page: first.value,
    rows: pages.flatMap((page) => page.items),
    loading: first.loading || next.loading,
    error: first.error ?? next.error,
    retry: first.error ? first.retry : next.retry,
    more: cursor === null ? null : () => setWanted(cursor),
  };
}

function exportRows(rows: readonly SellerRow[], names: ReturnType<typeof useNames>): void {
  const c = strings.columns;
  const head: string[] = [
    c.seller_id,
    c.seller,
    c.category,
    c.programme,
    c.denominator,
    c.numerator,
  ];
  head.push(c.rate, c.low, c.high, c.line, c.multiple, c.final, c.headroom, c.standing, c.months);
  downloadCsv(
    "plimsoll-sellers",
    head,
    rows.map((row) => [
      row.seller_id,
      row.name,
      row.category,
      row.program_name,
      row.denominator,
      row.numerator,
      row.rate,
      row.rate_low,
      row.rate_high,
      row.line_rate,
      row.multiple,
      row.expected_final_rate,
      row.headroom,
      standingWord(row, names.tier(row.program, row.tier)),
      row.months_in_program,
    ]),
  );
}
