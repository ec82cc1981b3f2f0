import { useEffect, useMemo, useState } from "preact/hooks";
import type { Fleet } from "../api.js";
import { binRates, distribution } from "../charts/distribution.js";
import { fleet as drawFleet, thin } from "../charts/fleet.js";
import { ChartFrame } from "../components/chart-frame.js";
import { standingWord } from "../components/standing.js";
import { distributionFinding, fleetFinding, isInTier } from "../findings.js";
import { count, majorOf, multiple, percent, roundMoney, windowOf } from "../format.js";
import { sellerHref } from "../route.js";
import { useNames } from "../shared.js";
import { strings } from "../strings.js";
import { Chosen } from "./today-chosen.js";
import type { Overview, SellerRow } from "../../server/contract/api.js";

interface FleetProps {
  fleet: Fleet;
  program: string | null;
  overview: Overview;
}

type Rated = SellerRow & { multiple: number };
const isRated = (row: SellerRow): row is Rated => row.multiple !== null && row.denominator > 0;
const { columns } = strings;

/** Every seller a dot against its line. */
export function FleetChart({ fleet, program, overview }: FleetProps) {
  const names = useNames();
  const isMoney = (row: SellerRow) => names.currency(row.program) !== null;
  const currency = program ? names.currency(program) : null;
  const rated = useMemo(
    () => fleet.rows.filter((row): row is Rated => isRated(row) && (!!program || !isMoney(row))),
    [fleet, program, names.areKnown],
  );
  const rows = useMemo(() => thin(rated), [rated]);
  const dots = useMemo(
    () =>
      rows.map((row) => ({
        volume: currency ? majorOf(row.denominator, currency) : row.denominator,
        multiple: row.multiple,
        severity: row.severity,
        is_in_tier: isInTier(row),
        surely_above: row.surely_above,
      })),
    [rows, currency],
  );
  const [chosen, setChosen] = useState<Rated[]>([]);
  useEffect(() => setChosen([]), [rows]);
  const unrated = fleet.rows.filter((row) => !isRated(row)).length;
  const byMoney = fleet.rows.length - rated.length - unrated;
  const notes = [strings.today.drawn(fleet.total, rows.length)];
  if (unrated > 0) notes.push(strings.today.undrawn(unrated));
  if (byMoney > 0) notes.push(strings.today.byMoney(byMoney));
  const doubtful = rated.filter((row) => isInTier(row) && row.confidence === "unverified").length;
  if (doubtful > 0) notes.push(strings.programs.unverifiedLines(doubtful));
  const x_label = currency ? strings.chart.fleetXMoney(currency) : strings.chart.fleetX;
  return (
    <ChartFrame
      title={fleetFinding(rated)}
      measure={
        program ? strings.today.fleetMeasureOf(names.program(program)) : strings.today.fleetMeasure
      }
      name="plimsoll-fleet"
      draw={(width) => drawFleet(dots, { width, x_label })}
      version={dots}
      points={(i) => pointOf(rows[i]!, names)}
      table={{
        head: [
          columns.seller_id,
          columns.seller,
          columns.programme,
          columns.denominator,
          columns.numerator,
          columns.rate,
          columns.line,
          columns.multiple,
          columns.standing,
          columns.sure,
        ],
        rows: rated.map((row) => [
          row.seller_id,
          row.name,
          row.program_name,
          row.denominator,
          row.numerator,
          row.rate,
          row.line_rate,
          row.multiple,
          standingWord(row, names.tier(row.program, row.tier)),
          row.surely_above ? strings.seller.yes : strings.seller.no,
        ]),
      }}
      empty={rated.length === 0 ? strings.today.noRates : null}
      source={strings.chart.source(overview.batch_id, overview.as_of)}
      note={notes.join("; ")}
      onChosen={(drawn) => setChosen(drawn.map((i) => rows[i]!))}
    >
      {chosen.length > 0 && <Chosen rows={chosen} clear={() => setChosen([])} />}
    </ChartFrame>
  );
}

function pointOf(row: Rated, names: ReturnType<typeof useNames>) {
  const currency = names.currency(row.program);
  const amount = (n: number) => (currency ? roundMoney(n, currency) : count(n));
  const standing = standingWord(row, names.tier(row.program, row.tier));
  return {
    title: row.name ?? row.seller_id,
    lines: [
      `${row.program_name}: ${standing}`,
      ...(row.confidence === "unverified" ? [strings.programs.unverifiedLine] : []),
      strings.chart.against(percent(row.rate), multiple(row.multiple), percent(row.line_rate)),
      strings.chart.part(amount(row.numerator), amount(row.denominator)),
      strings.chart.interval(percent(row.rate_low), percent(row.rate_high)),
    ],
    href: sellerHref(row.seller_id, row.program),
  };
}

/** How many sellers at which rate, with the line drawn on it. */
export function DistributionChart({ fleet, program, overview }: FleetProps) {
  const bins = useMemo(
    () => binRates(fleet.rows.flatMap((row) => (row.multiple === null ? [] : [row.multiple]))),
    [fleet, overview, program],
  );
  const multiples = fleet.rows.flatMap((row) => (row.multiple === null ? [] : [row.multiple]));
  const judged = overview.programs.find((each) => each.program === program);
  const line_rate = judged?.line_rate ?? null;
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
      measure={
        judged
          ? strings.today.distributionMeasureOf(
              judged.name,
              windowOf(judged.window_start, judged.window_end),
            )
          : strings.today.distributionMeasure
      }
      name="plimsoll-rates"
      draw={(width) => distribution(bins, { width, line_rate })}
      version={bins}
      snap="x"
      points={(i) => ({ title: span(i), lines: [strings.sellersOf(bins[i]!.sellers)] })}
      table={{
        head: [columns.rate, columns.sellers],
        rows: bins.map((bin, i) => [span(i), bin.sellers]),
      }}
      empty={multiples.length === 0 ? strings.today.noRates : null}
      source={strings.chart.source(overview.batch_id, overview.as_of)}
    />
  );
}
