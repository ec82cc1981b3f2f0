import type {
  LevelBand,
  ServiceScoreLevel,
  ServiceScoreMonth,
} from "../../analytics/4_standings/service-score/contract.js";
import { Mark } from "../components/standing.js";
import { capital, date } from "../format.js";
import { score as scoreText, scoreStrings as texts } from "../strings-score.js";

const { columns } = texts;
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const ENDINGS: Record<string, string> = { one: "st", two: "nd", few: "rd" };
const ordinal = (n: number) => `${n}${ENDINGS[ordinals.select(n)] ?? "th"}`;

/** The level to come and the last six, newest first, with what each was made of. */
export function Levels({
  level,
  levels,
}: {
  level: ServiceScoreLevel;
  levels: readonly LevelBand[];
}) {
  const consequences = levels.filter(({ consequence }) => consequence !== null);
  return (
    <section aria-labelledby="levels">
      <h2 id="levels">{texts.levels}</h2>
      <p class="measure">{texts.levelsMeasure(ordinal(level.day))}</p>
      <table class="plain score-levels">
        <caption class="unseen">{texts.levelsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.setOn}</th>
            <th scope="col">{columns.month}</th>
            <th scope="col" class="number">
              {columns.average}
            </th>
            <th scope="col" class="number">
              {columns.days}
            </th>
            <th scope="col">{columns.level}</th>
          </tr>
        </thead>
        <tbody>
          <Month month={level.next} isOpen={level.next.days_left > 0} />
          {level.history.map((month) => (
            <Month key={month.set_on} month={month} isOpen={false} />
          ))}
        </tbody>
      </table>
      {consequences.map(({ tier, name, consequence }) => (
        <p key={tier} class="measure">
          {capital(name)}: {consequence}
        </p>
      ))}
    </section>
  );
}

function Month({ month, isOpen }: { month: ServiceScoreMonth; isOpen: boolean }) {
  const { severity, name } = month;
  return (
    <tr class={isOpen ? "quiet" : ""}>
      <td>{date(month.set_on)}</td>
      <td>
        {date(month.month, "month")}
        {isOpen && `, ${texts.soFar}`}
      </td>
      <td class="number">{scoreText(month.average)}</td>
      <td class="number">{texts.part.counted(String(month.scored_days), String(month.days))}</td>
      <td>
        <span class={`standing ${severity}`}>
          <Mark severity={severity} />
          {capital(name)}
        </span>
      </td>
    </tr>
  );
}
