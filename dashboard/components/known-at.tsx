import { knownAt } from "../moment.js";
import { navigate, withQuery } from "../route.js";
import { momentStrings as strings } from "../strings-moment.js";

/** Chooses the moment whose knowledge the pages show; folded while that is now. */
export function KnownAt() {
  const known = knownAt();
  const choose = (event: Event) => {
    const { value } = event.currentTarget as HTMLInputElement;
    navigate(withQuery({ known_at: value === "" ? null : `${value}Z` }));
  };
  return (
    <details class="known" open={known !== null}>
      <summary>{strings.disclosure}</summary>
      <p class="measure">{strings.about}</p>
      <label class="day">
        {strings.input} <input type="datetime-local" value={minuteOf(known)} onChange={choose} />{" "}
        {strings.zone}
      </label>
      {known !== null && <a href={withQuery({ known_at: null })}>{strings.now}</a>}
    </details>
  );
}

/** A moment as its input writes it, in UTC; empty where there is none, or it is none. */
function minuteOf(moment: string | null): string {
  const time = moment === null ? NaN : Date.parse(moment);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 16);
}
