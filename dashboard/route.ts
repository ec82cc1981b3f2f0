import { useEffect, useState } from "preact/hooks";
import { address, type Params } from "./api.js";

export interface Place {
  path: string;
  query: URLSearchParams;
}

const listeners = new Set<() => void>();
const here = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
});

/** Goes to an address of this page's own without loading it anew. */
export function navigate(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  for (const listener of listeners) listener();
}

/** The present address with some parameters changed; null takes one away. */
export function withQuery(changes: Params): string {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, String(value));
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

const KEPT = ["as_of", "known_at", "evaluation"];

/** An address that keeps the day being looked at, what was known, and the evaluation. */
export const href = (path: string, params: Params = {}): string => {
  const query = new URLSearchParams(location.search);
  const kept = Object.fromEntries(KEPT.map((name) => [name, query.get(name)]));
  return address(path, { ...params, ...kept });
};

export const sellerHref = (id: string, program?: string | null): string =>
  href(`/sellers/${encodeURIComponent(id)}`, { program });

export const programHref = (id: string): string => href(`/programs/${encodeURIComponent(id)}`);

/** The present address; the component is drawn again when it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    listeners.add(update);
    addEventListener("popstate", update);
    return () => {
      listeners.delete(update);
      removeEventListener("popstate", update);
    };
  }, []);
  return place;
}

/** Lets plain links of our own be followed without a reload. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest("a");
  if (!link || link.target || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || link.pathname.startsWith("/v1/")) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}
