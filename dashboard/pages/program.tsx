import type { ProgramPage as Page } from "../../server/contract/programs.js";
import { getFleet, getProgram } from "../api.js";
import { Confidence } from "../components/confidence.js";
import { Failure, Loading } from "../components/notice.js";
import { isProjected } from "../moment.js";
import { href } from "../route.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";
import { useLoad } from "../use-load.js";
import { LeavesOut, Sources, Versions } from "./program-sources.js";
import { ProgramDistribution, ProgramSellers } from "./program-sellers.js";
import { Says, Tiers } from "./program-words.js";
import { useTitle } from "./use-title.js";

/** One programme: what it says, who is near and above it, and where its figures are from. */
export function ProgramPage({ id }: { id: string }) {
  const { asOf } = useShared();
  const page = useLoad(`program ${id} ${asOf}`, (signal) =>
    getProgram(id, { as_of: asOf }, signal),
  );
  useTitle(page.value?.name ?? id);
  if (page.error)
    return (
      <>
        <h1>{page.error.status === 404 ? strings.programs.notFound : id}</h1>
        <Failure error={page.error} retry={page.retry} />
        <p>
          <a href={href("/programs")}>{strings.programs.back}</a>
        </p>
      </>
    );
  if (!page.value) return <Loading height={480} />;
  return <Known page={page.value} isCurrent={!page.loading} />;
}

interface KnownProps {
  page: Page;
  /** Whether it is of the moment that the address asks for, and not of the one before. */
  isCurrent: boolean;
}

function Known({ page, isCurrent }: KnownProps) {
  const texts = strings.programs;
  const { id, owner, region, kind, version, summary, confidence, scored } = page;
  const key = scored > 0 && isCurrent ? `fleet ${id} ${page.as_of}` : null;
  const fleet = useLoad(key, (signal) => getFleet({ program: id, as_of: page.as_of }, signal));
  const sellers = isCurrent && !fleet.loading ? fleet.value : null;
  const above = page.tiers
    .filter(({ severity }) => severity === "above" || severity === "severe")
    .reduce((sum, { sellers }) => sum + sellers, 0);
  const near =
    page.near +
    page.tiers
      .filter(({ severity }) => severity === "near")
      .reduce((sum, { sellers }) => sum + sellers, 0);
  return (
    <>
      <div class="heading">
        <h1>{page.name}</h1>
        <a class="button" href={href("/backtests", { program: id })} title={texts.compareAbout}>
          {texts.compare}
        </a>
      </div>
      <p class="sub">
        {texts.identity(owner, region, texts.kinds[kind])} · {texts.version(version)} ·{" "}
        {texts.evaluated(page.evaluated_on, isProjected())} <Confidence of={confidence} />
      </p>
      <p class="lead">
        <strong
          class={scored === 0 ? "not_scored" : above > 0 ? "above" : near > 0 ? "near" : "within"}
        >
          {page.in_force ? texts.judges(scored, above, near) : texts.noVersion}
        </strong>{" "}
        {summary}
      </p>
      <div class="columns">
        <div>
          {scored > 0 &&
            (fleet.error ? (
              <Failure error={fleet.error} retry={fleet.retry} />
            ) : sellers ? (
              <>
                <ProgramDistribution page={page} fleet={sellers} />
                <ProgramSellers page={page} rows={sellers.rows} counts={{ above, near }} />
              </>
            ) : (
              <Loading height={420} />
            ))}
          <Tiers page={page} />
          <Versions page={page} />
        </div>
        <div>
          <Says page={page} />
          <LeavesOut page={page} />
        </div>
      </div>
      <Sources page={page} />
    </>
  );
}
