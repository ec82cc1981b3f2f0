import type { ProgramPage } from "../../server/contract/programs.js";
import { Prose, Sentences } from "../components/prose.js";
import { Mark } from "../components/standing.js";
import { capital, count } from "../format.js";
import { href } from "../route.js";
import { strings } from "../strings.js";

/** What is counted, over which days and with which exceptions, in sentences. */
export function Says({ page }: { page: ProgramPage }) {
  const texts = strings.programs;
  const { words } = page;
  return (
    <section class="says" aria-labelledby="says">
      <h2 id="says">{texts.says}</h2>
      <Sentences
        of={[...words.formula, words.window, words.evaluation, ...words.notes, words.confidence]}
      />
      {words.rules.length > 0 && (
        <>
          <h2>{page.kind === "score" ? texts.parts : texts.rules}</h2>
          {words.rules.map(({ id, name, formula, window, gives }) => (
            <details key={id}>
              <summary>{capital(name)}</summary>
              <Sentences of={[...formula, window, ...gives]} />
            </details>
          ))}
        </>
      )}
      {words.fees.length > 0 && (
        <>
          <h2>{texts.fees}</h2>
          <Sentences of={words.fees} />
        </>
      )}
    </section>
  );
}

/** What each tier asks and how many are in it; sets of lines one after the other. */
export function Tiers({ page }: { page: ProgramPage }) {
  const texts = strings.programs;
  const { words, tiers, lines_sellers, near } = page;
  const sellersOf = (id: string) => tiers.find(({ tier }) => tier === id)?.sellers ?? 0;
  const isOneSet = words.lines.length === 1;
  const without = lines_sellers.find(({ lines }) => lines === null)?.sellers ?? 0;
  return (
    <section aria-labelledby="tiers">
      <h2 id="tiers">{texts.tiers}</h2>
      <table class="plain tiers">
        <caption class="unseen">{texts.tiersCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.tierColumns.tier}</th>
            <th scope="col">{texts.tierColumns.asks}</th>
            <th scope="col" class="number">
              {texts.tierColumns.sellers}
            </th>
          </tr>
        </thead>
        {words.lines.map((line, index) => (
          <tbody key={line.id}>
            {!isOneSet && (
              <tr class="owner">
                <th scope="rowgroup" colSpan={3}>
                  {texts.setOf(
                    line.who,
                    lines_sellers.find(({ lines }) => lines === line.id)?.sellers ?? 0,
                  )}
                  {line.note !== null && <span class="quiet"> {line.note}</span>}
                </th>
              </tr>
            )}
            {line.tiers.map(({ tier, name, severity, asks, leave, consequence }) => (
              <tr key={tier}>
                <td>
                  <span class={`standing ${severity}`}>
                    <Mark severity={severity} />
                    {capital(name)}
                  </span>
                </td>
                <td>
                  <Prose>{[asks, leave].filter(Boolean).join(" ")}</Prose>
                  {consequence !== null && (
                    <p class="quiet">
                      <Prose>{consequence}</Prose>
                    </p>
                  )}
                </td>
                <td class="number">
                  {index === 0 && <Count page={page} tier={tier} sellers={sellersOf(tier)} />}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
        <tbody>
          <tr>
            <td>
              <span class="standing within">
                <Mark severity="within" />
                {capital(texts.within)}
              </span>
            </td>
            <td class="quiet">{near > 0 ? texts.nearTitle(near) : ""}</td>
            <td class="number">
              <Count page={page} tier="within" sellers={sellersOf("within")} />
            </td>
          </tr>
          <tr>
            <td>
              <span class="standing not_scored">
                <Mark severity="not_scored" />
                {capital(texts.notScored)}
              </span>
            </td>
            <td class="quiet">{without > 0 ? texts.withoutLines(without) : ""}</td>
            <td class="number">
              <Count page={page} tier="not_scored" sellers={sellersOf("not_scored")} />
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Count({ page, tier, sellers }: { page: ProgramPage; tier: string; sellers: number }) {
  if (sellers === 0) return <span class="quiet">–</span>;
  return <a href={href("/sellers", { program: page.id, tier })}>{count(sellers)}</a>;
}
