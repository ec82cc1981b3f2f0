import type { Overview } from "../../server/contract/api.js";
import { freshness } from "../findings.js";
import { count, date } from "../format.js";
import { isProjected, knownAt } from "../moment.js";
import { navigate, withQuery } from "../route.js";
import { momentStrings } from "../strings-moment.js";
import { strings } from "../strings.js";
import { KnownAt } from "./known-at.js";

interface FreshnessProps {
  overview: Overview;
  isPast: boolean;
  /** Whether the page can show the next evaluation. */
  hasEvaluations: boolean;
}

/** The day that is judged and how far the feeds reach; opens to a table of feeds. */
export function Freshness({ overview, isPast, hasEvaluations }: FreshnessProps) {
  const { text, isLate } = freshness(overview);
  const { columns } = strings.fresh;
  const known = knownAt();
  return (
    <details class="fresh">
      <summary class={isLate ? "late" : ""}>
        {strings.fresh.asOf(overview.as_of)}
        {known !== null && `, ${momentStrings.asKnown(known)}`}
        {hasEvaluations && isProjected() && `, ${momentStrings.projected}`} · {text}
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
        {hasEvaluations && (
          <p class="day">
            <a href={withQuery({ evaluation: isProjected() ? null : "projected" })}>
              {isProjected() ? momentStrings.toCurrent : momentStrings.toProjected}
            </a>
          </p>
        )}
        <KnownAt />
      </div>
    </details>
  );
}
