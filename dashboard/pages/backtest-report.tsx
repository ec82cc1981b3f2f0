import type { BacktestResult } from "../../analytics/4_standings/backtest/contract.js";
import { backtestPath, type Backtest } from "../api-backtests.js";
import { leadFinding, namesOf } from "../findings-backtest.js";
import { backtest as texts } from "../strings-backtest.js";
import { ByDayChart, OverlapChart, SpellsChart } from "./backtest-charts.js";
import { BacktestSellers } from "./backtest-sellers.js";
import { BacktestSummary } from "./backtest-summary.js";

/** What came of a backtest: in words, side by side, in pictures, and seller by seller. */
export function BacktestReport({
  backtest,
  result,
}: {
  backtest: Backtest;
  result: BacktestResult;
}) {
  const names = namesOf(result);
  const isAsked = result.knowledge_chosen === "asked";
  const partly = (["a", "b"] as const).filter(
    (side) => result[side].windows_full_from !== result.from,
  );
  return (
    <article class="report">
      <p class="lead">
        {leadFinding(result).map((sentence) => (
          <span key={sentence}>{sentence} </span>
        ))}
      </p>
      <p class="sub">
        A: {names.a} · B: {names.b} · {texts.range(result.from, result.to)}
      </p>
      <p class="sub">
        {texts.knowledge[result.knowledge](isAsked, result.first_batch_recorded)}{" "}
        {partly.map((side) => (
          <span key={side}>{texts.partly(texts.by[side], result[side].windows_full_from)} </span>
        ))}
      </p>
      <BacktestSummary result={result} />
      <ByDayChart result={result} />
      <OverlapChart result={result} />
      <SpellsChart result={result} />
      <BacktestSellers result={result} path={backtestPath(backtest.id)} />
    </article>
  );
}
