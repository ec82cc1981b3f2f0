import { Standing } from "../components/standing.js";
import { count, multiple } from "../format.js";
import { sellerHref } from "../route.js";
import { useNames } from "../shared.js";
import { strings } from "../strings.js";
import type { SellerRow } from "../../server/contract/api.js";

const SHOWN = 30;

/** The sellers in the box that was drawn on the fleet. */
export function Chosen({ rows, clear }: { rows: readonly SellerRow[]; clear: () => void }) {
  const names = useNames();
  return (
    <section class="chosen" aria-live="polite">
      <p class="measure">
        {strings.today.chosen(rows.length)}{" "}
        <button type="button" class="plain-button" onClick={clear}>
          {strings.today.unchoose}
        </button>
      </p>
      <ul>
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.seller_id}>
            <a href={sellerHref(row.seller_id, row.program)}>
              <bdi>{row.name ?? row.seller_id}</bdi>
              <span class="quiet">{multiple(row.multiple)}</span>
              <Standing row={row} tierName={names.tier(row.program, row.tier)} />
            </a>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p class="quiet">{strings.today.chosenMore(count(rows.length - SHOWN))}</p>
      )}
    </section>
  );
}
