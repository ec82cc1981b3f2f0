import { useMemo, useState } from "preact/hooks";
import type { Defect, Seller, StandingView } from "../../server/contract/api.js";
import { getDefects } from "../api.js";
import { buyers } from "../charts/buyers.js";
import { ChartFrame } from "../components/chart-frame.js";
import { DataTable, type Column } from "../components/data-table.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { downloadCsv } from "../export.js";
import { buyersFinding, byBuyer } from "../findings.js";
import { date, money, windowOf } from "../format.js";
import { strings } from "../strings.js";
import type { DefectsPage } from "../types.js";
import { useLoad } from "../use-load.js";

const STEP = 25;
const words = (id: string) => id.replaceAll("_", " ");

const COLUMNS: Column<Defect>[] = [
  {
    key: "order",
    head: strings.columns.order,
    narrow: "first",
    cell: (row) => <bdi class="id">{row.order_id}</bdi>,
  },
  {
    key: "buyer",
    head: strings.columns.buyer,
    cell: (row) => <bdi class="id">{row.buyer_id}</bdi>,
  },
  { key: "measure", head: strings.columns.what, narrow: "bare", cell: (row) => words(row.measure) },
  { key: "ordered", head: strings.columns.ordered, cell: (row) => date(row.order_date) },
  { key: "happened", head: strings.columns.happened, cell: (row) => date(row.event_date) },
  {
    key: "amount",
    head: strings.columns.amount,
    isNumber: true,
    cell: (row) => money(row.amount, row.currency),
  },
  {
    key: "counted",
    head: strings.columns.counted,
    narrow: "end",
    cell: (row) => (
      <span class={row.counted ? "counted" : "quiet"}>
        {row.counted
          ? strings.seller.countedYes
          : strings.seller.countedNo(words(row.exempt_as ?? row.liability))}
      </span>
    ),
  },
];

/** Every posting behind the rate, up to 10,000 of them. */
async function getAllDefects(seller: Seller, program: string, signal: AbortSignal) {
  const items: Defect[] = [];
  let page: DefectsPage;
  let cursor: string | null = null;
  do {
    page = await getDefects(
      seller.seller_id,
      { program, as_of: seller.as_of, limit: 1000, cursor },
      signal,
    );
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && items.length < 10_000);
  return { total: page.total, items };
}

/** What was raised against a seller in a programme's window. */
export const useDefects = (seller: Seller, row: StandingView | undefined) =>
  useLoad(row ? `defects ${seller.seller_id} ${row.program} ${seller.as_of}` : null, (signal) =>
    getAllDefects(seller, row?.program ?? "", signal),
  );

interface DefectsProps {
  defects: ReturnType<typeof useDefects>;
  seller: Seller;
  row: StandingView;
}

/** Which orders counted, which did not and why. */
export function Defects({ defects, seller, row }: DefectsProps) {
  const [shown, setShown] = useState(STEP);
  const { error, retry } = defects;
  const value = defects.loading ? null : defects.value;
  const name = row.program_name;
  const window = windowOf(row.window_start, row.window_end);
  return (
    <section aria-labelledby="defects">
      <h2 id="defects">{strings.seller.defects}</h2>
      <p class="measure">{strings.seller.defectsMeasure(name, window)}</p>
      {error ? (
        <Failure error={error} retry={retry} />
      ) : !value ? (
        <Loading />
      ) : value.items.length === 0 ? (
        <Empty>{strings.seller.noDefects(name)}</Empty>
      ) : (
        <>
          <DataTable
            caption={strings.seller.defectsCaption}
            columns={COLUMNS}
            rows={value.items.slice(0, shown)}
            rowKey={(item) => `${item.order_id} ${item.measure} ${item.defect_id}`}
          />
          <div class="tools">
            {value.items.length > shown && (
              <button type="button" onClick={() => setShown(shown + STEP * 4)}>
                {strings.seller.more}
              </button>
            )}
            <button type="button" onClick={() => exportDefects(seller, row, value.items)}>
              {strings.chart.csv}
            </button>
            <span>
              {strings.seller.defectsShown(Math.min(shown, value.items.length), value.total)}
            </span>
            <span>{strings.chart.source(seller.batch_id, seller.as_of)}</span>
          </div>
        </>
      )}
    </section>
  );
}

function exportDefects(seller: Seller, row: StandingView, items: readonly Defect[]): void {
  const keys = Object.keys(items[0] ?? {}) as (keyof Defect)[];
  downloadCsv(
    `plimsoll-${seller.seller_id}-${row.program}-orders`,
    keys,
    items.map((item) => keys.map((key) => item[key])),
  );
}

/** Who is behind what counted; nothing where nothing counted. */
export function BuyersChart({ defects, seller, row }: DefectsProps) {
  const rows = useMemo(() => byBuyer(defects.value?.items ?? []), [defects.value]);
  if (defects.loading || rows.length === 0) return null;
  return (
    <ChartFrame
      title={buyersFinding(rows)}
      measure={strings.seller.buyersMeasure(row.program_name)}
      name={`plimsoll-${seller.seller_id}-${row.program}-buyers`}
      draw={(width) => buyers(rows, { width })}
      version={rows}
      points={(i) => ({
        title: rows[i]!.buyer,
        lines: [`${strings.columns.orders}: ${rows[i]!.defects}`],
      })}
      table={{
        head: [strings.columns.buyer, strings.columns.orders],
        rows: rows.map((each) => [each.buyer, each.defects]),
      }}
      source={strings.chart.source(seller.batch_id, seller.as_of)}
    />
  );
}
