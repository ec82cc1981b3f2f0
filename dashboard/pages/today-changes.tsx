import { useState } from "preact/hooks";
import type { Alert, Overview } from "../../server/contract/api.js";
import { Confidence } from "../components/confidence.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { Mark } from "../components/standing.js";
import { alertsOf, changesFinding } from "../findings.js";
import { count, date, percent } from "../format.js";
import { sellerHref } from "../route.js";
import { useNames, useShared } from "../shared.js";
import { strings } from "../strings.js";
import type { AlertsPage } from "../types.js";
import type { Loaded } from "../use-load.js";

const FIRST = 9;

interface ChangesProps {
  alerts: Loaded<AlertsPage>;
  asOf: string;
  overview: Overview;
}

/** Who changed tier on the day looked at; failing that, the newest changes before it. */
export function Changes({ alerts, asOf, overview }: ChangesProps) {
  const isPast = useShared().asOf !== null;
  const [shown, setShown] = useState(FIRST);
  const items = (alerts.value?.items ?? []).filter((alert) => alert.as_of <= asOf);
  const today = alertsOf(items, asOf);
  const rows = today.length > 0 ? today : items;
  return (
    <section class="changes" aria-labelledby="changes">
      <h2 id="changes">{changesFinding(today.length, items.length > 0, isPast)}</h2>
      <p class="measure">
        {today.length > 0 ? strings.today.changesSub(asOf) : strings.today.changesEarlier(asOf)}
      </p>
      {alerts.error ? (
        <Failure error={alerts.error} retry={alerts.retry} />
      ) : !alerts.value ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty>{strings.today.changesNever}</Empty>
      ) : (
        <ul>
          {rows.slice(0, shown).map((alert) => (
            <Change key={alert.alert_id} alert={alert} isDated={today.length === 0} />
          ))}
        </ul>
      )}
      {rows.length > shown && (
        <button type="button" onClick={() => setShown(shown + 20)}>
          {strings.today.moreChanges} ({count(rows.length - shown)})
        </button>
      )}
      <Waiting overview={overview} />
    </section>
  );
}

function Change({ alert, isDated }: { alert: Alert; isDated: boolean }) {
  const names = useNames();
  const name = (tier: string) =>
    tier === "within" || tier === "not_scored"
      ? strings.severity[tier].toLowerCase()
      : (names.tier(alert.program, tier) ?? tier);
  return (
    <li>
      <a href={sellerHref(alert.seller_id, alert.program)}>
        <bdi>{alert.seller_name ?? alert.seller_id}</bdi>
        <span class={`standing ${alert.severity}`}>
          <Mark severity={alert.severity} />
          <span>
            {name(alert.from_tier)} → {name(alert.to_tier)}
          </span>
        </span>
        <span class="quiet">
          {isDated && `${date(alert.as_of, "dayMonth")} · `}
          {names.program(alert.program)}
          {alert.rate !== null && `, ${percent(alert.rate)}`}{" "}
          <Confidence of={names.confidence(alert.program)} isQuiet />
        </span>
      </a>
    </li>
  );
}

/** Rows that count for nobody yet, where there are any. */
function Waiting({ overview: { unattributed, quarantined } }: { overview: Overview }) {
  return (
    <>
      {unattributed > 0 && <p class="quiet">{strings.today.unattributed(unattributed)}</p>}
      {quarantined > 0 && <p class="quiet">{strings.today.quarantined(quarantined)}</p>}
    </>
  );
}
