import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { evaluation, knownAt } from "../moment.js";
import { href, withQuery, type Place } from "../route.js";
import { useShared } from "../shared.js";
import { backtest } from "../strings-backtest.js";
import { momentStrings } from "../strings-moment.js";
import { strings } from "../strings.js";
import { chosenTheme, setTheme, type Theme } from "../theme.js";
import { Freshness } from "./freshness.js";
import { Search } from "./search.js";

const PLACES = [
  { path: "/", name: strings.nav.today, icon: "M3 12h18M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14z" },
  { path: "/sellers", name: strings.nav.sellers, icon: "M4 6h16M4 12h16M4 18h10" },
  {
    path: "/programs",
    name: strings.nav.programs,
    icon: "M4 20V4M4 9h16M8 20v-5M13 20v-9M18 20V6",
  },
  { path: "/backtests", name: backtest.title, icon: "M4 8h9M7 12h13M4 16h6M20 5v14" },
];

/** Pages that show what was evaluated last, whichever evaluation the address asks for. */
const ALWAYS_CURRENT = /^\/backtests|\/score$/;

/** The rail (a bottom bar on narrow screens), the top bar and the page between them. */
export function Shell({ place, children }: { place: Place; children: ComponentChildren }) {
  const { overview, asOf } = useShared();
  const isHere = (path: string) =>
    path === "/" ? place.path === "/" : place.path.startsWith(path);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {strings.skip}
      </a>
      <nav class="rail" aria-label={strings.rail}>
        <a class="brand" href={href("/")}>
          <svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">
            <circle cx="12" cy="8" r="6.6" />
            <path d="M0 8h24" />
          </svg>
          {strings.app}
        </a>
        <ul>
          {PLACES.map(({ path, name, icon }) => (
            <li key={path}>
              <a href={href(path)} aria-current={isHere(path) ? "page" : undefined}>
                <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                  <path d={icon} />
                </svg>
                {name}
              </a>
            </li>
          ))}
        </ul>
        <ThemeChoice />
      </nav>
      <div class="page">
        <header class="top">
          <Search />
          {overview.value && (
            <Freshness
              overview={overview.value}
              isPast={asOf !== null}
              hasEvaluations={!ALWAYS_CURRENT.test(place.path)}
            />
          )}
          {overview.error && [asOf, knownAt(), evaluation()].some((each) => each !== null) && (
            <a class="quiet" href={withQuery({ as_of: null, known_at: null, evaluation: null })}>
              {momentStrings.back}
            </a>
          )}
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function ThemeChoice() {
  const [theme, choose] = useState<Theme>(chosenTheme);
  const onInput = (event: Event) => {
    const next = (event.currentTarget as HTMLSelectElement).value as Theme;
    setTheme(next);
    choose(next);
  };
  return (
    <label class="theme">
      <span>{strings.theme.label}</span>
      <select value={theme} onInput={onInput}>
        <option value="system">{strings.theme.system}</option>
        <option value="light">{strings.theme.light}</option>
        <option value="dark">{strings.theme.dark}</option>
      </select>
    </label>
  );
}
