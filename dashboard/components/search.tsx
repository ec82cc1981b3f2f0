import { useEffect, useId, useRef, useState } from "preact/hooks";
import { getSellers } from "../api.js";
import { href, navigate, sellerHref } from "../route.js";
import { useShared } from "../shared.js";
import { strings } from "../strings.js";
import { useLoad } from "../use-load.js";
import { Mark } from "./standing.js";

const SHOWN = 8;
const PAUSE = 140;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Finds sellers as one types; Ctrl K or ⌘K leads here from anywhere. */
export function Search() {
  const { asOf } = useShared();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const listId = useId();
  const found = useLoad(asked ? `search ${asked} ${asOf}` : null, (signal) =>
    getSellers({ q: asked, limit: SHOWN, as_of: asOf }, signal),
  );

  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(typed.trim());
      setActive(0);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);

  const isAnswered = !found.loading && asked === typed.trim();
  const items = isAnswered ? (found.value?.items ?? []) : [];
  const total = found.value?.total ?? 0;
  const go = (target: string) => {
    setOpen(false);
    setTyped("");
    input.current?.blur();
    navigate(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = items[active];
    if (event.key === "Escape") setOpen(false);
    else if (event.key === "ArrowDown") setActive(Math.min(active + 1, items.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(active - 1, 0));
    else if (event.key === "Enter" && typed.trim())
      go(
        isAnswered && chosen ? sellerHref(chosen.seller_id) : href("/sellers", { q: typed.trim() }),
      );
    else return;
    event.preventDefault();
  };

  const isListed = isOpen && asked !== "" && typed.trim() !== "";
  return (
    <search class="search">
      <input
        ref={input}
        type="search"
        role="combobox"
        list={undefined}
        aria-label={strings.search.label}
        aria-expanded={isListed}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isListed && items[active] ? `${listId}-${active}` : undefined}
        placeholder={strings.search.placeholder}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">{isMac ? "⌘K" : "Ctrl K"}</kbd>
      {isListed && (
        <div class="sheet" onMouseDown={(event) => event.preventDefault()}>
          <ul role="listbox" id={listId} aria-label={strings.search.results}>
            {items.map((row, i) => (
              <li
                key={row.seller_id}
                id={`${listId}-${i}`}
                role="option"
                aria-selected={i === active}
                onPointerMove={() => setActive(i)}
                onClick={() => go(sellerHref(row.seller_id))}
              >
                <Mark severity={row.severity} />
                <bdi>{row.name ?? row.seller_id}</bdi>
                <span class="quiet">{row.name ? row.seller_id : row.category}</span>
              </li>
            ))}
          </ul>
          <p class="quiet" role="status">
            {found.error
              ? strings.search.failed
              : !isAnswered
                ? `${strings.error.loading}…`
                : items.length === 0
                  ? strings.search.none(asked)
                  : total > items.length && (
                      <button
                        type="button"
                        tabIndex={-1}
                        onClick={() => go(href("/sellers", { q: asked }))}
                      >
                        {strings.search.all(total)}
                      </button>
                    )}
          </p>
        </div>
      )}
    </search>
  );
}
