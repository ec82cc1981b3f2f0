import type { ServiceScore } from "../../analytics/4_standings/service-score/contract.js";
import { Mark } from "../components/standing.js";
import { Empty } from "../components/notice.js";
import { sellerHref } from "../route.js";
import { score as scoreText, scoreStrings as texts } from "../strings-score.js";

/** What to do next: the parts with points to win back, and what counted in them. */
export function Steps({ score }: { score: ServiceScore }) {
  const { next_steps: steps, parts, state } = score;
  return (
    <section aria-labelledby="next">
      <h2 id="next">{texts.next}</h2>
      {steps.length === 0 ? (
        <Empty>{state === "not_scored" ? texts.waitNext : texts.nothingNext}</Empty>
      ) : (
        <>
          <p class="measure">{texts.nextMeasure}</p>
          <ol class="score-steps">
            {steps.map((step) => {
              const part = parts.find((each) => each.part === step.part);
              const isListed = part && part.counts !== "metric" && part.numerator > 0;
              return (
                <li key={step.part}>
                  <h3>
                    {step.name} {step.gain > 0 && <span>{texts.gain(scoreText(step.gain))}</span>}
                  </h3>
                  <p>{step.next_step}</p>
                  <p class="quiet">
                    {step.says.map((sentence) => (
                      <span key={sentence}>{sentence} </span>
                    ))}
                    {isListed && (
                      <a href={sellerHref(score.seller_id, score.program)}>
                        {texts.counted(part.numerator)}
                      </a>
                    )}
                  </p>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}

const SEVERITY = { weak: "above", fine: "within", unknown: "not_scored" } as const;

/** Which preparations the seller's own numbers say are weak (R19). */
export function Preparations({ score }: { score: ServiceScore }) {
  const { preparations } = score;
  if (preparations.length === 0) return null;
  return (
    <section aria-labelledby="preparations">
      <h2 id="preparations">{texts.preparations}</h2>
      <p class="measure">{texts.preparationsMeasure}</p>
      <ul class="score-preparations">
        {preparations.map((each) => (
          <li key={each.preparation}>
            <span class={`standing ${SEVERITY[each.state]}`}>
              <Mark severity={SEVERITY[each.state]} />
              {texts.preparation[each.state]}
            </span>
            <div>
              <h3>{each.name}</h3>
              <p class="quiet">{each.says}</p>
              {each.state === "weak" && <p>{each.next_step}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
