import type { StandingView } from "../../server/contract/api.js";
import { DataTable, type Column } from "../components/data-table.js";
import { GaugeCell } from "../components/gauge-cell.js";
import { Standing } from "../components/standing.js";
import { multiple, percent, windowOf } from "../format.js";
import { withQuery } from "../route.js";
import { useNames } from "../shared.js";
import { strings } from "../strings.js";

const WIDTH = 300;

function columnsOf(names: ReturnType<typeof useNames>): Column<StandingView>[] {
  const c = strings.columns;
  return [
    {
      key: "program",
      head: c.programme,
      narrow: "first",
      cell: (row) => (
        <a class="name" href={withQuery({ program: row.program })} tabIndex={-1}>
          {row.program_name}
        </a>
      ),
    },
    {
      key: "window",
      head: c.window,
      narrow: "bare",
      cell: (row) => <span class="quiet">{windowOf(row.window_start, row.window_end)}</span>,
    },
    {
      key: "rate",
      about: strings.about.rate,
      head: c.rate,
      isNumber: true,
      cell: (row) => percent(row.rate),
    },
    {
      key: "line",
      about: strings.about.line,
      head: c.line,
      isNumber: true,
      cell: (row) => <span class="quiet">{percent(row.line_rate)}</span>,
    },
    {
      key: "gauge",
      about: strings.about.multiple,
      head: <Scale />,
      narrow: "bare",
      cell: (row) => (
        <>
          <GaugeCell row={row} width={WIDTH} />
          <span class="unseen">{multiple(row.multiple)}</span>
        </>
      ),
    },
    {
      key: "floor",
      about: strings.about.floor,
      from: 1200,
      head: c.floor,
      cell: (row) => <span class="quiet">{floorOf(row)}</span>,
    },
    {
      key: "standing",
      about: strings.about.standing,
      head: c.standing,
      narrow: "end",
      cell: (row) => <Standing row={row} tierName={names.tier(row.program, row.tier)} />,
    },
  ];
}

function floorOf({ floor, floor_value: value }: StandingView): string {
  if (floor === null || value === null) return "–";
  return value >= floor
    ? strings.seller.floorMet(value, floor)
    : strings.seller.floorMissed(value, floor);
}

/** The head of the gauges: the ends of their scale and the line. */
const Scale = () => (
  <span class="scale" style={{ width: `${WIDTH}px` }}>
    <span>0.1 ×</span>
    <span>{strings.chart.theLine}</span>
    <span>4 ×</span>
  </span>
);

/** Every programme on one scale; a row chooses the programme that the rest of the page shows. */
export function Standings({ rows, chosen }: { rows: StandingView[]; chosen: StandingView }) {
  const { key } = strings.seller;
  return (
    <section aria-labelledby="stands">
      <h2 id="stands">{strings.seller.stands}</h2>
      <p class="measure">{strings.seller.standsMeasure}</p>
      <DataTable
        caption={strings.seller.standsCaption}
        columns={columnsOf(useNames())}
        rows={rows}
        rowKey={(row) => row.program}
        open={(row) => withQuery({ program: row.program })}
        isCurrent={(row) => row.program === chosen.program}
      />
      <p class="key">
        <span>● {key.observed}</span>
        <span>○ {key.final}</span>
        <span>▶ {key.beyond}</span>
      </p>
    </section>
  );
}
