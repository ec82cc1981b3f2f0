import { useMemo } from "preact/hooks";
import type { SellerRow } from "../../server/contract/api.js";
import type { ProgramPage } from "../../server/contract/programs.js";
import type { Fleet } from "../api.js";
import { binRates, distribution } from "../charts/distribution.js";
import { binValues, histogram, type ValueLine } from "../charts/histogram.js";
import { ChartFrame } from "../components/chart-frame.js";
import { DataTable, type Column } from "../components/data-table.js";
import { distributionFinding } from "../findings.js";
import { capital, count, multiple, percent, percentTick, windowOf } from "../format.js";
import { href, sellerHref } from "../route.js";
import { useNames } from "../shared.js";
import { strings } from "../strings.js";
import { sellerColumns } from "./seller-columns.js";

const SHOWN = 10;
const { columns } = strings;

interface FleetProps {
  page: ProgramPage;
  fleet: Fleet;
}

/** Where sellers lie against the programme's line: by rate, by points or score; nothing where there is none. */
export function ProgramDistribution({ page, fleet }: FleetProps) {
  const times = peerLine(page);
  if (times !== null)
    return (
      <ByRate
        page={page}
        fleet={fleet}
        measure={strings.programs.peersMeasure(page.name, multiple(times))}
        multiples={fleet.rows.flatMap(({ rate, peer_rate: peers, tier }) =>
          rate === null || !peers || tier === "not_scored" ? [] : [rate / peers / times],
        )}
      />
    );
  const isAlone = page.program.tiers.every(({ gates }) => Object.keys(gates ?? {}).length === 1);
  const window = windowOf(page.window_start, page.window_end);
  const multiples = fleet.rows.flatMap((row) => (row.multiple === null ? [] : [row.multiple]));
  if (page.line_rate !== null || multiples.length > 0)
    return (
      <ByRate
        page={page}
        fleet={fleet}
        measure={strings.programs.distributionMeasure(page.name, window, isAlone)}
        multiples={multiples}
      />
    );
  const lines = valueLines(page);
  return lines.lines.length === 0 ? null : <ByValue page={page} fleet={fleet} {...lines} />;
}

/** How many times the peers' average the first tier asks; null where it asks other things. */
function peerLine({ program }: ProgramPage): number | null {
  const threshold = program.tiers[0]?.gates?.peer_multiple;
  if (threshold === undefined) return null;
  if (typeof threshold === "number") return threshold;
  return "above" in threshold ? threshold.above : null;
}

interface ByRateProps extends FleetProps {
  measure: string;
  /** Rates as multiples of the line. */
  multiples: readonly number[];
}

function ByRate({ page, fleet, measure, multiples }: ByRateProps) {
  const { line_rate } = page;
  const bins = useMemo(() => binRates(multiples), [fleet, page]);
  const bound = (value: number) =>
    line_rate === null ? multiple(value) : percent(value * line_rate);
  const span = (i: number) => {
    const bin = bins[i]!;
    if (bin.low === 0) return strings.chart.none;
    if (i === 1) return strings.chart.below(bound(bin.high));
    if (i === bins.length - 1) return strings.chart.atLeast(bound(bin.low));
    return `${bound(bin.low)} – ${bound(bin.high)}`;
  };
  return (
    <ChartFrame
      title={distributionFinding(multiples, fleet.rows.length < fleet.total)}
      measure={measure}
      name={`plimsoll-${page.id}-rates`}
      draw={(width) => distribution(bins, { width, line_rate })}
      version={bins}
      snap="x"
      points={(i) => ({ title: span(i), lines: [strings.sellersOf(bins[i]!.sellers)] })}
      table={{
        head: [columns.rate, columns.sellers],
        rows: bins.map((bin, i) => [span(i), bin.sellers]),
      }}
      empty={multiples.length === 0 ? strings.programs.noRates : null}
      source={strings.chart.source(page.batch_id, page.as_of)}
    />
  );
}

interface ValueLines {
  lines: ValueLine[];
  isBelow: boolean;
  isRate: boolean;
}

/** The tiers' thresholds of points, or of a rate of which less is worse; empty where they ask other things. */
function valueLines(page: ProgramPage): ValueLines {
  const isRate = page.kind === "rate";
  let isBelow = false;
  const lines = page.program.tiers.flatMap(({ name, severity, gates }) => {
    const threshold = isRate ? gates?.rate : gates?.points;
    if (threshold === undefined) return [];
    if (typeof threshold === "number") return [{ name: capital(name), value: threshold, severity }];
    const [form = "", value = 0] = Object.entries(threshold)[0] ?? [];
    if (form !== "above") isBelow = true;
    return [{ name: capital(name), value, severity }];
  });
  return { lines, isBelow, isRate };
}

