import type { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import { getScore } from "../api.js";
import { Confidence } from "../components/confidence.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { Mark } from "../components/standing.js";
import { capital } from "../format.js";
import { href, sellerHref } from "../route.js";
import { useNames, useShared } from "../shared.js";
import { strings } from "../strings.js";
import { score as scoreText, scoreStrings as texts } from "../strings-score.js";
import { useLoad } from "../use-load.js";
import { PartsChart, TrendChart } from "./score-charts.js";
import { Levels } from "./score-levels.js";
import { Made } from "./score-made.js";
import { Preparations, Steps } from "./score-next.js";
import { useTitle } from "./use-title.js";

const DEFAULT = "service-score";

/** A seller's own score: written for the seller, and to be printed. */
export function ScorePage({ id, query }: { id: string; query: URLSearchParams }) {
  const { asOf } = useShared();
  const program = query.get("program") ?? DEFAULT;
  const found = useLoad(`score ${id} ${program} ${asOf}`, (signal) =>
    getScore(id, { program, as_of: asOf }, signal),
  );
  useTitle(found.value?.name ?? id);
  if (found.error)
    return (
      <>
        <h1>{found.error.status === 404 ? strings.seller.notFound : id}</h1>
        <Failure error={found.error} retry={found.retry} />
        <p>
          <a href={href("/sellers")}>{strings.seller.back}</a>
        </p>
      </>
    );
  if (!found.value) return <Loading height={480} />;
  return <Known score={found.value} />;
}

function Known({ score }: { score: ServiceScore }) {
  const names = useNames();
  const identity = [score.name === null ? null : score.seller_id, score.category, score.region];
  return (
    <div class="score">
      <h1>
        <bdi>{score.name ?? score.seller_id}</bdi>
      </h1>
      <p class="sub">
        <bdi>{[names.program(score.program), ...identity].filter(Boolean).join(" · ")}</bdi>{" "}
        <Confidence of={score.confidence} isQuiet />
      </p>
      <Head score={score} />
      <Lead score={score} />
      <div class="score-columns">
        <TrendChart score={score} />
        <PartsChart score={score} />
      </div>
      <div class="score-columns">
        <Steps score={score} />
        <div>
          {score.level && <Levels level={score.level} levels={score.levels} />}
          <Preparations score={score} />
        </div>
      </div>
      <Made score={score} />
      <p class="tools">
        <a href={sellerHref(score.seller_id, score.program)}>{texts.back}</a>
        <button type="button" onClick={() => print()}>
          {texts.print}
        </button>
        <span>{strings.chart.source(score.batch_id, score.as_of)}</span>
      </p>
    </div>
  );
}

/** The number, the level that holds, and what both would be alone. */
function Head({ score }: { score: ServiceScore }) {
  const { level, level_now: now } = score;
  return (
    <div class="score-head">
      <p class="score-number">
        {score.score === null ? (
          <strong class="not_scored">
            <Mark severity="not_scored" />
            {capital(texts.notScored)}
          </strong>
        ) : (
          <>
            <strong>{scoreText(score.score)}</strong> <span>{texts.of(score.maximum)}</span>
          </>
        )}
        <small>{texts.scoreOn(score.as_of)}</small>
      </p>
      {level && (
        <p class="score-level">
          <strong class={level.current.severity}>
            <Mark severity={level.current.severity} />
            {capital(level.current.name)}
          </strong>
          <small>
            {level.current.tier === "not_scored"
              ? texts.levelOn(level.current.set_on)
              : texts.levelSince(level.since, level.since_or_earlier)}
          </small>
        </p>
      )}
      {now.tier !== "not_scored" && (
        <p>
          <strong class={now.severity}>
            <Mark severity={now.severity} />
            {capital(now.name)}
          </strong>
          <small>{texts.dayAlone}</small>
        </p>
      )}
      {level && level.next.tier !== "not_scored" && (
        <p>
          <strong class={level.next.severity}>
            <Mark severity={level.next.severity} />
            {capital(level.next.name)}
          </strong>
          <small>{texts.nextOn(level.next.set_on)}</small>
        </p>
      )}
    </div>
  );
}

/** Two sentences that a tired person understands, then how the level comes and goes. */
function Lead({ score }: { score: ServiceScore }) {
  const { level, state, reason } = score;
  return (
    <>
      <p class="lead">
        {state === "not_scored" ? (
          <>
            <strong class="not_scored">{texts.unscored}</strong> {texts.unscoredMeans} {reason}
          </>
        ) : (
          <Scored score={score} />
        )}
      </p>
      {level && (
        <p class="score-says">
          {level.says.map((sentence) => (
            <span key={sentence}>{sentence} </span>
          ))}
        </p>
      )}
      {state === "scored" && score.level_now.tier === "not_scored" && (
        <Empty>{texts.unjudged}</Empty>
      )}
    </>
  );
}

function Scored({ score }: { score: ServiceScore }) {
  const { level, level_now: now, maximum } = score;
  const points = scoreText(score.score);
  const { lead } = texts;
  if (!level) return <>{lead.plain(points, maximum)}</>;
  const { current } = level;
  const isSame = current.tier === now.tier;
  return (
    <>
      <strong class={current.severity}>
        {current.tier === "not_scored" ? lead.none : lead.level(current.name)}
      </strong>{" "}
      {isSame ? lead.same(points, maximum) : lead.other(points, maximum, now.name)}
    </>
  );
}
