import type { Io } from "./io.js";

export interface Progress {
  /** `done` of `total`; the label says what is being done. */
  update(done: number, total: number, label?: string): void;
  stop(): void;
}

/** Shares of the work after which a line is printed where there is no terminal. */
const LINES = 4;

/** A bar on a terminal, now and then a line elsewhere; always on stderr. */
export async function startProgress(io: Io, label: string): Promise<Progress> {
  return io.stderrIsTerminal ? startBar(label) : startLines(io, label);
}

async function startBar(label: string): Promise<Progress> {
  const { default: bars } = await import("cli-progress");
  const bar = new bars.SingleBar(
    {
      format: "[{bar}] {percentage} % {label}",
      stream: process.stderr,
      clearOnComplete: true,
      gracefulExit: false,
      // Ctrl-C in the middle must leave the terminal as it was.
      hideCursor: false,
      linewrap: true,
    },
    bars.Presets.rect,
  );
  bar.start(1, 0, { label });
  return {
    update(done, total, now = label) {
      bar.setTotal(total);
      bar.update(done, { label: now });
    },
    stop: () => bar.stop(),
  };
}

function startLines(io: Io, label: string): Progress {
  let printed = "";
  return {
    update(done, total, now) {
      const share = Math.floor((done / total) * LINES) / LINES;
      const line = now ?? `${label}: ${Math.round(share * 100)} %`;
      if (line === printed) return;
      printed = line;
      io.note(line);
    },
    stop: () => undefined,
  };
}
