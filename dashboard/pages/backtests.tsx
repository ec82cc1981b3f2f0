import { useEffect } from "preact/hooks";
import { deleteBacktest, getBacktests, type BacktestJob } from "../api-backtests.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { href, navigate, withQuery } from "../route.js";
import { useShared } from "../shared.js";
import { backtest as texts } from "../strings-backtest.js";
import { useBacktest, type Following } from "../use-backtest.js";
import { useLoad } from "../use-load.js";
import { BacktestForm } from "./backtest-form.js";
import { BacktestReport } from "./backtest-report.js";
import { useTitle } from "./use-title.js";

/** Compares two programmes, or a proposed change, over days gone by; `id` in the address is the one shown. */
export function BacktestsPage({ query }: { query: URLSearchParams }) {
  useTitle(texts.title);
  const { overview } = useShared();
  const id = query.get("id");
  const following = useBacktest(id);
  const list = useLoad("backtests", async (signal) => (await getBacktests(signal)).items);
  const status = following.backtest?.status;
  useEffect(() => {
    if (id !== null) list.retry();
  }, [id, status]);
  return (
    <>
      <h1>{texts.title}</h1>
      <p class="sub">{texts.sub}</p>
      {overview.error && <Failure error={overview.error} retry={overview.retry} />}
      {!overview.value && !overview.error && <Loading height={220} />}
      {overview.value && (
        <BacktestForm
          overview={overview.value}
          shown={following.backtest}
          onStarted={(job) => navigate(withQuery({ id: job.id }))}
        />
      )}
      {id !== null ? <Shown following={following} /> : <Empty>{texts.nothing}</Empty>}
      {list.value && <Earlier jobs={list.value} current={id} onGone={list.retry} />}
    </>
  );
}

function Shown({ following: { backtest, error, retry } }: { following: Following }) {
  if (error?.status === 404)
    return (
      <div class="failure" role="alert">
        <p>
          <strong>{texts.missing}.</strong> {texts.cancelled}
        </p>
      </div>
    );
  if (error) return <Failure error={error} retry={retry} />;
  if (!backtest) return <Loading />;
  if (backtest.status === "failed")
    return (
      <div class="failure" role="alert">
        <p>
          <strong>{texts.failed}.</strong> {backtest.error}
        </p>
      </div>
    );
  if (backtest.result) return <BacktestReport backtest={backtest} result={backtest.result} />;
  return <Underway job={backtest} />;
}

/** How far it is, and the way to stop it. */
function Underway({ job }: { job: BacktestJob }) {
  const stop = async () => {
    await deleteBacktest(job.id);
    navigate(withQuery({ id: null }));
  };
  return (
    <section class="underway" aria-live="polite">
      <p>
        {job.stage === null ? texts.queued : texts.stages[job.stage]}…
        <span class="quiet">
          {" "}
          {pairOf(job)}, {texts.range(job.from, job.to)}
        </span>
      </p>
      <progress value={job.progress} max={1} aria-label={texts.title} />
      <button type="button" onClick={() => void stop()}>
        {texts.cancel}
      </button>
    </section>
  );
}

/** By name; by id where both have the same. */
const pairOf = ({ program, against, program_name: a, against_name: b }: BacktestJob) =>
  a === b ? texts.pair(program, against) : texts.pair(a, b);

interface EarlierProps {
  jobs: readonly BacktestJob[];
  current: string | null;
  onGone: () => void;
}

function Earlier({ jobs, current, onGone }: EarlierProps) {
  const others = jobs.filter(({ id }) => id !== current);
  if (others.length === 0) return null;
  const remove = async (id: string) => {
    await deleteBacktest(id);
    onGone();
  };
  return (
    <section>
      <h2>{texts.earlier}</h2>
      <p class="measure">{texts.earlierMeasure}</p>
      <ul class="earlier">
        {others.map((job) => {
          const pair = pairOf(job);
          const word = texts.state[job.status];
          return (
            <li key={job.id}>
              <a href={href("/backtests", { id: job.id })}>{pair}</a>
              <span class="quiet">
                {texts.range(job.from, job.to)}
                {word && ` · ${word}`}
              </span>
              <button
                type="button"
                class="plain-button"
                aria-label={texts.remove(pair)}
                onClick={() => void remove(job.id)}
              >
                {texts.removeShort}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
