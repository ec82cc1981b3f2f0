import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { navigate } from "../route.js";

export interface Column<Row> {
  key: string;
  head: ComponentChildren;
  /** What the head means, shown on hover and focus. */
  about?: string;
  cell: (row: Row) => ComponentChildren;
  isNumber?: boolean;
  /** The head sorts by this key. */
  sort?: string;
  /** What a narrow screen does with it: first or last on its first line, with its head, without, or not at all. */
  /** Left out of the table on screens narrower than this many pixels. */
  from?: 1200 | 1400;
  narrow?: "first" | "end" | "labelled" | "bare" | "hidden";
}

interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: { key: string; order: "asc" | "desc"; onSort: (key: string) => void };
  /** Enter or a click on a row leads here. */
  open?: (row: Row) => string;
  isCurrent?: (row: Row) => boolean;
}

/** Sticky head, sorting heads, rows walked with up and down and opened with Enter; a list at 390 px. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, sort, open, isCurrent } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState(0);
  const walk = (event: KeyboardEvent, i: number, row: Row) => {
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) body.current?.querySelectorAll<HTMLElement>("tr")[to]?.focus();
    else if (event.key === "Enter" && event.target === event.currentTarget && open)
      navigate(open(row));
    else return;
    event.preventDefault();
  };
  const follow = (event: MouseEvent, row: Row) => {
    if (!open || (event.target as Element).closest("a, button, summary")) return;
    if (!getSelection()?.toString()) navigate(open(row));
  };
  return (
    <table class="data">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row, i) => (
          <tr
            key={rowKey(row)}
            tabIndex={open ? (i === Math.min(focused, rows.length - 1) ? 0 : -1) : undefined}
            onFocus={() => setFocused(i)}
            class={open ? "opens" : ""}
            aria-current={isCurrent?.(row) ? "true" : undefined}
            onKeyDown={(event) => walk(event, i, row)}
            onClick={(event) => follow(event, row)}
          >
            {columns.map((column) => (
              <td
                key={column.key}
                class={classOf(column)}
                data-label={typeof column.head === "string" ? column.head : undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const classOf = <Row,>({ isNumber, narrow, from }: Column<Row>) =>
  [isNumber ? "number" : "", narrow ?? "labelled", from ? `from-${from}` : ""].join(" ").trim();

function Head<Row>({ column, sort }: { column: Column<Row>; sort: DataTableProps<Row>["sort"] }) {
  const isSorted = sort && column.sort === sort.key;
  const direction = sort?.order === "asc" ? "ascending" : "descending";
  return (
    <th scope="col" class={classOf(column)} aria-sort={isSorted ? direction : undefined}>
      {sort && column.sort ? (
        <button
          type="button"
          data-about={column.about}
          aria-description={column.about}
          onClick={() => sort.onSort(column.sort!)}
        >
          {column.head}
          <span aria-hidden="true" class="arrow">
            {isSorted ? (sort.order === "asc" ? "↑" : "↓") : ""}
          </span>
        </button>
      ) : column.about ? (
        <span tabIndex={0} data-about={column.about} aria-description={column.about}>
          {column.head}
        </span>
      ) : (
        column.head
      )}
    </th>
  );
}
