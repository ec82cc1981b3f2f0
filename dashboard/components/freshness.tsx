import type { Overview } from "../../server/contract/api.js";
import { count, date, daysBetween } from "../format.js";
import { navigate, withQuery } from "../route.js";
import { strings } from "../strings.js";

const LATE_AFTER = 2;

/** In words: which feeds end more than two days before the day that is judged. */
function stateOf({ as_of, feeds }: Overview): { text: string; isLate: boolean } {
  if (feeds.length === 0) return { text: strings.fresh.noFeeds, isLate: true };
  const late = feeds.flatMap(({ feed, latest_event_at: latest, facts }) => {
    const days = latest && facts > 0 ? daysBetween(latest, as_of) : 0;
    return days > LATE_AFTER ? [{ feed, days }] : [];
  });
  const [first] = late.toSorted((a, b) => b.days - a.days);
  if (!first) return { text: strings.fresh.all, isLate: false };
  return {
    text:
      late.length === 1
        ? strings.fresh.behind(first.feed, first.days)
        : strings.fresh.more(late.length),
    isLate: true,
  };
}

/** The day that is judged and how far the feeds reach; opens to a table of feeds. */
export function Freshness({ overview, isPast }: { overview: Overview; isPast: boolean }) {
  const { text, isLate } = stateOf(overview);
  const { columns } = strings.fresh;
  return (
    <details class="fresh">
      <summary class={isLate ? "late" : ""}>
        {strings.fresh.asOf(overview.as_of)} · {text}
      </summary>
      <div class="sheet">
        <h2>{strings.fresh.title}</h2>
        <table class="plain">
          <caption class="unseen">{strings.fresh.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.feed}</th>
              <th scope="col" class="number">
                {columns.facts}
              </th>
              <th scope="col">{columns.latest}</th>
              <th scope="col">{columns.recorded}</th>
            </tr>
          </thead>
          <tbody>
            {overview.feeds.map((feed) => (
              <tr key={feed.feed}>
                <td>{feed.feed}</td>
                <td class="number">{count(feed.facts)}</td>
                <td>{date(feed.latest_event_at)}</td>
                <td>{date(feed.recorded_at, "time")}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <label class="day">
          {strings.fresh.day}{" "}
          <input
            type="date"
            value={overview.as_of}
            onChange={(event) => navigate(withQuery({ as_of: event.currentTarget.value }))}
          />
        </label>
        {isPast && <a href={withQuery({ as_of: null })}>{strings.fresh.latest}</a>}
      </div>
    </details>
  );
}
