import type { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import { Confidence } from "../components/confidence.js";
import { daysBetween } from "../format.js";
import { useShared } from "../shared.js";
import { score as scoreText, scoreStrings as texts } from "../strings-score.js";

const { columns } = texts;

/** How the score is made: weights, days, floors, how well all of it is known and from where. */
export function Made({ score }: { score: ServiceScore }) {
  const { programs } = useShared();
  const program = programs.value?.find(({ id }) => id === score.program);
  return (
    <section aria-labelledby="made" class="score-made">
      <h2 id="made">{texts.made}</h2>
      {program && <p>{program.summary}</p>}
      {score.parts.length > 0 && <Parts score={score} />}
      <p>{texts.shares}</p>
      <p>
        <Confidence of={score.confidence} /> {texts.confidence[score.confidence]}
      </p>
      {program && program.leaves_out.length > 0 && (
        <>
          <h3>{texts.leavesOut}</h3>
          <ul>
            {program.leaves_out.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      {program && program.sources.length > 0 && (
        <>
          <h3>{texts.sources}</h3>
          <ul>
            {program.sources.map(({ address, retrieved, confidence, note }) => (
              <li key={address}>
                {[note, address, texts.source(retrieved, confidence)].filter(Boolean).join(" · ")}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Parts({ score }: { score: ServiceScore }) {
  return (
    <table class="plain">
      <caption class="unseen">{texts.madeCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.part}</th>
          <th scope="col" class="number">
            {columns.weight}
          </th>
          <th scope="col">{columns.window}</th>
          <th scope="col">{columns.floor}</th>
        </tr>
      </thead>
      <tbody>
        {score.parts.map((part) => (
          <tr key={part.part}>
            <td>{part.name}</td>
            <td class="number">{scoreText(part.weight)}</td>
            <td>{texts.window(daysBetween(part.window_start, part.window_end))}</td>
            <td>{texts.floor(part.floor, part.counts === "orders")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
