import type { StandingView } from "../../server/contract/api.js";
import { askedBy, gateFigure } from "../figures.js";
import { capital } from "../format.js";
import { useNames } from "../shared.js";
import { strings } from "../strings.js";

/** What each tier asks and what the seller has. */
export function Gates({ row }: { row: StandingView }) {
  const names = useNames();
  const { gateColumns: head, gate: gateNames } = strings.seller;
  if (row.gates.length === 0) return null;
  return (
    <section class="gates" aria-labelledby="gates">
      <h2 id="gates">{strings.seller.gates}</h2>
      <p class="measure">{strings.seller.gatesMeasure}</p>
      <table class="plain">
        <caption class="unseen">{strings.seller.gatesCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{head.tier}</th>
            <th scope="col">{head.gate}</th>
            <th scope="col" class="number">
              {head.value}
            </th>
            <th scope="col" class="number">
              {head.threshold}
            </th>
            <th scope="col">
              <span class="unseen">{head.met}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {row.gates.map((gate, i) => (
            <tr key={`${gate.tier} ${gate.gate}`}>
              <td>
                {row.gates[i - 1]?.tier === gate.tier
                  ? ""
                  : capital(names.tier(row.program, gate.tier) ?? gate.tier)}
              </td>
              <td>{gateNames[gate.gate]}</td>
              <td class="number">{gateFigure(row, gate, gate.value)}</td>
              <td class="number quiet">{askedBy(row, gate)}</td>
              <td>
                <span aria-hidden="true">{gate.met ? "✓" : "–"}</span>
                <span class="unseen">{gate.met ? strings.seller.yes : strings.seller.no}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
