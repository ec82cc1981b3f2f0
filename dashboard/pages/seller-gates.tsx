import type { StandingView } from "../../server/contract/api.js";
import { capital, count, money, percent } from "../format.js";
import { useNames } from "../shared.js";
import { strings } from "../strings.js";

type Gate = StandingView["gates"][number];

/** Compared as numbers also where a programme is over money. */
const COUNTED: ReadonlySet<Gate["gate"]> = new Set(["distinct_buyers", "denominator_count"]);

/** What each tier asks and what the seller has. */
export function Gates({ row }: { row: StandingView }) {
  const names = useNames();
  const currency = names.currency(row.program);
  const text = (gate: Gate, value: number | null) => {
    if (value === null) return "–";
    if (gate.gate === "rate" || gate.gate === "rate_low") return percent(value);
    const isMoney = gate.gate === "amount" || (currency && !COUNTED.has(gate.gate));
    return isMoney ? money(value, currency ?? "USD") : count(value);
  };
  const { gateColumns: head, gate: gateNames } = strings.seller;
  return (
    <section class="gates" aria-labelledby="gates">
      <h2 id="gates">{strings.seller.gates}</h2>
      <p class="measure">
        {[names.summary(row.program), strings.seller.gatesMeasure].filter(Boolean).join(" ")}
      </p>
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
              <td class="number">{text(gate, gate.value)}</td>
              <td class="number quiet">{text(gate, gate.threshold)}</td>
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
