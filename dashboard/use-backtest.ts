import { useEffect, useState } from "preact/hooks";
import { ApiError } from "./api.js";
import { getBacktest, type Backtest } from "./api-backtests.js";
import { strings } from "./strings.js";

const PAUSE = 300;

export interface Following {
  backtest: Backtest | null;
  error: ApiError | null;
  retry: () => void;
}

/** A backtest, asked for again and again until it has ended; nothing without an id. */
export function useBacktest(id: string | null): Following {
  const [state, setState] = useState<{
    id: string | null;
    backtest: Backtest | null;
    error: ApiError | null;
  }>({
    id: null,
    backtest: null,
    error: null,
  });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (id === null) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      getBacktest(id, controller.signal).then(
        (backtest) => {
          if (controller.signal.aborted) return;
          setState({ id, backtest, error: null });
          if (backtest.status === "queued" || backtest.status === "running")
            timer = setTimeout(ask, PAUSE);
        },
        (cause: unknown) => {
          if (controller.signal.aborted) return;
          const error =
            cause instanceof ApiError
              ? cause
              : new ApiError(strings.error.unexpected, String(cause), 0, { cause });
          setState({ id, backtest: null, error });
        },
      );
    };
    ask();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [id, attempt]);
  const isCurrent = state.id === id;
  return {
    backtest: isCurrent ? state.backtest : null,
    error: isCurrent ? state.error : null,
    retry: () => setAttempt(attempt + 1),
  };
}
