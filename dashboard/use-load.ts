import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api.js";
import { evaluation, knownAt } from "./moment.js";
import { strings } from "./strings.js";

export interface Loaded<T> {
  /** The last answer; kept while a newer one is on its way. */
  value: T | null;
  error: ApiError | null;
  loading: boolean;
  retry: () => void;
}

const asApiError = (cause: unknown) =>
  cause instanceof ApiError
    ? cause
    : new ApiError(strings.error.unexpected, String(cause), 0, { cause });

/**
 * Loads again whenever `key`, the moment of what is known or the evaluation changes; an answer that came
 * too late is dropped. A null key loads nothing.
 */
export function useLoad<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ value: T | null; error: ApiError | null; key: string }>({
    value: null,
    error: null,
    key: "",
  });
  const wanted = `${key}#${knownAt()}#${evaluation()}#${attempt}`;
  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    load(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setState({ value, error: null, key: wanted });
      },
      (cause: unknown) => {
        if (!controller.signal.aborted)
          setState({ value: null, error: asApiError(cause), key: wanted });
      },
    );
    return () => controller.abort();
  }, [wanted]);
  return {
    value: state.value,
    error: state.key === wanted ? state.error : null,
    loading: key !== null && state.key !== wanted,
    retry: () => setAttempt(attempt + 1),
  };
}
