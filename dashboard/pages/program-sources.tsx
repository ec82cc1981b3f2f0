import type { ProgramPage } from "../../server/contract/programs.js";
import { Prose, Sentences } from "../components/prose.js";
import { date } from "../format.js";
import { strings } from "../strings.js";

/** When each version holds, and what it changed. */
export function Versions({ page: { versions } }: { page: ProgramPage }) {
  const texts = strings.programs;
  const { version, from, until, changes } = texts.versionColumns;
  const hasChanges = versions.some((each) => each.changes.length > 0);
  return (
    <section class="stacked" aria-labelledby="versions">
      <h2 id="versions">{texts.versions}</h2>
      <table class="plain">
        <caption class="unseen">{texts.versionsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{version}</th>
            <th scope="col">{from}</th>
            <th scope="col">{until}</th>
            {hasChanges && <th scope="col">{changes}</th>}
          </tr>
        </thead>
        <tbody>
          {versions.map((each) => (
            <tr key={each.version} aria-current={each.in_force ? "true" : undefined}>
              <td class="nowrap">
                {each.version}
                {each.in_force && <span class="quiet"> {texts.inForce}</span>}
              </td>
              <td class="nowrap" data-label={from}>
                {each.from === null ? texts.ever : date(each.from)}
              </td>
              <td class="nowrap" data-label={until}>
                {each.until === null ? texts.open : date(each.until)}
              </td>
              {hasChanges && (
                <td class="whole">
                  {each.changes.map((change) => (
                    <p key={change}>
                      <Prose>{change}</Prose>
                    </p>
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the published programme asks and this one does not judge. */
export function LeavesOut({ page: { leaves_out } }: { page: ProgramPage }) {
  const texts = strings.programs;
  return (
    <section class="says" aria-labelledby="leaves-out">
      <h2 id="leaves-out">{texts.leavesOut}</h2>
      {leaves_out.length === 0 ? (
        <p class="quiet">{texts.leavesNothing}</p>
      ) : (
        <Sentences of={leaves_out} />
      )}
    </section>
  );
}

/** Where the figures are from. */
export function Sources({ page: { sources } }: { page: ProgramPage }) {
  const texts = strings.programs;
  const columns = texts.sourceColumns;
  return (
    <section class="stacked" aria-labelledby="sources">
      <h2 id="sources">{texts.sources}</h2>
      <p class="measure">{texts.grades}</p>
      <table class="plain">
        <caption class="unseen">{texts.sourcesCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.address}</th>
            <th scope="col">{columns.confidence}</th>
            <th scope="col">{columns.retrieved}</th>
            <th scope="col">{columns.note}</th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ address, confidence, retrieved, note }) => (
            <tr key={address}>
              <td class="whole">
                <bdi class="id">{address}</bdi>
              </td>
              <td>{confidence}</td>
              <td class="nowrap">{date(retrieved)}</td>
              <td class="whole">{note !== undefined && <Prose>{note}</Prose>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
