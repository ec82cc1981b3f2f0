import { Confidence } from "../components/confidence.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { count, percent } from "../format.js";
import { isProjected } from "../moment.js";
import {
  aboveIn,
  groupPrograms,
  nearIn,
  scoredIn,
  troubled,
  type ProgramState,
} from "../programs.js";
import { href, programHref } from "../route.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";
import { useTitle } from "./use-title.js";

/** Every programme by its owner, with its line and who is above it; those that judge nobody folded. */
export function ProgramsPage() {
  const texts = strings.programs;
  useTitle(texts.title);
  const { overview } = useShared();
  if (overview.error)
    return (
      <>
        <h1>{texts.title}</h1>
        <Failure error={overview.error} retry={overview.retry} />
      </>
    );
  if (!overview.value) return <Loading height={480} />;
  const { programs } = overview.value;
  const { owners, unscored, notInForce } = groupPrograms(programs);
  const all = new Set(programs.map(({ owner }) => owner)).size;
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="sub">{texts.sub(programs.length, all)}</p>
      <section aria-labelledby="all-programs">
        <h2 id="all-programs">{texts.finding(troubled(programs).length, programs.length)}</h2>
        <p class="measure">{texts.measure(isProjected())}</p>
        {programs.length === 0 && <Empty>{texts.none}</Empty>}
        {owners.length > 0 && <Listed groups={owners} />}
      </section>
      <Folded summary={texts.foldUnscored(unscored.length)} programs={unscored} />
      <Folded summary={texts.foldNotInForce(notInForce.length)} programs={notInForce} />
    </>
  );
}

interface Group {
  owner: string | null;
  programs: readonly ProgramState[];
}

function Listed({ groups }: { groups: readonly Group[] }) {
  const { columns, about, caption } = strings.programs;
  return (
    <table class="data programs">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.program}</th>
          <th scope="col">
            <About text={about.confidence}>{columns.confidence}</About>
          </th>
          <th scope="col" class="from-1200">
            <About text={about.kind}>{columns.kind}</About>
          </th>
          <th scope="col" class="number">
            <About text={strings.about.line}>{columns.line}</About>
          </th>
          <th scope="col" class="number">
            {columns.above}
          </th>
          <th scope="col" class="number">
            {columns.near}
          </th>
          <th scope="col" class="number">
            <About text={about.scored}>{columns.scored}</About>
          </th>
        </tr>
      </thead>
      {groups.map(({ owner, programs }) => (
        <tbody key={owner}>
          {owner !== null && (
            <tr class="owner">
              <th scope="rowgroup" colSpan={7}>
                {owner}
              </th>
            </tr>
          )}
          {programs.map((program) => (
            <Row key={program.program} program={program} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

const About = ({ text, children }: { text: string; children: string }) => (
  <span tabIndex={0} data-about={text} aria-description={text}>
    {children}
  </span>
);

function Row({ program }: { program: ProgramState }) {
  const { columns, kinds } = strings.programs;
  const [above, near, scored] = [aboveIn(program), nearIn(program), scoredIn(program)];
  const sellers = (severity: string) => href("/sellers", { program: program.program, severity });
  return (
    <tr>
      <td class="first">
        <a class="name" href={programHref(program.program)}>
          {program.name}
        </a>
      </td>
      <td class="end">
        <Confidence of={program.confidence} />
      </td>
      <td class="from-1200 hidden">
        <span class="quiet">{kinds[program.kind]}</span>
      </td>
      <td class="number labelled" data-label={columns.line}>
        <span class="quiet">{percent(program.line_rate)}</span>
      </td>
      <td class="number labelled" data-label={columns.above}>
        {above === 0 ? (
          <span class="quiet">–</span>
        ) : (
          <a class="above" href={href("/sellers", { program: program.program })}>
            {count(above)}
          </a>
        )}
      </td>
      <td class="number labelled" data-label={columns.near}>
        {near === 0 ? (
          <span class="quiet">–</span>
        ) : (
          <a class="near" href={sellers("near")}>
            {count(near)}
          </a>
        )}
      </td>
      <td class="number labelled" data-label={columns.scored}>
        <span class="quiet">{count(scored)}</span>
      </td>
    </tr>
  );
}

function Folded({ summary, programs }: { summary: string; programs: readonly ProgramState[] }) {
  if (programs.length === 0) return null;
  const owners = [...new Set(programs.map(({ owner }) => owner))];
  const groups = owners.map((owner) => ({
    owner,
    programs: programs.filter((each) => each.owner === owner),
  }));
  return (
    <details class="folded">
      <summary>{summary}</summary>
      <Listed groups={groups} />
    </details>
  );
}
