import { useId, useState } from "preact/hooks";
import { downloadCsv, downloadPng, downloadSvg, type Cell } from "../export.js";
import { count } from "../format.js";
import { strings } from "../strings.js";
import { Empty } from "./notice.js";
import { Plotted, type Point } from "./plotted.js";

export interface TableOf {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export interface ChartFrameProps {
  title: string;
  measure: string;
  /** The file name of exports, without its ending. */
  name: string;
  draw: (width: number) => SVGElement;
  /** Changes when the drawing has to. */
  version: unknown;
  points: (i: number) => Point;
  snap?: "x" | "both" | undefined;
  table: TableOf;
  /** Why there is nothing to draw; null where there is. */
  empty?: string | null | undefined;
  source: string;
  note?: string | null | undefined;
  onChosen?: (rows: number[]) => void;
  children?: preact.ComponentChildren;
}

const FIRST = 500;

/** A chart with its finding, measure, table, exports and source. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, measure, name, table, empty, source, note } = props;
  const [isTable, setTable] = useState(false);
  const [svg, setSvg] = useState<SVGElement | null>(null);
  const id = useId();
  return (
    <figure class="chart" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
        <p class="measure">{measure}</p>
      </figcaption>
      {empty ? (
        <Empty>{empty}</Empty>
      ) : isTable ? (
        <PlainTable caption={`${title}. ${measure}`} {...table} />
      ) : (
        <Plotted
          label={`${title}. ${measure}.`}
          draw={props.draw}
          version={props.version}
          points={props.points}
          snap={props.snap}
          onDrawn={setSvg}
          onChosen={props.onChosen}
        />
      )}
      {!empty && (
        <div class="tools">
          <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? strings.chart.chart : strings.chart.table}
          </button>
          <button type="button" onClick={() => downloadCsv(name, table.head, table.rows)}>
            {strings.chart.csv}
          </button>
          {!isTable && (
            <>
              <button type="button" onClick={() => svg && downloadSvg(name, svg)}>
                {strings.chart.svg}
              </button>
              <button type="button" onClick={() => svg && void downloadPng(name, svg)}>
                {strings.chart.png}
              </button>
            </>
          )}
          {note && <span>{note}</span>}
          <span>{source}</span>
        </div>
      )}
      {props.children}
    </figure>
  );
}

function PlainTable({ caption, head, rows }: TableOf & { caption: string }) {
  const isNumber = (k: number) => typeof rows[0]?.[k] === "number";
  return (
    <div class="scroller tall">
      <table class="plain">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, k) => (
              <th scope="col" class={isNumber(k) ? "number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, FIRST).map((row) => (
            <tr>
              {row.map((cell, k) => (
                <td class={isNumber(k) ? "number" : ""}>
                  <bdi>{show(cell)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FIRST && <p class="quiet">{strings.chart.firstRows(FIRST, rows.length)}</p>}
    </div>
  );
}

const show = (cell: Cell) =>
  cell === null
    ? "–"
    : typeof cell === "number"
      ? Number.isInteger(cell)
        ? count(cell)
        : String(Number(cell.toPrecision(4)))
      : String(cell);
