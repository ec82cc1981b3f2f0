import { getAlerts, getFleet, getSellers } from "../api.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { ProgramSelect } from "../components/program-select.js";
import { count, date } from "../format.js";
import { alertsOf } from "../findings.js";
import { href, navigate, programHref, withQuery } from "../route.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";
import { useLoad } from "../use-load.js";
import { Changes } from "./today-changes.js";
import { DistributionChart, FleetChart } from "./today-fleet.js";
import { TiersChart } from "./today-tiers.js";
import { useTitle } from "./use-title.js";

/** The fleet at a glance: who is above, what changed, where everybody stands. */
export function Today({ query }: { query: URLSearchParams }) {
  useTitle(strings.today.title);
  const { overview, asOf } = useShared();
  const program = query.get("program");
  const key = `${program} ${asOf}`;
  const fleet = useLoad(`fleet ${key}`, (signal) => getFleet({ program, as_of: asOf }, signal));
  const alerts = useLoad(`alerts ${asOf}`, (signal) =>
    getAlerts({ limit: 100, as_of: asOf }, signal),
  );
  const counts = useLoad(`severities ${asOf}`, (signal) => severities(asOf, signal));
  if (overview.error) return <Failed {...overview} error={overview.error} />;
  if (!overview.value) return <Loading height={480} />;
  const { value } = overview;
  const today = alertsOf(alerts.value?.items ?? [], value.as_of);
  return (
    <>
      <h1>{asOf === null ? strings.today.title : date(value.as_of)}</h1>
      <p class="sub">{strings.today.sub(value.as_of, value.sellers, value.orders_30d)}</p>
      {value.sellers === 0 ? (
        <Empty>{strings.today.noSellers}</Empty>
      ) : (
        <>
          <ul class="strip">
            <Figure
              value={value.surely_above}
              text={strings.today.surely(value.programs.length)}
              to={href("/sellers")}
              tone={value.surely_above > 0 ? "above" : ""}
            />
            <Figure
              value={counts.value && counts.value.above + counts.value.severe}
              text={strings.today.above}
              to={href("/sellers", { severity: "above" })}
            />
            <Figure
              value={counts.value?.near ?? null}
              text={strings.today.near}
              to={href("/sellers", { severity: "near" })}
            />
            <Figure
              value={alerts.value ? today.length : null}
              text={asOf === null ? strings.today.changed : strings.today.changedThen}
            />
          </ul>
          <div class="columns">
            <div>
              <ProgramChoice program={program} />
              {fleet.error ? (
                <Failure error={fleet.error} retry={fleet.retry} />
              ) : fleet.value ? (
                program !== null && fleet.value.rows.every((row) => row.multiple === null) ? (
                  <p class="empty">
                    {strings.programs.noLineToday}{" "}
                    <a href={programHref(program)}>{strings.programs.programPage}</a>
                  </p>
                ) : (
                  <>
                    <FleetChart fleet={fleet.value} program={program} overview={value} />
                    <DistributionChart fleet={fleet.value} program={program} overview={value} />
                  </>
                )
              ) : (
                <Loading height={420} />
              )}
            </div>
            <div>
              <Changes alerts={alerts} asOf={value.as_of} overview={value} />
              <TiersChart overview={value} />
            </div>
          </div>
        </>
      )}
    </>
  );
}

const Failed = ({
  error,
  retry,
}: {
  error: Parameters<typeof Failure>[0]["error"];
  retry: () => void;
}) => (
  <>
    <h1>{strings.today.title}</h1>
    <Failure error={error} retry={retry} />
  </>
);

/** Sellers by the severity of their worst programme. */
async function severities(asOf: string | null, signal: AbortSignal) {
  const total = async (severity: string) =>
    (await getSellers({ severity, limit: 1, as_of: asOf }, signal)).total;
  const [near, above, severe] = await Promise.all([total("near"), total("above"), total("severe")]);
  return { near, above, severe };
}

function Figure(props: { value: number | null; text: string; to?: string; tone?: string }) {
  const { value, text, to, tone = "" } = props;
  const inside = (
    <>
      <strong class={tone}>{count(value)}</strong>
      <span>{text}</span>
    </>
  );
  return <li>{to ? <a href={to}>{inside}</a> : <div>{inside}</div>}</li>;
}

function ProgramChoice({ program }: { program: string | null }) {
  return (
    <label class="choice">
      {strings.program}{" "}
      <ProgramSelect
        value={program}
        onChoose={(chosen) => navigate(withQuery({ program: chosen }), { replace: true })}
      />
      {program !== null && <a href={programHref(program)}>{strings.programs.programPage}</a>}
    </label>
  );
}