function ByValue({ page, fleet, lines, isBelow, isRate }: FleetProps & ValueLines) {
  const texts = strings.programs;
  const values = fleet.rows.flatMap((row) => {
    const value = isRate ? row.rate : row.points;
    return value === null || row.tier === "not_scored" ? [] : [value];
  });
  const top = page.program.kind === "score" ? page.program.score.maximum : 0;
  const most = Math.max(top, ...lines.map(({ value }) => value * (isBelow ? 1 : 1.25)));
  const bins = useMemo(() => binValues(values, most), [fleet, page]);
  const format = isRate && most <= 1 ? percentTick : (value: number) => count(value);
  const line = lines[0]?.value;
  const wrong = values.filter((value) =>
    line === undefined ? false : isBelow ? value < line : value >= line,
  ).length;
  const span = (i: number) => `${format(bins[i]!.low)} – ${format(bins[i]!.high)}`;
  const [measure, axis] = isRate
    ? [texts.shareMeasure(page.name), strings.chart.rateLinear]
    : page.kind === "score"
      ? [texts.scoreMeasure(page.name), strings.chart.scoreRight]
      : [texts.pointsMeasure(page.name), strings.chart.pointsRight];
  return (
    <ChartFrame
      title={texts.scoreFinding(values.length, wrong)}
      measure={measure}
      name={`plimsoll-${page.id}-distribution`}
      draw={(width) => histogram(bins, { width, lines, isBelow, format, axis })}
      version={bins}
      snap="x"
      points={(i) => ({ title: span(i), lines: [strings.sellersOf(bins[i]!.sellers)] })}
      table={{
        head: [isRate ? columns.rate : texts.kinds[page.kind], columns.sellers],
        rows: bins.map((bin, i) => [span(i), bin.sellers]),
      }}
      empty={values.length === 0 ? texts.noRates : null}
      source={strings.chart.source(page.batch_id, page.as_of)}
    />
  );
}

interface SellersProps {
  page: ProgramPage;
  rows: readonly SellerRow[];
  counts: { above: number; near: number };
}

/** Who is above a line, and who is near one. */
export function ProgramSellers({ page, rows, counts }: SellersProps) {
  const texts = strings.programs;
  const above = rows.filter(({ severity }) => severity === "severe" || severity === "above");
  const near = rows.filter(({ severity }) => severity === "near");
  const worst = [...above].sort((a, b) => rank(b) - rank(a));
  if (above.length + near.length === 0)
    return (
      <section class="listed">
        <h2>{texts.noneListed}</h2>
      </section>
    );
  return (
    <>
      <Rows
        id="above"
        title={texts.aboveTitle(counts.above)}
        caption={texts.aboveCaption}
        rows={worst}
        all={href("/sellers", { program: page.id })}
      />
      <Rows
        id="near"
        title={texts.nearTitle(counts.near)}
        caption={texts.nearCaption}
        rows={near}
        all={href("/sellers", { program: page.id, severity: "near" })}
      />
    </>
  );
}

const rank = ({ severity, surely_above }: SellerRow) =>
  (severity === "severe" ? 2 : 0) + (surely_above ? 1 : 0);

/** What fits half a page: the seller, its figures, and how far from the line. */
function columnsOf(
  names: ReturnType<typeof useNames>,
  rows: readonly SellerRow[],
): Column<SellerRow>[] {
  const hasLine = rows.some(({ multiple: times }) => times !== null);
  return sellerColumns(names, rows[0]?.kind ?? "rate")
    .filter(({ key }) => KEPT.has(key) && (hasLine || key !== "multiple"))
    .map(({ from: _, ...column }) => column);
}

const KEPT = new Set([
  "name",
  "denominator",
  "numerator",
  "rate",
  "multiple",
  "points",
  "standing",
]);

interface RowsProps {
  id: string;
  title: string;
  caption: string;
  rows: readonly SellerRow[];
  all: string;
}

function Rows({ id, title, caption, rows, all }: RowsProps) {
  const names = useNames();
  return (
    <section class="listed" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length > 0 && (
        <DataTable
          caption={caption}
          columns={columnsOf(names, rows)}
          rows={rows.slice(0, SHOWN)}
          rowKey={(row) => row.seller_id}
          open={(row) => sellerHref(row.seller_id, row.program)}
        />
      )}
      {rows.length > SHOWN && (
        <p class="tools">
          <a href={all}>{strings.programs.allOf(rows.length)}</a>
        </p>
      )}
    </section>
  );
}
