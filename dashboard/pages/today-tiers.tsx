import type { Overview } from "../../server/contract/api.js";
import { tiers, type TierCount } from "../charts/tiers.js";
import { ChartFrame } from "../components/chart-frame.js";
import { href } from "../route.js";
import { strings } from "../strings.js";

/** Tiers of one severity are one column. */
function bySeverity(overview: Overview): TierCount[] {
  return overview.programs.flatMap(({ program, name, tiers: all }) => {
    const sums = new Map<TierCount["severity"], number>();
    for (const tier of all) sums.set(tier.severity, (sums.get(tier.severity) ?? 0) + tier.sellers);
    return [...sums].map(([severity, sellers]) => ({
      program,
      program_name: name,
      severity,
      sellers,
    }));
  });
}

/** How many sellers in which tier of which programme. */
export function TiersChart({ overview }: { overview: Overview }) {
  const rows = bySeverity(overview);
  const { columns, today } = strings;
  return (
    <ChartFrame
      title={today.tiersTitle}
      measure={today.tiersMeasure}
      name="plimsoll-tiers"
      draw={(width) => tiers(rows, { width })}
      version={overview}
      points={(i) => {
        const row = rows[i]!;
        return {
          title: row.program_name,
          lines: [`${strings.severity[row.severity]}: ${strings.sellersOf(row.sellers)}`],
          href: href("/sellers", { program: row.program, severity: row.severity }),
        };
      }}
      table={{
        head: [columns.programme, columns.tier, columns.sellers],
        rows: overview.programs.flatMap((program) =>
          program.tiers.map((tier) => [program.name, tier.name, tier.sellers]),
        ),
      }}
      empty={rows.length === 0 ? today.noPrograms : null}
      source={strings.chart.source(overview.batch_id, overview.as_of)}
    />
  );
}
