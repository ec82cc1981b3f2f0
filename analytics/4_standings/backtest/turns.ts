import { setImmediate } from "node:timers/promises";
import { UserError } from "../../errors.js";

/** The backtest was told to stop. */
export class CancelledError extends UserError {
  override name = "CancelledError";
}

/** A long stretch of work without a pause would keep a server from answering. */
const MAX_MILLISECONDS = 8;

/** Lets others have their turn now and then, and ends the work where it is no longer wanted. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #since = performance.now();
  #asked = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether it is time to yield; asked of every seller, so the clock is read only now and then. */
  get isDue(): boolean {
    this.#asked += 1;
    return this.#asked % 128 === 0 && performance.now() - this.#since >= MAX_MILLISECONDS;
  }

  async yield(): Promise<void> {
    if (this.#signal?.aborted) throw new CancelledError("the backtest was cancelled");
    if (performance.now() - this.#since < MAX_MILLISECONDS) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
