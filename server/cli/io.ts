/** Where a command reads the clock and leaves its result; tests bring their own. */
export interface Io {
  /** The result, and nothing else. */
  out(data: string | Uint8Array): Promise<void>;
  /** A line for a person, on stderr. */
  note(line: string): void;
  stdoutIsTerminal: boolean;
  stderrIsTerminal: boolean;
  now(): Date;
  /** 0 unless a command sets it. */
  exitCode: number;
}

export function processIo(): Io {
  return {
    out: (data) =>
      new Promise((resolve, reject) => {
        process.stdout.write(data, (error) => (error ? reject(error) : resolve()));
      }),
    note: (line) => void process.stderr.write(`${line}\n`),
    stdoutIsTerminal: process.stdout.isTTY,
    stderrIsTerminal: process.stderr.isTTY,
    now: () => new Date(),
    exitCode: 0,
  };
}

/** A reader that stops reading (`| head`) ends the command quietly. */
export function endOnClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    process.exitCode = 1;
  });
  process.stderr.on("error", () => undefined);
}

/** Today in UTC, as YYYY-MM-DD. */
export const today = (io: Io): string => io.now().toISOString().slice(0, 10);
