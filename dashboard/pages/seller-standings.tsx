import type { StandingView } from "../../server/contract/api.js";
import { Confidence } from "../components/confidence.js";
import { DataTable, type Column } from "../components/data-table.js";
import { GaugeCell } from "../components/gauge-cell.js";
import { Standing } from "../components/standing.js";
import { amountOf, firstLineOf, rateOf } from "../figures.js";
import { money, multiple } from "../format.js";
import { withQuery } from "../route.js";
import { useNames } from "../shared.js";
import { byReason, groupStandings, reasonOf, type StandingGroup } from "../standing-groups.js";
import { outlookStrings } from "../strings-outlook.js";
import { strings } from "../strings.js";

const WIDTH = 220;
/** More rows than this within their lines are folded. */
const MOST_WITHIN = 12;

const name: Column<StandingView> = {
  key: "program",
  head: strings.columns.programme,
  narrow: "first",
  cell: (row) => (
    <span class="program">
      <a class="name" href={withQuery({ program: row.program })} tabIndex={-1}>
        {row.program_name}
      </a>
      <Confidence of={row.confidence} isQuiet />
    </span>
  ),
};

function columnsOf(names: ReturnType<typeof useNames>): Column<StandingView>[] {
  const [c, own, about] = [strings.columns, outlookStrings.columns, outlookStrings.about];
  return [
    name,
    { key: "rate", about: strings.about.rate, head: c.rate, isNumber: true, cell: rateOf },
    {
      key: "line",
      about: strings.about.line,
      from: 1200,
      head: c.line,
      isNumber: true,
      cell: (row) => <span class="quiet">{firstLineOf(row) ?? "–"}</span>,
    },
    {
      key: "gauge",
      about: strings.about.multiple,
      head: <Scale />,
      narrow: "bare",
      cell: (row) =>
        row.multiple !== null && (
          <>
            <GaugeCell row={row} width={WIDTH} />
            <span class="unseen">{multiple(row.multiple)}</span>
          </>
        ),
    },
    {
      key: "standing",
      about: strings.about.standing,
      head: c.standing,
      narrow: "end",
      cell: (row) => <Standing row={row} tierName={names.tier(row.program, row.tier)} />,
    },
    {
      key: "headroom",
      about: strings.about.headroom,
      head: c.headroom,
      isNumber: true,
      cell: (row) => orNone(amountOf(row, row.headroom)),
    },
    {
      key: "months",
      about: about.months,
      from: 1200,
      head: own.months,
      isNumber: true,
      cell: (row) => orNone(outlookStrings.months(countsMonths(row) ? row.months_in_program : 0)),
    },
    {
      key: "fees",
      about: about.fees,
      head: own.fees,
      isNumber: true,
      cell: (row) =>
        orNone(
          row.fee_currency !== null && row.fee_total > 0
            ? money(row.fee_total, row.fee_currency)
            : "–",
        ),
    },
  ];
}

/** A dash that narrow screens leave out, with its label. */
const orNone = (text: string) => (text === "–" ? <span class="none">–</span> : text);

/** Where months have no consequence, the first one is no news. */
const countsMonths = (row: StandingView) => row.fee_currency !== null || row.months_in_program > 1;

/** The head of the gauges: the ends of their scale and the line. */
const Scale = () => (
  <span class="scale" style={{ width: `${WIDTH}px` }}>
    <span>0.1 ×</span>
    <span>{strings.chart.theLine}</span>
    <span>4 ×</span>
  </span>
);

interface StandingsProps {
  rows: readonly StandingView[];
  chosen: StandingView;
}

/** Every programme by where the seller stands; a row chooses the one that the rest of the page shows. */
export function Standings({ rows, chosen }: StandingsProps) {
  const { key } = strings.seller;
  const groups = groupStandings(rows);
  return (
    <section class="stands" aria-labelledby="stands">
      <h2 id="stands">{strings.seller.stands}</h2>
      <p class="measure">{strings.seller.standsMeasure}</p>
      {groups.map((group) => (
        <Group key={group.name} group={group} chosen={chosen} />
      ))}
      <p class="key">
        <span>● {key.observed}</span>
        <span>○ {key.final}</span>
        <span>▶ {key.beyond}</span>
      </p>
    </section>
  );
}

function Group({ group, chosen }: { group: StandingGroup; chosen: StandingView }) {
  const names = useNames();
  const { rows } = group;
  const holdsChosen = rows.includes(chosen);
  const title = outlookStrings.group(outlookStrings.groups[group.name], rows.length);
  const table = (columns: Column<StandingView>[]) => (
    <DataTable
      caption={`${strings.seller.standsCaption}: ${title}`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.program}
      open={(row) => withQuery({ program: row.program })}
      isCurrent={(row) => row.program === chosen.program}
    />
  );
  if (group.name === "not_scored")
    return (
      <Folded isOpen={holdsChosen} title={outlookStrings.foldNotScored(rows.length)} rows={rows}>
        {table([name, reason])}
      </Folded>
    );
  if (group.name === "within" && rows.length > MOST_WITHIN)
    return (
      <Folded isOpen={holdsChosen} title={outlookStrings.foldWithin(rows.length)}>
        {table(columnsOf(names))}
      </Folded>
    );
  return (
    <div class="group">
      <h3>{title}</h3>
      {table(columnsOf(names))}
    </div>
  );
}

const reason: Column<StandingView> = {
  key: "reason",
  head: outlookStrings.columns.reason,
  narrow: "bare",
  cell: (row) => <span class="quiet">{outlookStrings.reasons[reasonOf(row)]}</span>,
};

interface FoldedProps {
  isOpen: boolean;
  title: string;
  /** Their reasons stand beside the title. */
  rows?: readonly StandingView[];
  children: preact.ComponentChildren;
}

function Folded({ isOpen, title, rows = [], children }: FoldedProps) {
  const reasons = byReason(rows).map(({ reason: why, rows: own }) =>
    outlookStrings.reasonCount(outlookStrings.reasons[why], own.length),
  );
  return (
    <details class="group" open={isOpen}>
      <summary>
        <h3>{title}</h3>
        {reasons.length > 0 && <span class="quiet">{reasons.join(" · ")}</span>}
      </summary>
      {children}
    </details>
  );
}
