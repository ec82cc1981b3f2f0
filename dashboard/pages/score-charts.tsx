import type {
  ServiceScore,
  ServiceScorePart,
} from "../../analytics/4_standings/service-score/contract.js";
import { scoreOverTime } from "../charts/score-over-time.js";
import { scoreParts } from "../charts/score-parts.js";
import { ChartFrame } from "../components/chart-frame.js";
import { partsFinding, trendFinding } from "../findings-score.js";
import { capital, count, date } from "../format.js";
import { strings } from "../strings.js";
import { rate, score as scoreText, scoreStrings as texts } from "../strings-score.js";

const { columns } = texts;
const nameOf = (score: ServiceScore, tier: string) =>
  score.levels.find((level) => level.tier === tier)?.name ?? texts.notScored;

/** The score day by day over the levels. */
export function TrendChart({ score }: { score: ServiceScore }) {
  const { items, levels, maximum, level } = score;
  const [first] = items;
  const sets = (level?.history ?? []).filter(
    ({ set_on }) => first !== undefined && set_on >= first.as_of,
  );
  const last = items.findLast((day) => day.score !== null);
  const severity =
    levels.find(({ tier }) => tier === last?.tier)?.severity ?? score.level_now.severity;
  return (
    <ChartFrame
      title={trendFinding(items, levels)}
      measure={texts.chart.trendMeasure(items.length)}
      name={`plimsoll-${score.seller_id}-${score.program}-score`}
      draw={(width) => scoreOverTime(items, { width, bands: levels, sets, maximum, severity })}
      version={score}
      snap="x"
      points={(i) => {
        const day = items[i]!;
        return {
          title: date(day.as_of),
          lines: [scoreText(day.score), capital(nameOf(score, day.tier))],
        };
      }}
      table={{
        head: [columns.day, columns.score, columns.level],
        rows: items.map((day) => [day.as_of, day.score, nameOf(score, day.tier)]),
      }}
      empty={last ? null : texts.chart.noTrend}
      source={strings.chart.source(score.batch_id, score.as_of)}
    />
  );
}

/** What a part compares, in words; or why it does not. */
function says(part: ServiceScorePart): string {
  if (part.reason !== null) return part.reason;
  const own = rate(part, part.rate);
  return part.peer_rate === null ? own : texts.says.compared(own, rate(part, part.peer_rate));
}

/** What each part gives, against what it would at the average of the seller's peers. */
export function PartsChart({ score }: { score: ServiceScore }) {
  const rows = score.parts.map((part) => ({ ...part, says: says(part) }));
  return (
    <ChartFrame
      title={partsFinding(score)}
      measure={texts.chart.partsMeasure}
      name={`plimsoll-${score.seller_id}-${score.program}-parts`}
      draw={(width) => scoreParts(rows, { width })}
      version={score}
      points={(i) => {
        const part = rows[i]!;
        return {
          title: part.name,
          lines: [
            ...(part.effective_points === null
              ? [texts.notScored]
              : [
                  texts.chart.of(
                    scoreText(part.effective_points),
                    scoreText(part.effective_weight),
                  ),
                ]),
            part.says,
            texts.part.counted(count(part.numerator), count(part.denominator)),
          ],
        };
      }}
      table={{
        head: [
          columns.part,
          columns.points,
          columns.of,
          columns.atAverage,
          columns.own,
          columns.peers,
          columns.counted,
          columns.outOf,
          columns.why,
        ],
        rows: rows.map((part) => [
          part.name,
          part.effective_points,
          part.effective_weight,
          part.effective_at_average,
          part.rate,
          part.peer_rate,
          part.numerator,
          part.denominator,
          part.reason,
        ]),
      }}
      empty={rows.length === 0 ? texts.chart.noParts : null}
      source={strings.chart.source(score.batch_id, score.as_of)}
    />
  );
}
