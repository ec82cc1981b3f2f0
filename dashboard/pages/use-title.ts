import { useEffect } from "preact/hooks";
import { strings } from "../strings.js";

/** The window's title: the page, then the product. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${strings.app}`;
  }, [title]);
}
