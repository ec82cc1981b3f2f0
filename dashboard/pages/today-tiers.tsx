import type { Overview } from "../../server/contract/api.js";
import { tiers, type TierCount } from "../charts/tiers.js";
import { ChartFrame } from "../components/chart-frame.js";
import { troubled, type ProgramState } from "../programs.js";
import { href } from "../route.js";
import { strings } from "../strings.js";

/** Tiers of one severity are one column. */
function bySeverity(programs: readonly ProgramState[]): TierCount[] {
  return programs.flatMap(({ program, name, tiers: all }) => {
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

const SHOWN = 10;

/** How many sellers in which tier, of the programmes with most trouble; the others are a link away. */
export function TiersChart({ overview }: { overview: Overview }) {
  const all = overview.programs;
  const worst = troubled(all).slice(0, SHOWN);
  const shown = all.length <= SHOWN ? all : worst.length > 0 ? worst : all.slice(0, SHOWN);
  const rows = bySeverity(shown);
  const { columns, today } = strings;
  const doubtOf = (id: string) =>
    all.find(({ program }) => program === id)?.confidence === "unverified"
      ? [strings.programs.unverifiedLine]
      : [];
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
          lines: [
            `${strings.severity[row.severity]}: ${strings.sellersOf(row.sellers)}`,
            ...doubtOf(row.program),
          ],
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
    >
      <p class="tools">
        {shown.length < all.length && (
          <span>{strings.programs.today(shown.length, all.length)}</span>
        )}
        <a href={href("/programs")}>{strings.programs.todayAll}</a>
      </p>
    </ChartFrame>
  );
}
