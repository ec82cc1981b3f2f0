import { useEffect, useState } from "preact/hooks";
import type { Severity } from "../../analytics/4_standings/standing.js";
import { ProgramSelect } from "../components/program-select.js";
import { navigate, withQuery } from "../route.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";

const SEVERITIES: Severity[] = ["severe", "above", "near", "within", "not_scored"];

const SORTS = [
  "worst",
  "multiple",
  "rate",
  "name",
  "denominator",
  "numerator",
  "headroom",
] as const;

interface FiltersProps {
  query: URLSearchParams;
  sort: string;
  order: "asc" | "desc";
  onSort: (key: string) => void;
}

/** Filters of the seller table; each is a parameter of the address. */
export function Filters({ query, sort, order, onSort }: FiltersProps) {
  const { overview } = useShared();
  const set = (name: string) => (event: Event) =>
    navigate(withQuery({ [name]: (event.currentTarget as HTMLSelectElement).value }), {
      replace: true,
    });
  const isFiltered = ["q", "program", "severity", "tier"].some((name) => query.has(name));
  const tiers = overview.value?.programs.find((each) => each.program === query.get("program"));
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <NameFilter value={query.get("q") ?? ""} />
      <ProgramSelect
        label={strings.program}
        value={query.get("program")}
        onChoose={(program) => navigate(withQuery({ program, tier: null }), { replace: true })}
      />
      <select
        aria-label={strings.sellers.standing}
        value={query.get("severity") ?? ""}
        onInput={set("severity")}
      >
        <option value="">{strings.sellers.anyStanding}</option>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {strings.severity[severity]}
          </option>
        ))}
      </select>
      {(tiers || query.has("tier")) && (
        <select
          aria-label={strings.columns.tier}
          value={query.get("tier") ?? ""}
          onInput={set("tier")}
        >
          <option value="">{strings.sellers.anyTier}</option>
          {tiers?.tiers.map((tier) => (
            <option key={tier.tier} value={tier.tier}>
              {tier.name}
            </option>
          ))}
        </select>
      )}
      <label class="sorter">
        {strings.sellers.sort}{" "}
        <select value={sort} onInput={(event) => onSort(event.currentTarget.value)}>
          {SORTS.map((key) => (
            <option key={key} value={key}>
              {strings.sellers.sorts[key]}
            </option>
          ))}
        </select>
        <button
          type="button"
          disabled={sort === "worst"}
          aria-label={strings.sellers.turn}
          onClick={() => onSort(sort)}
        >
          {order === "asc" ? "↑" : "↓"}
        </button>
      </label>
      {isFiltered && (
        <button
          type="button"
          class="plain-button"
          onClick={() =>
            navigate(withQuery({ q: null, program: null, severity: null, tier: null }), {
              replace: true,
            })
          }
        >
          {strings.sellers.clear}
        </button>
      )}
    </form>
  );
}

/** Typed text reaches the address after a short pause; the address wins when it changes. */
function NameFilter({ value }: { value: string }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(
      () => navigate(withQuery({ q: typed.trim() }), { replace: true }),
      200,
    );
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      type="search"
      aria-label={strings.sellers.filter}
      placeholder={strings.sellers.filter}
      value={typed}
      onInput={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
